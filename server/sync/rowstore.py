"""Rows in and out of their typed tables, many at a time; the only code that writes a synced table."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.rows import Synced
from server.sync.merge import Content
from server.sync.models import Feed
from server.sync.stored import stored, travelling

Stored = Mapping[str, Any]


def table_of(model: type[Synced]) -> Table:
    return cast(Table, model.__table__)


@cache
def _loading(model: type[Synced]) -> Select[Any]:
    table = table_of(model)
    return select(table).where(table.c.id.in_(bindparam("ids", expanding=True)))


async def load(session: AsyncSession, model: type[Synced], ids: Iterable[str]) -> dict[str, Stored]:
    """The stored rows with these ids, living or not."""
    found = await session.execute(_loading(model), {"ids": list(ids)})
    return {row["id"]: cast(Stored, row) for row in found.mappings()}


async def save(
    session: AsyncSession,
    model: type[Synced],
    school: str,
    version: int,
    rows: Mapping[str, tuple[str, Content, bool]],
) -> None:
    """Write rows (id → scope, content, whether new) under one version, and their places in the feed."""
    new, old = [], []
    for row_id, (scope, content, is_new) in rows.items():
        columns = {**stored(model, content), "version": version}
        if is_new:
            new.append({"id": row_id, "school_id": school, "scope": scope, **columns})
        else:
            old.append({"b_id": row_id, **columns})
    if new:
        await session.execute(insert(table_of(model)), new)
        await session.execute(insert(_FEED), [_place(model, row) for row in new])
    if old:
        table = table_of(model)
        await session.execute(update(table).where(table.c.id == bindparam("b_id")), old)
        await session.execute(_MOVE, [{"b_id": row["b_id"], "b_version": version} for row in old])


class Place(NamedTuple):
    """Where a row stands in its school's order."""

    row_id: str
    kind: str
    scope: str
    version: int


PLACE = (Feed.row_id, Feed.kind, Feed.scope, Feed.version)
_PLACES = select(*PLACE).where(Feed.row_id.in_(bindparam("ids", expanding=True)))
_FEED = cast(Table, Feed.__table__)
_MOVE = update(_FEED).where(_FEED.c.row_id == bindparam("b_id")).values(version=bindparam("b_version"))


async def places(session: AsyncSession, ids: Iterable[str]) -> dict[str, Place]:
    """Where rows stand, by id; what is not in the answer has never been written."""
    found = await session.execute(_PLACES, {"ids": list(ids)})
    return {row[0]: Place(*row) for row in found}


async def wire_rows(
    session: AsyncSession, models: Mapping[str, type[Synced]], standing: Iterable[Place]
) -> list[dict[str, Any]]:
    """The rows at these places as they travel, oldest version first."""
    by_kind: dict[str, list[str]] = {}
    for place in standing:
        by_kind.setdefault(place.kind, []).append(place.row_id)
    rows: list[dict[str, Any]] = []
    for kind, ids in by_kind.items():
        model = models[kind]
        for start in range(0, len(ids), 400):
            loaded = await load(session, model, ids[start : start + 400])
            rows.extend(travelling(model, row) for row in loaded.values())
    return sorted(rows, key=lambda row: (row["version"], row["id"]))


def _place(model: type[Synced], row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "row_id": row["id"],
        "kind": model.__tablename__,
        "school_id": row["school_id"],
        "scope": row["scope"],
        "version": row["version"],
    }
