"""Where an account and its device stand, in one glance: what every contact asks before anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.glance import Glance
from server.people.accounts import Closing
from server.people.models import Device
from server.sync.schemas import START, AsOf, SyncRequest

_STANDING = """
SELECT d.state, d.closing, d.waiting, d.build, d.last_seen,
       EXISTS (SELECT 1 FROM log WHERE log.account_id = :account AND log.waits_for IS NOT NULL),
       o.clock, n.nonce, p.school_id, p.person_id, c.clock, t.nonce
FROM device AS d
LEFT JOIN school_clock AS o ON o.school_id = :account
LEFT JOIN tick AS n ON n.school_id = o.school_id AND n.clock = o.clock
LEFT JOIN account_person AS p ON p.account_id = :account
LEFT JOIN school_clock AS c ON c.school_id = p.school_id
LEFT JOIN tick AS t ON t.school_id = c.school_id AND t.clock = c.clock
WHERE d.id = :device
"""
_TICK = "SELECT nonce FROM tick WHERE school_id = :school AND clock = :clock"


@dataclass(frozen=True, slots=True)
class Standing:
    """`parked`: whether a mutation of the account waits for something. `clocks`: the order of each of its schools,
    and its own.

    Two that are equal say that nothing has been written since which this account could be told: every change
    of a row, a membership or a verdict raises the clock of its school, and the nonce tells a restored server.
    """

    device_state: str
    closing: Closing | None
    waiting: int
    build: str
    parked: bool
    persons: Mapping[str, str]
    clocks: Mapping[str, AsOf]

    def is_told(self, request: SyncRequest) -> bool:
        """Whether what the school sees of this device, its waiting changes and its build, is what it says now."""
        return (self.waiting, self.build) == (request.waiting, str(request.build))


async def standing(glance: Glance, account: str, device: str) -> tuple[Standing, str]:
    """As committed now, and when the device was last written down as seen. The device exists: a session names it."""
    rows = await glance.rows(_STANDING, account=account, device=device)
    state, closing, waiting, build, last_seen, parked, own, nonce, *_ = rows[0]
    schools = [row[8:] for row in rows if row[8] is not None]
    persons = {school: person for school, person, *_ in schools}
    orders = [(account, own, nonce), *((school, clock, nonce) for school, _, clock, nonce in schools)]
    clocks = {order: AsOf(clock=clock, nonce=nonce) if clock else START for order, clock, nonce in orders}
    return Standing(state, closing, waiting, build or "", bool(parked), persons, clocks), last_seen or ""


async def same_timeline(glance: Glance, school: str, asof: AsOf, newest: AsOf) -> bool:
    """Whether this server's history still holds the commit that the device saw last."""
    if asof.clock in (0, newest.clock):
        return asof.clock == 0 or asof == newest
    rows = await glance.rows(_TICK, school=school, clock=asof.clock)
    return bool(rows) and rows[0][0] == asof.nonce


def seen_long_ago(last_seen: str) -> bool:
    """Whether it is a minute ago that the school was told of this device."""
    return last_seen < kernel_clock.instant(kernel_clock.now() - timedelta(minutes=1))


async def seen_now(session: AsyncSession, device: str | None, request: SyncRequest, answered: int) -> None:
    """Write the device down as seen; what is answered waits no more."""
    await session.execute(
        update(Device)
        .where(Device.id == device)
        .values(waiting=max(0, request.waiting - answered), build=str(request.build), last_seen=kernel_clock.instant())
    )
