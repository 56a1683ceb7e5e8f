"""Live: what Ana shares is on Ben's open screen a moment later, without a touch of his and without his asking.

The order of things is what is held: her tap, the word on his one open line, his one question, his screen. How long it
took is printed; on a quiet machine it is well under a second. Then the server dies and comes back, and it goes on.
"""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from e2e.conftest import OpenDevice
from e2e.furnish import Furnished, furnish
from e2e.test_story import SOON, sign_in
from tests.served import Served

PATIENT = 45_000  # still below the minute after which a device without a line would ask by itself
STRENGTHS = (
    "Pairs compare two ways, and each can say why both work",
    "Every table names the step that changed its mind",
)

WATCH = """() => {
	const seen = (window.seen = {});
	const look = () => {
		for (const text of %s) if (!seen[text] && document.body.innerText.includes(text)) seen[text] = Date.now();
	};
	new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@pytest.mark.timeout(400)
def test_what_is_shared_is_on_the_teachers_open_screen_at_once(own_school: Served, device: OpenDevice) -> None:
    school = furnish(own_school)
    tablet, phone = device(own_school, "tablet"), device(own_school, "phone")
    sign_in(tablet, "ana@harbor.example")
    joins(phone, school)
    lines: list[Request] = []
    asked: list[Request] = []
    phone.on("request", lambda one: lines.append(one) if one.url.endswith("/events") else None)
    phone.on("request", lambda one: asked.append(one) if one.url.endswith("/api/sync") else None)
    phone.evaluate(WATCH % list(STRENGTHS))

    tapped = shares(tablet, STRENGTHS[0])
    expect(phone.get_by_text(STRENGTHS[0]).first).to_be_visible(timeout=PATIENT)
    seen = phone.evaluate("window.seen")[STRENGTHS[0]]
    assert tapped < seen
    assert asked, "he was told, and asked for what is new"
    assert not lines, "the line that was open is the line that told him"
    print(f"\nfrom her tap to his open screen: {seen - tapped} ms, with {len(asked)} questions of his")

    own_school.kill()
    own_school.start()
    with phone.expect_response(lambda one: one.url.endswith("/api/sync") and one.ok, timeout=PATIENT):
        pass  # the line is opened anew, and what it may have missed is asked for
    assert lines
    tapped = shares(tablet, STRENGTHS[1])
    expect(phone.get_by_text(STRENGTHS[1]).first).to_be_visible(timeout=PATIENT)
    seen = phone.evaluate("window.seen")[STRENGTHS[1]]
    assert tapped < seen
    print(f"after the server's death: {seen - tapped} ms")


def joins(page: Page, school: Furnished) -> None:
    """Ben comes in with his code, and leaves the list of his feedback open."""
    page.goto("/join")
    page.get_by_label("Code").fill(school.code)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Email").fill("ben@harbor.example")
    page.get_by_label("Choose a password").fill("seven lamps along the river")
    with page.expect_request(lambda one: one.url.endswith("/events"), timeout=SOON):
        page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ben", timeout=SOON)


def shares(page: Page, strength: str) -> int:
    """A visit to Ben from its beginning to the tap; when she tapped, in ms since 1970."""
    page.goto("/walk/new")
    page.get_by_label("Teacher, class, or room").fill("ben")
    page.get_by_text("Math with Ben").first.click()
    page.get_by_role("button", name="Begin").click()
    field = page.get_by_role("textbox", name="What do you see and hear?")
    field.fill("7 of 9 pairs compared two ways to the same answer")
    page.get_by_role("button", name="Next note").click()
    page.get_by_role("button", name="Finish").click()
    page.get_by_label("What goes well, and what it does for learners").first.fill(strength)
    page.get_by_role("button", name=re.compile("7 of 9 pairs")).click()
    share = page.get_by_role("button", name=re.compile("Share with Ben"))
    expect(share).to_be_enabled()
    share.evaluate("one => one.addEventListener('click', () => (window.tapped = Date.now()), { capture: true })")
    share.click()
    return int(page.evaluate("window.tapped"))
