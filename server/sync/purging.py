"""Words forgotten for good, in every place of the store that holds them (README, "A purge").

The rule has no order in it: a field that was purged keeps no earlier wording. Whatever an applied mutation has replaced
there is emptied, whichever of the two arrives first, and what stands is never touched.
"""

from collections.abc import Collection, Iterable
from typing import Any, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.verbs import Op, Put, Verb
from server.people.models import AccountPerson
from server.sync import registry
from server.sync.models import Log, PurgedWording, Revision
from server.sync.purged import Entry, Place, emptied
from server.sync.stored import content_of
from server.sync.writing import Writing

_purged = cast(Table, PurgedWording.__table__)
_revision = cast(Table, Revision.__table__)
_log = cast(Table, Log.__table__)
AT_ONCE = 400


async def forget_earlier_wordings(writing: Writing, verb: Verb) -> None:
    """After the merge: in each field that this mutation purges, or that was purged before, only what stands stays."""
    for op in writing.ops:
        if op.action != "put":
            continue
        allowed = registry.permit(verb, op)
        purging = isinstance(allowed, Put) and allowed.purges
        known = await writing.unit.purges.fields(op.id)
        for field in sorted(op.values if purging else known & op.values.keys()):
            await _forget(writing, op, field, refused_too=purging)


async def _forget(writing: Writing, op: Op, field: str, *, refused_too: bool) -> None:
    session, purges = writing.session, writing.unit.purges
    past = await _past(writing, op, field)
    if refused_too:
        past |= await _refused(session, writing, (op.id, field))
    fresh = sorted([one for one in past if (op.id, field) not in await purges.places(one)])
    entries = [Entry(writing.school, op.id, field, one) for one in fresh]
    for entry in await written_down(session, entries, writing.clock):
        await purges.add(entry)
        writing.unit.touched.purged.append(entry)


async def _past(writing: Writing, op: Op, field: str) -> set[str]:
    """Every mutation that is known to have written this field, but for those whose value stands."""
    stored = (await writing.unit.rows.standing([op.id]))[op.id]
    content = content_of(stored.model, stored.row)
    past = {*content["superseded"].get(field, ()), *op.seen.get(field, ())}
    revisions = select(_revision.c.mutation_id, _revision.c.op).where(_revision.c.row_id == op.id)
    for mutation, said in await writing.session.execute(revisions):
        if said["op"] == "put" and field in said["set"]:
            past |= {mutation, *said["from"].get(field, ())}
    return past - {head["mutation"] for head in content["fields"].get(field, ())}


async def _refused(session: AsyncSession, writing: Writing, place: Place) -> set[str]:
    """The same person's words for this field that were refused for good: no screen but their own shows them."""
    mine = select(AccountPerson.account_id).where(AccountPerson.person_id == writing.author).scalar_subquery()
    kept = select(_log.c.mutation_id, _revision.c.op).join(_revision, _revision.c.mutation_id == _log.c.mutation_id)
    refused = kept.where(_log.c.account_id == mine, _log.c.school_id == writing.school, _log.c.status == "rejected")
    return {
        mutation
        for mutation, said in await session.execute(refused)
        if said and emptied(said.get("mutation", {}), [place]) != said.get("mutation", {})
    }


async def written_down(session: AsyncSession, entries: Collection[Entry], clock: int) -> list[Entry]:
    """Note that these wordings are gone, under this clock, and take them out of all that is kept of their mutations."""
    told = await _with_accounts(session, entries)
    if told:
        await session.execute(insert(_purged), [_line(one, clock) for one in told])
    for mutation in sorted({one.mutation for one in told}):
        await _empty(session, mutation, {(one.row, one.field) for one in told if one.mutation == mutation})
    return told


def _line(entry: Entry, clock: int) -> dict[str, Any]:
    named = {"row_id": entry.row, "field": entry.field, "mutation_id": entry.mutation}
    return {**named, "school_id": entry.school, "account_id": entry.account, "clock": clock}


async def _with_accounts(session: AsyncSession, entries: Iterable[Entry]) -> list[Entry]:
    wanted = list(entries)
    owners: dict[str, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        ids = [one.mutation for one in wanted[start : start + AT_ONCE]]
        found = await session.execute(select(_log.c.mutation_id, _log.c.account_id).where(_log.c.mutation_id.in_(ids)))
        owners |= {mutation: account for mutation, account in found if account}
    return [one._replace(account=owners.get(one.mutation, one.account)) for one in wanted]


async def _empty(session: AsyncSession, mutation: str, places: Collection[Place]) -> None:
    """What was applied, what waits and what was refused; and the hash, against which a name could be tried."""
    kept = select(_revision).where(_revision.c.mutation_id == mutation)
    for line in (await session.execute(kept)).mappings().all():
        without = _kept_without(line["op"], line["row_id"], places)
        if without != line["op"]:
            this = (_revision.c.mutation_id == mutation) & (_revision.c.position == line["position"])
            await session.execute(update(_revision).where(this).values(op=without))
    await session.execute(update(_log).where(_log.c.mutation_id == mutation).values(content_hash=""))


def _kept_without(said: Any, row: str, places: Collection[Place]) -> Any:
    if not said:
        return said
    if "mutation" in said:
        return {"mutation": emptied(said["mutation"], places)}
    return {**said, "set": {field: None if (row, field) in places else value for field, value in said["set"].items()}}
