"""The pictures in the README and in the app's manifest, taken from the demo school: `python -m e2e.pictures`."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from e2e.conftest import FLAGS
from tests import browser as browsers
from tests.served import HOUSE, Served

PLACE = HOUSE / "pwa" / "public" / "screenshots"
SCALE = 1


def main() -> None:
    """Take all four."""
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        demo = Served(Path(folder) / "data", "demo")
        demo.start()
        try:
            chromium = running.chromium.launch(executable_path=str(browsers.chromium()), args=list(FLAGS))
            take_capture(be(chromium, demo, "Amara Okafor", 820, 1180))
            take_feedback(be(chromium, demo, "Fatima Haddad", 390, 844))
            take_patterns(be(chromium, demo, "Amara Okafor", 820, 1180))
            take_meeting(be(chromium, demo, "Amara Okafor", 1920, 1080))
            chromium.close()
        finally:
            demo.stop()


def be(browser: Browser, demo: Served, name: str, width: int, height: int) -> Page:
    """Somebody's new device, with the school on it."""
    context = browser.new_context(
        base_url=demo.address, viewport={"width": width, "height": height}, device_scale_factor=SCALE, locale="en-US"
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.get_by_text("All on the server").filter(visible=True).first.wait_for(timeout=60_000)
    return page


def take_capture(page: Page) -> None:
    page.goto("/walk/new")
    page.get_by_label("Teacher, class, or room").fill("nadia")
    page.get_by_text(re.compile("Math 7")).first.click()
    page.get_by_role("button", name="Begin").click()
    field = page.get_by_role("textbox", name="What do you see and hear?")
    chips = page.locator("section[aria-label='What do you see and hear?'] button[aria-pressed]")
    for words, chip in (
        ("7 of 9 pairs drew two different paths to 3/4, then swapped sheets", 2),
        ("“Mine is longer but you can see the halves.” Her partner redrew his.", 0),
        ("Teacher waited about 6 s after “How do you know?” Four hands became eleven.", 3),
    ):
        field.fill(words)
        chips.nth(chip).click()
        page.get_by_role("button", name="Next note").click()
    field.fill("Two students at the board argue over which drawing")
    shoot(page, "capture")


def take_feedback(page: Page) -> None:
    page.goto("/feedback")
    page.locator("main a[href^='/feedback/']").first.click()
    page.get_by_role("heading", level=1).wait_for()
    shoot(page, "feedback")


def take_patterns(page: Page) -> None:
    page.goto("/patterns")
    page.get_by_role("heading", level=1).wait_for()
    shoot(page, "patterns")


def take_meeting(page: Page) -> None:
    page.goto("/teams")
    page.get_by_role("link", name=re.compile("Leadership team")).first.click()
    page.get_by_role("button", name="Open a meeting").first.click()
    page.get_by_label("Purpose").fill("Which strength do we help to travel this month?")
    page.get_by_role("dialog").get_by_role("button", name="Open a meeting").click()
    for _ in range(3):
        page.get_by_role("button", name=re.compile("Next:")).click()
    for thought in (
        "In most rooms it is the students who ask the next question",
        "It happens where there is time to look at two ways",
    ):
        page.get_by_label("Add a thought…").fill(thought)
        page.get_by_role("button", name="Add", exact=True).click()
    shoot(page, "meeting")


def shoot(page: Page, name: str) -> None:
    """One picture, once the page has come to rest."""
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.evaluate("() => document.activeElement?.blur()")
    page.screenshot(path=PLACE / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
