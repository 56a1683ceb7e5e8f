"""`./brightwalk roster PATH`: the same import for whoever runs the server, without a screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId
from server.kernel.problems import Refused
from server.kernel.verbs import Ledger
from server.people.models import Role, School
from server.people.roster.importing import Asked, bring_in, preview
from server.people.roster.package import open_package
from server.people.roster.spoken import spoken
from server.people.roster.table import fold

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCommand:
    """What was typed. `school`: ours, if the server holds several; `asked`: as for the screen."""

    path: Path
    school: str = ""
    asked: Asked = field(default_factory=Asked)
    dry_run: bool = False


async def run_roster(database: Database, ledger: Ledger, typed: RosterCommand, say: Say) -> int:
    """Import or preview, and say what came of it. 0: done; 1: nothing was changed, and why; 2: a choice is needed."""
    try:
        school, author = await _school_and_admin(database, typed.school)
        report = (
            await preview(database, school, lambda: open_package(typed.path), typed.asked)
            if typed.dry_run
            else await bring_in(database, ledger, school, author, lambda: open_package(typed.path), typed.asked)
        )
    except _Nobody as nobody:
        say(str(nobody))
        return 1
    except Refused as refused:
        for line in _told(refused):
            say(line)
        return 1
    for line in spoken(report):
        say(line)
    return 0 if report.school is not None else 2


class _Nobody(Exception):
    """No school to import into, or no admin in whose name."""


async def _school_and_admin(database: Database, name: str) -> tuple[SchoolId, PersonId]:
    async with database.reading() as session:
        found = (await session.execute(select(School.id, School.name).where(School.alive.is_(True)))).all()
        schools = [school for school, called in found if not name or name == school or fold(called or "") == fold(name)]
        if len(schools) != 1:
            names = ", ".join(sorted(called or "" for _, called in found))
            raise _Nobody(
                f"Say which school with --school: {names}." if found else "There is no school yet: found one first."
            )
        admins = select(Role.person_id).where(Role.school_id == schools[0], Role.role == "admin", Role.alive.is_(True))
        admin = (await session.execute(admins.order_by(Role.id))).scalars().first()
    if admin is None:
        raise _Nobody("This school has no admin in whose name to import.")
    return SchoolId(schools[0]), PersonId(admin)


def _told(refused: Refused) -> list[str]:
    about = refused.particulars
    where = f"{about['file']}, row {about['row']}: " if about.get("file") and about.get("row") else ""
    lines = [refused.problem.sentence]
    if about.get("sentence"):
        lines.append(f"  {where}{about['sentence']}")
    if refused.problem.name == "roster_ends_many":
        lines.append(f"  {about['ending']} of {about['staff']} would end. Look with --dry-run; go on with --confirm.")
    return lines
