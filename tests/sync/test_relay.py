"""Word of a commit from one process to another over one PostgreSQL: after the commit, to whom it concerns, and again
after the line was lost."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from server.kernel.db import Database
from server.sync.opening import Sync, open_sync
from tests.postgres import Cluster, postgres  # noqa: F401
from tests.sync.test_postgres import BUILDS, named, pushed
from tests.two_devices.place import Place
from tests.two_devices.shelves import Databases

pytestmark = pytest.mark.slow
SOON = 20


@pytest.fixture
async def place(postgres: Cluster) -> AsyncIterator[Place]:  # noqa: F811
    place = Place(Databases(postgres), postgres.database())
    await place.found()
    yield place
    await place.database.close()


@pytest.fixture
async def other(place: Place) -> AsyncIterator[Sync]:
    """A second process, as far as the database can tell, that listens."""
    database = Database(place.address)
    sync = await open_sync(database, BUILDS)
    async with sync.relay.listening():
        async with asyncio.timeout(SOON):
            await sync.relay.heard.wait()
        yield sync
    await database.close()


class Listener:
    """One device of an account on the other process."""

    def __init__(self, sync: Sync, account: str) -> None:
        self.news: asyncio.Queue[dict[str, int]] = asyncio.Queue()
        self._listening = asyncio.create_task(self._listen(sync, account))

    async def _listen(self, sync: Sync, account: str) -> None:
        async for told in sync.exchange.hub.listen(account):
            if told:
                self.news.put_nowait(told)

    async def hears(self) -> dict[str, int]:
        async with asyncio.timeout(SOON):
            return await self.news.get()

    async def close(self) -> None:
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening


@pytest.fixture
async def listeners(place: Place, other: Sync) -> AsyncIterator[dict[str, Listener]]:
    ears = {name: Listener(other, account) for name, account in place.accounts.items()}
    await asyncio.sleep(0)
    yield ears
    for ear in ears.values():
        await ear.close()


async def test_what_one_process_commits_is_told_by_the_other(place: Place, listeners: dict[str, Listener]) -> None:
    device, school = await place.device("ana"), place.schools["harbor"]
    assert await pushed(place.sync_core, place.accounts["ana"], device, [named(place, "harbor")]) == ["applied"]
    _, clock = await place.sync_core.exchange.hub.concerns(school, {f"staff:{school}"})
    for name in ("ana", "ben", "cy"):
        assert await listeners[name].hears() == {school: clock}
    assert listeners["eli"].news.empty()  # told in the same turn of the loop, if he had been told


async def test_a_write_that_is_not_committed_is_not_told(place: Place, listeners: dict[str, Listener]) -> None:
    school = place.schools["harbor"]
    with contextlib.suppress(ZeroDivisionError):
        async with place.database.writing() as session:
            await place.sync_core.exchange.hub.announce(session, {school: {f"staff:{school}"}})
            raise ZeroDivisionError
    lake = place.schools["lake"]
    async with place.database.writing() as session:
        await place.sync_core.exchange.hub.announce(session, {lake: {f"staff:{lake}"}})
    assert (await listeners["ana"].hears()).keys() == {lake}  # Ana is in both; words come in the order of commits
    assert listeners["ben"].news.empty()


async def test_many_scopes_are_told_in_several_words(place: Place, listeners: dict[str, Listener]) -> None:
    school = place.schools["harbor"]
    many = {f"team:{number:036d}" for number in range(450)} | {f"walkthrough:{'f' * 36}", f"staff:{school}"}
    async with place.database.writing() as session:
        await place.sync_core.exchange.hub.announce(session, {school: many})
    assert (await listeners["ben"].hears()).keys() == {school}


async def test_a_lost_line_is_found_again_and_what_was_missed_is_made_good(
    place: Place,
    other: Sync,
    listeners: dict[str, Listener],
    postgres: Cluster,  # noqa: F811
) -> None:
    device, school = await place.device("ana"), place.schools["harbor"]
    other.relay.heard.clear()
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    async with place.database.writing() as session:
        assert (await session.execute(text(cut))).scalar_one() == 1
    await pushed(place.sync_core, place.accounts["ana"], device, [named(place, "harbor")])
    async with asyncio.timeout(SOON):
        await other.relay.heard.wait()
    assert school in await listeners["ben"].hears()
    assert (await listeners["eli"].hears()).keys() == {
        place.schools["lake"]
    }  # where he stands already: he need not ask
    await pushed(place.sync_core, place.accounts["ana"], device, [named(place, "harbor")])
    assert school in await listeners["ben"].hears()


async def test_what_a_process_commits_itself_it_tells_once(place: Place, other: Sync) -> None:
    device = await place.device("ben")
    ear = Listener(other, place.accounts["ben"])
    await asyncio.sleep(0)
    rung: list[str] = []
    concerns = other.exchange.hub.concerns

    async def asked(school: str, scopes: set[str]) -> tuple[set[str], int]:
        rung.append(school)
        return await concerns(school, scopes)

    other.exchange.hub.concerns = asked
    await pushed(other, place.accounts["ben"], device, [{**named(place, "harbor"), "ops": own_name(place)}])
    await ear.hears()
    await pushed(place.sync_core, place.accounts["ben"], device, [{**named(place, "harbor"), "ops": own_name(place)}])
    await ear.hears()
    assert rung == [place.schools["harbor"]] * 2
    await ear.close()


def own_name(place: Place) -> list[dict[str, object]]:
    me, scope = place.people["harbor", "ben"], f"staff:{place.schools['harbor']}"
    return [{"op": "put", "kind": "person", "id": me, "scope": scope, "set": {"name": "B"}, "from": {}}]
