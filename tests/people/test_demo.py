"""In a demo one may be anybody, and only of those who are there."""

import pytest

from tests.people.conftest import Doors


@pytest.fixture
def in_demo() -> bool:
    return True


async def test_a_visitor_signs_in_as_any_of_its_people(doors: Doors) -> None:
    school = await doors.found("Demo School")
    ben = await school.person("Ben Ortiz", "teacher")
    await school.person("Somebody who left")
    browser = await doors.browser()
    people = (await browser.get("/api/demo/people")).json()
    assert [(person["name"], person["roles"]) for person in people] == [
        ("Ana Torres", ["admin", "leader"]),
        ("Ben Ortiz", ["teacher"]),
    ]
    signed_in = await browser.post("/api/demo/sign-in", json={"person": ben, "deviceLabel": "a visitor"})
    assert signed_in.status_code == 201
    me = (await browser.get("/api/me")).json()
    assert (me["demo"], me["persons"][0]["name"]) == (True, "Ben Ortiz")


async def test_the_same_person_twice_is_one_account_on_two_devices(doors: Doors) -> None:
    school = await doors.found("Demo School")
    form = {"person": school.admin, "deviceLabel": "a visitor"}
    one, two = await doors.browser(), await doors.browser()
    first, second = (
        (await one.post("/api/demo/sign-in", json=form)).json(),
        (await two.post("/api/demo/sign-in", json=form)).json(),
    )
    assert first["account"] == second["account"]
    assert first["device"] != second["device"]


async def test_nobody_is_not_a_person(doors: Doors) -> None:
    form = {"person": "0199f000-0000-7000-8000-0000000000ff", "deviceLabel": "a visitor"}
    assert (await (await doors.browser()).post("/api/demo/sign-in", json=form)).status_code == 404
