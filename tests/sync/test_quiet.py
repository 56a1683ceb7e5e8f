"""The answer that is given again while nothing can have changed: it never hides what has.

Each test first sees that the next contact would be answered from memory, so that none passes for want of one.
Two servers over one file stand for two processes: what one commits the other must see at its next contact.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server.kernel.ids import child_id, new_id
from server.people.codes import hashed
from server.sync import door
from server.sync.exchange import Exchange
from tests.cast import AT, Actor, World, put
from tests.conftest import client, running
from tests.sync.test_push import add_note


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every answer that was worked out, not remembered."""
    worked: list[str] = []
    whole = Exchange._anew

    async def counted(exchange: Exchange, account: str, device: str, request: Any) -> Any:
        worked.append(device)
        return await whole(exchange, account, device, request)

    monkeypatch.setattr(Exchange, "_anew", counted)
    return worked


async def falls_quiet(actor: Actor, anew: list[str]) -> None:
    """The device is told all there is, and its next contact is answered from memory."""
    for _ in range(3):
        await actor.pull()
    anew.clear()
    answer = await actor.sync([])
    assert anew == []
    assert answer["rows"] == []


@asynccontextmanager
async def a_second_server(world: World, path: Path) -> AsyncIterator[World]:
    """Another server over the same file; its actors hold the same sessions."""
    async with running(path) as (app, stack):
        cast = {}
        for name in ("ana", "ben", "chi", "dee", "eli", "fay"):
            actor: Actor = getattr(world, name)
            http = await stack.enter_async_context(client(app, world.clock, cookies=dict(actor.http.cookies)))
            cast[name] = replace(actor, http=http, base={}, asof=None, behind={}, scopes={})
        yield replace(world, app=app, **cast)


async def test_a_quiet_answer_says_the_time_and_nothing_new(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    first = await world.ben.sync([])
    world.later(seconds=20)
    again = await world.ben.sync([])
    assert anew == []
    assert first["now"] < again["now"]
    assert {**first, "now": ""} == {**again, "now": ""}


async def test_what_others_do_is_told_at_the_next_contact(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    walk = await world.shared(world.ana, world.ben)
    answer = await world.ben.sync([])
    assert f"walkthrough:{walk}" in answer["granted"]


async def test_an_ended_membership_is_told_at_the_next_contact(world: World, anew: list[str]) -> None:
    await falls_quiet(world.fay, anew)
    scope = f"team:{world.team}"
    seat = {"op": "remove", "kind": "team_member", "id": child_id(world.team, world.fay.id), "scope": scope}
    await world.chi.did("leave_team", seat)
    assert scope in (await world.fay.sync([]))["ended"]


async def test_a_closed_device_is_told_so_at_the_next_contact(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    assert (await world.ana.http.post(f"/api/devices/{world.ben.device}/revoke", json={})).status_code == 204
    answer = await world.ben.sync([])
    assert (answer["deviceState"], answer["asof"]) == ("closed", {})


async def test_an_ended_session_is_told_so_at_the_next_contact(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    async with world.app.state.house.database.writing() as session:
        token = hashed(world.ben.http.cookies["sid"])
        await session.execute(text("DELETE FROM session WHERE token_hash = :token"), {"token": token})
    assert await status_of(world.ben) == 401


async def test_a_session_ends_by_itself_though_nothing_is_committed(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    world.later(days=61)
    assert await status_of(world.ben) == 401


async def test_who_is_signed_in_as_another_hears_nothing(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    world.ben.http.cookies = world.dee.http.cookies
    assert await status_of(world.ben) == 403


async def test_a_server_restored_to_an_older_state_says_so(world: World, anew: list[str], tmp_path: Path) -> None:
    before = world.app.state.house.database.engine.url.database
    kept = tmp_path / "kept.sqlite"
    await asyncio.to_thread(lambda: _copy(before, kept))
    await world.ana.did("change_person", put("person", world.ben.id, f"staff:{world.school}", name="Benedict"))
    await falls_quiet(world.ben, anew)
    await asyncio.to_thread(lambda: _copy(kept, before))  # into the file that is open, as SQLite's own means allow
    assert await status_of(world.ben) == 409


async def test_parked_work_is_tried_again_at_every_contact(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    phone = replace(world.ben, base={}, asof=None, behind={}, scopes={})
    early = add_note(world.ben, new_id())
    assert [one.status for one in await phone.push(early)] == ["parked"]
    world.later(days=31)
    async with world.app.state.house.database.writing() as session:
        await session.execute(text("UPDATE session SET last_seen = :now"), {"now": AT.replace("03-02", "04-02")})
    answer = await world.ben.sync([])
    assert [one["problem"]["name"] for one in answer["settled"]] == ["waited_too_long"]


async def test_what_time_brings_is_looked_for_every_hour(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    asked: list[str] = []
    due = world.app.state.exchange.due

    class Asked:
        async def bring(self, school: str, author: str) -> bool:
            asked.append(school)
            return await due.bring(school, author)

    object.__setattr__(world.app.state.exchange, "due", Asked())
    world.clock.now = world.clock.now.replace(minute=59, second=30)
    await world.ben.pull()
    asked.clear()
    anew.clear()
    await world.ben.sync([])
    assert (anew, asked) == ([], [])
    world.later(seconds=35)
    await world.ben.sync([])
    assert asked == [world.school]


async def test_the_school_is_told_within_a_minute_that_the_device_was_here(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    world.later(seconds=61)
    await world.ben.sync([])
    [device] = (await world.ben.http.get("/api/devices")).json()["devices"]
    assert device["lastSeen"] == world.clock.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def test_another_device_of_the_account_and_another_request_are_answered_for_themselves(
    world: World, anew: list[str]
) -> None:
    await falls_quiet(world.ben, anew)
    fresh = replace(world.ben, base={}, asof=None, behind={}, scopes={})
    await fresh.pull()
    assert fresh.base == world.ben.base
    assert fresh.scopes == world.ben.scopes


async def test_a_second_server_over_the_same_file_hides_nothing_either(
    world: World, anew: list[str], tmp_path: Path
) -> None:
    async with a_second_server(world, tmp_path / "live.sqlite") as other:
        await falls_quiet(other.ben, anew)
        await falls_quiet(other.dee, anew)
        await falls_quiet(other.fay, anew)
        walk = await world.shared(world.ana, world.ben)
        assert f"walkthrough:{walk}" in (await other.ben.sync([]))["granted"]
        assert (await world.ana.http.post(f"/api/devices/{world.dee.device}/revoke", json={})).status_code == 204
        assert (await other.dee.sync([]))["deviceState"] == "closed"
        assert (await world.fay.http.post("/api/sign-out", json={})).is_success
        assert await status_of(other.fay) == 401


async def test_a_quiet_device_is_not_answered_to_another_site_or_in_another_form(world: World, anew: list[str]) -> None:
    await falls_quiet(world.ben, anew)
    body = world.ben.request([])
    foreign = await world.ben.http.post("/api/sync", json=body, headers={"sec-fetch-site": "cross-site"})
    assert (foreign.status_code, foreign.json()["name"]) == (403, "cross_site")
    form = {"content-type": "text/plain"}
    assert (await world.ben.http.post("/api/sync", content=json.dumps(body), headers=form)).status_code == 415
    assert anew == []


async def test_the_quiet_answer_is_word_for_word_and_header_for_header_the_routes(
    world: World, anew: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await falls_quiet(world.ben, anew)
    body = world.ben.request([])
    short = await world.ben.http.post("/api/sync", json=body)
    monkeypatch.setattr(door, "SHORT", 0)
    long = await world.ben.http.post("/api/sync", json=body)
    assert short.json() == long.json()
    assert short.headers["cache-control"] == long.headers["cache-control"] == "no-store"
    for name in ("content-type", "x-content-type-options"):
        assert short.headers[name] == long.headers[name]


@pytest.mark.parametrize("content", ["", "{", "[" * 3000, '{"account": 1}', "\x00"])
async def test_what_cannot_be_read_at_the_short_door_is_refused_at_the_long_one(world: World, content: str) -> None:
    headers = {"content-type": "application/json"}
    answer = await world.ben.http.post("/api/sync", content=content, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["name"] == "malformed"


async def status_of(actor: Actor) -> int:
    return (await actor.http.post("/api/sync", json=actor.request([]))).status_code


def _copy(source: str | Path, target: str | Path) -> None:
    with sqlite3.connect(source) as read, sqlite3.connect(target) as written:
        read.backup(written)
