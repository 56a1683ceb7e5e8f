"""Requests from elsewhere, of the wrong kind, or not meant for us."""

import httpx
import pytest

from tests.people.conftest import PASSWORD, Doors, Opened

FORM = {"email": "ana@oak.example", "password": PASSWORD, "deviceLabel": "a tablet"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://walk.example"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://walk.example.evil.example"},
    ],
)
async def test_what_another_site_sends_is_refused(school: Opened, headers: dict[str, str]) -> None:
    answer = await school.laptop.post("/api/me/language", json={"language": "es"}, headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (403, "cross_site")
    assert (await school.laptop.get("/api/me")).json()["account"]["language"] == "en"


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": "http://walk.example"}])
async def test_what_our_own_page_sends_is_taken(school: Opened, headers: dict[str, str]) -> None:
    answer = await school.laptop.post("/api/me/language", json={"language": "es"}, headers=headers)
    assert answer.status_code == 204


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_a_body_that_a_form_could_send_is_refused(school: Opened, kind: str) -> None:
    answer = await _raw(school.laptop, "/api/me/language", b'{"language": "es"}', kind)
    assert (answer.status_code, answer.json()["name"]) == (415, "wrong_media")
    assert (await school.laptop.get("/api/me")).json()["account"]["language"] == "en"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b'{"email": "ana@oak.example"}',
        b'{"email": "ana@oak.example", "password": 7, "deviceLabel": "x"}',
        b'{"email": "ana@oak.example", "password": "a\\u0000b", "deviceLabel": "x"}',
        b'{"email": "ana@oak.example", "password": "\\ud800", "deviceLabel": "x"}',
        b'{"email": "ana@oak.example", "password": "x", "deviceLabel": "' + b"y" * 101 + b'"}',
        b'{"email": "ana@oak.example", "password": "x", "deviceLabel": "y", "device": "not-an-id"}',
        b'{"email": "no address", "password": "x", "deviceLabel": "y"}',
        b"[" * 20_000,
    ],
)
async def test_a_body_that_cannot_be_read_is_malformed_and_changes_nothing(doors: Doors, body: bytes) -> None:
    answer = await _raw(await doors.browser(), "/api/sign-in", body, "application/json")
    assert (answer.status_code, answer.json()["name"], answer.json()["number"]) == (400, "malformed", "400.1")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_ten_megabytes_are_too_large(doors: Doors) -> None:
    body = b'{"email": "' + b"a" * (11 << 20) + b'"}'
    answer = await _raw(await doors.browser(), "/api/sign-in", body, "application/json")
    assert (answer.status_code, answer.json()["name"]) == (413, "too_large")


async def test_unknown_addresses_and_methods_are_numbered_problems_too(doors: Doors) -> None:
    browser = await doors.browser()
    assert (await browser.get("/api/no-such-thing")).json()["name"] == "not_found"
    assert (await browser.get("/api/sign-in")).json()["name"] == "wrong_method"
    assert (await browser.post("/api/devices/not-an-id/revoke")).status_code in (400, 401)


async def test_every_route_but_the_doors_asks_who_is_there(doors: Doors) -> None:
    browser = await doors.browser()
    nobody = "0199f000-0000-7000-8000-0000000000ff"
    asked = [
        await browser.get("/api/me"),
        await browser.get("/api/devices"),
        await browser.post(f"/api/devices/{nobody}/revoke"),
        await browser.post(f"/api/people/{nobody}/join-link"),
        await browser.post(f"/api/join-links/{nobody}/confirm"),
        await browser.post(f"/api/join-links/{nobody}/refuse"),
        await browser.post("/api/password", json={"old": "x", "new": "y"}),
        await browser.post("/api/me/language", json={"language": "es"}),
    ]
    assert {(answer.status_code, answer.json()["name"]) for answer in asked} == {(401, "sign_in_first")}


async def test_a_demos_doors_do_not_exist_in_a_school(doors: Doors, school: Opened) -> None:
    browser = await doors.browser()
    assert (await browser.get("/api/demo/people")).status_code == 404
    form = {"person": school.founded.admin, "deviceLabel": "a visitor"}
    assert (await browser.post("/api/demo/sign-in", json=form)).status_code == 404


async def _raw(browser: httpx.AsyncClient, path: str, body: bytes, kind: str) -> httpx.Response:
    headers = {"content-type": kind} if kind else {}
    return await browser.post(path, content=body, headers=headers)
