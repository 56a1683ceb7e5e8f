"""Sync on PostgreSQL, where writers truly come at once: nothing lost, dense clocks, no deadlock, every kind fits."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.db import Database
from server.kernel.ids import child_id, new_id
from server.kernel.verbs import Write
from server.sync import order, registry
from server.sync.models import Log, SchoolClock, Tick
from server.sync.opening import Sync, open_sync
from server.sync.schemas import AppBuilds, SyncRequest
from server.sync.unit import Unit
from tests.postgres import Cluster, postgres  # noqa: F401
from tests.two_devices import fold, locks
from tests.two_devices.place import TEACHES, Place
from tests.two_devices.shelves import Databases

pytestmark = pytest.mark.slow
AT = "2026-03-02T10:00:00.000Z"
BUILDS = AppBuilds(min_build=0, latest_build=1)


@pytest.fixture
async def place(postgres: Cluster) -> AsyncIterator[Place]:  # noqa: F811
    place = Place(Databases(postgres), postgres.database())
    await place.found()
    yield place
    await place.database.close()


def mutation(school: str, verb: str, *ops: dict[str, Any]) -> dict[str, Any]:
    return {"id": new_id(), "school": school, "verb": verb, "schema": 1, "at": AT, "ops": list(ops)}


def put(kind: str, row: str, scope: str, **values: Any) -> dict[str, Any]:
    return {"op": "put", "kind": kind, "id": row, "scope": scope, "set": values, "from": {}}


def named(place: Place, school: str, who: str = "ana") -> dict[str, Any]:
    """A change of a row that everybody here fights over."""
    scope = f"staff:{place.schools[school]}"
    return mutation(
        place.schools[school], "change_person", put("person", place.people[school, who], scope, name=new_id())
    )


async def pushed(sync: Sync, account: str, device: str, mutations: list[dict[str, Any]]) -> list[str]:
    request = SyncRequest(account=account, device=device, mutations=mutations)
    answer = await sync.exchange.answer(account, device, request)
    return [verdict.status for verdict in answer.results]


async def test_eight_writers_in_two_schools_lose_nothing_and_never_lock_each_other_out(place: Place) -> None:
    """Two processes, eight devices of Ana, who belongs to both schools; half of what is sent is sent twice."""
    others = [Database(place.address) for _ in range(2)]
    processes = [await open_sync(database, BUILDS) for database in others]
    devices = [await place.device("ana") for _ in range(8)]
    sent: list[dict[str, Any]] = []
    notes = {school: await some_notes(place, school, devices[0]) for school in ("harbor", "lake")}

    def reworded(chance: random.Random, school: str) -> dict[str, Any]:
        scope, there = notes[school]
        typed = put("evidence_note", chance.choice(there), scope, text=new_id())
        return mutation(place.schools[school], "reword_evidence_note", typed)

    async def device_at_work(number: int) -> None:
        chance = random.Random(number)
        process, account = processes[number % 2], place.accounts["ana"]
        for _ in range(6):
            batch = [reworded(chance, chance.choice(("harbor", "lake"))) for _ in range(3)]
            chance.shuffle(batch)
            sent.extend(batch)
            statuses = await pushed(process, account, devices[number], batch)
            assert statuses == ["applied"] * 3
            if chance.random() < 0.5:
                twin = devices[(number + 1) % 8]
                again = await asyncio.gather(
                    pushed(process, account, twin, batch), pushed(processes[0], account, twin, batch)
                )
                assert again == [statuses, statuses]

    async with asyncio.timeout(100):
        await asyncio.gather(*(device_at_work(number) for number in range(8)))
    log = await fold.logged(place.database)
    assert all(log[one["id"]].status == "applied" for one in sent)
    await fold.check(place.database, {})
    held = (await fold.what_each_holds(place.database, [place.accounts["ana"]]))[place.accounts["ana"]]
    for op in [op for one in sent for op in one["ops"]]:
        # all wrote without having seen each other: every value still stands
        assert op["set"]["text"] in {head["value"] for head in held[op["id"]]["fields"]["text"]}
    assert not locks.out_of_order
    for database in others:
        await database.close()


async def test_the_same_mutation_from_two_sides_at_once_is_done_once(place: Place) -> None:
    other = Database(place.address)
    process, account = await open_sync(other, BUILDS), place.accounts["ana"]
    devices = [await place.device("ana") for _ in range(2)]
    for _ in range(10):
        batch = [named(place, "harbor"), named(place, "lake")]
        one, two = await asyncio.gather(
            pushed(place.sync_core, account, devices[0], batch), pushed(process, account, devices[1], batch)
        )
        assert one == two == ["applied", "applied"]
    await fold.check(place.database, {})
    await other.close()


async def test_what_waits_in_one_school_does_not_turn_the_locks_around(place: Place) -> None:
    """An account with parked work in the school that is locked last writes in the one that is locked first."""
    first, last = sorted(("harbor", "lake"), key=lambda school: place.schools[school])
    account, devices = place.accounts["ana"], [await place.device("ana") for _ in range(4)]
    lost = put("evidence_note", new_id(), f"walkthrough:{new_id()}", text="early", begunAt=AT)
    early = mutation(place.schools[last], "add_evidence_note", lost)
    assert await pushed(place.sync_core, account, devices[0], [early]) == ["parked"]
    async with asyncio.timeout(60):
        for _ in range(4):
            batches = ([named(place, first)], [named(place, last), named(place, first)]) * 2
            done = await asyncio.gather(
                *(
                    pushed(place.sync_core, account, device, batch)
                    for device, batch in zip(devices, batches, strict=True)
                )
            )
            assert done == [["applied"], ["applied"] * 2] * 2
    assert not locks.out_of_order


async def test_what_waits_in_another_school_is_not_woken_from_here(place: Place) -> None:
    """Somebody wrote of a row that comes to be in a school that is not theirs: no lock is taken for that, this late."""
    note, device = new_id(), {name: await place.device(name) for name in ("ana", "cy")}
    visits = {
        name: await visit(place, name, school, device[name]) for name, school in (("cy", "harbor"), ("ana", "lake"))
    }
    forged = mutation(place.schools["lake"], "reword_evidence_note", put("evidence_note", note, visits["cy"], text="x"))
    assert await pushed(place.sync_core, place.accounts["cy"], device["cy"], [forged]) == ["parked"]
    before = set(locks.taken)
    added = put("evidence_note", note, visits["ana"], text="mine", begunAt=AT)
    written = mutation(place.schools["lake"], "add_evidence_note", added)
    assert await pushed(place.sync_core, place.accounts["ana"], device["ana"], [written]) == ["applied"]
    assert all(place.schools["harbor"] not in schools for one, schools in locks.taken.items() if one not in before)
    assert (await fold.logged(place.database))[forged["id"]].status == "parked"


async def some_notes(place: Place, school: str, device: str) -> tuple[str, list[str]]:
    """Twelve notes of Ana's in one visit, and its scope."""
    scope, notes = await visit(place, "ana", school, device), [new_id() for _ in range(12)]
    added = [
        mutation(
            place.schools[school], "add_evidence_note", put("evidence_note", note, scope, text="first", begunAt=AT)
        )
        for note in notes
    ]
    assert await pushed(place.sync_core, place.accounts["ana"], device, added) == ["applied"] * 12
    return scope, notes


async def visit(place: Place, name: str, school: str, device: str) -> str:
    """A visit of this observer's; its scope."""
    walk, teacher = new_id(), place.people[school, TEACHES[school]]
    told = {"classId": place.classes[school], "protocolId": place.protocols[school], "startedAt": AT}
    begun = put("walkthrough", walk, f"walkthrough:{walk}", observerId=place.people[school, name], **told)
    seat = {"personId": teacher, "name": "teacher"}
    visited = put("visited", child_id(walk, teacher), f"walkthrough:{walk}", **seat)
    started = mutation(place.schools[school], "start_walkthrough", begun, visited)
    assert await pushed(place.sync_core, place.accounts[name], device, [started]) == ["applied"]
    return f"walkthrough:{walk}"


async def test_two_first_writers_of_a_school_make_one_clock(place: Place) -> None:
    school = new_id()
    first_has_it, second_asks = asyncio.Event(), asyncio.Event()

    async def ticked(session: AsyncSession) -> None:
        unit = Unit(session)
        await unit.lock([school])
        unit.tick(school)
        await unit.write()

    async def first() -> None:
        async with place.database.writing() as session:
            await ticked(session)
            first_has_it.set()
            await second_asks.wait()
            await asyncio.sleep(0.2)  # the second now waits inside the database; there is nothing to be told by

    async def second() -> None:
        await first_has_it.wait()
        async with place.database.writing() as session:
            second_asks.set()
            await ticked(session)

    async with asyncio.timeout(20):
        await asyncio.gather(first(), second())
    async with place.database.reading() as session:
        clock = await session.get_one(SchoolClock, school)
        ticks = await session.execute(select(Tick.clock).where(Tick.school_id == school).order_by(Tick.clock))
        assert (clock.clock, list(ticks.scalars())) == (2, [1, 2])


async def test_one_reading_is_one_moment(place: Place) -> None:
    device, account = await place.device("ana"), place.accounts["ana"]
    async with place.database.reading() as session:
        before = await order.clock_of(session, place.schools["harbor"])
        await pushed(place.sync_core, account, device, [named(place, "harbor")])
        assert await order.clock_of(session, place.schools["harbor"]) == before
    async with place.database.reading() as session:
        assert await order.clock_of(session, place.schools["harbor"]) == before + 1


@pytest.mark.parametrize("state", ["40P01", "53100", "57P01", "55P03"])
async def test_the_machines_trouble_parks_nothing(place: Place, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadlock, a full disk, a shutdown, a lock not to be had: nothing is done, and it may come again."""

    async def broken(write: Write) -> None:
        await write.session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'machine' USING ERRCODE = '{state}'; END $$"))

    device, account, good = await place.device("ana"), place.accounts["ana"], registry.VERBS
    change = named(place, "harbor")
    fine = named(place, "harbor")
    monkeypatch.setattr(registry, "VERBS", {**good, "change_person": replace(good["change_person"], effect=broken)})
    with pytest.raises(DBAPIError):
        await pushed(place.sync_core, account, device, [fine, change])
    monkeypatch.undo()
    assert not {fine["id"], change["id"]} & (await fold.logged(place.database)).keys()
    assert await pushed(place.sync_core, account, device, [fine, change]) == ["applied", "applied"]


async def test_what_no_store_can_hold_is_refused_and_kept_and_stops_nothing(place: Place) -> None:
    device, account, school = await place.device("ana"), place.accounts["ana"], place.schools["harbor"]
    wrong = [named(place, "harbor") for _ in range(4)]
    wrong[0]["ops"][0]["set"]["name"] = "half a pair \ud83d"
    wrong[1]["ops"][0]["set"]["name"] = "nul \x00"
    wrong[2]["verb"] = "\ud800"
    wrong[3]["schema"] = True
    fine = named(place, "harbor")
    fine["ops"][0]["set"]["name"] = "Ñandú 😀"
    assert await pushed(place.sync_core, account, device, [*wrong, fine]) == ["rejected"] * 4 + ["applied"]
    assert await pushed(place.sync_core, account, device, [*wrong, fine]) == ["rejected"] * 4 + ["applied"]
    async with place.database.reading() as session:
        kept = await session.execute(select(Log.status).where(Log.school_id == school, Log.status == "rejected"))
        assert len(kept.all()) == 4
