"""The page behind `--tls local`: how a tablet comes to trust this server, with a QR code for the next tablet.

It is plain HTML without the app, because it is read before the app can work. Texts are in the message files.
"""

import io
import json
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import segno
from cryptography import x509
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from server.authority import fingerprint
from server.serving import EVERYWHERE, ON_PAGES

FILE = "brightwalk.crt"
_MESSAGES = Path(__file__).parent / "content" / "messages"
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_PAGE_HEADERS = {**EVERYWHERE, **ON_PAGES, "content-security-policy": _POLICY, "cache-control": "no-cache"}
_STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
:root { --paper: #fbf8f1; --ink: #2a241d; --act: #0f6157; }
@media (prefers-color-scheme: dark) { :root { --paper: #1c1915; --ink: #f2ece1; --act: #7fd1c3; } }
body { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2rem; } a { color: var(--act); }
li { margin: .5rem 0; } img { width: 12rem; height: 12rem; background: #fff; padding: .5rem; border-radius: .75rem; }
.act { display: inline-block; padding: .75rem 1.25rem; border: 2px solid; border-radius: 999px; font-weight: 600; }
.print { font: .9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; } nav { text-align: right; }
nav a { display: inline-block; padding: .6rem; }
"""


def trust_routes(address: str, authority: Path) -> list[HTTPRouteHandler]:
    """The routes of the page, for a server that people reach at `address`."""
    certificate = x509.load_pem_x509_certificate(authority.read_bytes())
    drawing = io.BytesIO()
    segno.make(f"{address}/trust", micro=False).save(drawing, kind="svg", scale=8, border=2, dark="#000", light="#fff")

    @get("/trust", include_in_schema=False, sync_to_thread=False, exclude_from_auth=True)
    def trust(request: Request[Any, Any, Any]) -> Response[str]:
        language = _language(request)
        headers = {**_PAGE_HEADERS, "vary": "accept-language", "content-language": language}
        return Response(page(language, certificate), media_type="text/html", headers=headers)

    @get("/trust/style.css", include_in_schema=False, sync_to_thread=False, exclude_from_auth=True)
    def trust_style() -> Response[str]:
        return Response(_STYLE, media_type="text/css", headers=EVERYWHERE)

    @get("/trust/code.svg", include_in_schema=False, sync_to_thread=False, exclude_from_auth=True)
    def trust_code() -> Response[bytes]:
        return Response(drawing.getvalue(), media_type="image/svg+xml", headers=EVERYWHERE)

    @get(f"/trust/{FILE}", include_in_schema=False, sync_to_thread=False, exclude_from_auth=True)
    def trust_certificate() -> Response[bytes]:
        return Response(authority.read_bytes(), media_type="application/x-x509-ca-cert", headers=EVERYWHERE)

    return [trust, trust_style, trust_code, trust_certificate]


def page(language: str, authority: x509.Certificate) -> str:
    """The whole page in one language."""
    texts = _texts(language)
    name = authority.subject.rfc4514_string().removeprefix("CN=")
    said = {key: escape(text.replace("{name}", name).replace("{file}", FILE)) for key, text in texts.items()}
    other = "es" if language == "en" else "en"
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{said["trust_title"]}</title>
<link rel="stylesheet" href="/trust/style.css">
</head>
<body>
<nav><a href="/trust?language={other}" lang="{other}">{said["trust_other_language"]}</a></nav>
<main>
<h1>{said["trust_title"]}</h1>
<p>{said["trust_lead"]}</p>
<p>{said["trust_warning"]}</p>
<p><a class="act" href="/trust/{FILE}">{said["trust_download"]}</a></p>
{_steps(said, "trust_ipad")}
{_steps(said, "trust_android")}
{_steps(said, "trust_computer")}
<p><a class="act" href="/">{said["trust_open"]}</a></p>
<h2>{said["trust_scan"]}</h2>
<img src="/trust/code.svg" alt="{said["trust_scan"]}">
<p>{said["trust_safe"]}</p>
<p>{said["trust_fingerprint"]}</p>
<p class="print">{fingerprint(authority)}</p>
</main>
</body>
</html>
"""


def _steps(said: Mapping[str, str], device: str) -> str:
    steps = [said[key] for number in range(1, 9) if (key := f"{device}_{number}") in said]
    listed = "\n".join(f"<li>{step}</li>" for step in steps)
    return f"<h2>{said[device]}</h2>\n<ol>\n{listed}\n</ol>"


def _language(request: Request[Any, Any, Any]) -> str:
    wished = request.query_params.get("language") or request.headers.get("accept-language", "")
    return "es" if str(wished).lower().startswith("es") else "en"


@cache
def _texts(language: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((_MESSAGES / f"trust.{language}.json").read_text())
    return texts
