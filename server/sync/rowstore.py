"""Rows in and out of their typed tables, many at a time; the only code that writes a synced table."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import JSON, Boolean, Table, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.kernel.json import from_json
from server.kernel.rows import Synced
from server.sync.models import Feed
from server.sync.pending import Pending
from server.sync.prepared import Prepared
from server.sync.stored import travelling

Stored = Mapping[str, Any]


def table_of(model: type[Synced]) -> Table:
    return cast(Table, model.__table__)


async def load(session: AsyncSession, model: type[Synced], ids: Iterable[str]) -> dict[str, Stored]:
    """The stored rows with these ids, living or not."""
    shape = _shape(model)
    found = await _asking(shape.listed, model.__tablename__, "id = ANY($1)").of(session, list(ids))
    return {row["id"]: row for row in map(shape.row, found)}


async def living(session: AsyncSession, model: type[Synced], school: str, where: Mapping[str, Any]) -> list[Stored]:
    """The living rows of a school whose columns equal `where`, none of which may be None."""
    shape = _shape(model)
    known = "".join(f' AND "{name}" = ${number}' for number, name in enumerate(where, 2))
    asked = _asking(shape.listed, model.__tablename__, f"school_id = $1 AND alive IS TRUE{known}")
    return [shape.row(line) for line in await asked.of(session, school, *where.values())]


class _Shape(NamedTuple):
    """The columns of a kind, and which of them SQLite gives as text of JSON, or as 0 and 1."""

    listed: str
    names: tuple[str, ...]
    json: tuple[str, ...]
    truths: tuple[str, ...]

    def row(self, line: Iterable[Any]) -> dict[str, Any]:
        row = dict(zip(self.names, line, strict=True))
        for name in self.json:
            if isinstance(row[name], str):
                row[name] = from_json(row[name])
        for name in self.truths:
            if row[name] is not None:
                row[name] = bool(row[name])
        return row


@cache
def _shape(model: type[Synced]) -> _Shape:
    columns = table_of(model).c
    json = tuple(column.key for column in columns if isinstance(column.type, JSON))
    truths = tuple(column.key for column in columns if isinstance(column.type, Boolean))
    return _Shape(", ".join(f'"{name}"' for name in columns.keys()), tuple(columns.keys()), json, truths)


@cache
def _asking(listed: str, table: str, where: str) -> Question:
    return Question(f'SELECT {listed} FROM "{table}" WHERE {where}')


def write(pending: Pending, model: type[Synced], row: Stored, *, new: bool) -> None:
    """A row as it shall stand, and its place in the feed, to be written."""
    insert_row, update_row = _writing(model)
    if new:
        pending.add(insert_row, row)
        pending.add(_ENTER, {**row, "row_id": row["id"], "kind": model.__tablename__})
    else:
        pending.add(update_row, {**row, "b_id": row["id"]})
        pending.add(_MOVE, {"b_id": row["id"], "b_version": row["version"]})


@cache
def _writing(model: type[Synced]) -> tuple[Prepared, Prepared]:
    table = table_of(model)
    changing = [column.key for column in table.c if column.key not in _FOR_EVER]
    change = update(table).where(table.c.id == bindparam("b_id"))
    return Prepared(insert(table)), Prepared(change, [*changing, "b_id"])


class Place(NamedTuple):
    """Where a row stands in its school's order."""

    row_id: str
    kind: str
    scope: str
    version: int


PLACE = (Feed.row_id, Feed.kind, Feed.scope, Feed.version)
_PLACES = Question("SELECT row_id, kind, scope, version FROM feed WHERE row_id = ANY($1)")
_FEED = cast(Table, Feed.__table__)
_ENTER = Prepared(insert(_FEED))
_MOVE = Prepared(update(_FEED).where(_FEED.c.row_id == bindparam("b_id")).values(version=bindparam("b_version")))
_FOR_EVER = frozenset(("id", "school_id", "scope"))


async def places(session: AsyncSession, ids: Iterable[str]) -> dict[str, Place]:
    """Where rows stand, by id; what is not in the answer has never been written."""
    wanted = list(ids)
    return {row[0]: Place(*row) for row in await _PLACES.of(session, wanted)} if wanted else {}


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
