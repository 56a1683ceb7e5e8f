"""The way in: mutations judged one by one inside one transaction, each with its own answer (steps 3 to 7).

Whatever is wrong with one mutation never stops the next. A refusal is final and stored with its problem;
what cannot be judged yet, or fails by a fault of ours, is parked whole and tried again (RULINGS 21, 23).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.direct import savepoint
from server.kernel.ids import MutationId, PersonId, SchoolId
from server.kernel.problems import PROBLEMS
from server.kernel.trouble import is_of_the_machine
from server.sync.crowd import room_left
from server.sync.foresight import foresee
from server.sync.judging import judge
from server.sync.models import Log
from server.sync.offered import Offered
from server.sync.prepared import Prepared
from server.sync.purged import emptied
from server.sync.schemas import Verdict
from server.sync.sender import Sender
from server.sync.unit import AsksTheStore, Touched, Unit
from server.sync.verdicts import answered, stored_verdict, unapplied, verdict_of
from server.sync.writing import RECORD, Writing

logger = logging.getLogger("brightwalk.sync")

_log = cast(Table, Log.__table__)
_WRITE_LOG = Prepared(insert(_log))


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
    unit: Unit = field(init=False)
    _room: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.unit = Unit(self.session)

    @property
    def touched(self) -> Touched:
        """What the transaction has changed so far."""
        return self.unit.touched

    async def take(self, sender: Sender, offered: Sequence[Offered]) -> list[Verdict]:
        """The verdict on each mutation, in order. They are judged in memory, and what they write is written together.

        Should the store not take it, one of them is to blame and nobody can say which: all is undone, and each
        is judged and written by itself, so that the bad one alone is parked.
        """
        orders = sender.orders(one.school for one in offered)
        await self.unit.lock(orders)  # 3
        known, touched = await self._known(offered), self.touched.lengths()
        await self.unit.purges.fetch(one.id for one in offered)
        await foresee(self.unit, sender.persons, [one for one in offered if one.id not in known])
        try:
            async with savepoint(self.session):
                return await self._each(sender, offered, dict(known), direct=False)
        except Exception as error:
            if is_of_the_machine(error):
                raise  # not the mutations' trouble: nothing of the request is done
            logger.warning("%s: judging %d mutations one by one", type(error).__name__, len(offered))
        self._room.clear()
        self.unit.undo(touched)
        await self.unit.lock(orders)
        return await self._each(sender, offered, known, direct=True)

    async def _each(
        self, sender: Sender, offered: Sequence[Offered], known: dict[str, Known], *, direct: bool
    ) -> list[Verdict]:
        verdicts = [await self._one(sender, one, known, direct=direct) for one in offered]
        await self.unit.write()
        return verdicts

    async def _known(self, offered: Sequence[Offered]) -> dict[str, Known]:
        found = await answered(self.session, {one.id for one in offered})
        return {log.mutation_id: Known(log.account_id, log.content_hash, stored_verdict(log)) for log in found.values()}

    async def _one(self, sender: Sender, one: Offered, known: dict[str, Known], *, direct: bool) -> Verdict:
        one = await self._without_what_is_gone(one)
        mark = "" if one.is_emptied else one.content_hash(self.secret)
        if one.id in known:  # 4
            account, content_hash, verdict = known[one.id]
            if account != sender.account or (content_hash and mark and content_hash != mark):
                return verdict_of(one.id, "rejected", PROBLEMS["id_reused"], 0)
            return verdict
        verdict = await self._judged(sender, one, direct=direct)
        if one.school not in sender.persons:
            self.unit.tick(sender.account)
        if verdict.status == "parked" and await self._is_crowded(sender.account):
            verdict = verdict_of(one.id, "rejected", PROBLEMS["waited_too_long"], verdict.clock)
        self._write_log(sender, one, verdict, mark)  # 6
        if verdict.status != "applied":
            self._keep_words(one)
        known[one.id] = Known(sender.account, mark, verdict)
        return verdict

    async def _without_what_is_gone(self, one: Offered) -> Offered:
        """Words that were purged come in no more, whoever still has them: from an old device, file or backup."""
        raw = emptied(one.raw, await self.unit.purges.places(one.id))
        return one if raw is one.raw else Offered(one.id, one.school, raw, one.size)

    async def again(self, sender: Sender, one: Offered) -> Verdict:
        """The verdict on a mutation that was parked, tried again; its line in the log is the caller's to change."""
        verdict = await self._judged(sender, one, direct=True)
        if verdict.status != "applied":
            self._keep_words(one)
        await self.unit.write()
        return verdict

    async def _judged(self, sender: Sender, one: Offered, *, direct: bool) -> Verdict:
        person = sender.persons.get(one.school)
        if person is None:
            waits_for = f"device:{sender.device}" if sender.closed else f"person:{one.school}"
            return verdict_of(one.id, "parked", None, 0, waits_for)
        clock = self.unit.tick(one.school)
        if sender.closed:
            return verdict_of(one.id, "parked", PROBLEMS["device_closed"], clock, f"device:{sender.device}")
        try:
            await self._apply(one, PersonId(person), clock, direct=direct)
        except Exception as error:
            if is_of_the_machine(error):
                raise  # not the mutation's trouble: nothing of the request is done
            return unapplied(one, clock, error)
        return verdict_of(one.id, "applied", None, clock)

    async def _apply(self, one: Offered, person: PersonId, clock: int, *, direct: bool) -> None:
        """Step 5 in a savepoint: in memory, or in the store if the verb asks for that."""
        mutation = one.read()
        try:
            async with self.unit.savepoint(direct=direct):
                writing = Writing(self.unit, SchoolId(one.school), person, MutationId(one.id), clock, mutation.at)
                await judge(writing, mutation)  # 5
        except AsksTheStore:
            await self._apply(one, person, clock, direct=True)

    async def _is_crowded(self, account: str) -> bool:
        """Whether as many mutations of this account wait as may; if not, one more does."""
        if account not in self._room:
            await self.unit.write()
            self._room[account] = await room_left(self.session, account)
        self._room[account] -= 1
        return self._room[account] < 0

    def _write_log(self, sender: Sender, one: Offered, verdict: Verdict, mark: str) -> None:
        line = {
            "mutation_id": one.id,
            "school_id": one.school,
            "account_id": sender.account,
            "author_id": sender.persons.get(one.school),
            "device_id": sender.device,
            "verb": one.verb,
            "schema": one.schema,
            "at": one.at,
            "received_at": kernel_clock.instant(),
            "content_hash": mark,
            "status": verdict.status,
            "problem": verdict.problem.name if verdict.problem else None,
            "waits_for": verdict.waits_for,
            "clock": verdict.clock,
            "settled": 0,
        }
        self.unit.pending.add(_WRITE_LOG, line)
        self.unit.settled(one.id, verdict.status)

    def _keep_words(self, one: Offered) -> None:
        """What was not applied is kept whole: it can be tried again, and goes back to its author."""
        kept = {"mutation_id": one.id, "position": 0, "row_id": "", "kind": "", "effect": False}
        self.unit.pending.add(RECORD, {**kept, "op": {"mutation": one.raw}})
