"""Live: who holds a touched scope is told within a second, of the clock and of nothing else."""

import asyncio
import contextlib

import pytest

from server.kernel.ids import child_id, new_id
from server.sync import events
from server.sync.events import EARS, PAUSE, Ear
from tests.cast import AT, World, put


async def hear(world: World, account: str, news: list[dict[str, int]], heard: asyncio.Event) -> None:
    async for told in world.app.state.exchange.hub.listen(account):
        news.append(told)
        heard.set()


async def test_only_those_who_hold_a_touched_scope_are_told_and_only_the_clock(world: World) -> None:
    for actor in world.cast:
        await actor.pull()
    heard: dict[str, list[dict[str, int]]] = {actor.name: [] for actor in world.cast}
    rung = {actor.name: asyncio.Event() for actor in world.cast}
    ears = [asyncio.create_task(hear(world, one.account, heard[one.name], rung[one.name])) for one in world.cast]
    await asyncio.sleep(0)
    await world.shared(world.ana, world.ben)
    async with asyncio.timeout(5):
        await rung["Ben"].wait()
        await rung["Ana Reyes"].wait()
    for ear in ears:
        ear.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ear
    assert heard["Eli"] == []
    assert heard["Fay"] == []
    assert all(told.keys() == {world.school} for told in heard["Ben"])
    assert all(isinstance(clock, int) for told in heard["Ben"] for clock in told.values())


async def test_who_is_not_signed_in_hears_nothing(world: World) -> None:
    world.eli.http.cookies.clear()
    response = await world.eli.http.get("/api/sync/events")
    assert response.status_code == 401


async def test_a_device_that_is_closed_hears_nothing_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hub, opened = world.app.state.exchange.hub, asyncio.Event()

    def open_ear(account: str) -> Ear:
        opened.set()
        return Ear(account)

    monkeypatch.setattr(events, "Ear", open_ear)
    listening = asyncio.create_task(world.ben.http.get("/api/sync/events"))  # its answer is whole when it has ended
    async with asyncio.timeout(5):
        await opened.wait()
    assert (await world.ana.http.post(f"/api/devices/{world.ben.device}/revoke", json={})).is_success
    await world.shared(world.ana, world.ben)
    async with asyncio.timeout(5):
        response = await listening
    assert "clock" not in response.text
    assert not hub.ears


async def test_listeners_are_told_though_the_database_could_not_be_asked_at_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, rung, news = world.app.state.exchange.hub, asyncio.Event(), []  # type: ignore[var-annotated]
    ear = asyncio.create_task(hear(world, world.ben.account, news, rung))
    await asyncio.sleep(0)
    concerns, failed = hub.concerns, asyncio.Event()

    async def fails_once(school: str, scopes: set[str]) -> tuple[set[str], int]:
        hub.concerns = concerns
        failed.set()
        raise OSError

    hub.concerns = fails_once
    monkeypatch.setattr(events, "PAUSE", 0.01)
    await world.ana.did("change_person", put("person", world.dee.id, f"staff:{world.school}", name="Deirdre"))
    async with asyncio.timeout(5):
        await failed.wait()
        await rung.wait()
    assert news[0].keys() == {world.school}
    hub.close()
    await ear


async def test_who_was_let_out_is_told_of_that_and_of_nothing_after_it(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben)
    scope = f"walkthrough:{walk}"
    [first, *_] = await world.ana.sees("evidence_note", scope=scope)
    strength = new_id()
    rests = put("strength_note", child_id(strength, first["id"]), scope, strengthId=strength, noteId=first["id"])
    await world.ana.did("name_strength", put("strength", strength, scope, text="They explain"), rests)
    heard: list[dict[str, int]] = []
    rung = asyncio.Event()
    ear = asyncio.create_task(hear(world, world.ben.account, heard, rung))
    await asyncio.sleep(0)
    for shared in (True, False):
        verb = "share_feedback" if shared else "withdraw_share"
        await world.ana.did(verb, put("feedback", child_id(walk, "feedback"), scope, shared=shared, sharedAt=AT))
        async with asyncio.timeout(5):
            await rung.wait()
        rung.clear()
    await asyncio.sleep(PAUSE)
    told = len(heard)
    again = put("evidence_note", first["id"], scope, text="Seen only by whoever draws it up")
    await world.ana.did("reword_evidence_note", again)
    await asyncio.sleep(PAUSE / 2)
    ear.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ear
    assert len(heard) == told


async def test_a_server_that_stops_ends_every_connection(world: World) -> None:
    hub = world.app.state.exchange.hub
    ears = [asyncio.create_task(hear(world, one.account, [], asyncio.Event())) for one in (world.ana, world.ben)]
    await asyncio.sleep(0)
    assert len(hub.ears) == 2
    hub.close()
    async with asyncio.timeout(5):
        await asyncio.gather(*ears)
    assert not hub.ears
    async with asyncio.timeout(5):
        await hear(world, world.ana.account, [], asyncio.Event())


async def test_a_quiet_connection_gives_a_sign_of_life(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "QUIET", 0.01)
    listening = world.app.state.exchange.hub.listen(world.ana.account)
    async with asyncio.timeout(5):
        assert await anext(listening) == {}
        assert await anext(listening) == {}
    await listening.aclose()


async def test_one_account_has_so_many_ears_and_each_for_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = world.app.state.exchange.hub
    many = [hub.listen(world.fay.account) for _ in range(EARS)]
    waiting = [asyncio.create_task(anext(ear)) for ear in many]
    await asyncio.sleep(0)
    response = await world.fay.http.get("/api/sync/events")
    assert (response.status_code, response.json()["name"]) == (429, "too_many_tries")
    assert hub.has_room(world.ben.account)
    monkeypatch.setattr("server.sync.events.AN_HOUR", 0)
    assert [news async for news in hub.listen(world.ben.account)] == []
    hub.close()
    await asyncio.gather(*waiting, return_exceptions=True)
