"""The devices on which somebody is signed in: listed, and closed one by one.

A closed device reads nothing any more and is told so at its next contact; what it had not sent is taken
into quarantine, never lost (SYNC 5.4). The owner closes an own device, an admin one of the school's people;
whoever closed it lets it in again (`sync/quarantine.py`), or an admin.
"""

from typing import Annotated

from litestar import get, post
from litestar.params import Body, FromPath, FromQuery, SkipValidation
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import problems, write_problems
from server.kernel.clock import instant
from server.kernel.problems import Refused
from server.kernel.wire import Id, Wire
from server.people.accounts import Closing
from server.people.cleared import cleared_of
from server.people.entering import account_of
from server.people.house import House
from server.people.join_links import pending_links
from server.people.models import AccountPerson, Device, Session
from server.people.queries import administers, living_person
from server.people.schemas import Devices, DeviceView
from server.people.sessions import Visitor


class CloseDevice(Wire):
    """`seal`: its store is shut, and opens again once it is let in. `erase`: it hands in what it has and is emptied."""

    closing: Closing = "seal"


@get(
    "/api/devices",
    operation_id="listDevices",
    summary="The devices of my account, or of a person whom I administer",
    tags=["devices"],
    responses=problems(401, 403, 404),
)
async def list_devices(
    house: SkipValidation[House], visitor: SkipValidation[Visitor], person: FromQuery[Id | None] = None
) -> Devices:
    """Newest first. `person`: for an admin, the devices of somebody in the same school."""
    async with house.database.reading() as reading:
        account = await _whose(reading, visitor, person)
        found = await reading.execute(
            select(Device).where(Device.account_id == account).order_by(Device.created_at.desc())
        )
        links = await pending_links(reading, account) if account == visitor.account else []
        return Devices(devices=[await _view(reading, device, visitor) for device in found.scalars()], links=links)


@post(
    "/api/devices/{device:str}/revoke",
    operation_id="revokeDevice",
    summary="Close a device",
    tags=["devices"],
    status_code=204,
    responses=write_problems(401, 403, 404),
)
async def revoke_device(
    house: SkipValidation[House],
    visitor: SkipValidation[Visitor],
    device: FromPath[Id],
    data: Annotated[CloseDevice | None, Body()] = None,
) -> None:
    """From now on it reads nothing. A device that one may not close is as unknown as none."""
    async with house.database.writing() as writing:
        found = await writing.get(Device, device)
        if found is None or not await may_close(writing, visitor, found):
            raise Refused("not_found")
        if found.state != "wiped":
            found.state, found.closing = "closed", (data or CloseDevice()).closing
            found.closed_at, found.closed_by = instant(), visitor.account


@post(
    "/api/devices/emptied",
    operation_id="deviceEmptied",
    summary="This closed device has erased its store",
    tags=["devices"],
    status_code=204,
    responses=write_problems(401, 403),
)
async def device_emptied(house: SkipValidation[House], caller: SkipValidation[Visitor]) -> None:
    """The last word of a device that was told to erase: its session ends, and there is nothing to let in again."""
    if caller.closing != "erase":
        raise Refused("not_yours")
    async with house.database.writing() as writing:
        (await writing.get_one(Device, caller.device)).state = "wiped"
        await writing.execute(delete(Session).where(Session.device_id == caller.device))


async def _whose(session: AsyncSession, visitor: Visitor, person: str | None) -> str:
    if person is None:
        return visitor.account
    row = await living_person(session, person)
    account = await account_of(session, person)
    if row is None or account is None or not await administers(session, visitor.account, row.school_id):
        raise Refused("not_found")
    return account.id


async def may_close(session: AsyncSession, visitor: Visitor, device: Device) -> bool:
    """Its owner, or an admin of a school in which its owner is somebody."""
    return device.account_id == visitor.account or await _administers_owner(session, visitor, device)


async def may_let_in(session: AsyncSession, visitor: Visitor, device: Device) -> bool:
    """An admin, or its owner if nobody else closed it."""
    if device.state != "closed":
        return False
    own = device.account_id == visitor.account and device.closed_by in (None, visitor.account)
    return own or await _administers_owner(session, visitor, device)


async def _administers_owner(session: AsyncSession, visitor: Visitor, device: Device) -> bool:
    schools = await session.execute(
        select(AccountPerson.school_id).where(AccountPerson.account_id == device.account_id)
    )
    for school in schools.scalars().all():
        if await administers(session, visitor.account, school):
            return True
    return False


async def _view(session: AsyncSession, device: Device, visitor: Visitor) -> DeviceView:
    return DeviceView(
        id=device.id,
        label=device.label,
        state=device.state,
        build=device.build,
        waiting=device.waiting,
        last_seen=device.last_seen,
        created_at=device.created_at,
        this_one=device.id == visitor.device,
        closing=device.closing,
        closed_at=device.closed_at,
        may_let_in=await may_let_in(session, visitor, device),
        cleared=cleared_of(device),
    )
