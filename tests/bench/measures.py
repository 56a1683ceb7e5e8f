"""What is measured, each beside its floor."""

import asyncio
import json
import random
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from litestar import Litestar

from server.kernel.ids import new_id
from tests.bench import floors
from tests.bench.copies import Template, clock_of, fill, stand_at
from tests.bench.rows import Lines, by_request, empty_copy, opened, timed, written
from tests.bench.tablets import Tablet, Watch, post
from tests.bench.visits import Mutation, Room, batches, reworded, visit

AS_MANY_OTHERS = 500


def heading() -> None:
    """The table's head."""
    _print("walkthroughs, contacts or rows a second", "floor", "brightwalk", "of floor", "by CPU")


@dataclass(frozen=True)
class Bench:
    """A school in a store, and leaders with tablets: the first pushes, the next two read, the rest push at once."""

    store: Path
    room: Room
    leaders: Sequence[Tablet]

    async def push(self, many: int, stored: str = "") -> Template:
        """Bulk push of one device. What it wrote can be copied."""
        pusher = self.leaders[0]
        await self._send(pusher, 2)  # what happens once happens now
        await self._send(pusher, many)
        block = written(self.store, self.room.school, pusher.spans[0][0], pusher.spans[-1][1])
        template, spans = Template(block), pusher.spans
        floor = self._floor_in_place(template, spans) if stored else self._floor(block, spans)
        lines = sum(len(one.lines) for one in block) / many
        _said(f"push of {many} in {len(spans)} requests, {lines:.0f} rows each{stored}", many, floor, pusher.watch)
        return template

    async def many_devices(self, each: int) -> None:
        """Everybody comes back from the corridor at once."""
        devices, ours = self.leaders[3:], Watch()
        outboxes = [self._outbox(device, each) for device in devices]
        for device in devices:
            await device.catch_up()
            device.starts()
        with ours:
            await asyncio.gather(*(_sent(*pair) for pair in zip(devices, outboxes, strict=True)))
        spans = sorted(span for device in devices for span in device.spans)
        block = written(self.store, self.room.school, spans[0][0], spans[-1][1])
        many = len(devices) * each
        _said(f"push of {each} from each of {len(devices)} devices at once", many, self._floor(block, spans), ours)

    async def first_pull(self, reader: Tablet, many: int) -> None:
        """A new device of somebody who has seen much."""
        new, floor = await reader.another(), Watch()
        await new.catch_up()
        rows = floors.whole(self.store, reader.person, floor)
        assert new.rows == rows, (new.rows, rows)
        _said(f"first pull of {many}: {new.rows} rows in pages", new.rows, floor, new.watch)

    async def contacts(self, reader: Tablet, asks: int, stored: str = "") -> None:
        """Nothing new; then five changes. In turns with the floor, so that a busy moment hits both."""
        twin = await reader.another()
        for device in (reader, twin):
            await device.catch_up()
        held, floor = self._rows_held(reader), Watch()
        answer = await post(reader.app, "/api/sync", reader.request(), reader.cookie)
        bare = floors.bare(answer, self.store, self.room.school)
        reader.starts()
        for _ in range(asks):
            await reader.ask()
            await _timed(bare, "/idle", reader, floor)
        _said(f"idle contact, {held:,} rows held{stored}", asks, floor, reader.watch)
        notes, floor = self._notes_of(reader, asks // 8 * 5), Watch()
        reader.starts()
        for _ in range(asks // 8):
            await twin.ask([reworded(self.room, *notes.pop()) for _ in range(5)])
            await _timed(bare, "/five", reader, floor)
            await reader.ask()
        assert reader.rows == asks // 8 * 5, reader.rows
        _said(f"pull of 5 changes, {held:,} rows held{stored}", asks // 8, floor, reader.watch)

    def copy(self, template: Template, times: int, to: Tablet | None = None) -> int:
        """Walkthroughs of one person, or of people whom nobody here is, line by line; how many lines."""
        pusher = self.leaders[0]
        people = [(to.person, to.account)] if to else [(new_id(), new_id()) for _ in range(AS_MANY_OTHERS)]
        instead = [{pusher.person: person, pusher.account: account} for person, account in people]
        with closing(opened(self.store)) as store:
            store.execute("PRAGMA synchronous=OFF")
            return fill(store, template, self.room.school, [instead[n % len(instead)] for n in range(times)])

    def walkthroughs(self) -> int:
        with closing(sqlite3.connect(self.store)) as store:
            return int(store.execute("SELECT count(*) FROM walkthrough").fetchone()[0])

    async def _send(self, tablet: Tablet, many: int) -> None:
        outbox = self._outbox(tablet, many)
        await tablet.catch_up()
        tablet.starts()
        await _sent(tablet, outbox)

    def _outbox(self, tablet: Tablet, many: int) -> list[list[Mutation]]:
        chance = random.Random(many)
        return list(batches([one for _ in range(many) for one in visit(self.room, tablet.person, chance)]))

    def _notes_of(self, reader: Tablet, many: int) -> list[tuple[str, str, str]]:
        """Notes that the reader holds: scope, id, and the mutation that wrote what stands."""
        held = "SELECT scope, id, heads FROM membership JOIN evidence_note USING (scope) WHERE person_id = ? LIMIT ?"
        with closing(sqlite3.connect(self.store)) as store:
            found = store.execute(held, (reader.person, many)).fetchall()
        return [(scope, row_id, json.loads(heads)["text"][0][0]) for scope, row_id, heads in found]

    def _rows_held(self, reader: Tablet) -> int:
        counted = "SELECT count(*) FROM membership JOIN feed USING (scope) WHERE person_id = ? AND NOT ended"
        with closing(sqlite3.connect(self.store)) as store:
            return int(store.execute(counted, (reader.person,)).fetchone()[0])

    def _floor(self, block: Sequence[Lines], spans: Sequence[tuple[int, int]]) -> Watch:
        """The same rows into an empty store with the same tables."""
        with (
            tempfile.TemporaryDirectory(dir=self.store.parent) as folder,
            closing(empty_copy(self.store, Path(folder, "floor.sqlite"))) as store,
        ):
            return timed(store, by_request(block, spans))

    def _floor_in_place(self, template: Template, spans: Sequence[tuple[int, int]]) -> Watch:
        """The same rows under new names into the same store, which is full."""
        with closing(opened(self.store)) as store:
            clock = clock_of(store, self.room.school)
            shift = clock - spans[0][0]
            again = template.copy(clock, {})
            watch = timed(store, by_request(again, [(after + shift, until + shift) for after, until in spans]))
            stand_at(store, self.room.school, clock + template.span)
        return watch


async def _sent(tablet: Tablet, outbox: Sequence[Sequence[Mutation]]) -> None:
    for batch in outbox:
        await tablet.ask(batch)


async def _timed(bare: Litestar, path: str, reader: Tablet, watch: Watch) -> None:
    body = reader.request()
    with watch:
        await post(bare, path, body)


def _said(what: str, many: float, floor: Watch, ours: Watch) -> None:
    ratios = (floor.wall / ours.wall, floor.cpu / ours.cpu)
    rates = (f"{many / floor.wall:,.0f}/s", f"{many / ours.wall:,.0f}/s")
    _print(what, *rates, *(f"{ratio:.2f}" for ratio in ratios))


def _print(what: str, *figures: str) -> None:
    print(f"{what:<60}" + "".join(f"{figure:>12}" for figure in figures), flush=True)
