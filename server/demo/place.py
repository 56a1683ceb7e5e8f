"""What the demo's story needs to know while it is told: who is who, what was agreed, what is in focus."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.content import starter_protocols
from server.demo.saying import Pen
from server.demo.shapes import Lesson, WrittenPerson, WrittenTeam
from server.demo.telling import Teller
from server.inquiry.models import LookFor, Protocol
from server.kernel.db import Database


@dataclass(frozen=True, slots=True)
class InFocus:
    """A look-for that a team asks for, and the row that says so."""

    row: str
    look_for: str


@dataclass(slots=True, kw_only=True)
class Place:
    """The demo school as it stands. Keys are those of the written files, ids those of the rows."""

    teller: Teller
    pen: Pen
    zone: ZoneInfo
    people: dict[str, str]
    written: dict[str, WrittenPerson]
    lessons: dict[str, Lesson]
    class_ids: dict[str, str]
    teams: dict[str, WrittenTeam]
    team_ids: dict[str, str]
    charter: str = ""
    protocols: dict[str, str] = field(default_factory=dict)
    look_fors: dict[str, str] = field(default_factory=dict)
    focus: dict[str, InFocus] = field(default_factory=dict)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A time of day at the school."""
        return datetime.combine(day, time(hour, minute), self.zone)

    def offset(self, when: datetime) -> int:
        """Minutes east of UTC at the school then, as a device there notes them."""
        return int((when.astimezone(self.zone).utcoffset() or timedelta(0)).total_seconds() // 60)

    def scope(self, kind: str) -> str:
        """`school:`, `staff:` or `leaders:` of this school."""
        return f"{kind}:{self.pen.school}"

    def covering(self, teacher: str) -> list[str]:
        """Teams whose focus a visit to this teacher may carry: the covering one, then the leadership team."""
        own = [key for key, team in self.teams.items() if any(s.covered and s.person == teacher for s in team.members)]
        return [*own, *(key for key, team in self.teams.items() if team.patterns == "school")]


async def agreed(database: Database, school: str) -> tuple[dict[str, str], dict[str, str]]:
    """The protocols in force and their look-fors: starter id to row id."""
    async with database.reading() as session:
        rows = await session.execute(select(Protocol.starter, Protocol.id).where(Protocol.school_id == school))
        protocols = {starter or "": row for starter, row in rows}
        found = await session.execute(
            select(LookFor.protocol_id, LookFor.position, LookFor.id).where(LookFor.school_id == school)
        )
        by_place = {(protocol, position): row for protocol, position, row in found}
    look_fors = {
        look_for.id: by_place[protocols[starter.id], position]
        for starter in starter_protocols().values()
        if starter.id in protocols
        for position, look_for in enumerate(starter.look_fors)
    }
    return protocols, look_fors
