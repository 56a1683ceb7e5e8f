"""A backup while devices push without a pause: one true moment of the school, on SQLite and on PostgreSQL."""

import asyncio
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server import cli
from server.backup.kept import Safe, note
from server.backup.making import Made, make_backup
from server.kernel.db import Database
from server.kernel.ids import new_id
from server.people.restorations import Restoration
from server.sync.models import Log, Tick
from server.sync.opening import open_sync
from server.sync.schemas import AppBuilds, SyncRequest
from tests.backup.conftest import WORDS, make_admin
from tests.postgres import Cluster
from tests.two_devices import fold
from tests.two_devices.place import Place

AT = "2026-03-02T10:00:00.000Z"


@dataclass(eq=False)
class Writers:
    """Devices of Ana that write in both schools until they are told to stop; each change is about a row of its own."""

    place: Place
    sent: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    over: bool = False
    heard: threading.Event = field(default_factory=threading.Event)
    warm: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, device: str) -> None:
        while not self.over:
            batch = [self._a_day_off(school) for school in ("harbor", "lake", "harbor")]
            self.sent.extend(batch)
            await self.push(device, batch)
            await asyncio.sleep(0)

    async def push(self, device: str, batch: list[dict[str, Any]]) -> None:
        account = self.place.accounts["ana"]
        request = SyncRequest(account=account, device=device, mutations=batch)
        answer = await self.place.sync_core.exchange.answer(account, device, request)
        assert [one.status for one in answer.results] == ["applied"] * len(batch)
        self.acknowledged |= {one.id: one.clock for one in answer.results}
        self.heard.set()
        if len(self.acknowledged) > 60:
            self.warm.set()

    def see_that_they_can_write(self) -> None:
        """Called in the middle of a backup: it goes on once somebody has been acknowledged meanwhile."""
        self.heard.clear()
        assert self.heard.wait(60), "nobody could write while the backup was made"

    def _a_day_off(self, school: str) -> dict[str, Any]:
        scope = f"school:{self.place.schools[school]}"
        words = {"kind": "day_off", "id": new_id(), "scope": scope, "set": {"day": "2026-05-01", "title": "x" * 200}}
        one = {"id": new_id(), "school": self.place.schools[school], "verb": "mark_day_off", "schema": 1, "at": AT}
        return {**one, "ops": [{"op": "put", "from": {}, **words}]}


async def stormed(place: Place, file: Path) -> tuple[Writers, set[str], Made]:
    """A backup in the middle of the writing; what had been acknowledged before it began."""
    writers = Writers(place)
    devices = [await place.device("ana") for _ in range(3)]
    at_work = [asyncio.create_task(writers.write(device)) for device in devices]
    await writers.warm.wait()
    before = set(writers.acknowledged)
    made = await asyncio.to_thread(make_backup, place.address, file, WORDS, going_on=writers.see_that_they_can_write)
    writers.over = True
    await asyncio.gather(*at_work)
    return writers, before, made


async def check_restored(place: Place, address: str, writers: Writers, before: set[str], made: Made) -> None:
    """The restored school is the old one up to its clock, nothing more; with what devices have it is all of it."""
    there = Database(address)
    held = {one.id: (one.clock, one.nonce) for one in made.manifest.schools}
    async with there.reading() as session:
        log = {row.mutation_id: row for row in (await session.execute(select(Log))).scalars()}
        ticks = (await session.execute(select(Tick.school_id, Tick.clock, Tick.nonce))).all()
        marks = (await session.execute(select(Restoration.school_id, Restoration.clock))).all()
    newest = {school: (clock, nonce) for school, clock, nonce in sorted(ticks, key=lambda row: row[1])}
    assert newest == held
    assert dict(marks) == {school: clock for school, (clock, _) in held.items()}
    assert before <= log.keys()
    for one in writers.sent:
        assert (one["id"] in log) == (writers.acknowledged[one["id"]] <= held[one["school"]][0])
    await fold.check(there, {})
    place.database, place.sync_core = there, await open_sync(there, AppBuilds(min_build=0, latest_build=1))  # type: ignore[assignment]
    device = await place.device("ana")
    for start in range(0, len(writers.sent), 50):
        await writers.push(device, writers.sent[start : start + 50])
    assert {one["id"] for one in writers.sent} <= (await fold.logged(there)).keys()
    await fold.check(there, {})


async def test_a_backup_in_a_storm_is_one_moment_and_the_rest_comes_back_once(
    on_sqlite: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIGHTWALK_BACKUP_PASSPHRASE", WORDS)
    file = tmp_path / "one.backup"
    writers, before, made = await stormed(on_sqlite, file)
    await on_sqlite.database.close()
    there = tmp_path / "there"
    assert await asyncio.to_thread(cli.run, ["restore", str(file), "--data", str(there)]) == 0
    await check_restored(on_sqlite, f"sqlite+aiosqlite:///{there / 'brightwalk.sqlite'}", writers, before, made)


@pytest.mark.slow
async def test_the_same_on_postgres(
    on_postgres: Place,
    postgres: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIGHTWALK_BACKUP_PASSPHRASE", WORDS)
    monkeypatch.setenv("PATH", f"{postgres.binaries}:{os.environ['PATH']}")
    file = tmp_path / "one.backup"
    writers, before, made = await stormed(on_postgres, file)
    await on_postgres.database.close()
    empty = postgres.database()
    words = ["restore", str(file), "--database-url", empty, "--data", str(tmp_path / "there")]
    assert await asyncio.to_thread(cli.run, words) == 0
    await check_restored(on_postgres, empty, writers, before, made)


async def test_only_a_backup_on_another_disk_that_is_still_there_lets_devices_forget(
    on_sqlite: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, database = tmp_path / "one.backup", on_sqlite.database
    made = await asyncio.to_thread(make_backup, on_sqlite.address, file, "")
    clocks = {one.id: one.clock for one in made.manifest.schools}
    await note(database, on_sqlite.address, made)
    assert await Safe(database).of(clocks) == {}  # it lies beside the database: one accident takes both
    monkeypatch.setattr("server.backup.kept.elsewhere", lambda *_: True)
    await note(database, on_sqlite.address, made)
    assert await Safe(database).of(clocks) == clocks
    harbor = on_sqlite.schools["harbor"]
    assert await Safe(database).of([harbor]) == {harbor: clocks[harbor]}
    file.write_bytes(b"cut short")
    assert await Safe(database).of(clocks) == {}
    file.unlink()
    assert await Safe(database).of(clocks) == {}


async def test_a_backup_of_another_timeline_lets_nobody_forget(
    on_sqlite: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.backup.kept.elsewhere", lambda *_: True)
    earlier = await on_sqlite.back_up(whole=False)
    await make_admin(on_sqlite, "harbor")
    made = await asyncio.to_thread(make_backup, on_sqlite.address, tmp_path / "later.backup", "")
    await on_sqlite.restore(earlier)
    await make_admin(on_sqlite, "harbor")
    await make_admin(on_sqlite, "harbor")
    await note(on_sqlite.database, on_sqlite.address, made)
    assert await Safe(on_sqlite.database).of([on_sqlite.schools["harbor"]]) == {}
