"""Word of a commit carried from one process to the others, by PostgreSQL's LISTEN and NOTIFY.

Whoever writes notifies in the same transaction, so the word comes after the commit or not at all. It names the
school and the scopes touched; whom that concerns each process looks up for its own listeners. A word that a
lost connection may have missed is made good: on coming back every listener is told where its schools stand.

On SQLite there is one process, and nothing here does anything.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.db import Database
from server.sync.events import Hub, Touched

CHANNEL = "brightwalk"
A_NOTE = 100  # scopes: PostgreSQL carries 8,000 bytes at a time
SILENCE = 30.0
BACK_OFF = (0.2, 1.0, 5.0, 15.0)

_NOTIFY = text("SELECT pg_notify(:channel, :word)")
_CLOCKS = (
    "SELECT p.account_id, c.school_id, c.clock FROM account_person AS p JOIN school_clock AS c USING (school_id) "
    "ORDER BY 1, 2"
)
_LOG = logging.getLogger("brightwalk")


@dataclass(slots=True)
class Relay:
    """One for each process. `heard` is set while it listens."""

    database: Database
    hub: Hub
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    _name: str = field(default_factory=lambda: secrets.token_hex(4))

    def __post_init__(self) -> None:
        if not self.database.is_sqlite:
            self.hub.announce = self._announce

    async def _announce(self, session: AsyncSession, touched: Touched) -> None:
        for school, scopes in touched.items():
            every = sorted(scopes)
            for start in range(0, len(every), A_NOTE):
                word = json.dumps([self._name, school, every[start : start + A_NOTE]])
                await session.execute(_NOTIFY, {"channel": CHANNEL, "word": word})

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """While inside, what other processes commit is told to the listeners of this one."""
        if self.database.is_sqlite:
            yield
            return
        listening = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _listen(self) -> None:
        """For ever: a connection that is lost is looked for again, sooner at first and then more patiently."""
        tries = 0
        while True:
            try:
                async with self._line() as lost:
                    tries = 0
                    await self._catch_up()
                    self.heard.set()
                    await lost.wait()
            except Exception as error:
                _LOG.error("cannot hear other processes: %s", type(error).__name__)
            self.heard.clear()
            await asyncio.sleep(BACK_OFF[min(tries, len(BACK_OFF) - 1)])
            tries += 1

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[asyncio.Event]:
        """A connection that listens; the event is set when it is lost or gives no sign of life."""
        lost = asyncio.Event()
        async with self.database.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(CHANNEL, self._told)
            alive = asyncio.create_task(_watch(driver, lost))
            try:
                yield lost
            finally:
                alive.cancel()
                await connection.invalidate()  # it must not go back among the others with its ear open

    def _told(self, _connection: Any, _process: int, _channel: str, word: str) -> None:
        sender, school, scopes = json.loads(word)
        if sender != self._name:
            self.hub.changed({school: set(scopes)})

    async def _catch_up(self) -> None:
        if not self.hub.ears:
            return
        for account, school, clock in await self.database.glance.rows(_CLOCKS):
            self.hub.ring(account, school, clock)


async def _watch(driver: Any, lost: asyncio.Event) -> None:
    """A line may die without a word: ask it for one now and then."""
    try:
        while True:
            await asyncio.sleep(SILENCE)
            await driver.execute("SELECT 1", timeout=SILENCE)
    except Exception:
        lost.set()
