"""A whole start, as people start it: what it prints, that https is trusted, that a demo stays a demo."""

import json
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server import tls
from tests.served import Served

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "data")
    yield served
    served.stop()


def ask(address: str, trusting: Path | None = None) -> tuple[int, bytes]:
    context = ssl.create_default_context(cafile=trusting)
    request = urllib.request.Request(address, headers={"accept": "text/html, application/json"})
    with urllib.request.urlopen(request, context=context, timeout=20) as answer:
        return answer.status, answer.read()


def test_a_first_start_gives_a_link_that_founds_a_school_and_a_second_one_a_new_link(server: Served) -> None:
    server.start()
    first = server.first_run_link()
    assert first.startswith(f"{server.address}/first-run#")
    assert json.loads(ask(f"{server.address}/api/front-door")[1])["state"] == "first_run"
    server.stop()
    server.start()
    assert server.first_run_link() != first


def test_the_server_answers_again_after_it_was_killed(server: Served) -> None:
    server.start()
    server.kill()
    server.start()
    assert ask(server.address)[0] == 200


def test_a_device_that_trusts_the_local_authority_reaches_the_app_over_https(server: Served) -> None:
    server.options = ("--tls", "local", "--host", "127.0.0.1")
    server.start()
    told = server.log.read_text()
    authority = server.data / "tls" / "authority.crt"
    assert re.search(r"is ready at https://127\.0\.0\.1:\d+", told)
    assert "█" in told or "▀" in told
    assert tls.fingerprint_of(authority) in told
    status, page = ask(f"https://127.0.0.1:{server.port}/trust", authority)
    assert (status, b"brightwalk.crt" in page) == (200, True)
    assert b'<div id="app"' in ask(f"https://localhost:{server.port}/", authority)[1]
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        ask(f"https://127.0.0.1:{server.port}/trust")


def test_a_demo_has_its_people_at_once_and_a_school_in_the_same_folder_has_none_of_them(server: Served) -> None:
    server.command = "demo"
    server.start()
    people = json.loads(ask(f"{server.address}/api/demo/people")[1])
    assert len(people) > 10
    assert "first-run" not in server.log.read_text()
    server.stop()
    server.command = "serve"
    server.start()
    assert json.loads(ask(f"{server.address}/api/front-door")[1]) == {"state": "first_run", "demo": False, "build": "1"}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(f"{server.address}/api/demo/people")


def test_a_server_with_a_live_connection_stops_at_once_and_without_complaint(server: Served) -> None:
    server.start()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    school = {"name": "Harbor Street", "timeZone": "UTC", "yearStart": "2026-08-24", "yearEnd": "2027-06-11"}
    admin = {"name": "Ana", "email": "ana@harbor.example", "password": "seven lamps along the river"}
    token = server.first_run_link().partition("#")[2]
    body = json.dumps({"token": token, "school": school, "admin": admin, "deviceLabel": "laptop"}).encode()
    founding = urllib.request.Request(f"{server.address}/api/first-run", body, {"content-type": "application/json"})
    opener.open(founding).close()
    with opener.open(f"{server.address}/api/sync/events", timeout=60) as live:
        server.stop()
        assert live.read() == b""
    assert "Traceback" not in server.log.read_text()
    assert "ERROR" not in server.log.read_text()


def test_an_interrupted_telling_of_the_demo_begins_anew(server: Served) -> None:
    rest = server.data / "unfinished"
    rest.mkdir(parents=True)
    (rest / "demo.sqlite").write_text("half a school")
    server.command = "demo"
    server.start()
    assert json.loads(ask(f"{server.address}/api/demo/people")[1])
    assert not rest.exists()
