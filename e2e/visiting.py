"""Ana at work, as the tests of faults need her: signed in, in a visit, writing."""

import re

from playwright.sync_api import Locator, Page, expect

from e2e.furnish import PASSWORD
from e2e.looking import wait_until_offline_ready

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
