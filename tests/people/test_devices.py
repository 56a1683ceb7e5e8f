"""Devices: seen by their owner, closed by the owner or the school, and useless from then on."""

from server.kernel.ids import new_id
from tests.cast import AT, World, put
from tests.conftest import PASSWORD as WORLD_PASSWORD
from tests.people.conftest import PASSWORD, Doors, Opened


async def test_everybody_sees_their_own_devices_and_which_is_this_one(doors: Doors, school: Opened) -> None:
    tablet = await doors.browser()
    form = {"email": "ana@oak.example", "password": PASSWORD, "deviceLabel": "Ana’s iPad"}
    await tablet.post("/api/sign-in", json=form)
    devices = (await tablet.get("/api/devices")).json()["devices"]
    assert {(device["label"], device["thisOne"]) for device in devices} == {
        ("Ana’s iPad", True),
        ("Ana’s laptop", False),
    }
    assert all("storeKey" not in device for device in devices)


async def test_a_closed_device_reads_nothing_and_is_told_so(doors: Doors, school: Opened) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    [device] = (await school.laptop.get("/api/devices", params={"person": ben})).json()["devices"]
    assert (await school.laptop.post(f"/api/devices/{device['id']}/revoke")).status_code == 204
    for path in ("/api/me", "/api/devices"):
        answer = await phone.get(path)
        assert (answer.status_code, answer.json()["name"]) == (403, "device_closed")
    assert (await phone.post("/api/password", json={"old": PASSWORD, "new": PASSWORD})).status_code == 403


async def test_a_closed_device_never_gets_its_key_again(doors: Doors, school: Opened) -> None:
    old = school.signed_in
    assert (await school.laptop.post(f"/api/devices/{old['device']}/revoke")).status_code == 204
    form = {"email": "ana@oak.example", "password": PASSWORD, "deviceLabel": "again"}
    browser = await doors.browser()
    refused = await browser.post("/api/sign-in", json=form | {"device": old["device"]})
    assert (refused.status_code, refused.json()["name"]) == (403, "device_closed")
    new = (await browser.post("/api/sign-in", json=form)).json()
    assert new["device"] != old["device"]
    assert new["storeKey"] != old["storeKey"]


async def test_nobody_closes_or_lists_what_is_not_theirs(doors: Doors, school: Opened) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher", "leader")
    dee, _ = await school.joined("Dee Park", "dee@oak.example", "teacher")
    stranger = await (await doors.found("Elm School", "eli@elm.example")).person("Dan", "teacher")
    [device] = (await phone.get("/api/devices")).json()["devices"]
    nobody = "0199f000-0000-7000-8000-0000000000ff"
    refused = [
        await dee.post(f"/api/devices/{device['id']}/revoke"),
        await dee.post(f"/api/devices/{nobody}/revoke"),
        await dee.get("/api/devices", params={"person": ben}),
        await dee.get("/api/devices", params={"person": nobody}),
        await school.laptop.get("/api/devices", params={"person": stranger}),
    ]
    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.content for answer in refused}) == 1
    assert (await phone.get("/api/me")).status_code == 200


async def test_links_that_wait_are_shown_to_their_owner_only(doors: Doors, school: Opened) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    await school.link(ben)
    assert len((await phone.get("/api/devices")).json()["links"]) == 1
    assert (await school.laptop.get("/api/devices", params={"person": ben})).json()["links"] == []


async def test_what_a_closed_device_still_sends_is_kept_apart_and_it_reads_nothing(world: World) -> None:
    staff = f"staff:{world.school}"
    await world.ben.pull()
    [device] = (await world.ana.http.get("/api/devices", params={"person": world.ben.id})).json()["devices"]
    assert (await world.ana.http.post(f"/api/devices/{device['id']}/revoke")).status_code == 204
    rename = put("person", world.ben.id, staff, name="Somebody else") | {"from": {}}
    mutation = {"id": new_id(), "school": world.school, "verb": "change_person", "schema": 1, "at": AT, "ops": [rename]}
    answer = await world.ben.sync([mutation])
    assert [one["status"] for one in answer["results"]] == ["parked"]
    assert (answer["deviceState"], answer["rows"], answer["records"]) == ("closed", [], [])
    assert [one["name"] for one in await world.ana.sees("person", id=world.ben.id)] == ["Ben"]


async def test_signing_in_anew_after_a_device_was_closed_reads_again(world: World) -> None:
    await world.ana.http.post(f"/api/devices/{world.ben.device}/revoke")
    form = {"email": "ben@harbor.example", "password": WORLD_PASSWORD, "deviceLabel": "a new phone"}
    signed_in = (await world.ben.http.post("/api/sign-in", json=form)).json()
    assert signed_in["device"] != world.ben.device
    world.ben.device, world.ben.base, world.ben.asof = signed_in["device"], {}, None
    assert [one["name"] for one in await world.ben.sees("person", id=world.ben.id)] == ["Ben"]


async def test_a_store_that_was_cleared_is_told_at_sign_in_and_stands_on_the_devices_row(
    doors: Doors, school: Opened
) -> None:
    phone, ben = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    form = {"email": "ben@oak.example", "password": PASSWORD, "deviceLabel": "Ben’s phone"}
    again = (await phone.post("/api/sign-in", json=form)).json()  # no device named: the cookie alone knows it
    assert again["before"]["waiting"] == 0
    assert again["before"]["lastSeen"]
    new = (await (await doors.browser()).post("/api/sign-in", json=form)).json()
    assert new["before"] is None
    assert new["device"] != again["device"]

    assert (await phone.post("/api/devices/cleared", json={"waiting": 3})).status_code == 204
    rows = (await school.laptop.get("/api/devices", params={"person": ben})).json()["devices"]
    cleared = {row["id"]: row["cleared"] and row["cleared"]["waiting"] for row in rows}
    assert cleared == {again["device"]: 3, new["device"]: None}


async def test_what_a_store_had_unsent_is_told_only_to_its_own_account(doors: Doors, school: Opened) -> None:
    phone, _ = await school.joined("Ben Ortiz", "ben@oak.example", "teacher")
    form = {"email": "ana@oak.example", "password": PASSWORD, "deviceLabel": "shared"}
    [device] = (await phone.get("/api/devices")).json()["devices"]
    for given in (None, device["id"]):
        assert (await phone.post("/api/sign-in", json=form | {"device": given})).json()["before"] is None
