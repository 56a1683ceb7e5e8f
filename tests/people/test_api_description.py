"""The API as it describes itself, tried with requests that nobody would send on purpose: none is met with a 500."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server import migrations
from server.app import create_app
from server.kernel.db import Database
from server.people.first_run import first_run_link
from server.people.limits import Limits
from server.settings import Settings
from tests.people.conftest import PASSWORD

EXAMPLES = 20
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
STREAMING = {"GET /api/sync/events"}
ENDS_THE_SESSION = {"POST /api/sign-out"}
HERE = Path(__file__).parent

DESCRIBED = create_app(Settings(demo=True, pwa=HERE / "no-app")).openapi_schema.to_schema()
API = schemathesis.openapi.from_dict(DESCRIBED)
READ = [made.ok() for made in API.get_all_operations() if isinstance(made, Ok)]
OPERATIONS = {operation.label: operation for operation in READ}
TRIED = [
    pytest.param(label, mode, id=f"{label} {mode.value}")
    for label, operation in sorted(OPERATIONS.items())
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if label not in STREAMING and (mode == GenerationMode.POSITIVE or [*operation.query, *operation.body])
]


class Unhurried(Limits):
    """Counts tries as ever, and makes nobody wait: hundreds are wrong here."""

    def pause(self, address: str) -> float:
        return 0


class Server(uvicorn.Server):
    """A real server in a thread of its own, on a port that the system chose."""

    def __init__(self, app: Any) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="critical", ws="none"))
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.started:
            assert self.thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self.thread.join()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A demo server with one school: its address, and the cookie of its admin."""
    folder = tmp_path_factory.mktemp("api")
    kept = Settings(data=folder, demo=True, pwa=folder / "no-app")
    migrations.upgrade(kept.database, lambda _: None)
    link = asyncio.run(_link(kept.database))
    app = create_app(kept)
    with Server(app) as address:
        app.state.house.limits = Unhurried()
        form = {
            "token": link.partition("#")[2],
            "school": {
                "name": "Oak Street School",
                "timeZone": "America/New_York",
                "yearStart": "2026-09-01",
                "yearEnd": "2027-06-20",
            },
            "admin": {"name": "Ana Torres", "email": "ana@oak.example", "password": PASSWORD},
            "deviceLabel": "laptop",
        }
        answer = httpx.post(f"{address}/api/first-run", json=form)
        assert answer.status_code == 201, answer.text
        yield address, dict(answer.cookies)


@pytest.mark.parametrize(("label", "mode"), TRIED)
def test_whatever_is_sent_gets_a_documented_answer(
    house: tuple[str, dict[str, str]], label: str, mode: GenerationMode
) -> None:
    address, cookies = house

    @given(case=OPERATIONS[label].as_strategy(mode))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def try_it(case: Case[Any]) -> None:
        signed_in = {} if label in ENDS_THE_SESSION else cookies
        answer = case.call(base_url=address, cookies=signed_in)
        case.validate_response(answer, checks=CHECKS)

    try_it()


def test_every_route_that_is_described_can_be_read() -> None:
    paths = DESCRIBED["paths"]
    assert len(OPERATIONS) == sum(len(methods) for methods in paths.values())


def test_every_route_is_named_placed_and_explained() -> None:
    for path, methods in DESCRIBED["paths"].items():
        for method, told in methods.items():
            where = f"{method} {path}"
            assert told["operationId"] and told["tags"] and told["summary"], where  # noqa: PT018
            assert told.get("description"), where
            assert {"400", "500", "503"} <= set(told["responses"]), where


def test_every_message_gives_examples() -> None:
    schemas = DESCRIBED["components"]["schemas"]
    plain = [
        f"{name}.{field}"
        for name in ("SignIn", "FoundSchool", "NewSchool", "NewAdmin", "Join", "LookAtLink", "ProblemAnswer")
        for field, told in schemas[name]["properties"].items()
        if told.get("type") == "string" and not ({"examples", "enum"} & told.keys())
    ]
    assert not plain


async def _link(url: str) -> str:
    database = Database(url)
    link = await first_run_link(database, "")
    await database.close()
    assert link
    return link
