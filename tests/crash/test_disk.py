"""The disk is full, or cannot be written: clear words, nothing half done, and everything goes on afterwards."""

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from server.kernel.db import Database
from tests.cast import World
from tests.conftest import PASSWORD, Founded
from tests.crash.process import ServerProcess
from tests.sync.test_push import add_note
from tests.two_devices import fold


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 8 MB. Where the tests may not mount one, the test beside it stands alone."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", tmp_path], capture_output=True)
    if made.returncode != 0:
        pytest.skip("these tests may not mount a file system here; SQLite's own limit is tested beside this")
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def test_a_full_disk_is_said_and_what_was_refused_goes_in_once_there_is_room(
    small_disk: Path, founded: Founded
) -> None:
    shutil.copy(founded.path, small_disk / "brightwalk.sqlite")
    server = ServerProcess(small_disk)
    server.start()
    try:
        with httpx.Client(base_url=server.address, timeout=30) as ana:
            who, filler = _signed_in(ana, founded), small_disk / "filler"
            refused, sent = _fill(ana, who, filler)
            assert (refused.status_code, refused.json()["number"]) == (507, "507.1")
            assert "kept on this device" in refused.json()["detail"]
            assert ana.post("/api/sync", json=_request(who)).status_code == 200, "reading goes on"
            filler.unlink()
            again = ana.post("/api/sync", json=_request(who, sent)).json()
            assert {one["status"] for one in again["results"]} == {"parked"}  # the visit itself was never started
    finally:
        server.stop()
        server.close()
    asyncio.run(_is_whole(small_disk / "brightwalk.sqlite"))


async def _is_whole(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await fold.check(database, {})
    await database.close()


def _fill(ana: httpx.Client, who: dict[str, Any], filler: Path) -> tuple[httpx.Response, list[dict[str, Any]]]:
    """Take all room, then push; the first answer that says so, and what was pushed."""
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    for _ in range(100):
        sent = [_note(who) for _ in range(20)]
        response = ana.post("/api/sync", json=_request(who, sent))
        if response.status_code != 200:
            return response, sent
    raise AssertionError("the disk never filled")


async def test_when_the_database_has_no_room_the_request_is_refused_whole(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    notes = [add_note(world.ana, walk, "x" * 3000) for _ in range(40)]
    said = _on_each_use(world, "PRAGMA max_page_count=1")  # SQLite says the same as on a full disk
    response = await world.ana.http.post("/api/sync", json=_request(_who(world), notes))
    assert (response.status_code, response.json()["number"]) == (507, "507.1")
    said[0] = "PRAGMA max_page_count=1000000"
    assert await world.ana.sees("evidence_note") == []
    assert {verdict.status for verdict in await world.ana.push(*notes)} == {"applied"}


async def test_when_nothing_can_be_written_it_is_said_and_reading_goes_on(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=1)
    await world.ana.pull()
    world.later(minutes=5)  # the school would be told now that this device was here
    said = _on_each_use(world, "PRAGMA query_only=ON")
    note = add_note(world.ana, walk)
    response = await world.ana.http.post("/api/sync", json=_request(_who(world), [note]))
    assert (response.status_code, response.json()["number"]) == (503, "503.1")
    assert int(response.headers["retry-after"]) > 0
    assert len(await world.ana.sees("evidence_note")) == 1
    said[0] = "PRAGMA query_only=OFF"
    assert [verdict.status for verdict in await world.ana.push(note)] == ["applied"]


def _on_each_use(world: World, pragma: str) -> list[str]:
    """Say this to SQLite whenever a connection is taken; the answer's one element is what is said."""
    said = [pragma]

    def say(connection: Any, *_: Any) -> None:
        connection.driver_connection._conn.execute(said[0])

    event.listen(world.app.state.house.database.engine.sync_engine.pool, "checkout", say)
    return said


def _signed_in(http: httpx.Client, founded: Founded) -> dict[str, Any]:
    body = {"email": "ana@harbor.example", "password": PASSWORD, "deviceLabel": "tablet"}
    told = http.post("/api/sign-in", json=body).json()
    return {**founded.signed_in["ana"], "device": told["device"]}


def _who(world: World) -> dict[str, Any]:
    return {"account": world.ana.account, "device": world.ana.device, "school": world.school}


def _request(who: dict[str, Any], mutations: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"account": who["account"], "device": who["device"], "mutations": mutations or []}


def _note(who: dict[str, Any]) -> dict[str, Any]:
    actor: Any = type("Anybody", (), {"school": who["school"]})
    return add_note(actor, NOWHERE, "x" * 2000)


NOWHERE = "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f"
