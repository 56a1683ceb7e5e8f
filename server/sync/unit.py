"""One transaction's unit of work: what it read, what it changed, and what of that is still to be written.

Mutations are judged in memory and written together, so a request of fifty costs a few statements more than
one. Each keeps its own savepoint all the same: a mark in memory, gone back to when the mutation fails.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question, savepoint
from server.sync import members, order
from server.sync.audiences import Audiences
from server.sync.pending import Pending
from server.sync.purged import Entry, Purges
from server.sync.rows import AT_ONCE, Rows

_APPLIED = Question("SELECT mutation_id FROM log WHERE mutation_id = ANY($1) AND status = 'applied'")
Lengths = tuple[int, int, int, int]
Mark = tuple[int, Lengths, tuple[int, int], tuple[int, int], tuple[int, int]]


class AsksTheStore(Exception):
    """A verb wants the database itself, in which what is pending is not written yet: it is judged again, directly."""


@dataclass(slots=True)
class Touched:
    """What a transaction has changed so far: which audiences to tell, what parked work to wake, what was purged."""

    places: list[tuple[str, str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    woken: list[str] = field(default_factory=list)
    purged: list[Entry] = field(default_factory=list)

    @property
    def scopes(self) -> dict[str, set[str]]:
        """School to the scopes in which something changed."""
        return {school: {s for of, s in self.places if of == school} for school in {of for of, _ in self.places}}

    @property
    def rows(self) -> set[str]:
        return set(self.written)

    def take_woken(self) -> list[str]:
        """What to wake, once."""
        woken, self.woken = self.woken, []
        return woken

    def lengths(self) -> Lengths:
        return len(self.places), len(self.written), len(self.woken), len(self.purged)

    def take_back(self, to: Lengths) -> None:
        del self.places[to[0] :], self.written[to[1] :], self.woken[to[2] :], self.purged[to[3] :]


class Unit:
    """It is `direct` while every change is written at once: for verbs that ask the store, and to find a bad one."""

    def __init__(self, session: AsyncSession, *, direct: bool = False) -> None:
        self._session = session
        self.direct = direct
        self.pending = Pending()
        self.touched = Touched()
        self.rows = Rows(session)
        self.audiences = Audiences(session, self.pending)
        self.purges = Purges(session)
        self._applied: dict[str, bool] = {}
        self._clocks: dict[str, int] = {}
        self._locked: set[str] = set()
        self._raised: set[str] = set()

    @property
    def session(self) -> AsyncSession:
        """The database, for what only it can answer."""
        if not self.direct:
            raise AsksTheStore
        return self._session

    async def lock(self, schools: Iterable[str]) -> None:
        """Step 3. What was read before a lock was taken may have changed since, so it is read again."""
        wanted = set(schools) - self._clocks.keys()
        if wanted:
            await self.write()
            self._forget()
            self._clocks |= await order.lock(self._session, wanted)
            self._locked |= wanted

    def has_locked(self, orders: Iterable[str]) -> bool:
        """Whether this transaction took these locks at some time; it keeps them to its end, whatever was undone."""
        return self._locked.issuperset(orders)

    def tick(self, school: str) -> int:
        """Raise a locked school's clock by one. The tick stays, whatever becomes of the mutation that got it."""
        self._clocks[school] += 1
        self._raised.add(school)
        order.tick(self.pending, school, self._clocks[school])
        return self._clocks[school]

    async def applied(self, mutations: Iterable[str]) -> set[str]:
        """Those of these mutations that have been applied."""
        asked = list(dict.fromkeys(mutations))
        unknown = [one for one in asked if one not in self._applied]
        for start in range(0, len(unknown), AT_ONCE):
            chunk = unknown[start : start + AT_ONCE]
            found = await _APPLIED.of(self._session, chunk)
            self._applied |= dict.fromkeys(chunk, False) | {one: True for (one,) in found}
        return {one for one in asked if self._applied[one]}

    async def has_read(self, scope: str, person: str) -> bool:
        """Whether a row of the scope has stood in an answer to one of the person's devices: no verb changes that."""
        return await members.has_read(self._session, scope, person)

    def settled(self, mutation: str, status: str) -> None:
        """A verdict has been written down; what comes after knows of it."""
        self._applied[mutation] = status == "applied"

    @asynccontextmanager
    async def savepoint(self, *, direct: bool) -> AsyncIterator[None]:
        """All that is changed inside stands, or nothing of it."""
        if direct:
            await self.write()
        before, mark = self.direct, self._mark()
        self.direct = direct
        try:
            if direct:
                async with savepoint(self._session):
                    yield
                    await self.write()
            else:
                yield
        except BaseException:
            self._take_back(mark)
            raise
        finally:
            self.direct = before

    async def written(self) -> None:
        """After a change: a direct unit writes it now, another keeps it for later."""
        if self.direct:
            await self.write()

    async def write(self) -> None:
        """Write everything that is pending."""
        for school in sorted(self._raised):
            order.stand_at(self.pending, school, self._clocks[school])
        self._raised.clear()
        self.rows.hand_over(self.pending)
        if self.pending:
            await self.pending.write(self._session)

    def undo(self, touched: Lengths) -> None:
        """The store was taken back to where so much had been touched: nothing is pending, locked or known."""
        self.pending.take_back(0)
        self.touched.take_back(touched)
        self._forget()
        self._clocks.clear()
        self._raised.clear()

    def _forget(self) -> None:
        self.rows.forget()
        self.audiences.forget()
        self.purges.forget()
        self._applied.clear()

    def _mark(self) -> Mark:
        kept = (self.rows.changes(), self.audiences.changes(), self.purges.changes())
        return len(self.pending), self.touched.lengths(), *kept

    def _take_back(self, mark: Mark) -> None:
        lines, touched, rows, audiences, purges = mark
        self.pending.take_back(lines)
        self.touched.take_back(touched)
        self.rows.take_back(rows)
        self.audiences.take_back(audiences)
        self.purges.take_back(purges)
