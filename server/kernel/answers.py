"""Every failure leaves as one numbered problem in the shape of RFC 9457, and says nothing that it should not.

`HANDLERS` belongs into the app's `exception_handlers`, `problems(...)` into a route's `responses`.
"""

import errno
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Meta, field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from server.kernel.problems import PROBLEMS, Refused
from server.kernel.trouble import is_of_the_machine
from server.kernel.wire import Wire

AnyRequest = Request[Any, Any, Any]
Handler = Callable[[AnyRequest, Any], Response["ProblemAnswer"]]

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("brightwalk")
_DISK_FULL = ("disk is full", "No space left on device", "could not extend file")
_ANYWHERE = (400, 500, 503)
_ON_WRITES = (403, 413, 415, 507)
_BY_STATUS = {
    401: "sign_in_first",
    403: "not_yours",
    404: "not_found",
    405: "wrong_method",
    413: "too_large",
    415: "wrong_media",
    429: "too_many_tries",
    503: "busy",
}


class ProblemAnswer(Wire):
    """A failure: `name` is stable for code, `detail` is for a person, `particulars` name the field or the moment."""

    type: Annotated[str, Meta(examples=["urn:brightwalk:problem:not_found"])]
    title: Annotated[str, Meta(examples=["not found"])]
    status: Annotated[int, Meta(examples=[404])]
    detail: Annotated[str, Meta(examples=["There is nothing here that you can see."])]
    number: Annotated[str, Meta(examples=["404.1"])]
    name: Annotated[str, Meta(examples=["not_found"])]
    particulars: dict[str, Any] = field(default_factory=dict)


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems that a reading route documents, besides those that any request may meet."""
    return {status: _documented(status) for status in sorted({*_ANYWHERE, *statuses})}


def write_problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The same for a route that changes something: it also meets the guards, and a full disk."""
    return problems(*_ON_WRITES, *statuses)


def answer(name: str, particulars: Mapping[str, Any] | None = None) -> Response[ProblemAnswer]:
    """The answer for one problem. What may be tried again says when."""
    problem = PROBLEMS[name]
    known = dict(particulars or {})
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if problem.status in (429, 503):
        headers["retry-after"] = str(known.get("seconds", 5))
    body = ProblemAnswer(
        type=f"urn:brightwalk:problem:{problem.name}",
        title=problem.name.replace("_", " "),
        status=problem.status,
        detail=problem.sentence,
        number=problem.number,
        name=problem.name,
        particulars=known,
    )
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _documented(status: int) -> ResponseSpec:
    rows = [problem for problem in PROBLEMS.values() if problem.status == status]
    described = "; ".join(f"{row.number} {row.name}" for row in rows)
    return ResponseSpec(ProblemAnswer, description=described, media_type=MEDIA_TYPE, generate_examples=False)


def refused(_: AnyRequest, problem: Refused) -> Response[ProblemAnswer]:
    """A deterministic no, with what it concerns."""
    return answer(problem.problem.name, problem.particulars)


def unreadable(_: AnyRequest, failure: HTTPException) -> Response[ProblemAnswer]:
    """What the framework refuses before a route is reached: wrong shape, unknown path, too large."""
    if failure.status_code >= 500 and failure.status_code not in _BY_STATUS:
        return answer("our_fault")
    told = answer(_BY_STATUS.get(failure.status_code, "malformed"), _fields(failure))
    if allowed := (failure.headers or {}).get("Allow"):
        told.headers["allow"] = allowed
    return told


def too_deep(_: AnyRequest, _failure: RecursionError) -> Response[ProblemAnswer]:
    """Nothing here recurses but the reading of what was sent: a body nested beyond all use."""
    return answer("malformed")


def broken(_: AnyRequest, failure: Exception) -> Response[ProblemAnswer]:
    """A fault of ours or of the machine. The log gets the place, the type and what
    the machine says of itself, never words of a person."""
    name = _fault(failure)
    of_the_store = is_of_the_machine(failure) and isinstance(failure, DBAPIError | sqlite3.Error)
    said = f": {getattr(failure, 'orig', failure)}" if of_the_store else ""
    trace = "".join(traceback.format_tb(failure.__traceback__))
    _LOG.error("%s: %s%s\n%s", name, type(failure).__name__, said, trace)
    return answer(name)


def _fault(failure: Exception) -> str:
    if any(_says_full(one) for one in _with_what_led_to_it(failure)):
        return "disk_full"
    if isinstance(failure, PoolTimeoutError) or is_of_the_machine(failure):
        return "busy"
    return "our_fault"


def _with_what_led_to_it(failure: BaseException | None) -> Iterator[BaseException]:
    """SQLite ends a transaction by itself when it finds the disk full; what fails is then also the way out of it."""
    while failure:
        yield failure
        failure = failure.__context__


def _says_full(failure: BaseException) -> bool:
    if isinstance(failure, DBAPIError | sqlite3.Error):  # the driver's own, where it is asked directly
        return any(sign in str(getattr(failure, "orig", failure)) for sign in _DISK_FULL)
    return isinstance(failure, OSError) and failure.errno == errno.ENOSPC


def _fields(failure: HTTPException) -> dict[str, Any]:
    extra = failure.extra if isinstance(failure.extra, list) else []
    named = [{"field": row.get("key", ""), "why": row.get("message", "")} for row in extra if isinstance(row, dict)]
    return {"fields": named} if named else {}


HANDLERS: dict[int | type[Exception], Handler] = {
    Refused: refused,
    HTTPException: unreadable,
    RecursionError: too_deep,
    Exception: broken,
}
