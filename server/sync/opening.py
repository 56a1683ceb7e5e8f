"""Sync opened over a database: the server's secret, the hub of events, the exchange and the ledger."""

import secrets
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.db import Database
from server.patterns.due import DueBlocks
from server.people.models import AccountPerson, Membership
from server.sync.events import Heard, Hub
from server.sync.exchange import Exchange
from server.sync.ledger import SyncLedger
from server.sync.models import Feed, Secret
from server.sync.push import Push
from server.sync.schemas import AppBuilds
from server.sync.waiting import faults, wake

_HASHING = "content"


@dataclass(frozen=True, slots=True)
class Sync:
    """What `app.py`, commands and the demo use of sync."""

    exchange: Exchange
    ledger: SyncLedger


async def open_sync(database: Database, builds: AppBuilds) -> Sync:
    """Read (or make) the server's secret, and try once more what a fault of ours had parked."""
    async with database.writing() as session:
        secret = await _secret(session)
        push = Push(session, secret)
        await faults(push)
        await wake(push)
    hub = Hub(_concerns(database))
    ledger = SyncLedger(database, secret, hub)
    return Sync(Exchange(database, secret, hub, DueBlocks(database, ledger), builds), ledger)


async def _secret(session: AsyncSession) -> bytes:
    found = (await session.execute(select(Secret.value).where(Secret.name == _HASHING))).scalar_one_or_none()
    if found is None:
        found = secrets.token_bytes(32)
        await session.execute(insert(Secret).values(name=_HASHING, value=found))
    return found


def _concerns(database: Database) -> Heard:
    """Whom a change concerns: the accounts that hold one of the touched scopes, and the school's newest clock."""

    async def concerns(school: str, scopes: set[str]) -> tuple[set[str], int]:
        async with database.reading() as session:
            holders = await session.execute(
                select(AccountPerson.account_id)
                .join(Membership, Membership.person_id == AccountPerson.person_id)
                .where(Membership.scope.in_(scopes), Membership.ended.is_(False))
            )
            clock = await session.execute(select(func.max(Feed.version)).where(Feed.school_id == school))
            return set(holders.scalars()), clock.scalar_one() or 0

    return concerns
