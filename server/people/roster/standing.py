"""What the school has now, as far as a roster may change it, and which of it earlier imports brought."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.people.models import ClassTeacher, Person, RosterLink, School, SchoolClass
from server.people.queries import roles_by_person

CLASS_FIELDS = ("title", "subject", "grade_band", "period", "room")


class Link(NamedTuple):
    """An imported record's row, and what the roster said of it last."""

    row_id: str
    said: dict[str, str]


@dataclass(slots=True)
class Standing:
    """People by person id, classes by class id; links by the roster's own ids. `links`: kind to those."""

    school_name: str = ""
    people: dict[str, dict[str, str | None]] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    classes: dict[str, dict[str, str | None]] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    teachers: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, dict[str, Link]] = field(default_factory=dict)

    def linked(self, kind: str) -> dict[str, Link]:
        """The links of one kind whose rows stand: person, class, role, class_teacher or school."""
        return self.links.setdefault(kind, {})

    @property
    def known_people(self) -> frozenset[str]:
        return frozenset(self.linked("person"))

    @property
    def known_classes(self) -> frozenset[str]:
        return frozenset(self.linked("class"))


def digest(value: str | None) -> str:
    """What `said` keeps of a value: enough to see a change, too little to read it."""
    return blake2b((value or "").encode(), digest_size=8, person=b"roster").hexdigest()


async def load_standing(session: AsyncSession, school: str, source: str) -> Standing:
    """Read it, in the transaction that will change it or in a snapshot."""
    standing = Standing(roles=await roles_by_person(session, school))
    await _load_people(session, school, standing)
    await _load_classes(session, school, standing)
    await _load_links(session, school, source, standing)
    return standing


async def _load_people(session: AsyncSession, school: str, standing: Standing) -> None:
    named = await session.execute(select(School.name).where(School.id == school))
    standing.school_name = named.scalar_one_or_none() or ""
    found = await session.execute(
        select(Person.id, Person.name, Person.email).where(Person.school_id == school, Person.alive.is_(True))
    )
    standing.people = {person: {"name": name, "email": email} for person, name, email in found}


async def _load_classes(session: AsyncSession, school: str, standing: Standing) -> None:
    columns = [getattr(SchoolClass, name) for name in CLASS_FIELDS]
    found = await session.execute(
        select(SchoolClass.id, SchoolClass.ended, *columns).where(
            SchoolClass.school_id == school, SchoolClass.alive.is_(True)
        )
    )
    for class_id, ended, *values in found:
        standing.classes[class_id] = dict(zip(CLASS_FIELDS, values, strict=True))
        if ended:
            standing.ended.add(class_id)
    taught = await session.execute(
        select(ClassTeacher.class_id, ClassTeacher.person_id).where(
            ClassTeacher.school_id == school, ClassTeacher.alive.is_(True)
        )
    )
    for class_id, person in taught:
        if class_id and person:
            standing.teachers.setdefault(class_id, set()).add(person)


async def _load_links(session: AsyncSession, school: str, source: str, standing: Standing) -> None:
    found = await session.execute(
        select(RosterLink.kind, RosterLink.sourced_id, RosterLink.row_id, RosterLink.said).where(
            RosterLink.school_id == school, RosterLink.source == source
        )
    )
    rows = {"person": standing.people, "class": standing.classes}
    for kind, sourced_id, row_id, said in found:
        if kind not in rows or row_id in rows[kind]:
            standing.linked(kind)[sourced_id] = Link(row_id, dict(said))
