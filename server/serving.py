"""Hands out the built app: each file as it was compressed at build time, and the page for every address of the app.

One catch-all route, not a mount: a mount at the root would swallow the API's routes. What stands under
`/api` or `/schema` and is not known stays unknown; any other address that a browser asks for as a page is
one of the app's own, so it gets `index.html`.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types svelte-trusted-html sw lens",
    )
)
EVERYWHERE = {
    "vary": "accept-encoding",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
ON_PAGES = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
}
_PACKED = {"br": ".br", "gzip": ".gz"}
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".woff2": "font/woff2"}
_NEVER_A_PAGE = ("/api/", "/schema/", "/assets/")
_NOT_BUILT = b"The app has not been built yet. Start the server with ./brightwalk, which builds it first."


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the app: its bodies by content encoding ("" is the plain one), and what to say with it."""

    bodies: Mapping[str, bytes]
    media_type: str
    headers: Mapping[str, str]


def pwa_route(dist: Path) -> HTTPRouteHandler:
    """The route that serves the app which was built into `dist`, read once, now."""
    assets = read_assets(dist)

    @route(
        ["/", "/{wanted:path}"],
        http_method=["GET", "HEAD"],
        include_in_schema=False,
        sync_to_thread=False,
        exclude_from_auth=True,
        sent_as_is=True,  # compressed at build time; twice would be once too often
        name="app",
    )
    def app_files(request: Request[Any, Any, Any], wanted: FromPath[str] = "/") -> Response[bytes]:
        asset = assets.get(wanted) or _page(assets, wanted, request.headers.get("accept", ""))
        if asset is None:
            return Response(_NOT_BUILT, status_code=503, media_type="text/plain")
        return _answer(asset, request)

    return app_files


def read_assets(dist: Path) -> dict[str, Asset]:
    """Every file under `dist` by its path in the address, with its compressed siblings folded in."""
    files = (path for path in sorted(dist.rglob("*")) if path.is_file() and not path.name.startswith("."))
    plain = (path for path in files if path.suffix not in _PACKED.values())
    return {f"/{path.relative_to(dist).as_posix()}": _asset(path, dist) for path in plain}


def _page(assets: Mapping[str, Asset], wanted: str, accept: str) -> Asset | None:
    if f"{wanted}/".startswith(_NEVER_A_PAGE) or "text/html" not in accept:
        raise NotFoundException
    return assets.get("/index.html")


def _answer(asset: Asset, request: Request[Any, Any, Any]) -> Response[bytes]:
    if request.headers.get("if-none-match") == asset.headers["etag"]:
        return Response(b"", status_code=304, headers=asset.headers)
    coding = _coding(asset, request.headers.get("accept-encoding", ""))
    headers = {**asset.headers, "content-encoding": coding} if coding else asset.headers
    return Response(asset.bodies[coding], headers=headers, media_type=asset.media_type)


def _coding(asset: Asset, accept: str) -> str:
    takes = {part.split(";")[0].strip() for part in accept.split(",") if not part.replace(" ", "").endswith(";q=0")}
    return next((coding for coding in _PACKED if coding in takes and coding in asset.bodies), "")


def _asset(path: Path, dist: Path) -> Asset:
    body = path.read_bytes()
    packed = {coding: path.with_name(path.name + end) for coding, end in _PACKED.items()}
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    named_by_content = path.relative_to(dist).parts[0] == "assets"
    return Asset(
        bodies={"": body} | {coding: file.read_bytes() for coding, file in packed.items() if file.is_file()},
        media_type=media_type,
        headers={
            **EVERYWHERE,
            **(ON_PAGES if media_type == "text/html" or path.name == "sw.js" else {}),
            "etag": f'W/"{hashlib.sha256(body).hexdigest()[:20]}"',
            "cache-control": "public, max-age=31536000, immutable" if named_by_content else "no-cache",
        },
    )
