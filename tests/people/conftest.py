"""A house with sign-in and nothing else, on a real SQLite file, and browsers that keep their own cookies."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from litestar import Litestar
from litestar.datastructures import State

from server.kernel.answers import HANDLERS
from server.kernel.db import Base, Database
from server.kernel.guards import SameOrigin
from server.kernel.ids import PersonId, SchoolId, child_id, new_id, scope_of
from server.people import passwords
from server.people.first_run import first_run_link
from server.people.founding import Founding, found_school
from server.people.house import House
from server.people.models import Person, Role
from server.people.routes import people_routes
from server.people.seats import seat_in_school
from server.sync.events import Hub
from server.sync.ledger import SyncLedger

PASSWORD = "four lamps by the river"

Answer = httpx.Response


@dataclass
class Doors:
    """The app and the ways to knock at it."""

    house: House
    app: Litestar
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def browser(self, address: str = "10.1.1.1") -> httpx.AsyncClient:
        """A browser with an empty cookie jar, at a network address."""
        transport = httpx.ASGITransport(
            self.app,  # type: ignore[arg-type]  # two spellings of the same protocol
            raise_app_exceptions=False,
            client=(address, 4321),
        )
        return await self.stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=self.house.address))

    async def found(self, name: str = "Oak Street School", email: str = "ana@oak.example") -> "Founded":
        """A school with Ana as its admin, through the first-run link where that still works."""
        founding = Founding(
            name=name,
            time_zone="America/New_York",
            year_start="2026-09-01",
            year_end="2027-06-20",
            admin_name="Ana Torres",
            admin_email=email,
        )
        await found_school(self.house.ledger, founding)
        return Founded(self, founding.school, founding.admin)


@dataclass
class Founded:
    """One school, with its admin's person id."""

    doors: Doors
    school: SchoolId
    admin: PersonId

    async def person(self, name: str, *roles: str, email: str | None = None) -> str:
        """Somebody new in this school, with roles."""
        person = new_id()
        async with self.doors.house.ledger.writing(self.school, self.admin, "add_person") as write:
            staff = scope_of("staff", self.school)
            await write.put(Person, person, staff, name=name, email=email, language="en")
            await write.put_many(
                Role, [(child_id(person, role), staff, {"person_id": person, "role": role}) for role in roles]
            )
            await seat_in_school(write, [person])
        return person


async def _nobody_listens(_school: str, _scopes: set[str]) -> tuple[set[str], int]:
    return set(), 0


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at a hundredth of its cost: these tests hash hundreds of passwords."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def address() -> str:
    """What people type; a test of https asks for another."""
    return "http://walk.example"


@pytest.fixture
def in_demo() -> bool:
    """Whether the database was made by `demo`."""
    return False


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Where the house keeps its tables; `test_on_postgres.py` asks for another."""
    return f"sqlite+aiosqlite:///{tmp_path / 'house.sqlite'}"


@pytest.fixture
async def doors(database_url: str, address: str, in_demo: bool) -> AsyncIterator[Doors]:
    """The house, its tables made, no school in it."""
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    house = House(
        database=database,
        ledger=SyncLedger(database, b"s" * 32, Hub(_nobody_listens)),
        address=address,
        build="7",
        demo=in_demo,
    )
    app = Litestar(
        [people_routes(in_demo=in_demo)],
        state=State({"house": house}),
        middleware=[SameOrigin()],
        exception_handlers=HANDLERS,
    )
    made = Doors(house, app)
    async with made.stack:
        yield made
    await database.close()


@pytest.fixture
def first_run_form(doors: Doors) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The filled-in first-run form, with a token that was just printed."""

    async def form(**changes: Any) -> dict[str, Any]:
        link = await first_run_link(doors.house.database, doors.house.address)
        filled: dict[str, Any] = {
            "token": link.partition("#")[2] if link else "none-any-more",
            "school": {
                "name": "Oak Street School",
                "timeZone": "America/New_York",
                "yearStart": "2026-09-01",
                "yearEnd": "2027-06-20",
                "daysOff": [{"day": "2026-11-26", "title": "Thanksgiving"}],
            },
            "admin": {"name": "Ana Torres", "email": "Ana@Oak.example", "password": PASSWORD},
            "deviceLabel": "Ana’s laptop",
        }
        return filled | changes

    return form


@pytest.fixture
async def school(doors: Doors, first_run_form: Callable[..., Awaitable[dict[str, Any]]]) -> "Opened":
    """Ana's school, founded through the front door; she is signed in on her laptop."""
    laptop = await doors.browser()
    signed_in = (await laptop.post("/api/first-run", json=await first_run_form())).json()
    me = signed_in["persons"][0]
    return Opened(Founded(doors, me["school"], me["id"]), laptop, signed_in)


@dataclass
class Opened:
    """A school with its admin signed in on `laptop`."""

    founded: Founded
    laptop: httpx.AsyncClient
    signed_in: dict[str, Any]

    async def link(self, person: str) -> dict[str, Any]:
        """A new join link for somebody, as the admin's screen shows it."""
        answer = await self.laptop.post(f"/api/people/{person}/join-link")
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def joined(self, name: str, email: str, *roles: str) -> tuple[httpx.AsyncClient, str]:
        """Somebody who has joined: the browser, and the person's id."""
        person = await self.founded.person(name, *roles, email=email)
        made, browser = await self.link(person), await self.founded.doors.browser()
        form = {"code": made["code"], "password": PASSWORD, "deviceLabel": f"{name}’s phone"}
        assert (await browser.post("/api/join", json=form)).status_code == 201
        return browser, person
