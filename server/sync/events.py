"""Live: "school S is now at n", told only to accounts that hold a touched scope (RULINGS 25).

The hub is in memory, one for each process; it never carries what changed, only that something did. A
subscriber hears of a school at most once a second: what comes in between is folded into the next word.
Where several processes serve one PostgreSQL, `relay.py` carries the word from one hub to the others.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

PAUSE = 1.0
AN_HOUR = 3600
EARS = 40
QUIET = 25.0  # proxies and phones take a connection for dead that says nothing for half a minute

Touched = Mapping[str, set[str]]
Heard = Callable[[str, set[str]], Awaitable[tuple[set[str], int]]]
Announce = Callable[[AsyncSession, Touched], Awaitable[None]]
_LOG = logging.getLogger("brightwalk")


async def to_nobody(_session: AsyncSession, _touched: Touched) -> None:
    """What announces where there is one process only."""


@dataclass(eq=False, slots=True)
class Ear:
    """One open connection of one account."""

    account: str
    news: dict[str, int] = field(default_factory=dict)
    rung: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Hub:
    """Who listens, and how to learn whom a change concerns (`concerns`: accounts and clock for scopes).

    `announce` tells other processes; it is called in the transaction that changes, so that it goes with its commit.
    """

    concerns: Heard
    announce: Announce = to_nobody
    ears: set[Ear] = field(default_factory=set)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: dict[str, set[str]] = field(default_factory=dict)
    _telling: asyncio.Task[None] | None = None

    def changed(self, touched: Touched) -> None:
        """Tell of committed changes: school to the scopes touched in it."""
        for school, scopes in touched.items():
            if scopes and self.ears:
                self._waiting.setdefault(school, set()).update(scopes)
        if self._waiting and (self._telling is None or self._telling.done()):
            self._telling = asyncio.get_running_loop().create_task(self._tell())

    def ring(self, account: str, school: str, clock: int) -> None:
        """Tell one account where a school's clock stands."""
        for ear in self.ears:
            if ear.account == account:
                ear.news[school] = clock
                ear.rung.set()

    async def listen(self, account: str) -> AsyncIterator[dict[str, int]]:
        """Schools and their newest clocks, as they change, until the connection or the server ends.

        Nothing (an empty answer) comes when it has been quiet for a while, as a sign of life. After an hour it
        ends: devices come back by themselves, and who is no longer signed in does not.
        """
        ear, until = Ear(account), time.monotonic() + AN_HOUR
        self.ears.add(ear)
        try:
            while not self.over.is_set() and time.monotonic() < until:
                with suppress(TimeoutError):
                    await asyncio.wait_for(ear.rung.wait(), QUIET)
                if self.over.is_set():
                    return
                ear.rung.clear()
                news, ear.news = ear.news, {}
                yield news
                await asyncio.sleep(PAUSE if news else 0)
        finally:
            self.ears.discard(ear)

    def has_room(self, account: str) -> bool:
        """Whether this account may open one more connection."""
        return sum(ear.account == account for ear in self.ears) < EARS

    def close(self) -> None:
        """End every connection, so that the server can stop at once; devices come back by themselves."""
        self.over.set()
        for ear in self.ears:
            ear.rung.set()

    async def _tell(self) -> None:
        """One school after the other; what many commits touch meanwhile is asked for at once."""
        while self._waiting and not self.over.is_set():
            school, scopes = self._waiting.popitem()
            try:
                accounts, clock = await self.concerns(school, scopes)
            except Exception as error:  # the database cannot be asked now: nobody is forgotten, and it is asked again
                _LOG.error("listeners cannot be told yet: %s", type(error).__name__)
                self._waiting.setdefault(school, set()).update(scopes)
                await asyncio.sleep(PAUSE)
                continue
            for ear in self.ears:
                if ear.account in accounts:
                    ear.news[school] = clock
                    ear.rung.set()
