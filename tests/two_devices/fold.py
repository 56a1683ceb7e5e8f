"""What the store must be, said without any order: a value is a head unless an applied put names it in `from`."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.db import Base, Database
from server.people.models import AccountPerson, Membership
from server.sync import registry, rowstore
from server.sync.models import Feed, Log, PurgedWording, Revision, SchoolClock, Tick
from server.sync.stored import content_of

Row = dict[str, Any]


Verdicts = dict[str, Any]


async def logged(database: Database) -> Verdicts:
    """Every verdict, by mutation: status, problem, waits_for, account_id."""
    async with database.reading() as session:
        return await _verdicts(session)


async def _verdicts(session: AsyncSession) -> Verdicts:
    columns = (Log.mutation_id, Log.status, Log.problem, Log.waits_for, Log.account_id)
    return {row.mutation_id: row for row in await session.execute(select(*columns))}


async def words(database: Database) -> dict[str, Any]:
    """What the server has kept of each mutation: the ops that it applied, by row; or the whole of it as it came."""
    kept: dict[str, Any] = {}
    columns = (Revision.mutation_id, Revision.row_id, Revision.kind, Revision.op)
    async with database.reading() as session:
        for mutation, row, kind, op in await session.execute(select(*columns).where(Revision.effect.is_(False))):
            if op and "mutation" in op:
                kept[mutation] = op["mutation"]
            elif op:
                kept.setdefault(mutation, {})[row] = {**op, "kind": kind}
    return kept


async def purged(database: Database) -> dict[str, set[tuple[str, str]]]:
    """Mutation to the rows and fields in which its words are gone."""
    gone: dict[str, set[tuple[str, str]]] = {}
    async with database.reading() as session:
        for one in (await session.execute(select(PurgedWording))).scalars():
            gone.setdefault(one.mutation_id, set()).add((one.row_id, one.field))
    return gone


async def everything(database: Database) -> str:
    """All that stands in any table, as one text."""
    async with database.reading() as session:
        tables = [(await session.execute(select(table))).all() for table in Base.metadata.sorted_tables]
    return str(tables)


async def clocks_of(database: Database) -> dict[str, int]:
    async with database.reading() as session:
        return await _clocks(session)


async def _clocks(session: AsyncSession) -> dict[str, int]:
    return {row[0]: row[1] for row in await session.execute(select(SchoolClock.school_id, SchoolClock.clock))}


async def scopes_of(session: AsyncSession, account: str) -> dict[str, str]:
    """What an account holds now, in all its schools: scope to role."""
    held = (
        select(Membership.scope, Membership.role)
        .join(AccountPerson, AccountPerson.person_id == Membership.person_id)
        .where(AccountPerson.account_id == account, Membership.ended.is_(False))
    )
    return {row[0]: row[1] for row in await session.execute(held)}


async def standing(database: Database, account: str) -> tuple[dict[str, str], dict[str, int], Verdicts]:
    """What a device of the account must hold when it is in step: scopes with roles, rows with versions; the log."""
    async with database.reading() as session:
        scopes = await scopes_of(session, account)
        found = await session.execute(select(Feed.row_id, Feed.version).where(Feed.scope.in_(scopes)))
        return scopes, {row[0]: row[1] for row in found}, await _verdicts(session)


async def what_each_holds(database: Database, accounts: Iterable[str]) -> dict[str, dict[str, Row]]:
    """Account to exactly the rows that its devices should hold, as they travel."""
    holdings = {}
    for account in accounts:
        _, versions, _ = await standing(database, account)
        async with database.reading() as session:
            places = await rowstore.places(session, versions)
            rows = await rowstore.wire_rows(session, registry.KINDS, places.values())
        holdings[account] = {row["id"]: row for row in rows}
    return holdings


async def check(database: Database, since: Mapping[str, int]) -> dict[str, int]:
    """The law of the store, for all that changed after these clocks; answers where each school stands now."""
    async with database.reading() as session:
        clocks = await _clocks(session)
        if clocks != since:
            await _dense(session, clocks)
            await _folded(session, clocks, since)
        return clocks


async def _dense(session: AsyncSession, clocks: Mapping[str, int]) -> None:
    """Every clock from 1 to now has one tick: nothing skipped, nothing double."""
    ticks = select(Tick.school_id, func.count(), func.min(Tick.clock), func.max(Tick.clock)).group_by(Tick.school_id)
    counted = {row[0]: tuple(row[1:]) for row in await session.execute(ticks)}
    assert counted == {school: (clock, 1, clock) for school, clock in clocks.items() if clock}


async def _folded(session: AsyncSession, clocks: Mapping[str, int], since: Mapping[str, int]) -> None:
    """Every stored row equals the order-free meaning of the applied revisions."""
    news = [(Feed.school_id == school) & (Feed.version > since.get(school, 0)) for school in clocks]
    changed = (await session.execute(select(Feed).where(or_(*news)))).scalars().all()
    meant = await _meaning(session, None if not since else [place.row_id for place in changed])
    for kind in {place.kind for place in changed}:
        places = {place.row_id: place for place in changed if place.kind == kind}
        for row in (await rowstore.load(session, registry.KINDS[kind], places)).values():
            content = content_of(registry.KINDS[kind], row)
            heads = {
                field: {head["mutation"]: head["value"] for head in heads}
                for field, heads in content["fields"].items()
                if heads
            }
            wanted = meant.pop(row["id"])
            assert heads == wanted["heads"], (kind, row["id"], heads, wanted)
            assert set(content["removed"]) == wanted["removed"]
            living = any(heads.keys() - wanted["removed"] for heads in wanted["heads"].values())
            assert bool(row["alive"]) == living  # a remove hides what its author saw, and nothing else
            assert (row["scope"], row["version"]) == (places[row["id"]].scope, places[row["id"]].version)
            assert wanted["scopes"] == {row["scope"]}  # a row never moves
    assert not meant, meant


async def _meaning(session: AsyncSession, rows_only: list[str] | None) -> dict[str, Row]:
    applied = (
        select(Revision.mutation_id, Revision.row_id, Revision.op)
        .join(Log, Log.mutation_id == Revision.mutation_id)
        .where(Log.status == "applied")
        .order_by(Revision.mutation_id, Revision.position)
    )
    if rows_only is not None:
        applied = applied.where(Revision.row_id.in_(rows_only))
    rows: dict[str, Row] = {}
    replaced: dict[tuple[str, str], set[str]] = {}
    for mutation, row_id, op in await session.execute(applied):
        row = rows.setdefault(row_id, {"heads": {}, "removed": set(), "scopes": set()})
        row["scopes"].add(op["scope"])
        if op["op"] == "remove":
            row["removed"].update(m for ids in op["from"].values() for m in ids)
            continue
        for field, value in op["set"].items():
            row["heads"].setdefault(field, {})[mutation] = value
            others = set(op["from"].get(field, ())) - {mutation}
            replaced.setdefault((row_id, field), set()).update(others)
    for row_id, row in rows.items():
        for field, heads in row["heads"].items():
            gone = replaced.get((row_id, field), set())
            row["heads"][field] = {mutation: value for mutation, value in heads.items() if mutation not in gone}
        row["heads"] = {field: heads for field, heads in row["heads"].items() if heads}
    return rows
