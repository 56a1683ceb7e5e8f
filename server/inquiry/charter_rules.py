"""When a charter can be signed, and when it is in force: the same on the device (`pwa/src/inquiry/charter-rules.ts`).

Pure. Both are held to `tests/wire/charter_vectors.json`.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

TEXTS = ("purpose", "never_for", "notice", "readers", "keeping")
"""What every charter says, in its author's language at least."""

NUMBERS = ("minutes", "feedback_days", "threshold")
LEADING = frozenset(("leader", "admin"))


class Signed(NamedTuple):
    """A signature that stands, and the roles that whoever gave it holds now."""

    side: str
    roles: Collection[str]


def side_of(roles: Collection[str]) -> str | None:
    """For which side a person signs, or None. Nobody stands on both: a representative never leads (RULINGS 15)."""
    if LEADING.intersection(roles):
        return "leadership"
    return "teachers" if "representative" in roles else None


def is_whole(texts: Iterable[Mapping[str, str | None]]) -> bool:
    """Whether one language at least says everything that a charter has to say."""
    return any(all((said.get(part) or "").strip() for part in TEXTS) for said in texts)


def both_have_signed(signatures: Iterable[Signed]) -> bool:
    """Whether each side has a signature of somebody who still speaks for it."""
    return {"leadership", "teachers"} <= {signed.side for signed in signatures if side_of(signed.roles) == signed.side}


def signing_problem(
    side: str, roles: Collection[str], *, in_force: bool, replaces: str | None, standing: str | None
) -> str | None:
    """Why this signature cannot be given (a problem's name), or None.

    `replaces` is the charter for which the text was written, `standing` the one in force now.
    """
    if side_of(roles) != side:
        return "not_your_side"
    if in_force:
        return "charter_in_force"
    return "charter_moved_on" if replaces != standing else None
