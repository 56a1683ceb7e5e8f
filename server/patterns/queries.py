"""Which shared visits wait to be counted, and what the ledger holds. For the server's own use only.

Nobody may ask these: their answers rest on single visits. What people read are the releases.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.feedback.models import Feedback, Response
from server.inquiry.models import LookFor
from server.inquiry.queries import thresholds
from server.kernel import clock
from server.kernel.ids import scope_owner
from server.kernel.rows import Synced
from server.patterns.models import Block, BlockVisit
from server.patterns.rules import THRESHOLD, Visit, closes, countable, group_of, still_of
from server.people.models import Team, TeamMember
from server.people.queries import school_calendar
from server.people.school_days import Calendar, school_days_after
from server.walkthroughs.models import Companion, EvidenceNote, NoteTag, Visited, Walkthrough


@dataclass(frozen=True, slots=True, order=True)
class PoolName:
    """Visits of one group under one protocol wait together, so that every figure has one denominator."""

    group: str
    protocol_id: str


Pools = dict[PoolName, list[Visit]]


async def smallest_group(session: AsyncSession, school: str) -> int:
    """k for the blocks that close from now on: of the charter in force, or the default before one is signed."""
    return next(iter(await thresholds(session, school)), THRESHOLD)


async def pools(session: AsyncSession, school: str, calendar: Calendar, k: int, now: datetime) -> Pools:
    """The countable visits that no block holds yet, by pool."""
    shared = (await session.execute(_uncounted(school))).all()
    scopes = [visit.scope for visit in shared]
    teachers = await _people(session, Visited, Visited.person_id, scopes)
    answered = await _people(session, Response, Response.teacher_id, scopes)
    covered = Counter((await _covering(session, school)).values())
    found: Pools = defaultdict(list)
    for visit in shared:
        visited, since = teachers[visit.scope], clock.moment(visit.heard_at)
        if countable(visited, answered[visit.scope], school_days_after(calendar, since, now)):
            started, heard = calendar.today(clock.moment(visit.started_at or visit.heard_at)), calendar.today(since)
            name = PoolName(still_of(visit.group, covered, k), visit.protocol_id or "")
            # no tablet's clock dates a visit after the server has heard of it
            found[name].append(Visit(visit.id, frozenset(visited), min(started, heard), heard))
    return found


async def group_heard_of(session: AsyncSession, school: str, scope: str, k: int) -> str:
    """The group of a visit as the teams stand now: asked once, when the server hears of its share."""
    visited = (await _people(session, Visited, Visited.person_id, [scope]))[scope]
    return group_of(visited, await _covering(session, school), k)


async def with_look_fors(session: AsyncSession, visits: Iterable[Visit]) -> list[Visit]:
    """The same visits with the look-fors that a living evidence note of each is tagged with.

    Observers who watched together made one visit: what either noticed was noticed in it, once.
    """
    every = list(visits)
    own = {f"walkthrough:{visit.id}": visit.id for visit in every}
    counted_as = own | await _seen_along(session, own)
    tags = (
        select(NoteTag.scope, NoteTag.look_for_id)
        .join(EvidenceNote, EvidenceNote.id == NoteTag.note_id)
        .where(NoteTag.alive.is_(True), EvidenceNote.alive.is_(True), EvidenceNote.scope == NoteTag.scope)
        .where(NoteTag.scope.in_(counted_as))
    )
    noticed: dict[str, set[str]] = defaultdict(set)
    for scope, look_for in await session.execute(tags):
        noticed[counted_as[scope]].add(look_for or "")
    return [Visit(v.id, v.teachers, v.day, v.shared_on, frozenset(noticed[v.id])) for v in every]


async def _seen_along(session: AsyncSession, hosts: Mapping[str, str]) -> dict[str, str]:
    """The scopes of those who watched along, by the visit in whose scope the feedback is."""
    along = select(Companion.scope, Companion.walkthrough_id).where(
        Companion.alive.is_(True), Companion.hosts.is_(False), Companion.scope.in_(hosts)
    )
    return {f"walkthrough:{other}": hosts[scope] for scope, other in await session.execute(along) if other}


async def look_fors_of(session: AsyncSession, protocol_id: str) -> list[str]:
    """The look-fors of a protocol, in its order."""
    ordered = select(LookFor.id).where(LookFor.protocol_id == protocol_id, LookFor.alive.is_(True))
    found = await session.execute(ordered.order_by(LookFor.position, LookFor.id))
    return list(found.scalars())


@dataclass(frozen=True, slots=True)
class Cover:
    """A team, whose patterns it asked for ("rooms" or "school"), and how many teachers' rooms it covers."""

    team: str
    patterns: str
    teachers: int


async def covers(session: AsyncSession, school: str) -> list[Cover]:
    """Every living team of the school."""
    covering = Counter((await _covering(session, school)).values())
    teams = select(Team.id, Team.patterns).where(Team.school_id == school, Team.alive.is_(True)).order_by(Team.id)
    found = (await session.execute(teams)).all()
    return [Cover(team, patterns or "rooms", covering[team]) for team, patterns in found]


async def is_counted(session: AsyncSession, walkthrough: str) -> bool:
    """Whether a block holds the visit: then it stays there, whatever happens to it."""
    query = select(BlockVisit.block_id).where(BlockVisit.walkthrough_id == walkthrough)
    return (await session.execute(query)).scalar_one_or_none() is not None


async def blocks_are_due(session: AsyncSession, school: str, now: datetime) -> bool:
    """Whether time has made a block ready: what sync asks before it writes `CLOSE_BLOCKS`."""
    calendar, k = await school_calendar(session, school), await smallest_group(session, school)
    waiting = await pools(session, school, calendar, k, now)
    return any(closes(pool, k, calendar.today(now)) for pool in waiting.values())


async def last_number(session: AsyncSession, school: str) -> int:
    """The number of the school's newest block; 0 before the first."""
    newest = select(func.max(Block.number)).where(Block.school_id == school)
    return (await session.execute(newest)).scalar_one_or_none() or 0


def _uncounted(school: str) -> Select[str, str, str | None, str | None, str, str]:
    return (
        select(
            Walkthrough.id,
            Walkthrough.scope,
            Walkthrough.protocol_id,
            Walkthrough.started_at,
            BlockVisit.heard_at,
            BlockVisit.group,
        )
        .join(BlockVisit, BlockVisit.walkthrough_id == Walkthrough.id)
        .join(Feedback, Feedback.scope == Walkthrough.scope)
        .where(BlockVisit.school_id == school, BlockVisit.block_id.is_(None))
        .where(Walkthrough.alive.is_(True), Walkthrough.discarded.is_not(True))
        .where(Feedback.alive.is_(True), Feedback.shared.is_(True))
        .order_by(Walkthrough.id)
    )


async def _people(session: AsyncSession, model: type[Synced], column: Any, scopes: list[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    named = select(model.scope, column).where(model.alive.is_(True), model.scope.in_(scopes), column.is_not(None))
    for scope, person in await session.execute(named):
        found[scope].add(person)
    return found


async def _covering(session: AsyncSession, school: str) -> dict[str, str]:
    """Teacher to the one team that covers the teacher's room; should two say so, the first made counts."""
    rows = (
        select(TeamMember.person_id, TeamMember.scope)
        .where(TeamMember.school_id == school, TeamMember.alive.is_(True), TeamMember.covered.is_(True))
        .order_by(TeamMember.scope.desc())
    )
    return {person: scope_owner(team) for person, team in await session.execute(rows) if person}
