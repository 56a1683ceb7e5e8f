"""A shorter way in for a device with nothing to say: answered before the framework has taken the request apart.

Most requests are of this kind, and most of their cost was the way there. What this door cannot answer from memory
goes on unchanged, and everything that is refused is refused by the route behind it, in its words.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from server.kernel.clock import instant
from server.people.codes import hashed
from server.people.house import House
from server.people.sessions import cookie_name
from server.sync.exchange import Exchange
from server.sync.schemas import SyncRequest

PATH = "/api/sync"
SHORT = 4096  # bytes; a request that brings something is longer, and would be read twice here

_decode = msgspec.json.Decoder(SyncRequest).decode
_encode = msgspec.json.Encoder().encode
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class QuietDoor(ASGIMiddleware):
    """Stands behind the guard that asks where a request comes from."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] != ScopeType.HTTP or not _is_short_sync(scope):
            await next_app(scope, receive, send)
            return
        first = await receive()
        body = first["body"] if first["type"] == "http.request" and not first.get("more_body") else b""
        told = await _again(scope, dict(scope["headers"]), body) if body else None
        if told is None:
            await next_app(scope, _with_first(first, receive), send)
            return
        length = (b"content-length", str(len(told)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, length]})
        await send({"type": "http.response.body", "body": told, "more_body": False})


def _is_short_sync(scope: HTTPScope) -> bool:
    if scope["path"] != PATH or scope["method"] != "POST":
        return False
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return said.isdigit() and int(said) <= SHORT


async def _again(scope: HTTPScope, headers: Mapping[bytes, bytes], body: bytes) -> bytes | None:
    """The answer, if its session stands and it is still the answer."""
    state = scope["litestar_app"].state
    house: House = state.house
    exchange: Exchange = state.exchange
    token = _cookie(headers.get(b"cookie", b""), cookie_name(house))
    if not token:
        return None
    signed_in = await house.signed_in.look(house.database.glance, hashed(token))
    if signed_in is None or signed_in.ends <= instant() or signed_in.is_to_be_touched():
        return None
    try:
        request = _decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    told = await exchange.from_memory(signed_in.account, signed_in.device, request)
    return _encode(told) if told else None


def _cookie(said: bytes, name: str) -> str:
    for part in said.decode("latin-1").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _with_first(first: Any, receive: Receive) -> Receive:
    """The same stream of messages, with the one that was taken put back."""
    taken = [first]

    async def again() -> Any:
        return taken.pop() if taken else await receive()

    return again
