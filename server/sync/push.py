"""The way in: mutations judged one by one inside one transaction, each with its own answer (steps 3 to 7).

Whatever is wrong with one mutation never stops the next. A refusal is final and stored with its problem;
what cannot be judged yet, or fails by a fault of ours, is parked whole and tried again (RULINGS 21, 23).
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.ids import MutationId, PersonId, SchoolId
from server.kernel.problems import PROBLEMS
from server.kernel.trouble import is_of_the_machine
from server.people.accounts import Closing
from server.sync import order
from server.sync.crowd import is_crowded
from server.sync.judging import judge
from server.sync.models import Log, Revision
from server.sync.offered import Offered
from server.sync.schemas import Verdict
from server.sync.verdicts import stored_verdict, unapplied, verdict_of
from server.sync.writing import Touched, Writing

_WRITE_LOG = insert(cast(Table, Log.__table__))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pushes: an account, its person in each school, and the device; `closed` goes to quarantine.

    `closing`: what a closed device does with its store then, as it is told.
    """

    account: str
    persons: dict[str, str]
    device: str | None
    closed: bool = False
    closing: Closing | None = None


class Known(NamedTuple):
    """A mutation that came before: whose it was, what was in it, and what was answered."""

    account: str
    content_hash: str
    verdict: Verdict


@dataclass(slots=True)
class Push:
    """One transaction's worth of mutations."""

    session: AsyncSession
    secret: bytes
    touched: Touched = field(default_factory=Touched)

    async def take(self, sender: Sender, offered: Sequence[Offered]) -> list[Verdict]:
        """The verdict on each mutation, in order."""
        schools = sorted({o.school for o in offered if o.school in sender.persons})
        await order.lock(self.session, schools)  # 3
        known = await self._known(offered)
        return [await self._one(sender, one, known) for one in offered]

    async def _known(self, offered: Sequence[Offered]) -> dict[str, Known]:
        found = await self.session.execute(select(Log).where(Log.mutation_id.in_({one.id for one in offered})))
        logs = list(found.scalars())
        for log in logs:
            self.session.expunge(log)
        return {log.mutation_id: Known(log.account_id, log.content_hash, stored_verdict(log)) for log in logs}

    async def _one(self, sender: Sender, one: Offered, known: dict[str, Known]) -> Verdict:
        mark = self._hash(one)
        if one.id in known:  # 4
            account, content_hash, verdict = known[one.id]
            if account != sender.account or content_hash != mark:
                return verdict_of(one.id, "rejected", PROBLEMS["id_reused"], 0)
            return verdict
        verdict = await self.settle(sender, one, first=True)
        known[one.id] = Known(sender.account, mark, verdict)
        return verdict

    async def settle(self, sender: Sender, one: Offered, *, first: bool) -> Verdict:
        """Judge a mutation and write down what became of it; `first` False when a parked one is tried again."""
        person = sender.persons.get(one.school)
        if person is None:
            waits_for = f"device:{sender.device}" if sender.closed else f"person:{one.school}"
            verdict = verdict_of(one.id, "parked", None, 0, waits_for)
        else:
            verdict = await self._judged(sender, one, PersonId(person))
        if first and verdict.status == "parked" and await is_crowded(self.session, sender.account):
            verdict = verdict_of(one.id, "rejected", PROBLEMS["waited_too_long"], verdict.clock)
        if first:
            await self._log(sender, one, person, verdict)  # 6
        if verdict.status != "applied" and first:
            await self.keep_words(one)
        return verdict

    async def _judged(self, sender: Sender, one: Offered, person: PersonId) -> Verdict:
        clock = await order.tick(self.session, SchoolId(one.school))
        if sender.closed:
            return verdict_of(one.id, "parked", PROBLEMS["device_closed"], clock, f"device:{sender.device}")
        mark = _Mark(self.touched)
        savepoint = await self.session.begin_nested()
        try:
            mutation = one.read()
            writing = Writing(
                self.session, SchoolId(one.school), person, MutationId(one.id), clock, mutation.at, self.touched
            )
            await judge(writing, mutation)  # 5
            await savepoint.commit()
        except Exception as error:
            if is_of_the_machine(error):
                raise  # not the mutation's trouble: nothing of the request is done
            await savepoint.rollback()
            mark.rewind(self.touched)
            return unapplied(one, clock, error)
        return verdict_of(one.id, "applied", None, clock)

    async def _log(self, sender: Sender, one: Offered, person: str | None, verdict: Verdict) -> None:
        row = {
            "mutation_id": one.id,
            "school_id": one.school,
            "account_id": sender.account,
            "author_id": person,
            "device_id": sender.device,
            "verb": one.verb,
            "schema": one.schema,
            "at": one.at,
            "received_at": kernel_clock.instant(),
            "content_hash": self._hash(one),
            "status": verdict.status,
            "problem": verdict.problem.name if verdict.problem else None,
            "waits_for": verdict.waits_for,
            "clock": verdict.clock,
            "settled": 0,
        }
        await self.session.execute(_WRITE_LOG, row)

    async def keep_words(self, one: Offered) -> None:
        """What was not applied is kept whole: it can be tried again, and goes back to its author."""
        await self.session.execute(
            insert(Revision).values(
                mutation_id=one.id, position=0, row_id="", kind="", effect=False, op={"mutation": one.raw}
            )
        )

    def _hash(self, one: Offered) -> str:
        words = json.dumps(one.raw, sort_keys=True).encode()  # escapes what UTF-8 cannot say
        return hmac.new(self.secret, words, hashlib.sha256).hexdigest()


class _Mark:
    """How much had been touched before a mutation, so that a refused one leaves no trace."""

    def __init__(self, touched: Touched) -> None:
        self._scopes = {school: set(scopes) for school, scopes in touched.scopes.items()}
        self._rows = set(touched.rows)
        self._woken = len(touched.woken)

    def rewind(self, touched: Touched) -> None:
        touched.scopes, touched.rows = self._scopes, self._rows
        del touched.woken[self._woken :]
