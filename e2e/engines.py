"""Firefox and WebKitGTK as this machine has them, behind the few doors that the smoke test uses."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import httpx
from playwright.sync_api import Playwright

from tests.served import free_port

PATIENCE = 90
MINI_BROWSERS = ("/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/libexec/webkit2gtk-4.*/MiniBrowser")


class Window(Protocol):
    """One page of one browser. `run` evaluates a function of the page and answers what it answers."""

    def go(self, address: str) -> None: ...
    def run(self, function: str) -> Any: ...


def until(window: Window, function: str, what: str) -> Any:
    """Ask the page until it answers something true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(Exception):  # between two pages there is nobody to answer
            if answer := window.run(function):
                return answer
        time.sleep(0.2)
    raise AssertionError(
        f"{what}: not within {PATIENCE} s; the page says: {window.run('() => document.body.innerText')}"
    )


def could_be_installed() -> bool:
    """In CI, as root, with apt: then a missing browser is a fault of `.ci/run`."""
    return os.environ.get("CI") == "true" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def firefox() -> str | None:
    return shutil.which("firefox-esr")


def webkit() -> tuple[str, str] | None:
    """The driver and the browser that it drives."""
    driver = shutil.which("WebKitWebDriver")
    places = [place for pattern in MINI_BROWSERS for place in sorted(Path("/").glob(pattern.lstrip("/")))]
    return (driver, str(places[-1])) if driver and places and shutil.which("Xvfb") else None


@contextmanager
def in_firefox(playwright: Playwright, program: str) -> Iterator[Window]:
    """Stock Firefox over WebDriver BiDi."""
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=program)
    try:
        yield _Firefox(browser.new_context(locale="en-US").new_page())
    finally:
        browser.close()


class _Firefox:
    def __init__(self, page: Any) -> None:
        self._page = page

    def go(self, address: str) -> None:
        self._page.goto(address)

    def run(self, function: str) -> Any:
        return self._page.evaluate(function)


@contextmanager
def in_webkit(programs: tuple[str, str], folder: Path) -> Iterator[Window]:
    """WebKitGTK's small browser on a screen that nobody sees, spoken to as W3C WebDriver has it."""
    reader, writer = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "820x1180x24"], pass_fds=[writer])
    os.close(writer)
    display = os.read(reader, 16).decode().strip()
    port = free_port()
    environment = {**os.environ, "DISPLAY": f":{display}", "XDG_DATA_HOME": str(folder), "LANGUAGE": "en"}
    driver = subprocess.Popen([programs[0], f"--port={port}"], env=environment)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as http:
            yield _WebKit(http, programs[1])
    finally:
        for process in (driver, screen):
            process.terminate()
            process.wait(20)


class _WebKit:
    def __init__(self, http: httpx.Client, program: str) -> None:
        self._http = http
        options = {"binary": program, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        end = time.monotonic() + PATIENCE
        while True:
            with suppress(httpx.TransportError):
                self._at = f"/session/{self._say('/session', wanted)['sessionId']}"
                return
            assert time.monotonic() < end, "WebKitWebDriver did not start"
            time.sleep(0.1)

    def go(self, address: str) -> None:
        self._say(f"{self._at}/url", {"url": address})

    def run(self, function: str) -> Any:
        script = (
            "const done = arguments[arguments.length - 1];"
            f"Promise.resolve(({function})())"
            ".then((answer) => done({ answer }), (error) => done({ error: String(error) }));"
        )
        told = self._say(f"{self._at}/execute/async", {"script": script, "args": []})
        if "error" in told:
            raise RuntimeError(told["error"])
        return told.get("answer")

    def _say(self, path: str, body: dict[str, Any]) -> Any:
        answer = self._http.post(path, json=body)
        told = answer.json()["value"]
        if answer.is_error:
            raise RuntimeError(f"{told.get('error')}: {told.get('message')}")
        return told
