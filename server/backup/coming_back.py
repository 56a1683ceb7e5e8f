"""After a restore: which devices have come back, what each brought, and which are still awaited. Counts, no content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.backup.schemas import HeardDevice, MissingDevice, RestorationView
from server.kernel.clock import instant, moment
from server.people.models import AccountPerson, Device, Person
from server.people.restorations import Restoration, restorations_of
from server.sync.models import Log

KEPT = timedelta(days=90)
"""A device that was not here for longer holds nothing any more that it had sent (pwa/src/sync/core.ts)."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Brought:
    applied: int = 0
    kept_apart: int = 0


async def coming_back(session: AsyncSession, school: str) -> list[RestorationView]:
    """The school's last restores, newest first."""
    devices = await _devices(session, school)
    return [await _view(session, one, devices) for one in (await restorations_of(session, school))[:_SHOWN]]


async def _view(session: AsyncSession, one: Restoration, devices: Sequence[tuple[Device, str]]) -> RestorationView:
    brought = await _brought(session, one)
    since = instant(moment(one.backup_at) - KEPT)
    heard, missing = [], []
    for device, person in devices:
        if (device.last_seen or "") >= one.restored_at:
            if device.created_at < one.restored_at:
                heard.append(_heard(device, person, brought.get(device.id, _Brought())))
        elif device.state == "ok" and (device.last_seen or device.created_at) >= since:
            missing.append(MissingDevice(person=person, label=device.label, last_seen=device.last_seen))
    return RestorationView(
        restored_at=one.restored_at,
        backup_at=one.backup_at,
        brought=sum(each.applied for each in brought.values()),
        kept_apart=sum(each.kept_apart for each in brought.values()),
        heard=heard,
        missing=missing,
    )


def _heard(device: Device, person: str, brought: _Brought) -> HeardDevice:
    return HeardDevice(
        person=person,
        label=device.label,
        last_seen=device.last_seen or "",
        brought=brought.applied,
        kept_apart=brought.kept_apart,
        waiting=device.waiting,
    )


async def _brought(session: AsyncSession, one: Restoration) -> Mapping[str, _Brought]:
    """By device: what was written before the restore, by that device's own time, and came after it.

    That time is good enough to count by; it decides nothing. What had never been sent before is in it too.
    """
    applied = func.sum((Log.status == "applied").cast(Log.clock.type))
    came_back = (
        select(Log.device_id, applied, func.count())
        .where(Log.school_id == one.school_id, Log.clock > one.clock, Log.device_id.is_not(None))
        .where(Log.received_at >= one.restored_at, Log.at < one.restored_at)
        .group_by(Log.device_id)
    )
    found = await session.execute(came_back)
    return {device: _Brought(int(done), many - int(done)) for device, done, many in found if device}


async def _devices(session: AsyncSession, school: str) -> list[tuple[Device, str]]:
    """Every device of the school's people, with whose it is; the newest contact first."""
    found = await session.execute(
        select(Device, Person.name)
        .join(AccountPerson, AccountPerson.account_id == Device.account_id)
        .join(Person, Person.id == AccountPerson.person_id)
        .where(AccountPerson.school_id == school)
        .order_by(Device.last_seen.desc(), Device.id)
    )
    return [(device, name or "") for device, name in found]
