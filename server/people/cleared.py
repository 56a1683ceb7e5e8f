"""A browser may take a device's whole store away (SYNC 3.7). Then its person is told, and the school sees it.

The server knows the device by its session's cookie, which scripts cannot write and browsers keep apart from
their stores. Only the device knows whether its store is still there, so it says so after signing in.
"""

from typing import Annotated

from litestar import post
from litestar.params import Body, SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import write_problems
from server.kernel.clock import instant
from server.kernel.wire import Count, Instant, Wire
from server.people.house import House
from server.people.models import Device
from server.people.sessions import Visitor


class StoreBefore(Wire):
    """What a device had not sent at its last contact, and when that was."""

    waiting: int
    last_seen: Instant | None


class Cleared(Wire):
    """The store of a device was gone when its person came back. `waiting`: unsent at the contact before, at most."""

    at: Instant
    waiting: int


class StoreGone(Wire):
    """`waiting`: what the sign-in said that this device had not sent."""

    waiting: Count = 0


@post(
    "/api/devices/cleared",
    operation_id="storeWasCleared",
    summary="The store of this device is gone",
    tags=["devices"],
    status_code=204,
    responses=write_problems(401, 403),
)
async def store_was_cleared(
    house: SkipValidation[House], visitor: SkipValidation[Visitor], data: Annotated[StoreGone, Body()]
) -> None:
    """Said once by a device that was known and has begun anew; whoever sees the device sees it."""
    async with house.database.writing() as writing:
        device = await writing.get_one(Device, visitor.device)
        device.cleared_at, device.cleared_waiting = instant(), data.waiting


async def store_before(session: AsyncSession, account: str, known: str | None) -> StoreBefore | None:
    """The store that a device has been before, to be asked before it is signed in; None if it is a new one."""
    device = await session.get(Device, known) if known else None
    if device is None or device.account_id != account or device.state != "ok":
        return None
    return StoreBefore(waiting=device.waiting, last_seen=device.last_seen)


def cleared_of(device: Device) -> Cleared | None:
    """For the device's row."""
    return Cleared(at=device.cleared_at, waiting=device.cleared_waiting or 0) if device.cleared_at else None
