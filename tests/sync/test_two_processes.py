"""Two operating-system processes over one PostgreSQL behind one address: one server, as far as anybody can tell."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from server import migrations
from server.kernel.db import Database
from server.kernel.ids import child_id, new_id
from server.people.first_run import first_run_link
from server.sync.models import Log
from tests.cast import AT, Actor, put
from tests.conftest import PASSWORD, _join
from tests.crash.process import HOUSE, ServerProcess
from tests.postgres import Cluster, postgres  # noqa: F401
from tests.round_robin import in_front_of
from tests.two_devices import fold

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
SOON = 30
SCHOOL = {"name": "Harbor", "timeZone": "America/New_York", "yearStart": "2025-08-25", "yearEnd": "2026-06-12"}


@dataclass
class Two:
    """Two servers, the one address, and the school's first people, signed in through it."""

    one: ServerProcess
    other: ServerProcess
    address: str
    database: Database
    http: AsyncExitStack
    ana: Actor
    ben: Actor

    async def signed_in(self, name: str, address: str = "") -> Actor:
        """A further device of Ana or Ben."""
        http = await self.client(address or self.address)
        body = {"email": f"{name}@harbor.example", "password": PASSWORD, "deviceLabel": "another"}
        return _actor(http, await http.post("/api/sign-in", json=body))

    async def through(self, actor: Actor, address: str) -> Actor:
        """The same device, asking one of the two directly."""
        http = await self.client(address, cookies=dict(actor.http.cookies))
        return Actor(actor.name, http, actor.id, actor.school, actor.account, actor.device)

    async def client(self, address: str, **options: Any) -> httpx.AsyncClient:
        """Each request on a new connection, so that the proxy deals them out one by one."""
        one_each = httpx.Limits(max_keepalive_connections=0)
        return await self.http.enter_async_context(
            httpx.AsyncClient(base_url=address, limits=one_each, timeout=SOON, **options)
        )


@pytest.fixture
async def two(postgres: Cluster, tmp_path: Path) -> AsyncIterator[Two]:  # noqa: F811
    url = postgres.database()
    await asyncio.to_thread(migrations.upgrade, url, lambda _: None)
    servers = [ServerProcess(tmp_path / name, url) for name in ("one", "other")]
    database = Database(url)
    await asyncio.gather(*(asyncio.to_thread(server.start) for server in servers))
    async with AsyncExitStack() as http, in_front_of([server.port for server in servers]) as address:
        link = await first_run_link(database, address)
        assert link
        places = Two(servers[0], servers[1], address, database, http, None, None)  # type: ignore[arg-type]
        tablet, phone = await places.client(address), await places.client(address)
        admin = {"name": "Ana", "email": "ana@harbor.example", "password": PASSWORD}
        body = {"token": link.partition("#")[2], "school": SCHOOL, "admin": admin, "deviceLabel": "tablet"}
        places.ana = _actor(tablet, await tablet.post("/api/first-run", json=body))
        kept = await _join(places.ana, phone, "ben", ["teacher"])
        places.ben = Actor("Ben", phone, kept["id"], kept["school"], kept["account"], kept["device"])
        yield places
    for server in servers:
        server.close()
    await database.close()


def _actor(http: httpx.AsyncClient, response: httpx.Response) -> Actor:
    assert response.is_success, response.text
    told = response.json()
    person = told["persons"][0]
    return Actor(person["name"], http, person["id"], person["school"], told["account"]["id"], told["device"])


async def test_what_is_shared_through_one_is_told_by_the_other(two: Two) -> None:
    walk = await a_visit_with_a_strength(two.ana, two.ben)
    ana, ben = await two.through(two.ana, two.one.address), await two.through(two.ben, two.other.address)
    await ana.pull()
    await ben.pull()
    told: asyncio.Queue[tuple[float, dict[str, int]]] = asyncio.Queue()
    open_now = asyncio.Event()
    listening = asyncio.create_task(_listen(ben, told, open_now))
    async with asyncio.timeout(SOON):
        await open_now.wait()
        shared = put("feedback", child_id(walk, "feedback"), f"walkthrough:{walk}", shared=True, sharedAt=AT)
        tapped = time.monotonic()
        verdict = await ana.did("share_feedback", shared)
        heard, clocks = await told.get()
        while clocks.get(ben.school, 0) < verdict.clock:
            heard, clocks = await told.get()
    assert f"walkthrough:{walk}" in (await ben.sync([]))["granted"]
    print(f"\nfrom the tap on one process to the word from the other: {heard - tapped:.3f} s")
    listening.cancel()


async def test_a_sign_out_and_a_closed_device_count_at_once_on_both(two: Two) -> None:
    laptop = await two.signed_in("ben", two.one.address)
    there = await two.through(laptop, two.other.address)
    for _ in range(4):
        assert (await there.sync([]))["deviceState"] == "ok"
    closing = await two.through(two.ana, two.one.address)
    assert (await closing.http.post(f"/api/devices/{laptop.device}/revoke", json={})).is_success
    assert (await there.sync([]))["deviceState"] == "closed"
    phone = await two.through(two.ben, two.other.address)
    for _ in range(4):
        await phone.pull()
    assert (await two.ben.http.post("/api/sign-out", json={})).is_success
    assert (await phone.http.post("/api/sync", json=phone.request([]))).status_code == 401


async def test_many_devices_push_through_both_and_one_process_dies(two: Two) -> None:
    walk = await a_visit_with_a_strength(two.ana, two.ben)
    devices = [two.ana, *[await two.signed_in("ana") for _ in range(4)]]
    sent: dict[str, str] = {}
    half_way, tries = asyncio.Event(), 0

    async def at_work(device: Actor) -> None:
        nonlocal tries
        for _ in range(6):
            batch = [_note(device, walk) for _ in range(4)]
            sent.update({one["id"]: one["ops"][0]["id"] for one in batch})
            while not await _pushed(device, batch):
                tries += 1
            if len(sent) > 50:
                half_way.set()

    async def dies() -> None:
        await half_way.wait()
        two.other.kill()

    async with asyncio.timeout(120):
        await asyncio.gather(dies(), *(at_work(device) for device in devices))
    await asyncio.to_thread(two.other.start)
    async with two.database.reading() as session:
        log = {one.mutation_id: one.status for one in (await session.execute(select(Log))).scalars()}
    assert {log.get(mutation) for mutation in sent} == {"applied"}
    await fold.check(two.database, {})
    fresh = await two.signed_in("ana", two.other.address)
    notes = {row["id"] for row in await fresh.sees("evidence_note", scope=f"walkthrough:{walk}")}
    assert notes >= set(sent.values())
    print(f"\n{len(sent)} changes from {len(devices)} devices through two processes, {tries} sent again after a death")


async def test_processes_that_start_at_once_make_one_database(postgres: Cluster) -> None:  # noqa: F811
    url = postgres.database()
    program = (
        "import asyncio, sys; from server import migrations; from server.kernel.db import Database\n"
        "from server.sync.opening import open_sync; from server.sync.schemas import AppBuilds\n"
        "migrations.upgrade(sys.argv[1], lambda _: None)\n"
        "sync = asyncio.run(open_sync(Database(sys.argv[1]), AppBuilds(min_build=0, latest_build=1)))\n"
        "print(sync.exchange.secret.hex())"
    )
    words, pipe = [sys.executable, "-P", "-c", program, url], asyncio.subprocess.PIPE
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    starting = [
        await asyncio.create_subprocess_exec(*words, env=environment, stdout=pipe, stderr=pipe) for _ in range(3)
    ]
    ended = [await one.communicate() for one in starting]
    assert [one.returncode for one in starting] == [0, 0, 0], [said[1][-1500:] for said in ended]
    assert len({said[0] for said in ended}) == 1


async def _listen(ben: Actor, told: "asyncio.Queue[tuple[float, dict[str, int]]]", open_now: asyncio.Event) -> None:
    async with ben.http.stream("GET", "/api/sync/events", timeout=SOON) as stream:
        assert stream.status_code == 200
        open_now.set()
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                told.put_nowait((time.monotonic(), json.loads(line.removeprefix("data:"))))


async def _pushed(device: Actor, batch: list[dict[str, Any]]) -> bool:
    """As a device does: what was not answered is offered again, word for word."""
    try:
        response = await device.http.post("/api/sync", json=device.request(list(batch)))
    except httpx.TransportError:
        return False
    return response.status_code == 200 and all(one["status"] == "applied" for one in response.json()["results"])


def _note(device: Actor, walk: str) -> dict[str, Any]:
    op = put("evidence_note", new_id(), f"walkthrough:{walk}", text=new_id(), begunAt=AT)
    seen: dict[str, list[str]] = {"text": [], "begunAt": []}
    verb = {"verb": "add_evidence_note", "schema": 1, "at": AT}
    return {"id": new_id(), "school": device.school, **verb, "ops": [{**op, "from": seen}]}


async def a_visit_with_a_strength(ana: Actor, ben: Actor) -> str:
    """Begun, written and ready to be shared with Ben."""
    walk, math, note, strength = new_id(), new_id(), new_id(), new_id()
    scope, staff = f"walkthrough:{walk}", f"staff:{ana.school}"
    lesson = put("class_teacher", child_id(math, ben.id), staff, classId=math, personId=ben.id)
    await ana.did("add_class", put("class", math, staff, title="Math"), lesson)
    protocol = min(await ana.sees("protocol"), key=lambda one: one["position"])["id"]
    began = {"classId": math, "protocolId": protocol, "observerId": ana.id, "startedAt": AT}
    seat = put("visited", child_id(walk, ben.id), scope, personId=ben.id, name="Ben")
    await ana.did("start_walkthrough", put("walkthrough", walk, scope, **began), seat)
    await ana.did("add_evidence_note", put("evidence_note", note, scope, text="7 of 9 pairs", begunAt=AT))
    rests = put("strength_note", child_id(strength, note), scope, strengthId=strength, noteId=note)
    await ana.did("name_strength", put("strength", strength, scope, text="They compare"), rests)
    return walk
