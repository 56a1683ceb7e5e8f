"""The bytes of pictures: sent in pieces after the text, read by whoever may read the picture's row."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Request, Response, Router, get, put
from litestar.datastructures import State
from litestar.openapi.spec import Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.openapi.spec.media_type import OpenAPIMediaType
from litestar.openapi.spec.operation import Operation
from litestar.openapi.spec.request_body import RequestBody
from litestar.params import FromPath, QueryParameter, SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import blobs
from server.kernel.answers import problems, write_problems
from server.kernel.problems import Refused
from server.kernel.wire import Id
from server.people.house import House
from server.people.routes import DEPENDENCIES, PRIVATE
from server.people.sessions import Visitor
from server.walkthroughs.image_types import image_type, says_more
from server.walkthroughs.picturing import MOST_BYTES
from server.walkthroughs.queries import picture_for, school_keeps_photos
from server.walkthroughs.schemas import BytesHere

AnyRequest = Request[None, None, State]
At = Annotated[int, QueryParameter(ge=0, le=MOST_BYTES, description="how many bytes come before this piece")]
_ALONE = {
    **PRIVATE,
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": 'attachment; filename="picture"',
    "cross-origin-resource-policy": "same-origin",
}


@dataclass
class _TakesAPiece(Operation):
    """The API's description of a route whose body is a run of bytes."""

    def __post_init__(self) -> None:
        piece = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody(
            description=f"The next bytes, at most {blobs.PIECE_BYTES}.",
            content={"application/octet-stream": piece},
            required=True,
        )


@put(
    "/api/pictures/{picture:str}/bytes",
    operation_id="sendPictureBytes",
    operation_class=_TakesAPiece,
    summary="The next bytes of a picture",
    tags=["pictures"],
    request_max_body_size=blobs.PIECE_BYTES,
    responses=write_problems(401, 404, 422),
)
async def send_bytes(
    request: AnyRequest,
    house: SkipValidation[House],
    visitor: SkipValidation[Visitor],
    picture: FromPath[Id],
    at: At = 0,
) -> BytesHere:
    """For the observer. A piece that is here already, or whose turn has not come, changes nothing: the answer says
    how many bytes are here, and the sender goes on from there.
    """
    content = await request.body()
    async with house.database.writing() as session:
        promised = await picture_for(session, visitor.account, picture, as_observer=True)
        if not await school_keeps_photos(session, promised.school_id):
            raise Refused("photos_off")
        if at + len(content) > promised.size:
            raise Refused("too_large")
        here = await blobs.take(session, promised, at, content)
        good = here < promised.size or await _is_good(session, promised)
        if not good:
            await blobs.forget(session, [picture])
        await blobs.empty_the_bin(session)
    if not good:
        raise Refused("not_a_picture")
    return BytesHere(here=here, size=promised.size)


@get(
    "/api/pictures/{picture:str}/here",
    operation_id="pictureBytesHere",
    summary="How many bytes of a picture are here",
    tags=["pictures"],
    responses=problems(401, 403, 404),
)
async def bytes_here(
    house: SkipValidation[House], visitor: SkipValidation[Visitor], picture: FromPath[Id]
) -> BytesHere:
    """Where a sender that was cut off goes on."""
    async with house.database.reading() as session:
        promised = await picture_for(session, visitor.account, picture)
        return BytesHere(here=await blobs.have(session, picture), size=promised.size)


@get(
    "/api/pictures/{picture:str}/bytes",
    operation_id="readPictureBytes",
    summary="A picture as it was sent",
    tags=["pictures"],
    media_type="image/jpeg",
    sent_as_is=True,
    responses=problems(401, 403, 404),
)
async def read_bytes(
    house: SkipValidation[House], visitor: SkipValidation[Visitor], picture: FromPath[Id]
) -> Response[bytes]:
    """For whoever may read its row now, asked anew each time."""
    async with house.database.reading() as session:
        promised = await picture_for(session, visitor.account, picture)
        content = await blobs.whole(session, picture)
    if content is None:
        raise Refused("picture_on_its_way")
    return Response(content, media_type=promised.media_type, headers=_ALONE)


async def _is_good(session: AsyncSession, promised: blobs.Promised) -> bool:
    """All bytes are here: they are what the row says, a picture by their own account, and nothing more."""
    content = await blobs.whole(session, promised.id) or b""
    same = blobs.is_as_promised(promised, content)
    return same and image_type(content) == promised.media_type and not says_more(content)


def picture_routes() -> Router:
    """The routes, with house and visitor provided."""
    handlers = [send_bytes, bytes_here, read_bytes]
    return Router("/", route_handlers=handlers, dependencies=DEPENDENCIES, response_headers=PRIVATE)
