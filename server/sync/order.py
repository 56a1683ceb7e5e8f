"""The order of a school: one counter, raised in the transaction that writes (ARCHITECTURE 3, SYNC 3.3).

Locking the counter's row is the first statement of a write, so commit order is number order and no
reader can skip a row that commits late. Every value gets a random nonce; a device that names a clock
with a nonce we do not know stands on a timeline that this server has lost.
"""

import secrets
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.sync.models import SchoolClock, Tick
from server.sync.pending import Pending
from server.sync.prepared import Prepared
from server.sync.schemas import START, AsOf

_clock = cast(Table, SchoolClock.__table__)
_HOLD = Question("UPDATE school_clock SET clock = clock WHERE school_id = $1 RETURNING clock")
_BEGIN = insert(_clock)
_RAISE = Prepared(update(_clock).where(_clock.c.school_id == bindparam("school")).values(clock=bindparam("now")))
_TICK = Prepared(insert(cast(Table, Tick.__table__)))
_NEWEST = Question(
    "SELECT c.clock, t.nonce FROM school_clock AS c "
    "LEFT JOIN tick AS t ON t.school_id = c.school_id AND t.clock = c.clock WHERE c.school_id = $1"
)
_NONCE = Question("SELECT nonce FROM tick WHERE school_id = $1 AND clock = $2")


async def lock(session: AsyncSession, schools: Iterable[str]) -> dict[str, int]:
    """Step 3. Take the writers' lock of these schools, always in the same order; answers where each clock stands."""
    clocks = {}
    for school in sorted(set(schools)):
        held = await _held(session, school)
        clocks[school] = await _begin(session, school) if held is None else held
    return clocks


async def _held(session: AsyncSession, school: str) -> int | None:
    return next((int(clock) for (clock,) in await _HOLD.of(session, school)), None)


async def _begin(session: AsyncSession, school: str) -> int:
    """A school's first write. Two may come at once where there are several writers: the second waits, then locks."""
    try:
        async with session.begin_nested():
            await session.execute(_BEGIN, {"school_id": school, "clock": 0})
    except IntegrityError:
        return await _held(session, school) or 0
    return 0


def tick(pending: Pending, school: str, clock: int) -> None:
    """One more value of a school's clock, with its nonce. Only under the school's lock."""
    pending.add(_TICK, {"school_id": school, "clock": clock, "nonce": secrets.token_hex(8)})


def stand_at(pending: Pending, school: str, clock: int) -> None:
    """The counter itself, once for all the ticks that were given."""
    pending.add(_RAISE, {"school": school, "now": clock})


async def clock_of(session: AsyncSession, school: str) -> int:
    """The newest clock of a school in this snapshot; 0 before its first change."""
    found = await session.execute(select(SchoolClock.clock).where(SchoolClock.school_id == school))
    return found.scalar_one_or_none() or 0


async def newest(session: AsyncSession, school: str) -> AsOf:
    """The same with its nonce, as a device keeps it."""
    found = await _NEWEST.of(session, school)
    return AsOf(clock=found[0][0], nonce=found[0][1]) if found and found[0][0] else START


async def stamp(session: AsyncSession, school: str, clock: int) -> AsOf:
    """An earlier clock with its nonce."""
    if clock == 0:
        return START
    [(nonce,)] = await _NONCE.of(session, school, clock)
    return AsOf(clock=clock, nonce=nonce)


async def same_timeline(session: AsyncSession, school: str, asof: AsOf) -> bool:
    """Whether this server's history still holds the commit that somebody saw."""
    if asof.clock == 0:
        return True
    return [nonce for (nonce,) in await _NONCE.of(session, school, asof.clock)] == [asof.nonce]
