"""Requests that change something come from our own page, as JSON; nothing else is let through.

This takes the place of a token in a form: a token would expire while the app is offline. The cookie is
SameSite=Lax besides. Programs that are no browser send neither header, and carry no stolen cookie.
"""

from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from server.kernel.problems import Refused

_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


class SameOrigin(ASGIMiddleware):
    """Refuses cross-site writes and bodies that a plain form could send. `uploads`: paths that take files."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, uploads: tuple[str, ...] = ("/api/roster/", "/api/pictures/")) -> None:
        self.uploads = uploads

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in _SAFE:
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            if not _from_our_page(headers):
                raise Refused("cross_site")
            if not (_is_json(headers) or scope["path"].startswith(self.uploads)):
                raise Refused("wrong_media")
        await next_app(scope, receive, send)


def _from_our_page(headers: dict[bytes, str]) -> bool:
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == headers.get(b"host")


def _is_json(headers: dict[bytes, str]) -> bool:
    media_type = headers.get(b"content-type", "").partition(";")[0].strip().lower()
    if not media_type:
        return headers.get(b"content-length", "0") == "0" and b"transfer-encoding" not in headers
    return media_type == "application/json"
