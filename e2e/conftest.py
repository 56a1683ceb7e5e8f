"""The browser, the servers and the devices of the browser tests.

A server is started once for a whole run (`school`: empty; `demo`: the demo school) or for one test (`own_school`,
which the test may stop and kill). Every test has devices of its own: a new browser context has its own
storage, workers and caches, as a new tablet has.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from e2e.faulty import Line
from e2e.furnish import furnish_little
from tests import browser as browsers
from tests.served import Served

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
SIZES = {
    "phone": {"width": 390, "height": 844},
    "small phone": {"width": 320, "height": 640},
    "tablet": {"width": 820, "height": 1180},
    "laptop": {"width": 1280, "height": 800},
    "projector": {"width": 1920, "height": 1080},
}

AGAIN = "tried once more"
OpenDevice = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of this machine; without one the tests are skipped, and in CI they fail."""
    found = browsers.chromium()
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(browsers.WAY_OUT)
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium_path: str, playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An empty server, one for the run."""
    yield from _served(tmp_path_factory.mktemp("school"), "serve")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo school, one for the run. Tests that change much should use their own."""
    yield from _served(tmp_path_factory.mktemp("demo"), "demo")


@pytest.fixture(scope="session")
def little_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Ana's school with one teacher, one for the run."""
    server = Served(tmp_path_factory.mktemp("harbor") / "data", "serve")
    server.start()
    furnish_little(server)
    yield server
    server.stop()


@pytest.fixture
def harbor(little_school: Served) -> Iterator[Served]:
    """That school for a test which may stop it: afterwards it is there again."""
    yield little_school
    if not little_school.runs:
        little_school.start()


@pytest.fixture
def line(harbor: Served) -> Iterator[Line]:
    """A line to that school on which a test may let things go wrong."""
    opened = Line(harbor.port).open()
    yield opened
    opened.close()


@pytest.fixture
def own_school(tmp_path: Path) -> Iterator[Served]:
    """An empty server for one test, which may stop, kill and start it."""
    yield from _served(tmp_path, "serve")


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Served]:
    """A demo school for one test, which may stop, kill and start it."""
    yield from _served(tmp_path, "demo")


@pytest.fixture
def device(browser: Browser) -> Iterator[OpenDevice]:
    """Opens a new device: `device(server)` or `device(server, "tablet", color_scheme="dark", locale="es-MX")`.

    At the end of the test no device may have met an error in the page or something that the policy blocked.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_device(server: Served | Line, size: str = "phone", **options: Any) -> Page:
        context = browser.new_context(base_url=server.address, viewport=SIZES[size], **{"locale": "en-US", **options})
        contexts.append(context)
        context.on("weberror", lambda fault: faults.append(f"{size}: {fault.error}"))
        context.on("console", lambda message: _note_fault(faults, size, message))
        return context.new_page()

    yield open_device
    for context in contexts:
        context.close()
    assert not faults, f"the page met faults: {faults}"


def _note_fault(faults: list[str], size: str, message: ConsoleMessage) -> None:
    """A server that is stopped on purpose makes the browser log failed requests; everything else is a fault."""
    if message.type == "error" and not re.search(
        r"Failed to load resource|net::ERR_|when fetching the script", message.text
    ):
        faults.append(f"{size}: {message.text}")


def _served(folder: Path, command: str) -> Iterator[Served]:
    server = Served(folder / "data", command)
    server.start()
    yield server
    server.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """In CI a browser test that fails is tried once more, and it is said: machines there are slow and shared."""
    if os.environ.get("CI") != "true":
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        item.user_properties.append((AGAIN, item.nodeid))
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which tests were tried once more, also those that ran in another process."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    for nodeid in sorted({value for report in reports for name, value in report.user_properties if name == AGAIN}):
        terminalreporter.write_line(f"{AGAIN}: {nodeid}")
