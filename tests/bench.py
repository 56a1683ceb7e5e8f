"""`./brightwalk bench`: sync beside a floor, on this machine, now. It measures and prints; it proves nothing.

The floor is the least that any server of this kind must do: the same web framework and message decoder, one
table, the same durability, no membership, no merge, no log. Its code is `floor` below. Both are asked
through the same client in the same process, so the client's own time is in both and ratios flatter us a little.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
from litestar import Litestar, get, post
from litestar.params import FromQuery
from sqlalchemy import text

from server import migrations
from server.kernel.db import Database
from server.kernel.ids import child_id, new_id
from tests.cast import AT, Actor, Clock, put
from tests.conftest import _actor, _found, running

WORDS = "Seven of nine pairs compared their paths aloud and named the step at which they parted. " * 18
A_REQUEST = 50
SECONDS = 4.0

Ask = Callable[[], Awaitable[int]]


class Note(msgspec.Struct):
    """What the floor takes and gives."""

    id: str
    scope: str
    text: str


def floor(path: Path) -> Litestar:
    """A bare server: upsert by id, read after a number, nothing else."""
    database = Database(f"sqlite+aiosqlite:///{path}")

    @post("/push")
    async def push(data: list[Note]) -> dict[str, int]:
        async with database.writing() as session:
            rows = [msgspec.to_builtins(note) for note in data]
            await session.execute(
                text("INSERT OR REPLACE INTO note (id, scope, text) VALUES (:id, :scope, :text)"), rows
            )
        return {"stored": len(data)}

    @get("/pull")
    async def pull(after: FromQuery[int]) -> list[Note]:
        async with database.reading() as session:
            found = await session.execute(
                text("SELECT id, scope, text FROM note WHERE rowid > :after LIMIT 500"), {"after": after}
            )
            return [Note(*row) for row in found]

    async def prepare() -> None:
        async with database.writing() as session:
            await session.execute(text("CREATE TABLE note (id TEXT UNIQUE, scope TEXT, text TEXT)"))

    return Litestar([push, pull], on_startup=[prepare], on_shutdown=[database.close])


async def main(names: Sequence[str]) -> int:
    """Measure what was named, or everything."""
    logging.disable(logging.INFO)  # the client would report each request
    known = {"push": _push, "idle": _idle, "pull": _pull}
    strangers = [name for name in names if name not in known]
    if strangers:
        print(f"There is no benchmark called {', '.join(strangers)}. There are: {', '.join(known)}.")
        return 2
    print(f"{'':<34}{'floor':>12}{'brightwalk':>14}{'of floor':>11}")
    for name in names or known:
        async with _both() as (bare, ana):
            what, floor_rate, our_rate = await known[name](bare, ana)
        print(f"{what:<34}{floor_rate:>10,.0f}/s{our_rate:>12,.0f}/s{our_rate / floor_rate:>11.2f}", flush=True)
    return 0


async def _push(bare: httpx.AsyncClient, ana: Actor) -> tuple[str, float, float]:
    walk = await _started(ana)

    async def at_the_floor() -> int:
        notes = [{"id": new_id(), "scope": walk, "text": WORDS} for _ in range(A_REQUEST)]
        assert (await bare.post("/push", json=notes)).json() == {"stored": A_REQUEST}
        return A_REQUEST

    async def ours() -> int:
        verdicts = await ana.push(*(_note(ana, walk) for _ in range(A_REQUEST)))
        assert {verdict.status for verdict in verdicts} == {"applied"}
        ana.base.clear()
        return A_REQUEST

    return f"notes of {len(WORDS)} letters, {A_REQUEST} a push", await _rate(at_the_floor), await _rate(ours)


async def _idle(bare: httpx.AsyncClient, ana: Actor) -> tuple[str, float, float]:
    await ana.pull()

    async def at_the_floor() -> int:
        assert (await bare.get("/pull", params={"after": 0})).json() == []
        return 1

    async def ours() -> int:
        assert (await ana.sync([]))["rows"] == []
        return 1

    return "contacts with nothing new", await _rate(at_the_floor), await _rate(ours)


async def _pull(bare: httpx.AsyncClient, ana: Actor) -> tuple[str, float, float]:
    walk = await _started(ana)
    await bare.post("/push", json=[{"id": new_id(), "scope": walk, "text": WORDS} for _ in range(500)])
    for _ in range(10):
        await ana.push(*(_note(ana, walk) for _ in range(A_REQUEST)))

    async def at_the_floor() -> int:
        return len((await bare.get("/pull", params={"after": 0})).json())

    async def ours() -> int:
        ana.asof, ana.behind, ana.base = None, {}, {}
        await ana.pull()
        return len(ana.base)

    return "rows read by a new device", await _rate(at_the_floor), await _rate(ours)


async def _rate(ask: Ask) -> float:
    await ask()
    done, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < SECONDS:
        done += await ask()
    return done / passed


@asynccontextmanager
async def _both() -> AsyncIterator[tuple[httpx.AsyncClient, Actor]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ours.sqlite")
        await asyncio.to_thread(migrations.upgrade, f"sqlite+aiosqlite:///{path}", lambda _: None)
        signed_in = (await asyncio.to_thread(lambda: asyncio.run(_found(path)))).signed_in
        bare = floor(Path(folder, "floor.sqlite"))
        async with AsyncExitStack() as entered:
            await entered.enter_async_context(bare.lifespan())
            transport = httpx.ASGITransport(app=bare)  # type: ignore[arg-type]
            http = await entered.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://floor"))
            app, stack = await entered.enter_async_context(running(path))
            yield http, await _actor(app, Clock(), stack, signed_in["ana"])


async def _started(ana: Actor) -> str:
    walk = new_id()
    scope = f"walkthrough:{walk}"
    lesson = (await ana.sees("class"))[0]["id"]
    visited = (await ana.sees("class_teacher", classId=lesson))[0]["personId"]
    protocol = (await ana.sees("protocol"))[0]["id"]
    started = {"classId": lesson, "protocolId": protocol, "observerId": ana.id, "startedAt": AT}
    seat = put("visited", child_id(walk, visited), scope, personId=visited, name="Ben")
    await ana.did("start_walkthrough", put("walkthrough", walk, scope, **started), seat)
    return walk


def _note(ana: Actor, walk: str) -> dict[str, Any]:
    op = put("evidence_note", new_id(), f"walkthrough:{walk}", text=WORDS, begunAt=AT)
    seen: dict[str, list[str]] = {"text": [], "begunAt": []}
    verb = {"verb": "add_evidence_note", "schema": 1, "at": AT}
    return {"id": new_id(), "school": ana.school, **verb, "ops": [{**op, "from": seen}]}


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
