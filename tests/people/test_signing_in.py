"""Address and password: who gets in, how often one may try, and what a refusal gives away."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from server.kernel import clock
from server.people.entering import become, open_account
from server.people.passwords import hash_password
from tests.people.conftest import PASSWORD, Doors, Founded


async def _ana(doors: Doors) -> Founded:
    """A school whose admin Ana has an account with the password of all tests."""
    school = await doors.found()
    async with doors.house.database.writing() as writing:
        account = await open_account(
            writing,
            "0199f000-0000-7000-8000-00000000000a",
            email="ana@oak.example",
            name="Ana Torres",
            language="en",
            password_hash=await hash_password(PASSWORD),
        )
        await become(writing, account.id, school.admin, school.school)
    return school


async def _try(browser: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    form = {"email": email, "password": password, "deviceLabel": "a tablet"}
    return await browser.post("/api/sign-in", json=form)


async def test_the_right_password_signs_in_whatever_the_case_of_the_address(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    answer = await _try(browser, "ANA@Oak.example", PASSWORD)
    assert answer.status_code == 201
    assert (await browser.get("/api/me")).json()["account"]["name"] == "Ana Torres"


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    wrong, unknown = await _try(browser, "ana@oak.example", "x" * 12), await _try(browser, "eve@oak.example", "x" * 12)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content
    assert wrong.json()["name"] == "wrong_sign_in"
    assert wrong.headers["content-type"] == "application/problem+json"
    assert not browser.cookies


async def test_passwords_cannot_be_tried_in_bulk_not_even_all_at_once(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    tries = [_try(browser, "ana@oak.example", f"guess number {n}") for n in range(12)]
    statuses = [answer.status_code for answer in await asyncio.gather(*tries)]
    assert sorted(statuses) == [401] * 5 + [429] * 7
    refused = await _try(browser, "ana@oak.example", PASSWORD)
    assert (refused.status_code, refused.json()["name"]) == (429, "too_many_tries")
    assert 0 < int(refused.headers["retry-after"]) <= 900


async def test_tries_from_elsewhere_do_not_lock_the_owner_out(doors: Doors) -> None:
    await _ana(doors)
    thief, ana = await doors.browser("203.0.113.9"), await doors.browser("10.1.1.1")
    for n in range(7):
        await _try(thief, "ana@oak.example", f"guess number {n}")
    assert (await _try(ana, "ana@oak.example", PASSWORD)).status_code == 201


async def test_after_a_quarter_of_an_hour_one_may_try_again(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    for n in range(6):
        await _try(browser, "ana@oak.example", f"guess number {n}")
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert (await _try(browser, "ana@oak.example", PASSWORD)).status_code == 201


async def test_a_school_behind_one_address_is_slowed_down_but_never_shut_out(doors: Doors) -> None:
    for n in range(45):
        doors.house.limits.failed("10.1.1.1")
        assert (doors.house.limits.pause("10.1.1.1") > 0) == (n >= 30)
    assert doors.house.limits.pause("10.2.2.2") == 0


async def test_a_planted_token_is_never_the_session_that_follows(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    browser.cookies.set("sid", "chosen-by-an-attacker", domain="walk.example")
    await _try(browser, "ana@oak.example", PASSWORD)
    attacker = await doors.browser()
    attacker.cookies.set("sid", "chosen-by-an-attacker", domain="walk.example")
    assert (await attacker.get("/api/me")).status_code == 401
    assert (await browser.get("/api/me")).status_code == 200


async def test_signing_in_again_mints_a_new_token_and_ends_the_old_one(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    await _try(browser, "ana@oak.example", PASSWORD)
    old = browser.cookies["sid"]
    await _try(browser, "ana@oak.example", PASSWORD)
    assert browser.cookies["sid"] != old
    late = await doors.browser()
    late.cookies.set("sid", old, domain="walk.example")
    assert (await late.get("/api/me")).status_code == 401


async def test_on_plain_http_the_cookie_is_hidden_from_scripts_and_lax(doors: Doors) -> None:
    await _ana(doors)
    told = (await _try(await doors.browser(), "ana@oak.example", PASSWORD)).headers["set-cookie"].lower()
    assert told.startswith("sid=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in told.split(";")}
    assert "secure" not in told
    assert "domain" not in told


class TestOverHttps:
    """The same house behind https."""

    @pytest.fixture
    def address(self) -> str:
        return "https://walk.example"

    async def test_the_cookie_is_bound_to_the_host(self, doors: Doors) -> None:
        await _ana(doors)
        browser = await doors.browser()
        told = (await _try(browser, "ana@oak.example", PASSWORD)).headers["set-cookie"].lower()
        assert told.startswith("__host-sid=")
        assert {"httponly", "samesite=lax", "path=/", "secure"} <= {part.strip() for part in told.split(";")}
        assert "domain" not in told
        assert (await browser.get("/api/me")).status_code == 200


async def test_signing_out_ends_the_session_on_the_server(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    await _try(browser, "ana@oak.example", PASSWORD)
    token = browser.cookies["sid"]
    assert (await browser.post("/api/sign-out")).status_code == 204
    assert "sid" not in browser.cookies
    browser.cookies.set("sid", token, domain="walk.example")
    assert (await browser.get("/api/me")).json()["name"] == "sign_in_first"


async def test_a_session_ends_after_two_weeks_without_use_and_in_any_case_after_sixty_days(doors: Doors) -> None:
    await _ana(doors)
    browser, start = await doors.browser(), clock.now()
    ends = (await _try(browser, "ana@oak.example", PASSWORD)).json()["sessionEnds"]
    assert timedelta(days=13) < clock.moment(ends) - start < timedelta(days=15)
    for day in (10, 20, 30, 40, 50, 59):
        with clock.at(start + timedelta(days=day)):
            assert (await browser.get("/api/me")).status_code == 200, day
    with clock.at(start + timedelta(days=61)):
        assert (await browser.get("/api/me")).status_code == 401
    await _try(browser, "ana@oak.example", PASSWORD)
    with clock.at(start + timedelta(days=15)):
        assert (await browser.get("/api/me")).status_code == 401


async def test_the_same_store_gets_its_key_again_and_another_account_never(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    first = (await _try(browser, "ana@oak.example", PASSWORD)).json()
    form = {"email": "ana@oak.example", "password": PASSWORD, "deviceLabel": "a tablet", "device": first["device"]}
    again = (await browser.post("/api/sign-in", json=form)).json()
    assert (again["device"], again["storeKey"]) == (first["device"], first["storeKey"])
    async with doors.house.database.writing() as writing:
        await open_account(
            writing,
            "0199f000-0000-7000-8000-00000000000b",
            email="ben@oak.example",
            name="Ben",
            language="es",
            password_hash=await hash_password(PASSWORD),
        )
    ben = (await browser.post("/api/sign-in", json=form | {"email": "ben@oak.example"})).json()
    assert ben["device"] != first["device"]
    assert ben["storeKey"] != first["storeKey"]


async def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(doors: Doors) -> None:
    await _ana(doors)
    tablet, laptop = await doors.browser(), await doors.browser()
    await _try(tablet, "ana@oak.example", PASSWORD)
    await _try(laptop, "ana@oak.example", PASSWORD)
    new = "a kettle under the stairs"
    wrong = await laptop.post("/api/password", json={"old": "not this one at all", "new": new})
    assert wrong.status_code == 401
    weak = await laptop.post("/api/password", json={"old": PASSWORD, "new": "welcome2026"})
    assert weak.json()["name"] == "weak_password"
    assert (await laptop.post("/api/password", json={"old": PASSWORD, "new": new})).status_code == 204
    assert (await tablet.get("/api/me")).status_code == 401
    assert (await laptop.get("/api/me")).status_code == 200
    assert (await _try(tablet, "ana@oak.example", PASSWORD)).status_code == 401
    assert (await _try(tablet, "ana@oak.example", new)).status_code == 201


async def test_the_language_of_an_account_can_be_chosen(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    await _try(browser, "ana@oak.example", PASSWORD)
    assert (await browser.post("/api/me/language", json={"language": "es"})).status_code == 204
    assert (await browser.get("/api/me")).json()["account"]["language"] == "es"
    assert (await browser.post("/api/me/language", json={"language": "fr"})).json()["name"] == "malformed"


async def test_neither_token_nor_password_lies_in_the_database(doors: Doors) -> None:
    await _ana(doors)
    browser = await doors.browser()
    await _try(browser, "ana@oak.example", PASSWORD)
    async with doors.house.database.engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT * FROM session, account")
        stored = str(rows.all())
    assert browser.cookies["sid"] not in stored
    assert PASSWORD not in stored
    assert "$argon2id$" in stored


async def test_many_addresses_of_one_network_are_one_place(doors: Doors) -> None:
    form = {"email": "ana@oak.example", "password": "four lamps by the sea", "deviceLabel": "x"}
    answers = []
    for n in range(6):
        browser = await doors.browser(f"2001:db8:1:2::{n + 1}")
        answers.append((await browser.post("/api/sign-in", json=form)).status_code)
    assert answers == [401] * 5 + [429]
    elsewhere = await doors.browser("2001:db8:1:3::1")
    assert (await elsewhere.post("/api/sign-in", json=form)).status_code == 401
