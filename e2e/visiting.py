"""Ana at work, as the tests of faults need her: signed in, in a visit, writing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, Playwright, expect

from e2e.furnish import PASSWORD
from e2e.looking import wait_until_offline_ready
from e2e.tablet import Tablet
from tests.served import Served

SOON = 20_000
KEPT = "Kept on this device"
ALL_SENT = re.compile("All on the server|Todo en el servidor|Todo está en el servidor")


def sign_in(page: Page, who: str = "ana") -> Page:
    """With everything that she (or another of that school) holds, ready to work without a server."""
    page.goto("/")
    page.locator("input[type=email]").fill(f"{who}@harbor.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    sent = page.locator("a[href='/waiting']").filter(visible=True, has_text=ALL_SENT)
    expect(sent).to_be_visible(timeout=SOON)
    wait_until_offline_ready(page)
    return page


def begin_visit(page: Page) -> Page:
    page.goto("/walk/new")
    page.get_by_role("button", name=re.compile("Ben Okafor")).first.click(timeout=SOON)
    page.get_by_role("button", name=re.compile("(Begin|Empezar|Comenzar) con |Begin with Ben Okafor")).click()
    expect(page.locator("textarea")).to_be_focused(timeout=SOON)
    return page


@contextmanager
def in_a_visit(playwright: Playwright, chromium: str, profile: Path, server: Served) -> Iterator[Tablet]:
    """Her tablet in the middle of a visit; the server is stopped, and afterwards there again."""
    ana = Tablet(playwright, chromium, profile, server.address)
    sign_in(ana.start())
    ana.close()  # a browser writes its cookies down late: one that is killed would be signed out
    begin_visit(ana.start())
    server.stop()
    yield ana
    ana.close()
    if not server.runs:
        server.start()


def empty_field(tablet: Tablet) -> Page:
    """The open page, with nothing begun."""
    assert tablet.context
    page = tablet.context.pages[0]
    field(page).press("Enter")
    expect(field(page)).to_have_value("")
    return page


def write(page: Page, words: str) -> None:
    """One note, on the disk when this comes back."""
    before = notes(page).count()
    field(page).fill(words)
    field(page).press("Enter")
    expect(notes(page)).to_have_count(before + 1, timeout=SOON)


def all_sent(page: Page) -> None:
    """Nothing of this page's account waits any more."""
    page.goto("/waiting")
    expect(page.get_by_text("Everything you wrote on this device is on the server.")).to_be_visible(timeout=6 * SOON)


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="What do you see and hear?")


def notes(page: Page) -> Locator:
    return page.locator("ol > li")
