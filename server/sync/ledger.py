"""How a route or a command writes synced rows: one transaction, one entry in the log, the same merge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import insert

from server.kernel import clock as kernel_clock
from server.kernel.db import Database
from server.kernel.ids import MutationId, PersonId, SchoolId, new_id
from server.kernel.verbs import Write
from server.sync.events import Hub
from server.sync.models import Log
from server.sync.push import Push
from server.sync.waiting import wake
from server.sync.writing import Writing


@dataclass(frozen=True, slots=True)
class SyncLedger:
    """It satisfies `kernel.verbs.Ledger`. What it writes is logged under `verb`, with no account or device."""

    database: Database
    secret: bytes
    hub: Hub

    @asynccontextmanager
    async def writing(self, school: SchoolId, author: PersonId, verb: str) -> AsyncIterator[Write]:
        async with self.database.writing() as session:
            push = Push(session, self.secret)
            await push.unit.lock([school])
            push.unit.direct = True
            clock, mutation, at = push.unit.tick(school), MutationId(new_id()), kernel_clock.instant()
            writing = Writing(push.unit, school, author, mutation, clock, at, importing=True)
            yield writing
            push.unit.direct = False
            await push.unit.write()
            await session.execute(
                insert(Log).values(
                    mutation_id=mutation,
                    school_id=school,
                    account_id="",
                    author_id=author,
                    verb=verb,
                    schema=1,
                    at=at,
                    received_at=at,
                    content_hash="",
                    status="applied",
                    clock=writing.clock,
                    settled=0,
                )
            )
            await wake(push)
            await self.hub.announce(session, push.touched.scopes)
        self.hub.changed(push.touched.scopes)
