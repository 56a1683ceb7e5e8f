"""One school out of a roster that may hold a whole district.

A school's departments belong to it; schools inside a school do not. What stands above the schools is a
district: who works only there is reported and not imported.
"""

from dataclasses import dataclass, field

from server.people.roster.parsed import Org, Roster, Staff, Taught
from server.people.roster.problems import Unreadable
from server.people.roster.table import fold
from server.people.roster.words import ABOVE_SCHOOLS

_STANDS_ALONE = frozenset(("school", "college", "university", "campus", "escuela", "colegio"))


@dataclass(frozen=True, slots=True)
class Choice:
    """The school that was chosen (None: the roster names none, all of it is one school's), with its departments."""

    org: Org | None
    orgs: frozenset[str]


@dataclass(slots=True)
class Wanted:
    """One person as this school should have them. `roles` is everything if `all_roles`, else an addition."""

    id: str
    file: str
    row: int
    name: str | None
    email: str | None
    roles: set[str]
    taken: set[str]
    all_roles: bool
    gone: bool


@dataclass(slots=True)
class Share:
    """What the roster says about one school."""

    people: dict[str, Wanted] = field(default_factory=dict)
    classes: dict[str, Taught] = field(default_factory=dict)
    teachers: dict[str, set[str]] = field(default_factory=dict)
    untaught: dict[str, set[str]] = field(default_factory=dict)
    elsewhere: int = 0
    district: int = 0


def candidates(roster: Roster) -> list[Org]:
    """The orgs that could be a school of ours: not a district, and not a department of another."""
    named = dict(roster.orgs)
    if not named:
        ids = {org for staff in roster.staff.values() for org in staff.roles} | {t.org for t in roster.classes.values()}
        named = {org: Org(org, org, "school") for org in sorted(ids) if org}
    alone = [org for org in named.values() if org.kind not in ABOVE_SCHOOLS]
    inside = {org.id for org in alone if org.kind not in _STANDS_ALONE and _stands(org.parent, named)}
    return [org for org in alone if org.id not in inside]


def choose(roster: Roster, asked: str, linked: str | None, own_name: str) -> Choice | None:
    """By what was asked for, else as in the last import, else by our name, else the only school there is.

    None: the roster holds several, and somebody must say which. Raises `school_unknown`.
    """
    found = candidates(roster)
    if asked:
        # A department may be asked for by its id or name too; it is nobody's guess.
        everyone = {org.id: org for org in (*found, *roster.orgs.values())}
        org = everyone.get(asked) or _named(list(everyone.values()), asked)
        if org is None:
            raise Unreadable("school_unknown", value=asked)
        return _choice(roster, org)
    if not found:
        return Choice(None, frozenset(roster.orgs))
    org = next((org for org in found if org.id == linked), None) or _named(found, own_name)
    schools = [org for org in found if org.kind == "school"]
    for few in (found, schools):
        org = org or (few[0] if len(few) == 1 else None)
    return _choice(roster, org) if org else None


def share_of(roster: Roster, choice: Choice, known_people: frozenset[str], known_classes: frozenset[str]) -> Share:
    """The people and classes of the chosen school; who teaches a class here belongs here."""
    share = Share()
    for staff in roster.staff.values():
        _take_person(roster, choice, share, staff)
    for taught in roster.classes.values():
        if choice.org is None or taught.org in choice.orgs or (not taught.org and taught.id in known_classes):
            share.classes[taught.id] = taught
        else:
            share.elsewhere += 1
        if roster.orgs and taught.org not in roster.orgs and "" not in choice.orgs:
            roster.findings.add("org_unknown", taught.file, taught.row, value=taught.org)
    for teaching in roster.teachings:
        unnamed = teaching.class_id in known_classes and teaching.class_id not in roster.classes
        known = teaching.class_id in share.classes or (unnamed and not roster.whole_classes)
        if not known and teaching.class_id not in roster.kept_classes and teaching.class_id not in roster.classes:
            roster.findings.add("class_unknown", teaching.file, teaching.row)
        if not known:
            continue
        if teaching.gone:
            share.untaught.setdefault(teaching.class_id, set()).add(teaching.person_id)
        elif _may_teach(roster, share, teaching.person_id, known_people):
            share.teachers.setdefault(teaching.class_id, set()).add(teaching.person_id)
        else:
            roster.findings.add("person_unknown", teaching.file, teaching.row, value="users.csv")
    return share


def _take_person(roster: Roster, choice: Choice, share: Share, staff: Staff) -> None:
    roles = _here(choice, staff.roles)
    taken = _here(choice, staff.taken)
    above = all(_is_above(roster, org) or held == {"district"} for org, held in staff.roles.items())
    roles -= {"district"}
    if roles or taken or not (staff.roles or staff.taken):
        share.people[staff.id] = _wanted(staff, roles, taken)
        other = next((org for org in staff.roles if org and choice.org and org not in choice.orgs), None)
        if other is not None and not staff.gone:
            roster.findings.add("role_elsewhere", staff.file, staff.row, value=_called(roster, other))
    elif above:
        share.district += 1
        org = next((org for org in staff.roles if org), "")
        roster.findings.add("district_staff", staff.file, staff.row, value=_called(roster, org))
    else:
        share.elsewhere += 1


def _is_above(roster: Roster, org: str) -> bool:
    return org in roster.orgs and roster.orgs[org].kind in ABOVE_SCHOOLS


def _may_teach(roster: Roster, share: Share, person: str, known: frozenset[str]) -> bool:
    """Whether a teacher of a class is somebody we know; who belongs elsewhere is taken in as a teacher."""
    if person in share.people or person in roster.kept_people or (person in known and not roster.whole_people):
        return True
    staff = roster.staff.get(person)
    if staff is None or staff.name is None:
        return False
    if staff.gone:
        return True
    share.people[person] = _wanted(staff, {"teacher"}, set())
    roster.findings.add("teaches_here", staff.file, staff.row)
    return True


def _wanted(staff: Staff, roles: set[str], taken: set[str]) -> Wanted:
    return Wanted(staff.id, staff.file, staff.row, staff.name, staff.email, roles, taken, staff.all_roles, staff.gone)


def _here(choice: Choice, roles: dict[str, set[str]]) -> set[str]:
    """The roles at this school; those without a school count only where no school had to be chosen."""
    if choice.org is None:
        return {role for held in roles.values() for role in held}
    return {role for org, held in roles.items() if org in choice.orgs for role in held}


def _choice(roster: Roster, org: Org) -> Choice:
    family, grown = {org.id}, True
    while grown:
        more = {
            child.id
            for child in roster.orgs.values()
            if child.parent in family and child.kind not in _STANDS_ALONE and child.kind not in ABOVE_SCHOOLS
        }
        grown = not more <= family
        family |= more
    lonely = len(candidates(roster)) <= 1
    return Choice(org, frozenset(family | ({""} if lonely else set())))


def _named(orgs: list[Org], name: str) -> Org | None:
    found = [org for org in orgs if fold(org.name) == fold(name)]
    return found[0] if len(found) == 1 else None


def _stands(parent: str, named: dict[str, Org]) -> bool:
    return parent in named and named[parent].kind not in ABOVE_SCHOOLS


def _called(roster: Roster, org: str) -> str:
    return roster.orgs[org].name if org in roster.orgs else org
