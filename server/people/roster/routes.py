"""An admin hands over a roster: a preview keeps nothing, an import writes. The file itself is never kept.

It arrives as the body itself, streams into a nameless temporary file that the system removes even if the
server dies, and is read from there. Nothing of it is logged.
"""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, BinaryIO, cast

from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.spec import Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.openapi.spec.media_type import OpenAPIMediaType
from litestar.openapi.spec.operation import Operation
from litestar.openapi.spec.request_body import RequestBody
from litestar.params import QueryParameter, SkipValidation

from server.kernel.answers import problems
from server.kernel.ids import PersonId, SchoolId
from server.kernel.problems import Refused
from server.people.house import House, provide_house
from server.people.queries import administers
from server.people.roster.importing import Asked, Opener, bring_in, preview
from server.people.roster.limits import LIMITS
from server.people.roster.package import open_package
from server.people.roster.plain_columns import template
from server.people.roster.report import RosterReport
from server.people.sessions import Visitor, provide_caller, provide_visitor

AnyRequest = Request[None, None, State]
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded", "text/plain")
_IDS = r"^[^\x00-\x1f]*$"

School = Annotated[
    str, QueryParameter(name="school", pattern=r"^[0-9a-f-]{36}$", description="the school of ours to which it belongs")
]
From = Annotated[
    str,
    QueryParameter(
        name="from", max_length=300, pattern=_IDS, description="the school in the roster: sourcedId or name"
    ),
]
Same = Annotated[
    list[str] | None,
    QueryParameter(
        name="same", max_items=500, description="ids of people known to be those with the same address; * is all"
    ),
]
Called = Annotated[
    str, QueryParameter(name="file", max_length=200, pattern=r"^[^\x00-\x1f/\\]*$", description="its name")
]

Confirm = Annotated[bool, QueryParameter(description="yes, although many of the staff would end")]


@dataclass
class _TakesAFile(Operation):
    """The API's description of a route whose body is the file itself."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody(
            description="A zip of OneRoster or School Data Sync files, or one CSV.",
            content={"application/zip": file, "text/csv": file, "application/octet-stream": file},
            required=True,
        )


@post(
    "/api/roster/preview",
    operation_id="previewRoster",
    operation_class=_TakesAFile,
    summary="What importing this roster would change",
    tags=["roster"],
    status_code=200,
    request_max_body_size=LIMITS.package,
    responses=problems(401, 403, 413, 415, 422, 503),
)
async def preview_roster(
    request: AnyRequest,
    house: SkipValidation[House],
    visitor: SkipValidation[Visitor],
    school: School,
    asked_from: From = "",
    same: Same = None,
    file: Called = "roster.csv",
) -> RosterReport:
    """Reads the whole roster, compares it with the school, and keeps nothing."""
    await _author(house, visitor, school)
    async with _handed_over(request, house, school, file) as opened:
        return await preview(house.database, SchoolId(school), opened, Asked(asked_from, same=frozenset(same or ())))


@post(
    "/api/roster/import",
    operation_id="importRoster",
    operation_class=_TakesAFile,
    summary="Import this roster",
    tags=["roster"],
    status_code=200,
    request_max_body_size=LIMITS.package,
    responses=problems(401, 403, 413, 415, 422, 503),
)
async def import_roster(
    request: AnyRequest,
    house: SkipValidation[House],
    visitor: SkipValidation[Visitor],
    school: School,
    asked_from: From = "",
    same: Same = None,
    file: Called = "roster.csv",
    confirm: Confirm = False,
) -> RosterReport:
    """All of it is written, or nothing. Ending more than a fifth of the staff asks for `confirm`."""
    author = await _author(house, visitor, school)
    asked = Asked(asked_from, confirm, frozenset(same or ()))
    async with _handed_over(request, house, school, file) as opened:
        return await bring_in(house.database, house.ledger, SchoolId(school), author, opened, asked)


@get(
    "/api/roster/template",
    operation_id="rosterTemplate",
    summary="A CSV to fill in",
    tags=["roster"],
    media_type="text/csv",
    responses=problems(401, 403),
)
async def roster_template(
    visitor: SkipValidation[Visitor], language: Annotated[str, QueryParameter(pattern="^(en|es)$")] = "en"
) -> Response[bytes]:
    """The columns that a plain CSV may have, with made-up rows."""
    name = "personal.csv" if language == "es" else "staff.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(template(language).encode(), media_type="text/csv", headers=headers)


def roster_routes() -> Router:
    """The routes, with what they need provided."""
    provided = {
        "house": Provide(provide_house),
        "caller": Provide(provide_caller),
        "visitor": Provide(provide_visitor),
    }
    return Router("/", route_handlers=[preview_roster, import_roster, roster_template], dependencies=provided)


async def _author(house: House, visitor: Visitor, school: str) -> PersonId:
    if house.demo:
        raise Refused("demo_has_no_roster")
    async with house.database.reading() as session:
        person = await administers(session, visitor.account, school)
    if person is None:
        raise Refused("not_yours")
    return PersonId(person)


@asynccontextmanager
async def _handed_over(request: AnyRequest, house: House, school: str, called: str) -> AsyncIterator[Opener]:
    """The upload in a temporary file. One at a time for a school, so that nobody fills the disk."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        raise Refused("wrong_media")
    if school in _BUSY:
        raise Refused("busy")
    _BUSY.add(school)
    try:
        with tempfile.TemporaryFile() as kept:
            async for block in request.stream():
                kept.write(block)
            upload = cast(BinaryIO, kept)
            yield lambda: open_package(upload, called)
    finally:
        _BUSY.discard(school)


_BUSY: set[str] = set()
