"""The promise in the two other families of browsers: cold start without a server, write, reload, send.

Firefox is required in CI where it can be installed; WebKitGTK stands in for Safari's engine (not for what iOS
does to it) and runs where it is installed. Both are offline as everybody is: the server has stopped.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from e2e import engines
from e2e.engines import Window, until
from e2e.furnish import PASSWORD
from tests.served import Served

SAID = "7 of 9 pairs compared two ways"
STATE = """[...document.querySelectorAll('a[href="/waiting"]')]"""
SENT = f"() => {STATE}.some((one) => one.innerText.includes('All on the server'))"


@pytest.fixture(params=["firefox", "webkit"])
def window(request: pytest.FixtureRequest, playwright: Playwright, tmp_path: Path) -> Iterator[Window]:
    with _opened(request.param, playwright, tmp_path) as opened:
        yield opened


@contextmanager
def _opened(engine: str, playwright: Playwright, folder: Path) -> Iterator[Window]:
    if engine == "firefox":
        if not (program := engines.firefox()):
            (pytest.fail if engines.could_be_installed() else pytest.skip)("no Firefox ESR: apt install firefox-esr")
        with engines.in_firefox(playwright, program) as window:
            yield window
        return
    if not (programs := engines.webkit()):
        pytest.skip("no WebKitGTK with its driver and Xvfb: apt install webkit2gtk-driver xvfb")
    with engines.in_webkit(programs, folder) as window:
        yield window


@pytest.mark.timeout(600)
def test_a_visit_without_a_server_survives_a_reload_and_is_sent_when_the_server_is_back(
    window: Window, harbor: Served
) -> None:
    window.go(harbor.address)
    _fill(window, "input[type=email]", "ana@harbor.example")
    _fill(window, "input[type=password]", PASSWORD)
    window.run("() => void document.querySelector('button[type=submit]').click()")
    until(window, SENT, "signed in, and all of the school here")
    until(window, "() => navigator.serviceWorker.controller !== null", "the app is on the device")

    harbor.stop()
    window.go(f"{harbor.address}/walk/new")
    _tap(window, "Ben Okafor")
    _tap(window, "Begin")
    _fill(window, "textarea", SAID)
    until(window, "() => document.body.innerText.includes('Kept on this device')", "kept")
    _tap(window, "Next note")
    until(
        window, f"() => document.querySelector('ol > li')?.innerText.includes({json.dumps(SAID)})", "one of the notes"
    )

    visit = window.run("() => location.href")
    window.go(str(visit))
    until(
        window,
        f"() => document.querySelector('ol > li')?.innerText.includes({json.dumps(SAID)})",
        "there after a reload",
    )
    harbor.start()
    window.run("() => void window.dispatchEvent(new Event('online'))")
    until(window, "() => document.querySelector('ol > li')?.innerText.includes('On the server')", "sent")


def _fill(window: Window, where: str, words: str) -> None:
    until(window, f"() => document.querySelector({json.dumps(where)}) !== null", f"{where} is there")
    window.run(
        f"""() => {{
            const box = document.querySelector({json.dumps(where)});
            box.focus();
            box.value = {json.dumps(words)};
            box.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }}"""
    )


def _tap(window: Window, words: str) -> None:
    button = f"(one) => one.innerText.trim().startsWith({json.dumps(words)})"
    found = f"[...document.querySelectorAll('#main button')].find({button})"
    until(window, f"() => {{ const it = {found}; it?.click(); return Boolean(it) }}", f"the button {words}")
