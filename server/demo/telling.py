"""The way in: each person's mutations pushed in the name of an account, at the moment that is told.

It is the path of `POST /api/sync` without its HTTP: judged, merged, logged and numbered one by one.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.demo.saying import Mutation
from server.kernel import clock
from server.kernel.db import Database
from server.kernel.ids import new_id
from server.people.entering import become, open_account
from server.sync.offered import offered
from server.sync.push import Push
from server.sync.sender import Sender
from server.sync.waiting import wake


class NotApplied(Exception):
    """The demo's own story does not hold: a mutation was refused or parked."""


@dataclass(slots=True)
class Teller:
    """Pushes for everybody of one school. `accounts`: person to account."""

    database: Database
    secret: bytes
    school: str
    accounts: dict[str, str] = field(default_factory=dict)
    told: int = 0
    _session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        """The transaction of the day that is being told."""
        if self._session is None:
            raise RuntimeError("a day begins with `day`")
        return self._session

    @asynccontextmanager
    async def day(self) -> AsyncIterator[None]:
        """All that reaches the server within it is committed together: a disk has fewer waits than a school year."""
        async with self.database.writing() as self._session:
            yield
        self._session = None

    async def open_accounts(self, people: Mapping[str, tuple[str, str]]) -> None:
        """An account for each person (id → name and language); `.invalid` reaches nobody by mail."""
        for person, (name, language) in people.items():
            account = self.accounts[person] = new_id()
            email = f"{person}@demo.invalid"
            await open_account(self.session, account, email=email, name=name, language=language, password_hash=None)
            await become(self.session, account, person, self.school)

    async def push(self, person: str, when: datetime, mutations: Sequence[Mutation]) -> None:
        """One device's batch reaches the server at that moment. Raises `NotApplied`."""
        sender = Sender(self.accounts[person], {self.school: person}, None)
        sent = [offered(one) for one in mutations]
        with clock.at(when):
            push = Push(self.session, self.secret)
            verdicts = await push.take(sender, sent)
            await wake(push)
        for mutation, verdict in zip(mutations, verdicts, strict=True):
            if verdict.status != "applied":
                raise NotApplied(mutation["verb"], verdict.problem or verdict.waits_for, mutation["ops"])
        self.told += len(verdicts)
