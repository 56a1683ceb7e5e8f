"""The server process is killed in the middle of a storm of pushes, again and again: what it has acknowledged stands.

A kill ends a process, not the machine. That a power cut loses nothing either rests on `synchronous=FULL`, which the
second test looks at.
"""

import asyncio
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

from server.kernel.db import Database
from server.kernel.ids import child_id, new_id
from server.sync.models import Log, Revision
from tests.cast import AT, put
from tests.conftest import PASSWORD, Founded
from tests.crash.process import ServerProcess
from tests.crash.storm import Pusher, until_told
from tests.two_devices import fold

KILLS = int(os.environ.get("BRIGHTWALK_KILLS", "8"))


@pytest.fixture
def server(founded: Founded, tmp_path: Path) -> Iterator[ServerProcess]:
    shutil.copy(founded.path, tmp_path / "brightwalk.sqlite")
    process = ServerProcess(tmp_path)
    process.start()
    yield process
    process.close()


@pytest.mark.slow
@pytest.mark.timeout(60 + 10 * KILLS)
async def test_what_was_acknowledged_survives_every_kill(server: ServerProcess, founded: Founded) -> None:
    chance = random.Random(11)
    async with AsyncExitStack() as stack:
        pushers = [await _pusher(stack, server, founded, name, chance) for name in ("ana", "ana", "chi", "dee")]
        over = asyncio.Event()
        storm = [asyncio.create_task(pusher.storm(over)) for pusher in pushers]
        for _ in range(KILLS):
            await until_told(pushers, storm, chance.randint(1, 40))
            await asyncio.sleep(chance.uniform(0, 0.03))  # anywhere inside the next request
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        over.set()
        await asyncio.gather(*storm)
        await asyncio.to_thread(server.stop)
    cut = sum(pusher.cut for pusher in pushers)
    print(f"{KILLS} kills, {sum(len(p.saved) for p in pushers)} changes, {cut} requests cut off under way")
    assert cut, "no kill met a request under way: this test proves nothing"
    await _equals_what_was_told(server.data / "brightwalk.sqlite", pushers)


async def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite'}")
    async with database.writing() as session:
        synchronous = (await session.execute(text("PRAGMA synchronous"))).scalar_one()
        journal = (await session.execute(text("PRAGMA journal_mode"))).scalar_one()
    await database.close()
    assert (synchronous, journal) == (2, "wal")  # 2: FULL


async def _pusher(
    stack: AsyncExitStack, server: ServerProcess, founded: Founded, name: str, chance: random.Random
) -> Pusher:
    http = await stack.enter_async_context(httpx.AsyncClient(base_url=server.address, timeout=30))
    body = {"email": f"{name}@harbor.example", "password": PASSWORD, "deviceLabel": "tablet"}
    signed_in = (await http.post("/api/sign-in", json=body)).json()
    who = {**founded.signed_in[name], "device": signed_in["device"]}
    walk = new_id()
    scope = f"walkthrough:{walk}"
    pusher = Pusher(http, who, random.Random(chance.random()), lambda number: _note(scope, number))
    started = {"classId": founded.places["math"], "protocolId": founded.places["protocol"], "startedAt": AT}
    ben = founded.signed_in["ben"]["id"]
    seat = put("visited", child_id(walk, ben), scope, personId=ben, name="Ben")
    pusher.save("start_walkthrough", put("walkthrough", walk, scope, **started, observerId=who["id"]), seat)
    return pusher


def _note(scope: str, number: int) -> tuple[str, dict[str, Any]]:
    return "add_evidence_note", put("evidence_note", new_id(), scope, text=f"Seen {number}", begunAt=AT)


async def _equals_what_was_told(file: Path, pushers: list[Pusher]) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    try:
        async with database.reading() as session:
            assert (await session.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
            stored = {row.mutation_id: row for row in (await session.execute(select(Log))).scalars()}
            words = (
                select(Revision.mutation_id, Revision.op).where(Revision.effect.is_(False)).order_by(Revision.position)
            )
            kept: dict[str, list[object]] = {}
            for mutation, op in await session.execute(words):
                kept.setdefault(mutation, []).append(op["set"])
        await fold.check(database, {})  # the clock is dense, and every row is the meaning of the log
    finally:
        await database.close()
    for pusher in pushers:
        assert pusher.told.keys() == pusher.saved.keys()
        for mutation, verdict in pusher.told.items():
            log = stored[mutation]
            assert (log.status, log.clock) == (verdict["status"], verdict["clock"]) == ("applied", log.clock)
            assert sorted(map(str, kept[mutation])) == sorted(str(op["set"]) for op in pusher.saved[mutation]["ops"])
