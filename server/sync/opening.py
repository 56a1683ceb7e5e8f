"""Sync opened over a database: the server's secret, the hub of events, the exchange and the ledger."""

import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.db import Database
from server.patterns.due import DueBlocks
from server.people.models import AccountPerson, Membership
from server.sync import order
from server.sync.events import Heard, Hub
from server.sync.exchange import Exchange
from server.sync.ledger import SyncLedger
from server.sync.models import Secret
from server.sync.purge_list import PurgeList, hold_equal
from server.sync.push import Push
from server.sync.relay import Relay
from server.sync.schemas import AppBuilds
from server.sync.waiting import faults, wake

_HASHING = "content"
_HOLDERS = (
    select(AccountPerson.account_id)
    .join(Membership, Membership.person_id == AccountPerson.person_id)
    .where(Membership.scope.in_(bindparam("scopes", expanding=True)), Membership.ended.is_(False))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Sync:
    """What `app.py`, commands and the demo use of sync."""

    exchange: Exchange
    ledger: SyncLedger
    relay: Relay


async def open_sync(database: Database, builds: AppBuilds, purge_list: PurgeList | None = None) -> Sync:
    """Read (or make) the server's secret, purge what a backup brought back, try what a fault of ours had parked."""
    outside = purge_list or PurgeList()
    async with database.writing() as session:
        secret = await _secret(session)
        push = Push(session, secret)
        unlisted = await hold_equal(session, push.unit, outside)
        await faults(push)
        await wake(push)
    outside.add([*unlisted, *push.touched.purged])
    await database.forget_old_pages()
    hub = Hub(_concerns(database))
    relay = Relay(database, hub)
    ledger = SyncLedger(database, secret, hub)
    exchange = Exchange(database, secret, hub, DueBlocks(database, ledger), builds, purge_list=outside)
    return Sync(exchange, ledger, relay)


async def _secret(session: AsyncSession) -> bytes:
    """Made by whichever process comes first; two may start at once over one PostgreSQL."""
    asked = select(Secret.value).where(Secret.name == _HASHING)
    found = (await session.execute(asked)).scalar_one_or_none()
    if found is not None:
        return found
    try:
        async with session.begin_nested():
            await session.execute(insert(Secret).values(name=_HASHING, value=secrets.token_bytes(32)))
    except IntegrityError:
        pass
    return (await session.execute(asked)).scalar_one()


def _concerns(database: Database) -> Heard:
    """Whom a change concerns: the accounts that hold one of the touched scopes, and the school's newest clock."""

    async def concerns(school: str, scopes: set[str]) -> tuple[set[str], int]:
        async with database.reading() as session:
            holders = await session.execute(_HOLDERS, {"scopes": list(scopes)})
            return set(holders.scalars()), await order.clock_of(session, school)

    return concerns
