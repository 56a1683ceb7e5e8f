"""No verb of a person: blocks close by themselves, as an effect of sharing, answering and of time passing.

Time passing needs no job (RULINGS 16): whoever syncs next brings it, through `CLOSE_BLOCKS`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, update

from server.feedback.models import Feedback
from server.feedback.mutations import ANSWER_FEEDBACK, SHARE_FEEDBACK
from server.inquiry.charter import SIGN_CHARTER
from server.inquiry.models import CharterInForce, CharterSignature
from server.inquiry.queries import thresholds
from server.kernel import clock
from server.kernel.ids import child_id, new_id, scope_of, scope_owner
from server.kernel.verbs import Verb, Write, follow, register
from server.patterns import queries
from server.patterns.models import Block, BlockVisit, NextBlock, SchoolRelease, TeamNextBlock, TeamRelease
from server.patterns.queries import Cover, PoolName, Pools
from server.patterns.restored import MAYBE_COUNTED, may_have_been_counted
from server.patterns.rules import THRESHOLD, Finding, Visit, closes, figures, nearly_there, week_around
from server.people.models import Team
from server.people.queries import school_calendar
from server.people.teams import CHANGE_TEAM, MAKE_TEAM


async def enter_the_ledger(write: Write) -> None:
    """The server has heard of a share: from now the teacher has the days to answer before it counts."""
    scope = write.op(Feedback).scope
    visit = {"walkthrough_id": scope_owner(scope), "school_id": write.school}
    uncounted = (BlockVisit.walkthrough_id == visit["walkthrough_id"], BlockVisit.block_id.is_(None))
    await write.session.execute(delete(BlockVisit).where(*uncounted))
    if not await queries.is_counted(write.session, visit["walkthrough_id"]):
        k = await _k(write)
        group = await queries.group_heard_of(write.session, write.school, scope, k)
        shared_at = write.op(Feedback).values.get("sharedAt") or ""
        before = await may_have_been_counted(write.session, write.school, shared_at)
        heard = {"heard_at": clock.instant(write.now), "group": group, "block_id": MAYBE_COUNTED if before else None}
        await write.session.execute(insert(BlockVisit).values(**visit, **heard))


async def close_due_blocks(write: Write) -> None:
    """Freeze and release every pool that is ready, and say of the others, where it may be said, what they await."""
    calendar, k = await school_calendar(write.session, write.school), await _k(write)
    today = calendar.today(write.now)
    waiting = await queries.pools(write.session, write.school, calendar, k, write.now)
    teams = await queries.covers(write.session, write.school)
    ready = sorted(name for name, pool in waiting.items() if closes(pool, k, today))
    for name in ready:
        await _release(write, await _freeze(write, name, waiting.pop(name), today, k), teams)
    await _say_what_is_awaited(write, waiting, teams, {name.group for name in ready}, k)


async def hold_to_the_new_charter(write: Write) -> None:
    """A charter that comes into force sets k for the blocks that close from now on; those that stand stay (RULINGS 15).

    With a larger k "at most so many more" may no longer be true: it is taken away, and said again only where it is.
    """
    charter = str(write.op(CharterSignature).values["charterId"])
    if await write.row(CharterInForce, child_id(charter, "in_force")) is None:
        return
    now, *earlier = [*await thresholds(write.session, write.school), THRESHOLD]
    if now > earlier[0]:
        for model in (NextBlock, TeamNextBlock):
            for row in await write.rows(model):
                await write.remove(model, row.id)
    await close_due_blocks(write)


async def deliver_earlier_blocks(write: Write) -> None:
    """A team that looks at the whole school's patterns has its earlier blocks too."""
    scope = write.op(Team).scope
    team = await write.row(Team, scope_owner(scope))
    if team is None or team.patterns != "school":
        return
    held = {release.block for release in await write.rows(TeamRelease, scope=scope)}
    missing = [release for release in await write.rows(SchoolRelease) if release.block not in held]
    copies = [(child_id(release.id, team.id), scope, _columns(release)) for release in missing]
    await write.put_many(TeamRelease, copies)


@dataclass(frozen=True, slots=True)
class _Frozen:
    id: str
    group: str
    columns: dict[str, Any]


async def _k(write: Write) -> int:
    return await queries.smallest_group(write.session, write.school)


async def _freeze(write: Write, name: PoolName, pool: list[Visit], today: date, k: int) -> _Frozen:
    """The pool becomes a block in the ledger, for ever, and its figures what may be said of it."""
    block = new_id()
    number = await queries.last_number(write.session, write.school) + 1
    ledger = {"school_id": write.school, "number": number, "group": name.group, "protocol_id": name.protocol_id}
    await write.session.execute(insert(Block).values(id=block, **ledger, threshold=k, closed_on=today.isoformat()))
    counted = update(BlockVisit).where(BlockVisit.walkthrough_id.in_([visit.id for visit in pool]))
    await write.session.execute(counted.values(block_id=block))
    visits = await queries.with_look_fors(write.session, pool)
    said = figures(visits, await queries.look_fors_of(write.session, name.protocol_id), k)
    first, last = week_around(visit.day for visit in pool)
    columns = {
        "block": number,
        "closed_on": today.isoformat(),
        "visits": len(pool),
        "figures": [_as_figure(finding) for finding in said],
        "protocol_id": name.protocol_id or None,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "group": name.group,
    }
    return _Frozen(block, name.group, columns)


async def _release(write: Write, frozen: _Frozen, teams: Iterable[Cover]) -> None:
    """Everyone gets it at the same moment: the school, and each team whose patterns hold the block."""
    released = child_id(frozen.id, "school")
    await write.put(SchoolRelease, released, scope_of("school", write.school), **frozen.columns)
    for cover in teams:
        if cover.patterns == "school" or cover.team == frozen.group:
            team = scope_of("team", cover.team)
            await write.put(TeamRelease, child_id(released, cover.team), team, **frozen.columns)


async def _say_what_is_awaited(write: Write, waiting: Pools, teams: Iterable[Cover], closed: set[str], k: int) -> None:
    near = {name.group: few for name, pool in waiting.items() if (few := nearly_there(pool, k)) is not None}
    school = scope_of("school", write.school)
    await _say(write, NextBlock, school, min(near.values(), default=None), closed=bool(closed))
    for cover in teams:
        whole = cover.patterns == "school"
        few = min(near.values(), default=None) if whole else near.get(cover.team)
        team = scope_of("team", cover.team)
        await _say(write, TeamNextBlock, team, few, closed=bool(closed) if whole else cover.team in closed)


async def _say(
    write: Write, model: type[NextBlock] | type[TeamNextBlock], scope: str, few: int | None, *, closed: bool
) -> None:
    """The row is there once few are awaited; it goes when a block closes, and for no other reason."""
    row_id = child_id(scope_owner(scope), "next_block")
    standing = await write.row(model, row_id)
    if few is not None and (standing is None or standing.more_teachers != few):
        await write.put(model, row_id, scope, more_teachers=few)
    elif few is None and closed and standing is not None:
        await write.remove(model, row_id)


def _as_figure(finding: Finding) -> dict[str, Any]:
    return {"lookFor": finding.look_for, "noticed": finding.noticed, "nearlyAll": finding.nearly_all}


def _columns(release: SchoolRelease) -> dict[str, Any]:
    names = ("block", "closed_on", "visits", "figures", "protocol_id", "first_day", "last_day", "group")
    return {name: getattr(release, name) for name in names}


CLOSE_BLOCKS = Verb("close_blocks", effect=close_due_blocks)
"""What time brings. It holds no ops, so no device can send it; sync writes it through the ledger when it is due."""

register(CLOSE_BLOCKS)
follow(SHARE_FEEDBACK, enter_the_ledger)
for _verb in (SHARE_FEEDBACK, ANSWER_FEEDBACK):
    follow(_verb, close_due_blocks)
follow(SIGN_CHARTER, hold_to_the_new_charter)
for _verb in (MAKE_TEAM, CHANGE_TEAM):
    follow(_verb, deliver_earlier_blocks)
