"""Every failure becomes one numbered problem that says what may be said."""

import errno
import logging
import sqlite3
from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from litestar import Litestar, get, post
from litestar.params import Body, FromPath
from msgspec import Meta
from sqlalchemy.exc import IntegrityError, OperationalError

from server.kernel.answers import HANDLERS, problems, write_problems
from server.kernel.guards import SameOrigin
from server.kernel.problems import PROBLEMS, Refused
from server.kernel.wire import Count, Wire

SECRET = "Ben asked three pairs to compare their paths"


class Sum(Wire):
    """A message with a bounded number."""

    count: Count
    label: Annotated[str, Meta(max_length=5)] = ""


@get("/refused")
async def refused() -> None:
    raise Refused("last_admin", field="role")


@get("/fail/{how:str}")
async def fail(how: FromPath[str]) -> None:
    raise {
        "locked": OperationalError("UPDATE x", {"text": SECRET}, sqlite3.OperationalError("database is locked")),
        "full": OperationalError("UPDATE x", {"text": SECRET}, sqlite3.OperationalError("database or disk is full")),
        "no-space": OSError(errno.ENOSPC, "No space left on device", SECRET),
        "twice": IntegrityError("INSERT x", {"text": SECRET}, sqlite3.IntegrityError("UNIQUE failed")),
        "bug": KeyError(SECRET),
    }[how]


@post("/sum", responses=problems(422))
async def total(data: Annotated[Sum, Body()]) -> Sum:
    return data


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    app = Litestar([refused, fail, total], exception_handlers=HANDLERS, middleware=[SameOrigin()])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://walk.example") as client:
        yield client


async def test_a_refusal_is_told_in_the_shape_of_rfc_9457(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/refused")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "type": "urn:brightwalk:problem:last_admin",
        "title": "last admin",
        "status": 422,
        "detail": PROBLEMS["last_admin"].sentence,
        "number": "422.15",
        "name": "last_admin",
        "particulars": {"field": "role"},
    }


@pytest.mark.parametrize(
    ("how", "name", "status"),
    [
        ("locked", "busy", 503),
        ("full", "disk_full", 507),
        ("no-space", "disk_full", 507),
        ("twice", "our_fault", 500),
        ("bug", "our_fault", 500),
    ],
)
async def test_a_fault_is_told_without_a_word_of_what_was_sent(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, how: str, name: str, status: int
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await browser.get(f"/fail/{how}")
    assert (answer.status_code, answer.json()["name"]) == (status, name)
    assert SECRET not in answer.text
    assert SECRET not in caplog.text
    assert "test_answers.py" in caplog.text, "the log says where it happened"
    assert ("retry-after" in answer.headers) == (status == 503)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"count": 9223372036854775808}', "count"),
        (b'{"count": -1}', "count"),
        (b'{"count": 1.5}', "count"),
        (b'{"count": "many"}', "count"),
        (b'{"count": 1, "label": "toolong"}', "label"),
    ],
)
async def test_what_does_not_fit_is_named_by_its_field(browser: httpx.AsyncClient, body: bytes, field: str) -> None:
    answer = await browser.post("/sum", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["name"]) == (400, "malformed")
    assert [row["field"] for row in answer.json()["particulars"]["fields"]] == [field]


async def test_unknown_fields_are_no_failure(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/sum", json={"count": 1, "fromAPhoneOfNextYear": True})
    assert answer.json() == {"count": 1, "label": ""}


def test_the_documented_problems_of_a_route_name_each_of_their_status() -> None:
    documented = problems(409)
    assert set(documented) == {400, 409, 500, 503}
    assert set(write_problems(409)) == set(documented) | {403, 413, 415, 507}
    assert "409.4 already_set_up" in str(documented[409].description)
