"""What the store must be, said without any order: a value is a head unless an applied put names it in `from`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from server.kernel.db import Database
from server.people.models import Membership
from server.sync import registry, rowstore
from server.sync.models import Feed, Log, Revision, Tick
from server.sync.stored import content_of

Row = dict[str, Any]


async def logged(database: Database) -> dict[str, Log]:
    async with database.reading() as session:
        return {log.mutation_id: log for log in (await session.execute(select(Log))).scalars()}


async def scopes_of(database: Database, person: str) -> set[str]:
    async with database.reading() as session:
        held = select(Membership.scope).where(Membership.person_id == person, Membership.ended.is_(False))
        return set((await session.execute(held)).scalars())


async def check(database: Database) -> None:
    """Every stored row equals the order-free meaning of the applied revisions; every clock has one tick."""
    async with database.reading() as session:
        wanted = await _meaning(session)
        for kind, model in registry.KINDS.items():
            ids = list((await session.execute(select(Feed.row_id).where(Feed.kind == kind))).scalars())
            for row in (await rowstore.load(session, model, ids)).values():
                content = content_of(model, row)
                heads = {
                    field: {head["mutation"]: head["value"] for head in heads}
                    for field, heads in content["fields"].items()
                    if heads
                }
                meant = wanted.pop(row["id"])
                assert heads == meant["heads"], (kind, row["id"], heads, meant)
                assert set(content["removed"]) == meant["removed"]
        assert not wanted, wanted
        ticks: dict[str, list[int]] = {}
        for tick in (await session.execute(select(Tick).order_by(Tick.clock))).scalars():
            ticks.setdefault(tick.school_id, []).append(tick.clock)
        for clocks in ticks.values():
            assert clocks == list(range(1, len(clocks) + 1))  # dense: nothing skipped, nothing double


async def what_each_holds(database: Database, people: Iterable[str]) -> dict[str, dict[str, Row]]:
    """Person to exactly the rows that their devices should hold, as they travel."""
    holdings = {}
    for person in people:
        scopes = await scopes_of(database, person)
        async with database.reading() as session:
            ids = (await session.execute(select(Feed.row_id).where(Feed.scope.in_(scopes)))).scalars()
            standing = await rowstore.places(session, list(ids))
            rows = await rowstore.wire_rows(session, registry.KINDS, standing.values())
        holdings[person] = {row["id"]: row for row in rows}
    return holdings


async def _meaning(session: Any) -> dict[str, Row]:
    applied = (
        select(Revision)
        .join(Log, Log.mutation_id == Revision.mutation_id)
        .where(Log.status == "applied")
        .order_by(Revision.mutation_id, Revision.position)
    )
    rows: dict[str, Row] = {}
    replaced: dict[tuple[str, str], set[str]] = {}
    for revision in (await session.execute(applied)).scalars():
        row = rows.setdefault(revision.row_id, {"heads": {}, "removed": set()})
        op = revision.op
        if op["op"] == "remove":
            row["removed"].update(m for ids in op["from"].values() for m in ids)
            continue
        for field, value in op["set"].items():
            row["heads"].setdefault(field, {})[revision.mutation_id] = value
            others = set(op["from"].get(field, ())) - {revision.mutation_id}
            replaced.setdefault((revision.row_id, field), set()).update(others)
    for row_id, row in rows.items():
        for field, heads in row["heads"].items():
            gone = replaced.get((row_id, field), set())
            row["heads"][field] = {mutation: value for mutation, value in heads.items() if mutation not in gone}
        row["heads"] = {field: heads for field, heads in row["heads"].items() if heads}
    return rows
