"""The front door of an empty server."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from server.people.first_run import first_run_link
from tests.people.conftest import Doors

Form = Callable[..., Awaitable[dict[str, Any]]]


async def test_an_empty_server_says_that_it_waits_for_its_first_run(doors: Doors) -> None:
    browser = await doors.browser()
    assert (await browser.get("/api/front-door")).json() == {"state": "first_run", "demo": False, "build": "7"}


async def test_the_printed_link_founds_the_school_and_signs_its_admin_in(doors: Doors, first_run_form: Form) -> None:
    browser = await doors.browser()
    answer = await browser.post("/api/first-run", json=await first_run_form())
    assert answer.status_code == 201
    signed_in = answer.json()
    assert signed_in["account"]["email"] == "ana@oak.example"
    assert [(p["schoolName"], p["roles"]) for p in signed_in["persons"]] == [("Oak Street School", ["admin", "leader"])]
    assert (await browser.get("/api/me")).json()["persons"] == signed_in["persons"]
    assert (await browser.get("/api/front-door")).json()["state"] == "ready"


async def test_the_first_run_link_works_once(doors: Doors, first_run_form: Form) -> None:
    browser, form = await doors.browser(), await first_run_form()
    answers = await asyncio.gather(*(browser.post("/api/first-run", json=form) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert await first_run_link(doors.house.database, doors.house.address) is None


async def test_a_made_up_token_founds_nothing(doors: Doors, first_run_form: Form) -> None:
    browser = await doors.browser()
    answer = await browser.post("/api/first-run", json=await first_run_form(token="not-the-printed-one"))
    assert (answer.status_code, answer.json()["name"]) == (401, "link_not_valid")
    assert (await browser.get("/api/front-door")).json()["state"] == "first_run"


async def test_a_newly_printed_link_ends_the_one_before(doors: Doors, first_run_form: Form) -> None:
    browser, old = await doors.browser(), await first_run_form()
    await first_run_form()
    assert (await browser.post("/api/first-run", json=old)).status_code == 401


async def test_a_calendar_that_cannot_be_is_refused_and_the_link_still_works(
    doors: Doors, first_run_form: Form
) -> None:
    browser, form = await doors.browser(), await first_run_form()
    for wrong in ({"timeZone": "Mars/Base"}, {"yearEnd": "2026-08-01"}, {"yearStart": "2026-02-30"}):
        answer = await browser.post("/api/first-run", json=form | {"school": form["school"] | wrong})
        assert (answer.status_code, answer.json()["name"]) == (422, "bad_calendar")
    assert (await browser.post("/api/first-run", json=form)).status_code == 201


async def test_a_well_known_password_is_refused(doors: Doors, first_run_form: Form) -> None:
    browser, form = await doors.browser(), await first_run_form()
    for weak in ("password123", "short", "1234567890", "ana@oak.example", "Ana Torres 99", "Oak Street School"):
        answer = await browser.post("/api/first-run", json=form | {"admin": form["admin"] | {"password": weak}})
        assert (answer.status_code, answer.json()["name"]) == (422, "weak_password"), weak
