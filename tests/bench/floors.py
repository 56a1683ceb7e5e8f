"""The floors of reading: what any server of this kind must do at least. Those of writing are in `rows.py`."""

import sqlite3
from pathlib import Path

import msgspec
from litestar import Litestar, Response, post

from server.sync.schemas import SyncRequest
from tests.bench.rows import opened
from tests.bench.tablets import Watch


def bare(answer: bytes, store: Path, school: str) -> Litestar:
    """`/idle` reads the same request and answers as many bytes. `/five` also selects what is new after `asof`."""
    connection = opened(store)

    @post("/idle", status_code=200)
    async def idle(data: SyncRequest) -> Response[bytes]:
        return Response(answer, media_type="application/json")

    @post("/five", status_code=200)
    async def five(data: SyncRequest) -> Response[bytes]:
        after = (data.asof or {})[school].clock
        return Response(msgspec.json.encode(_new(connection, school, after)), media_type="application/json")

    return Litestar([idle, five], openapi_config=None, logging_config=None)


def _new(connection: sqlite3.Connection, school: str, after: int) -> list[object]:
    where = "WHERE school_id = ? AND version > ? ORDER BY version"
    found: list[object] = []
    for row_id, kind in connection.execute(f"SELECT row_id, kind FROM feed {where}", (school, after)):
        found += connection.execute(f'SELECT * FROM "{kind}" WHERE id = ?', (row_id,))
    return found


def whole(store: Path, person: str, watch: Watch) -> int:
    """Every row of the scopes that a person holds, by bare SELECTs, as JSON in pages of 500; how many."""
    connection, rows = opened(store), 0
    with watch:
        kinds = connection.execute(
            "SELECT DISTINCT feed.kind FROM feed JOIN membership USING (scope) WHERE person_id = ?", (person,)
        ).fetchall()
        for (kind,) in kinds:
            held = f'SELECT it.* FROM membership m JOIN "{kind}" it USING (scope) WHERE m.person_id = ?'
            read = connection.execute(held, (person,))
            while page := read.fetchmany(500):
                msgspec.json.encode(page)
                rows += len(page)
    return rows
