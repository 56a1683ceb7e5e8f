"""A school whose admin hands over rosters: made in memory, read like uploads, imported like from the screen."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from server.kernel.ids import PersonId, SchoolId
from server.people.models import ClassTeacher, Person, Role, SchoolClass
from server.people.roster.importing import Asked, bring_in, preview
from server.people.roster.limits import LIMITS, Limits
from server.people.roster.package import open_package
from server.people.roster.parsed import Roster
from server.people.roster.reading import read_roster
from server.people.roster.report import RosterReport
from tests.people.conftest import Doors, Founded
from tests.people.roster.making import Rows, zipped

TODAY = date(2026, 3, 2)
Files = Mapping[str, str | bytes | Rows]


def read(
    given: Files | bytes, limits: Limits = LIMITS, known: tuple[str, ...] = (), called: str = "staff.csv"
) -> Roster:
    """Read files (as a zip), or the bytes of one upload."""
    upload = given if isinstance(given, bytes) else zipped(given)
    with open_package(io.BytesIO(upload), called, limits) as package:
        return read_roster(package, TODAY, frozenset(known), limits)


def found(roster: Roster) -> set[tuple[str, str, int | None]]:
    """What was found: (name, file, row)."""
    return {(finding.name, finding.file, finding.row) for finding in roster.findings.kept}


@dataclass
class Importing:
    """One school and its imports."""

    founded: Founded

    @property
    def school(self) -> SchoolId:
        return self.founded.school

    async def look(self, given: Files | bytes, **asked: Any) -> RosterReport:
        """Preview."""
        return await preview(self.founded.doors.house.database, self.school, _opener(given), Asked(**asked))

    async def take(self, given: Files | bytes, **asked: Any) -> RosterReport:
        """Import."""
        house = self.founded.doors.house
        admin = PersonId(self.founded.admin)
        return await bring_in(house.database, house.ledger, self.school, admin, _opener(given), Asked(**asked))

    async def people(self) -> dict[str, set[str]]:
        """Names and the roles that stand."""
        names = {person.id: person.name or "" for person in await self._living(Person)}
        roles: dict[str, set[str]] = {name: set() for name in names.values()}
        for role in await self._living(Role):
            roles[names[role.person_id or ""]].add(role.role or "")
        return roles

    async def classes(self) -> dict[str, tuple[bool, set[str]]]:
        """Titles of classes: whether they have ended, and the names of who teaches them."""
        names = {person.id: person.name or "" for person in await self._living(Person)}
        taught: dict[str, set[str]] = {}
        for one in await self._living(ClassTeacher):
            taught.setdefault(one.class_id or "", set()).add(names[one.person_id or ""])
        return {
            one.title or "": (bool(one.ended), taught.get(one.id, set())) for one in await self._living(SchoolClass)
        }

    async def one(self, model: type[Any], **where: Any) -> Any:
        """The one living row with these values."""
        rows = [row for row in await self._living(model) if all(getattr(row, k) == v for k, v in where.items())]
        assert len(rows) == 1, f"{len(rows)} rows of {model.__tablename__} with {where}"
        return rows[0]

    async def _living(self, model: type[Any]) -> list[Any]:
        async with self.founded.doors.house.database.reading() as session:
            query = select(model).where(model.school_id == self.school, model.alive.is_(True))
            return list((await session.execute(query)).scalars())


def _opener(given: Files | bytes) -> Callable[[], Any]:
    upload = given if isinstance(given, bytes) else zipped(given)
    return lambda: open_package(io.BytesIO(upload), "staff.csv")


@pytest.fixture
async def oak(doors: Doors) -> Importing:
    """Oak Street School, with Ana Torres as its admin and nobody else."""
    return Importing(await doors.found())
