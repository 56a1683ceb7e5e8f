"""Parked mutations: tried again in the transaction that brings what they waited for (RULINGS 21)."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from server.kernel import clock as kernel_clock
from server.kernel.direct import Question
from server.kernel.glance import Glance
from server.kernel.problems import PROBLEMS
from server.sync.members import persons_of
from server.sync.models import Log, Revision
from server.sync.offered import Offered
from server.sync.push import Push
from server.sync.schemas import Verdict
from server.sync.sender import Sender
from server.sync.verdicts import verdict_of

PATIENCE = timedelta(days=30)
_WAITING = Question("SELECT mutation_id FROM log WHERE waits_for = ANY($1)")
_WAITS_IN = "SELECT DISTINCT school_id FROM log WHERE account_id = :account AND waits_for IS NOT NULL"


def is_for_time(waits_for: str | None) -> bool:
    """Whether it may wait too long. What a closed device has handed in waits for a person's word, however long."""
    return waits_for is not None and not waits_for.startswith("device:")


async def wake(push: Push) -> None:
    """Try everything again that waited for what this transaction brought, and for what that brings in turn.

    Only in the schools that it has locked: honest work waits for rows and scopes of its own school, and a lock
    taken this late could meet another transaction that does the same the other way round.
    """
    while push.touched.woken:
        waits = push.touched.take_woken()
        for start in range(0, len(waits), 400):
            woken = [mutation for (mutation,) in await _WAITING.of(push.session, waits[start : start + 400])]
            if woken:
                found = select(Log).where(Log.mutation_id.in_(woken)).order_by(Log.received_at)
                await _retry(push, (await push.session.execute(found)).scalars().all())


async def waits_in(glance: Glance, account: str) -> set[str]:
    """The schools in which a mutation of this account waits for something."""
    return {school for (school,) in await glance.rows(_WAITS_IN, account=account)}


async def on_contact(push: Push, sender: Sender, schools: Collection[str]) -> None:
    """What a contact of this account may settle in these schools: one it has joined since, waits that grew too old.

    Their orders are locked by now: two requests that take the locks one after the other, each as its work turns
    up, would wait for each other for ever.
    """
    found = await push.session.execute(
        select(Log).where(
            Log.account_id == sender.account, Log.waits_for.is_not(None), Log.school_id.in_(sorted(schools))
        )
    )
    parked = found.scalars().all()
    joined = {f"person:{school}" for school in sender.persons}
    await _retry(push, [log for log in parked if log.waits_for in joined])
    too_old = kernel_clock.instant(kernel_clock.now() - PATIENCE)
    for log in parked:
        if is_for_time(log.waits_for) and log.received_at < too_old and log.school_id in sender.persons:
            clock = push.unit.tick(log.school_id)
            await settle_as(push, log, verdict_of(log.mutation_id, "rejected", PROBLEMS["waited_too_long"], clock))


async def faults(push: Push) -> None:
    """After an update: what was parked by a fault of ours is tried once more."""
    schools = await push.session.execute(select(Log.school_id).where(Log.waits_for == "fix"))
    await push.unit.lock(schools.scalars())
    found = await push.session.execute(select(Log).where(Log.waits_for == "fix"))
    await _retry(push, found.scalars().all())


async def _retry(push: Push, parked: Sequence[Log]) -> None:
    for log in parked:
        persons = await persons_of(push.session, log.account_id)
        orders = persons.keys() & {log.school_id}
        if not push.unit.has_locked(orders):
            continue
        kept = await push.session.get(Revision, (log.mutation_id, 0))
        if kept is None or not kept.op or "mutation" not in kept.op:
            continue
        raw = kept.op["mutation"]
        await push.session.delete(kept)
        await push.session.flush()
        await push.unit.lock(orders)
        sender = Sender(log.account_id, persons, log.device_id)
        one = Offered(log.mutation_id, log.school_id, raw, 0)
        await settle_as(push, log, await push.again(sender, one))


async def settle_as(push: Push, log: Log, verdict: Verdict) -> None:
    log.status = verdict.status
    log.problem = verdict.problem.name if verdict.problem else None
    log.waits_for = verdict.waits_for
    log.clock = log.settled = verdict.clock
    push.unit.settled(log.mutation_id, log.status)
    await push.session.flush()
    await push.unit.write()
