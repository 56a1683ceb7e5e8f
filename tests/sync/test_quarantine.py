"""A closed device: what it hands in is held apart, and comes in with it, or by its owner's word, or not at all."""

import httpx
import pytest

from server.kernel.ids import new_id
from tests.cast import Actor, World, put
from tests.conftest import PASSWORD
from tests.sync.test_push import add_note, mutation

SIGN_IN = {"email": "ana@harbor.example", "password": PASSWORD, "deviceLabel": "a tablet"}


async def another(world: World, actor: Actor, **form: str) -> Actor:
    """The same person on a second device."""
    async with httpx.AsyncClient(transport=actor.http._transport, base_url=str(actor.http.base_url)) as http:
        told = (await http.post("/api/sign-in", json=SIGN_IN | form)).json()
        cookies = http.cookies
    second = httpx.AsyncClient(transport=actor.http._transport, base_url=str(actor.http.base_url), cookies=cookies)
    return Actor(actor.name, second, actor.id, actor.school, actor.account, told["device"])


async def close(actor: Actor, device: str, closing: str = "seal") -> int:
    return (await actor.http.post(f"/api/devices/{device}/revoke", json={"closing": closing})).status_code


async def test_a_closed_device_hears_what_to_do_and_gets_no_row_event_key_or_export(world: World) -> None:
    tablet = await another(world, world.ana)
    walk = await world.walkthrough(world.ana, world.ben)
    assert await close(world.ana, tablet.device, "erase") == 204
    answer = await tablet.sync([add_note(world.ana, walk)])
    assert (answer["deviceState"], answer["closing"]) == ("closed", "erase")
    assert not any(answer[part] for part in ("rows", "records", "granted", "scopes", "settled", "asof", "behind"))
    for path in ("/api/me", "/api/export", "/api/sync/events", "/api/devices", f"/api/devices/{tablet.device}/held"):
        refused = await tablet.http.get(path)
        assert (refused.status_code, refused.json()["name"]) == (403, "device_closed"), path
        assert refused.json()["particulars"] == {"closing": "erase", "device": tablet.device}
    again = await tablet.http.post("/api/sign-in", json=SIGN_IN | {"device": tablet.device})
    assert (again.status_code, again.json()["name"]) == (403, "device_closed")
    assert "storeKey" not in again.json()


async def test_letting_a_device_in_again_brings_what_it_handed_in_and_its_key(world: World) -> None:
    first = (await world.ben.http.post("/api/sign-in", json=SIGN_IN)).json()
    tablet = Actor("Ana", world.ben.http, world.ana.id, world.school, world.ana.account, first["device"])
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    await tablet.pull()
    await close(world.ana, tablet.device)
    note = add_note(world.ana, walk, "written on the lost tablet")
    assert [one["status"] for one in (await tablet.sync([note]))["results"]] == ["parked"]
    world.later(days=40)  # a person's word is waited for, however long it takes
    laptop = await another(world, world.ana)
    await laptop.pull()
    let_in = await laptop.http.post(f"/api/devices/{tablet.device}/let-in")
    assert let_in.json() == {"applied": 1, "rejected": 0, "parked": 0}
    assert [one["text"] for one in await laptop.sees("evidence_note")] == ["written on the lost tablet"]
    again = (await tablet.http.post("/api/sign-in", json=SIGN_IN | {"device": first["device"]})).json()
    assert (again["device"], again["storeKey"]) == (first["device"], first["storeKey"])
    settled = (await tablet.sync([]))["settled"]
    assert [(one["id"], one["status"]) for one in settled] == [(note["id"], "applied")]


async def test_the_owner_reads_and_decides_what_an_erased_device_handed_in(world: World) -> None:
    tablet = await another(world, world.ana)
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    await close(world.ana, tablet.device, "erase")
    kept, left = add_note(world.ana, walk, "mine"), add_note(world.ana, walk, "not mine")
    await tablet.sync([kept])
    assert (await tablet.http.post("/api/devices/emptied")).status_code == 204
    assert (await tablet.http.post("/api/sync", json={})).status_code == 401
    held = f"/api/devices/{tablet.device}/held"
    assert (await world.ana.http.get(held)).json()["mutations"] == [kept]
    assert (await world.ana.http.post(held, json={"take": True})).json()["applied"] == 1
    assert (await world.ana.http.get(held)).json()["mutations"] == []
    assert [one["text"] for one in await world.ana.sees("evidence_note")] == ["mine"]

    other = await another(world, world.ana)
    await close(world.ana, other.device)
    await other.sync([left])
    told = (await world.ana.http.post(f"/api/devices/{other.device}/held", json={"take": False})).json()
    assert told == {"applied": 0, "rejected": 1, "parked": 0}
    assert [one["text"] for one in await world.ana.sees("evidence_note")] == ["mine"]
    assert (await world.ana.push(left))[0].problem == "left_out"


@pytest.mark.parametrize("who", ["ben", "dee", "eli", "fay"])
async def test_nobody_else_closes_lets_in_reads_or_decides(world: World, who: str) -> None:
    tablet, stranger = await another(world, world.ana), getattr(world, who)
    assert await close(stranger, tablet.device) == 404
    await close(world.ana, tablet.device)
    await tablet.sync([add_note(world.ana, new_id())])
    door = f"/api/devices/{tablet.device}"
    refused = [
        await stranger.http.post(f"{door}/let-in"),
        await stranger.http.get(f"{door}/held"),
        await stranger.http.post(f"{door}/held", json={"take": True}),
    ]
    assert {(answer.status_code, answer.json()["name"]) for answer in refused} == {(404, "not_found")}
    assert len((await world.ana.http.get(f"{door}/held")).json()["mutations"]) == 1


async def test_an_admin_never_reads_what_somebody_elses_device_holds_and_its_owner_does_not_reopen_it(
    world: World,
) -> None:
    phone = await another(world, world.ben, email="ben@harbor.example")
    await phone.pull()
    await close(world.ana, phone.device)
    scope = f"staff:{world.school}"
    rename = phone._seen(put("person", world.ben.id, scope, name="Benjamin"))
    await phone.sync([mutation(world.ben, "change_person", rename)])
    door = f"/api/devices/{phone.device}"
    assert (await world.ana.http.get(f"{door}/held")).status_code == 404
    assert (await world.ana.http.post(f"{door}/held", json={"take": True})).status_code == 404
    assert (await world.ben.http.post(f"{door}/let-in")).status_code == 404  # what the admin closed, an admin opens
    [shown] = [one for one in (await world.ben.http.get("/api/devices")).json()["devices"] if one["id"] == phone.device]
    assert (shown["closing"], shown["mayLetIn"]) == ("seal", False)
    assert (await world.ana.http.post(f"{door}/let-in")).json()["applied"] == 1
    assert [one["name"] for one in await world.ben.sees("person", id=world.ben.id)] == ["Benjamin"]


async def test_only_a_device_that_was_told_to_erase_may_say_that_it_is_empty(world: World) -> None:
    tablet = await another(world, world.ana)
    assert (await tablet.http.post("/api/devices/emptied")).status_code == 403
    await close(world.ana, tablet.device)
    assert (await tablet.http.post("/api/devices/emptied")).status_code == 403
    assert (await world.ana.http.post(f"/api/devices/{tablet.device}/let-in")).status_code == 200
    assert (await world.ana.http.post(f"/api/devices/{tablet.device}/let-in")).status_code == 404


async def test_words_for_a_school_that_a_closed_device_made_up_open_no_clock(world: World) -> None:
    tablet = await another(world, world.ana)
    await close(world.ana, tablet.device)
    await tablet.sync([{"id": new_id(), "school": new_id(), "verb": "x", "ops": []}])
    assert (await world.ana.http.post(f"/api/devices/{tablet.device}/let-in")).json()["parked"] == 1
