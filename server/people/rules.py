"""Pure decisions about people: which memberships follow from which roles, and who may give a role.

One role per scope is enough because it is the widest one that the person holds there.
"""

from collections.abc import Collection

STAFF_ROLES = frozenset(("admin", "leader", "teacher", "representative", "support"))


def memberships(school: str, person: str, roles: Collection[str]) -> dict[str, str]:
    """Scope to role for everything that a person's school roles open; teams and visits come on top.

    A person without any role keeps only what is theirs alone.
    """
    granted = {f"person:{person}": "self"}
    if roles:
        granted[f"school:{school}"] = "admin" if "admin" in roles else "member"
    if STAFF_ROLES.intersection(roles):
        granted[f"staff:{school}"] = _widest(roles, "admin", "leader") or "staff"
    if leading := _widest(roles, "admin", "leader"):
        granted[f"leaders:{school}"] = leading
    return granted


def team_role(*, seated: bool, facilitates: bool, is_admin: bool) -> str | None:
    """What somebody is in a team's scope. An admin on the team may do all that a facilitator may."""
    if seated:
        return "facilitator" if facilitates or is_admin else "member"
    return "admin" if is_admin else None


def may_hold(role: str, held: Collection[str]) -> bool:
    """A teacher representative teaches and neither leads nor administers, in either order (RULINGS 15)."""
    if role == "representative":
        return "teacher" in held and not {"admin", "leader"}.intersection(held)
    return not (role in ("admin", "leader") and "representative" in held)


def may_give(role: str, giver_roles: Collection[str], *, to_self: bool) -> bool:
    """Admins give and end roles; a representative is confirmed by another teacher and by nobody above."""
    if role == "representative":
        return _is_colleague(giver_roles) and not to_self
    return "admin" in giver_roles


def may_end(role: str, ender_roles: Collection[str], *, own: bool) -> bool:
    """As for giving; a representative may also step back."""
    if role == "representative":
        return own or _is_colleague(ender_roles)
    return "admin" in ender_roles


def _is_colleague(roles: Collection[str]) -> bool:
    """Teaches, and stands above nobody: whoever leads would else choose who speaks for the teachers."""
    return "teacher" in roles and not {"admin", "leader"}.intersection(roles)


def _widest(roles: Collection[str], *order: str) -> str | None:
    return next((role for role in order if role in roles), None)
