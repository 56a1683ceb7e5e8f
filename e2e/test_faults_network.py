"""The networks of schools: portals that answer in the server's place, proxies that cut, halve and reset."""

import os
import re

import pytest
from playwright.sync_api import expect

from e2e.conftest import OpenDevice
from e2e.faulty import Line
from e2e.furnish import PASSWORD
from e2e.looking import assert_accessible, keep_picture
from e2e.visiting import SOON, all_sent, begin_visit, notes, sign_in, write
from tests.served import Served

LOOK = "() => window.dispatchEvent(new Event('online'))"


@pytest.mark.parametrize("kind", ["page", "redirect", "511", "json"])
def test_a_network_that_wants_a_sign_in_first_is_never_taken_for_the_server(
    device: OpenDevice, line: Line, kind: str
) -> None:
    page = begin_visit(sign_in(device(line)))
    line.portal = kind
    write(page, "Written behind a portal.")
    page.goto("/waiting")
    expect(page.get_by_text("Written behind a portal.")).to_be_visible(timeout=SOON)
    said = page.get_by_text("This network wants a sign-in first").filter(visible=True)
    expect(said).to_be_visible(timeout=SOON)
    if kind == "page":
        keep_picture(page, "faults-portal")
        assert_accessible(page)
    page.reload()  # the app itself comes from the device, not from the portal
    expect(page.get_by_text("Written behind a portal.")).to_be_visible(timeout=SOON)
    assert page.evaluate(CACHED_PORTALS) == []
    line.heal()
    page.evaluate(LOOK)
    all_sent(page)


INSTALL_ENDS = """async () => {
    const coming = (await navigator.serviceWorker.getRegistration())?.installing;
    if (coming) await new Promise((over) => coming.addEventListener('statechange', over));
}"""
CACHED_PORTALS = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const asked of await (await caches.open(name)).keys())
            if ((await (await caches.match(asked)).clone().text()).includes('School Wi-Fi')) found.push(asked.url);
    return found;
}"""


def test_half_an_app_is_never_installed(device: OpenDevice, line: Line) -> None:
    """The portal comes up while the worker fetches: nothing of it is kept, and the next try brings the whole app."""
    line.edit = lambda path, body: b"<h1>School Wi-Fi</h1>" if re.search(r"/assets/.*\.woff2$", path) else body
    page = device(line)
    page.goto("/")
    expect(page.get_by_label("Email")).to_be_visible(timeout=SOON)
    page.evaluate(INSTALL_ENDS)
    assert page.evaluate("() => navigator.serviceWorker.controller") is None
    line.edit = None
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    assert page.evaluate(CACHED_PORTALS) == []


def test_a_screen_that_was_not_fetched_yet_says_so_and_comes_with_the_network(device: OpenDevice, line: Line) -> None:
    """The worker cannot be installed, and the signal goes: half an app is on the device."""
    line.edit = lambda path, body: b"<h1>School Wi-Fi</h1>" if re.search(r"/assets/.*\.woff2$", path) else body
    page = device(line)
    page.goto("/")
    page.get_by_label("Email").fill("ana@harbor.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Start a walkthrough")).to_be_visible(timeout=SOON)
    page.context.set_offline(True)
    page.get_by_role("link", name="Teams").click()
    expect(page.get_by_text("This part is not on the device yet.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("This part is not on the device yet.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1, name="Teams")).to_be_visible(timeout=SOON)


def test_a_line_that_cuts_resets_halves_and_dawdles_loses_nothing_and_doubles_nothing(
    device: OpenDevice, line: Line, harbor: Served
) -> None:
    page = begin_visit(sign_in(device(line)))
    line.latency, line.cut_after, line.resets, line.halves = 1.0, 30.0, 0.3, 0.2
    said = [f"Line {number} of a bad day." for number in range(6)]
    for words in said:
        write(page, words)
    visit = page.url.partition("/walk/")[2]
    line.latency = float(os.environ.get("BRIGHTWALK_LATENCY", "1"))
    for _ in range(40):
        page.evaluate(LOOK)
        if page.evaluate("() => document.body.textContent.match(/On this device/g)") is None:
            break
        page.wait_for_timeout(500)  # no state to wait for: the line itself is chance
    line.heal()
    all_sent(page)
    fresh = sign_in(device(harbor))
    fresh.goto(f"/walk/{visit}")
    expect(notes(fresh)).to_have_count(6, timeout=SOON)
    for number, words in enumerate(said):
        expect(notes(fresh).nth(number)).to_contain_text(words)
