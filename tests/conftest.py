"""The world that tests live in: a real app on a real file, reached through HTTP, founded once and copied."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest
from litestar import Litestar

from server import migrations
from server.app import create_app
from server.kernel import clock as kernel_clock
from server.kernel.db import Database
from server.kernel.ids import child_id, new_id
from server.people.first_run import first_run_link
from server.settings import Settings
from tests.cast import START, Actor, Clock, World, key_of, put

# In CI the same histories each time, so that a change is judged by itself; everywhere else new ones.
hypothesis.settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI") == "true":
    hypothesis.settings.load_profile("ci")

PASSWORD = "seven lamps along the river"
STAFF = {"ben": ["teacher"], "chi": ["teacher"], "dee": ["teacher"], "fay": ["family"]}


@dataclass(frozen=True)
class Founded:
    """The template: a database file, and what the cast needs to act in a copy of it."""

    path: Path
    signed_in: dict[str, dict[str, Any]]
    places: dict[str, Any]


class ToldTime(httpx.ASGITransport):
    """Requests arrive at the moment that the world's clock shows."""

    def __init__(self, app: Litestar, clock: Clock) -> None:
        super().__init__(app=app)  # type: ignore[arg-type]
        self.clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with kernel_clock.at(self.clock.now):
            return await super().handle_async_request(request)


@pytest.fixture(scope="session")
def founded() -> Iterator[Founded]:
    folder = Path(tempfile.mkdtemp(prefix="brightwalk-"))
    path = folder / "template.sqlite"
    migrations.upgrade(f"sqlite+aiosqlite:///{path}", lambda _: None)
    yield asyncio.run(_found(path))
    shutil.rmtree(folder)


@pytest.fixture
async def world(founded: Founded, tmp_path: Path) -> AsyncIterator[World]:
    path = tmp_path / "live.sqlite"
    shutil.copy(founded.path, path)
    async with running(path) as (app, stack):
        clock = Clock()
        cast = {name: await _actor(app, clock, stack, one) for name, one in founded.signed_in.items()}
        yield World(app=app, clock=clock, **cast, **founded.places)


@asynccontextmanager
async def running(path: Path, **settings: Any) -> AsyncIterator[tuple[Litestar, AsyncExitStack]]:
    """An app on a database file, started; clients entered on the stack are closed with it."""
    known = {"data": path.parent, "database_url": f"sqlite+aiosqlite:///{path}", "pwa": path.parent / "no-app"}
    app = create_app(Settings(**{**known, **settings}))
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await stop.wait()

    life = asyncio.create_task(live())  # pytest enters and leaves a fixture in two tasks; a lifespan wants one
    first = asyncio.create_task(started.wait())
    await asyncio.wait({life, first}, return_when=asyncio.FIRST_COMPLETED)
    if life.done():
        first.cancel()
        life.result()
    async with AsyncExitStack() as stack:
        yield app, stack
    stop.set()
    await life


def client(app: Litestar, clock: Clock, **options: Any) -> httpx.AsyncClient:
    """A browser that is nobody yet."""
    return httpx.AsyncClient(transport=ToldTime(app, clock), base_url="http://localhost:8420", **options)


async def _found(path: Path) -> Founded:
    clock = Clock(START)
    async with running(path) as (app, stack):
        signed_in: dict[str, dict[str, Any]] = {}
        http = {name: await stack.enter_async_context(client(app, clock)) for name in ("ana", *STAFF, "eli")}
        link = await first_run_link(app.state.house.database, "http://localhost:8420")
        assert link
        school = {"name": "Harbor Street School", "timeZone": "America/New_York"}
        year = {"yearStart": "2025-08-25", "yearEnd": "2026-06-12"}
        admin = {"name": "Ana Reyes", "email": "ana@harbor.example", "password": PASSWORD}
        body = {"token": link.partition("#")[2], "school": {**school, **year}, "admin": admin, "deviceLabel": "tablet"}
        signed_in["ana"] = _kept(http["ana"], await http["ana"].post("/api/first-run", json=body))
        ana = await _actor(app, clock, stack, signed_in["ana"])
        for name, roles in STAFF.items():
            signed_in[name] = await _join(ana, http[name], name, roles)
        places = await _furnish(ana, signed_in)
        signed_in["eli"] = await _another_school(app, http["eli"])
        await ana.http.aclose()
    return Founded(path, signed_in, places)


async def _join(ana: Actor, http: httpx.AsyncClient, name: str, roles: list[str]) -> dict[str, Any]:
    person, scope = new_id(), f"staff:{ana.school}"
    seats = [put("role", child_id(person, role), scope, personId=person, role=role) for role in roles]
    await ana.did("add_person", put("person", person, scope, name=name.capitalize()), *seats)
    made = (await ana.http.post(f"/api/people/{person}/join-link", json={})).json()
    body = {"code": made["code"], "email": f"{name}@harbor.example", "password": PASSWORD, "deviceLabel": "phone"}
    return _kept(http, await http.post("/api/join", json=body))


async def _furnish(ana: Actor, signed_in: dict[str, dict[str, Any]]) -> dict[str, Any]:
    people = {name: one["id"] for name, one in signed_in.items()}
    math, team, scope = new_id(), new_id(), f"staff:{ana.school}"
    lesson = child_id(math, people["ben"])
    await ana.did(
        "add_class",
        put("class", math, scope, title="Math 4B", subject="Math", gradeBand="3-5", period="2", room="114"),
        put("class_teacher", lesson, scope, classId=math, personId=people["ben"]),
    )
    seats = []
    for name, perspective in (("chi", "educator"), ("ben", "educator"), ("fay", "family")):
        seat = {"personId": people[name], "name": name.capitalize(), "perspectives": [perspective]}
        flags = {"covered": perspective == "educator", "facilitates": name == "chi"}
        seats.append(put("team_member", child_id(team, people[name]), f"team:{team}", **seat, **flags))
    await ana.did("make_team", put("team", team, f"team:{team}", name="Grade 4 team", patterns="rooms"), *seats)
    await ana.did("leave_team", {"op": "remove", "kind": "team_member", **_seat(ana, team)})
    protocol = min(await ana.sees("protocol"), key=lambda one: one["position"])["id"]
    look_fors = [one["id"] for one in await ana.sees("look_for", protocolId=protocol)]
    return {"math": math, "team": team, "protocol": protocol, "look_fors": look_fors}


def _seat(ana: Actor, team: str) -> dict[str, str]:
    return {"id": child_id(team, ana.id), "scope": f"team:{team}"}


async def _another_school(app: Litestar, http: httpx.AsyncClient) -> dict[str, Any]:
    """Eli's school on the same server: founded through the ledger, as a district's roster would."""
    from server.people.entering import become, open_account
    from server.people.founding import Founding, found_school
    from server.people.passwords import hash_password

    house, account = app.state.house, new_id()
    founding = Founding(
        name="Oak Hill School",
        time_zone="America/Chicago",
        year_start="2025-08-25",
        year_end="2026-06-12",
        admin_name="Eli",
    )
    await found_school(house.ledger, founding, house.founding)
    secret = await hash_password(PASSWORD)
    database: Database = house.database
    async with database.writing() as writing:
        await open_account(writing, account, email="eli@oak.example", name="Eli", language="en", password_hash=secret)
        await become(writing, account, founding.admin, founding.school)
    body = {"email": "eli@oak.example", "password": PASSWORD, "deviceLabel": "laptop"}
    return _kept(http, await http.post("/api/sign-in", json=body))


def _kept(http: httpx.AsyncClient, response: httpx.Response) -> dict[str, Any]:
    assert response.is_success, response.text
    told = response.json()
    person = told["persons"][0]
    return {
        "id": person["id"],
        "name": person["name"],
        "school": person["school"],
        "account": told["account"]["id"],
        "device": told["device"],
        "key": told["storeKey"],
        "cookies": dict(http.cookies),
    }


async def _actor(app: Litestar, clock: Clock, stack: AsyncExitStack, one: dict[str, Any]) -> Actor:
    http = await stack.enter_async_context(client(app, clock, cookies=one["cookies"]))
    key = key_of(one["key"])
    return Actor(one["name"], http, one["id"], one["school"], one["account"], one["device"], store_key=key)
