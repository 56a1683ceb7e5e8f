"""Sync measured beside its floors on this machine, now: ratios tell, absolute figures belong to the machine.

Floors: for a push, SQLite inserting exactly the rows that the push wrote, one commit for each request; for an
idle contact, a bare endpoint that decodes the same JSON and answers as many bytes; for reading, bare SELECTs of
the same rows made into JSON. "by CPU" is the same ratio in processor time, which a busy machine blurs less.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server import migrations
from tests.bench.measures import Bench, heading
from tests.bench.tablets import employ
from tests.bench.visits import Room
from tests.conftest import _found, running


@dataclass(frozen=True)
class Size:
    """How much is measured, in walkthroughs. `asks`: idle contacts. `stored`: store sizes, from small to large."""

    pushed: int
    devices: int
    each: int
    first: int
    asks: int
    stored: tuple[int, ...]


WHOLE = Size(pushed=200, devices=50, each=10, first=2000, asks=400, stored=(1000, 10_000, 100_000))
SMALL = Size(pushed=20, devices=5, each=4, first=200, asks=80, stored=(200, 1000))


async def run(size: Size) -> None:
    """Print the table."""
    heading()
    await _beside_the_floors(size)
    await _as_more_is_stored(size)


async def _beside_the_floors(size: Size) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with _school(Path(folder), size.devices + 3) as bench:
            template = await bench.push(size.pushed)
            await bench.many_devices(size.each)
            bench.copy(template, size.first // size.pushed, bench.leaders[1])
            await bench.first_pull(bench.leaders[1], size.first)
            bench.copy(template, size.first // size.pushed // 2, bench.leaders[2])
            await bench.contacts(bench.leaders[2], size.asks)


async def _as_more_is_stored(size: Size) -> None:
    """The same with a store that grows by what others have pushed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with _school(Path(folder), 2) as bench:
            template = await bench.push(size.pushed)
            bench.copy(template, 1, bench.leaders[1])
            for stored in size.stored:
                begun, there = time.monotonic(), bench.walkthroughs()
                lines = bench.copy(template, max(0, stored - there) // size.pushed)
                seconds = time.monotonic() - begun
                print(f"  {lines:,} lines copied in {seconds:.0f} s: {bench.walkthroughs():,} walkthroughs stored")
                await bench.push(size.pushed // 2, f", {stored:,} stored")
                await bench.contacts(bench.leaders[1], size.asks, f", {stored:,} stored")


@asynccontextmanager
async def _school(folder: Path, leaders: int) -> AsyncIterator[Bench]:
    store = folder / "live.sqlite"
    await asyncio.to_thread(migrations.upgrade, f"sqlite+aiosqlite:///{store}", lambda _: None)
    founded = await asyncio.to_thread(lambda: asyncio.run(_found(store)))
    ana, ben, places = founded.signed_in["ana"], founded.signed_in["ben"], founded.places
    room = Room(ana["school"], places["math"], ben["id"], places["protocol"], places["look_fors"])
    async with running(store) as (app, _):
        yield Bench(store, room, await employ(app, room.school, ana["id"], leaders))
