"""The built app as a browser meets it: pages, files, compression, and an API that is never swallowed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.testing import TestClient

from server import migrations
from server.app import create_app
from server.serving import pwa_route
from server.settings import read

PAGE = {"accept": "text/html,*/*"}


@get("/api/notes/{number:int}", sync_to_thread=False)
def a_note(number: FromPath[int]) -> dict[str, int]:
    return {"number": number}


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Brightwalk</title>")
    (tmp_path / "sw.js").write_text("self.skipWaiting()")
    (tmp_path / "app.webmanifest").write_text("{}")
    (tmp_path / ".stamp").write_text("secret")
    (tmp_path / "assets" / "app-1a2b.js").write_text("plain")
    (tmp_path / "assets" / "app-1a2b.js.br").write_bytes(b"brotli")
    with TestClient(Litestar([pwa_route(tmp_path), a_note])) as client:
        yield client


@pytest.mark.parametrize("address", ["/", "/index.html", "/walk/new", "/team/0192", "/people/"])
def test_every_address_of_the_app_gives_its_page(browser: TestClient[Litestar], address: str) -> None:
    answer = browser.get(address, headers=PAGE)
    assert answer.status_code == 200
    assert "<title>Brightwalk</title>" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/api/nothing", "/api", "/schema/nothing", "/assets/gone.js"])
def test_what_is_not_a_page_is_never_answered_with_one(browser: TestClient[Litestar], address: str) -> None:
    assert browser.get(address, headers=PAGE).status_code == 404


def test_a_script_that_asks_for_a_missing_file_gets_no_page(browser: TestClient[Litestar]) -> None:
    assert browser.get("/walk/new", headers={"accept": "application/json"}).status_code == 404


def test_the_api_with_a_parameter_in_its_path_is_not_swallowed(browser: TestClient[Litestar]) -> None:
    assert browser.get("/api/notes/3").json() == {"number": 3}


def test_a_page_and_the_worker_carry_the_content_policy(browser: TestClient[Litestar]) -> None:
    for address in ("/", "/sw.js"):
        policy = browser.get(address, headers=PAGE).headers["content-security-policy"]
        assert "require-trusted-types-for 'script'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_files_named_by_their_content_are_kept_and_pages_are_asked_for_again(browser: TestClient[Litestar]) -> None:
    assert "immutable" in browser.get("/assets/app-1a2b.js").headers["cache-control"]
    assert browser.get("/sw.js").headers["cache-control"] == "no-cache"


def test_a_browser_that_has_the_page_is_told_so_without_a_body(browser: TestClient[Litestar]) -> None:
    first = browser.get("/", headers=PAGE)
    again = browser.get("/", headers={**PAGE, "if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_the_body_compressed_at_build_time_is_sent_to_whoever_takes_it(browser: TestClient[Litestar]) -> None:
    with browser.stream("GET", "/assets/app-1a2b.js", headers={"accept-encoding": "gzip, br"}) as answer:
        assert answer.headers["content-encoding"] == "br"
        assert answer.headers["vary"] == "accept-encoding"
        assert b"".join(answer.iter_raw()) == b"brotli"


@pytest.mark.parametrize("takes", ["gzip", "br;q=0, gzip", "identity"])
def test_nobody_gets_a_coding_that_was_not_asked_for(browser: TestClient[Litestar], takes: str) -> None:
    answer = browser.get("/assets/app-1a2b.js", headers={"accept-encoding": takes})
    assert "content-encoding" not in answer.headers
    assert answer.text == "plain"


def test_the_real_server_does_not_compress_a_second_time(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app-1a2b.js").write_text("plain " * 1000)
    (tmp_path / "assets" / "app-1a2b.js.br").write_bytes(b"brotli" * 1000)
    settings = read({}, data=str(tmp_path), pwa=str(tmp_path))
    migrations.upgrade(settings.database, str)
    takes = {"accept-encoding": "gzip, br"}
    with (
        TestClient(create_app(settings)) as client,
        client.stream("GET", "/assets/app-1a2b.js", headers=takes) as answer,
    ):
        assert answer.headers["content-encoding"] == "br"
        assert b"".join(answer.iter_raw()) == b"brotli" * 1000


def test_the_manifest_has_its_own_media_type(browser: TestClient[Litestar]) -> None:
    assert browser.get("/app.webmanifest").headers["content-type"] == "application/manifest+json"


@pytest.mark.parametrize("address", ["/.stamp", "/../secret", "/assets/app-1a2b.js.br", "/%2e%2e/pyproject.toml"])
def test_nothing_but_the_files_of_the_app_can_be_asked_for(browser: TestClient[Litestar], address: str) -> None:
    assert browser.get(address).status_code == 404


def test_a_head_request_tells_the_same_without_the_body(browser: TestClient[Litestar]) -> None:
    answer = browser.head("/", headers=PAGE)
    assert answer.status_code == 200
    assert answer.content == b""


def test_a_server_without_a_built_app_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(Litestar([pwa_route(tmp_path / "never-built")])) as client:
        answer = client.get("/", headers=PAGE)
    assert answer.status_code == 503
    assert "./brightwalk" in answer.text
