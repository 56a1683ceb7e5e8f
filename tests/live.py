"""How a small server bears many open lines: `python -m tests.live [500]` prints, on this machine, now.

A real server process on SQLite, and this process as all the devices: each holds an event stream open on a socket of
its own. One change in the staff's scope then concerns everybody, which is the most that one change can.
"""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import insert

from server.kernel.clock import instant
from server.kernel.ids import new_id
from server.people.codes import hashed, new_token
from server.people.models import Session
from tests.crash.process import ServerProcess
from tests.two_devices.place import Place
from tests.two_devices.shelves import Files

EACH = 5  # devices of one person
PATIENCE = 60


@dataclass
class Stage:
    """A server with people in it. `tokens`: one session for each device that listens."""

    server: ServerProcess
    place: Place
    tokens: list[str] = field(default_factory=list)

    async def one_change(self) -> int:
        """Something that concerns the whole staff, through the server's door; the clock that it got."""
        me, school = self.place.people["harbor", "ana"], self.place.schools["harbor"]
        device = await self.place.device("ana")
        token = await self._session("ana", device)
        op = {
            "op": "put",
            "kind": "person",
            "id": me,
            "scope": f"staff:{school}",
            "set": {"name": new_id()},
            "from": {},
        }
        body = {
            "account": self.place.accounts["ana"],
            "device": device,
            "mutations": [{"id": new_id(), "school": school, "verb": "change_person", "ops": [op]}],
        }
        async with httpx.AsyncClient(base_url=self.server.address, cookies={"sid": token}, timeout=PATIENCE) as http:
            answer = (await http.post("/api/sync", json=body)).json()
        assert answer["results"][0]["status"] == "applied", answer
        return int(answer["results"][0]["clock"])

    async def people_with_devices(self, many: int) -> None:
        """So many listeners, `EACH` of them one person's."""
        for number in range(-(-many // EACH)):
            name = f"teacher {number}"
            self.place.accounts[name] = new_id()
            await self.place.welcome("harbor", name)
            devices = [await self.place.device(name) for _ in range(min(EACH, many - number * EACH))]
            self.tokens += [await self._session(name, device) for device in devices]

    async def _session(self, name: str, device: str) -> str:
        token, now = new_token(), datetime.now(UTC)
        row = {"token_hash": hashed(token), "account_id": self.place.accounts[name], "device_id": device}
        times = {"created_at": instant(now), "expires_at": instant(now + timedelta(days=9)), "last_seen": instant(now)}
        async with self.place.database.writing() as session:
            await session.execute(insert(Session).values(**row, **times))
        return token


@dataclass
class Line:
    """One open event stream."""

    clock: int = 0
    heard_at: float = 0.0
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self, port: int, token: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /api/sync/events HTTP/1.1\r\nhost: localhost\r\ncookie: sid={token}\r\n\r\n".encode())
        assert b" 200 " in await reader.readline()
        self.opened.set()
        try:
            while said := await reader.readline():
                if said.startswith(b"data: {"):
                    self.heard_at, self.clock = time.monotonic(), int(said.rpartition(b":")[2].strip(b" }\r\n"))
                    self.rung.set()
        finally:
            writer.close()


@asynccontextmanager
async def staged(folder: Path, many: int) -> AsyncIterator[Stage]:
    """The server runs while inside; so many devices are signed in."""
    file = folder / "data" / "brightwalk.sqlite"
    file.parent.mkdir(parents=True)
    place = Place(Files(folder), f"sqlite+aiosqlite:///{file}")
    await place.found()
    stage = Stage(ServerProcess(file.parent), place)
    await stage.people_with_devices(many)
    await asyncio.to_thread(stage.server.start)
    try:
        yield stage
    finally:
        stage.server.close()
        await place.database.close()


@asynccontextmanager
async def listening(stage: Stage) -> AsyncIterator[list[Line]]:
    """Every device has its line open while inside."""
    lines = [Line() for _ in stage.tokens]
    tasks = [
        asyncio.create_task(line.listen(stage.server.port, token))
        for line, token in zip(lines, stage.tokens, strict=True)
    ]
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(line.opened.wait() for line in lines))
    yield lines
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await task


async def main(many: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder), many) as stage:
            server = stage.server
            memory, cpu, begun = memory_of(server.pid), cpu_of(server.pid), time.monotonic()
            async with listening(stage) as lines:
                print(
                    f"{many} lines open after {time.monotonic() - begun:.1f} s, {cpu_of(server.pid) - cpu:.1f} s of CPU"
                )
                grown = memory_of(server.pid) - memory
                print(f"memory: {memory / 2**20:.0f} MB before, {grown / 1024 / many:.0f} kB a line")
                for turn in range(3):
                    await _told(stage, lines, turn + 1)
                cpu, begun = cpu_of(server.pid), time.monotonic()
                await asyncio.sleep(30)
                print(f"quiet: {100 * (cpu_of(server.pid) - cpu) / (time.monotonic() - begun):.1f} % of one CPU")


def memory_of(process: int) -> int:
    """Bytes that it holds in memory now."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def cpu_of(process: int) -> float:
    """Seconds of processor time that it has used."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


async def _told(stage: Stage, lines: list[Line], turn: int) -> None:
    for line in lines:
        line.rung.clear()
    cpu, begun = cpu_of(stage.server.pid), time.monotonic()
    await stage.one_change()
    answered = time.monotonic() - begun
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(line.rung.wait() for line in lines))
    first, last = (end(line.heard_at for line in lines) - begun for end in (min, max))
    times = f"answered after {answered:.3f} s, first told after {first:.3f} s, last after {last:.3f} s"
    print(f"change {turn}: {times}, {cpu_of(stage.server.pid) - cpu:.2f} s of CPU")
    await asyncio.sleep(1.5)  # an account is told once a second: each change is told for itself


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
