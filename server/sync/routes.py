"""The two doors of sync: `POST /api/sync`, one round trip, and `GET /api/sync/events`, which only says when."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from litestar import Router, get, post
from litestar.datastructures import State
from litestar.openapi.spec import Example
from litestar.params import Body, SkipValidation
from litestar.response import ServerSentEvent, ServerSentEventMessage

from server.kernel.answers import problems
from server.kernel.problems import Refused
from server.people.house import House
from server.people.routes import DEPENDENCIES
from server.people.sessions import Visitor, is_still_here
from server.sync.exchange import Exchange
from server.sync.schemas import REQUEST_BYTES, SyncAnswer, SyncRequest

NO_STORE = {"cache-control": "no-store"}
_SCHOOL = "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f"
_EXAMPLE = {
    "protocol": 1,
    "account": "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4a",
    "device": "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4d",
    "build": 1,
    "waiting": 1,
    "asof": {_SCHOOL: {"clock": 1240, "nonce": "9f3c61d2a0b7e415"}},
    "behind": {},
    "scopesDigest": "811c9dc5-0",
    "mutations": [],
}


@post(
    "/api/sync",
    operation_id="sync",
    summary="One round trip: what the device has, and what is new for it",
    tags=["sync"],
    status_code=200,
    request_max_body_size=2 * REQUEST_BYTES,
    response_headers=NO_STORE,
    responses=problems(401, 403, 409, 413, 422, 426, 429, 503, 507),
)
async def sync(
    state: State,
    caller: SkipValidation[Visitor],
    data: Annotated[SyncRequest, Body(examples=[Example(value=_EXAMPLE)])],
) -> SyncAnswer:
    """Every mutation gets its own verdict; a mutation without one was not taken and stays with the device."""
    exchange: Exchange = state.exchange
    return await exchange.answer(caller.account, caller.device, data)


@get(
    "/api/sync/events",
    operation_id="syncEvents",
    summary="Told when a school's clock moves for you",
    tags=["sync"],
    media_type="text/event-stream",
    response_headers={**NO_STORE, "x-accel-buffering": "no"},
    responses=problems(401, 403, 429),
    sent_as_is=True,  # a compressor would hold the words back until it has enough of them
)
async def events(state: State, house: SkipValidation[House], visitor: SkipValidation[Visitor]) -> ServerSentEvent:
    """Events named `clock` with `{school: clock}`; nothing of what changed. At most one a second (RULINGS 25).
    When it is quiet, `here` now and then: a page sees no comments, and must tell a quiet line from a dead one.

    Whose session has ended, or whose device was closed, hears nothing more, not even this.
    """
    exchange: Exchange = state.exchange
    if not exchange.hub.has_room(visitor.account):
        raise Refused("too_many_tries", seconds=60)

    async def told() -> AsyncIterator[ServerSentEventMessage]:
        async for news in exchange.hub.listen(visitor.account):
            if not await is_still_here(house, visitor):
                return
            if news:
                yield ServerSentEventMessage(data=json.dumps(news), event="clock")
            else:
                yield ServerSentEventMessage(data="1", event="here")

    return ServerSentEvent(told())


def sync_routes() -> Router:
    """Both routes, with the caller provided."""
    return Router("/", route_handlers=[sync, events], dependencies=DEPENDENCIES)
