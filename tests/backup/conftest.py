"""Backups made cheaply: the key is derived with little work, since no test here is about guessing."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server import migrations
from server.backup import envelope
from server.people.seats import seat_in_school
from tests.backup.story import Tablets
from tests.cast import World
from tests.conftest import Founded
from tests.postgres import Cluster, postgres  # noqa: F401
from tests.two_devices.place import Place
from tests.two_devices.shelves import Databases, Files

WORDS = "nine lanterns over the quiet harbor"


@pytest.fixture(autouse=True)
def nothing_is_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BRIGHTWALK_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "COST", 2**4)


@pytest.fixture
def school(founded: Founded, tmp_path: Path) -> Path:
    """A data folder with the founded schools in it."""
    data = tmp_path / "here"
    data.mkdir()
    shutil.copy(founded.path, data / "brightwalk.sqlite")
    return data


@pytest.fixture
def tablets(world: World) -> Tablets:
    """Everybody's device, remembering what it sends."""
    tablets = Tablets()
    for actor in world.cast:
        tablets.keep(actor)
    return tablets


async def open_for_all(place: Place) -> Place:
    await asyncio.to_thread(migrations.upgrade, place.address, lambda _: None)
    await place.found()
    for school in ("harbor", "lake"):
        await make_admin(place, school)
    return place


async def make_admin(place: Place, school: str) -> None:
    """Ana may mark days off in both schools."""
    async with place._writing(school, place.people[school, "ana"]) as write:
        await place._seat(write, school, "ana", ("leader", "admin"))
        await seat_in_school(write)


@pytest.fixture
async def on_sqlite(tmp_path: Path) -> AsyncIterator[Place]:
    (tmp_path / "here").mkdir()
    address = f"sqlite+aiosqlite:///{tmp_path / 'here' / 'brightwalk.sqlite'}"
    place = await open_for_all(Place(Files(tmp_path), address))
    yield place
    await place.database.close()


@pytest.fixture
async def on_postgres(postgres: Cluster) -> AsyncIterator[Place]:  # noqa: F811
    place = await open_for_all(Place(Databases(postgres), postgres.database()))
    yield place
    await place.database.close()
