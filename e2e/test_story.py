"""The whole story: a note taken without signal becomes a team's next step, and the focus of the next visit.

Three people on three devices: Ana's tablet in a basement, without a server from before it starts and killed
in mid-note; Ben's phone; Chi's laptop at the projector. Nothing is set offline by the browser: the server is
not there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.conftest import OpenDevice
from e2e.furnish import PASSWORD, Furnished, furnish
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.tablet import Tablet
from tests.served import Served

SOON = 15_000


@pytest.fixture
def tablet(playwright: Playwright, chromium_path: str, tmp_path: Path, own_school: Served) -> Iterator[Tablet]:
    ana = Tablet(playwright, chromium_path, tmp_path / "tablet", own_school.address)
    yield ana
    ana.close()


@pytest.mark.timeout(400)
def test_a_note_without_signal_becomes_a_teams_next_step(
    own_school: Served, tablet: Tablet, device: OpenDevice
) -> None:
    school = furnish(own_school)
    sign_in(tablet.start(), "ana@harbor.example")
    tablet.close()
    own_school.stop()

    observe_and_share(tablet)

    own_school.start()
    page = tablet.start()
    expect(page.get_by_text("Readable by the teacher").or_(page.get_by_text("Ben can read it")).first).to_be_visible(
        timeout=SOON
    )
    read_and_answer(device(own_school, "phone"), school)
    expect(page.get_by_text(re.compile(r"Ben( Okafor)? answered")).first).to_be_visible(timeout=SOON)

    look_for = meet_and_promise(device(own_school, "projector"), own_school)

    with page.expect_response(lambda answer: answer.url.endswith("/api/sync") and answer.ok):
        page.goto("/")
    page.get_by_role("link", name="Start a walkthrough").click()
    page.get_by_label("Teacher, class, or room").fill("dee")
    page.get_by_text("Math with Dee").first.click()
    expect(page.get_by_text("Asked for in the meeting of Grade 4 team")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name=look_for).or_(page.get_by_text(look_for)).first).to_be_visible()
    keep_picture(page, "story-next-focus")


def sign_in(page: Page, email: str, name: str = "Ana") -> None:
    page.goto("/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    wait_until_offline_ready(page)
    expect(page.get_by_text("All on the server").first).to_be_visible(timeout=SOON)


def observe_and_share(tablet: Tablet) -> None:
    """Cold, without a server: begin, write, die in mid-note, go on, finish, share."""
    page = tablet.start()
    page.get_by_role("link", name="Start a walkthrough").click()
    assert_accessible(page)
    page.get_by_role("searchbox").or_(page.get_by_label("Teacher, class, or room")).first.fill("ben")
    page.get_by_text("Math with Ben").first.click()
    page.get_by_role("button", name="Begin").click()
    field = page.get_by_role("textbox", name="What do you see and hear?")
    expect(field).to_be_focused()
    field.fill("7 of 9 pairs compared two ways to the same answer")
    page.get_by_role("button", name="Next note").click()
    page.locator("section[aria-label='What do you see and hear?'] button[aria-pressed]").first.click()
    page.get_by_role("button", name="Next note").click()
    keep_picture(page, "story-capture")
    assert_accessible(page)
    field.press_sequentially("A student asked her partner: how do you kn", delay=20)
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    tablet.kill()

    page = tablet.start()
    page.get_by_role("link", name=re.compile("Go on with")).click()
    field = page.get_by_role("textbox", name="What do you see and hear?")
    expect(page.get_by_text("7 of 9 pairs compared two ways to the same answer")).to_be_visible()
    expect(field).to_have_value("A student asked her partner: how do you kn")
    field.fill("A student asked her partner: how do you know?")
    page.get_by_role("button", name="Next note").click()
    page.get_by_role("button", name="Finish").click()

    page.get_by_label("What goes well, and what it does for learners").first.fill(
        "Pairs compare two ways, and each can say why both work"
    )
    page.get_by_role("button", name=re.compile("7 of 9 pairs")).click()
    page.get_by_label("A question you wonder about").fill("How do they choose whom to ask?")
    keep_picture(page, "story-draft")
    assert_accessible(page)
    expect(page.get_by_text("Will reach Ben when there is signal.")).to_be_visible()
    page.get_by_role("button", name="Share with Ben").click()
    expect(page.get_by_text("On its way to Ben")).to_be_visible()
    tablet.close()


def meet_and_promise(page: Page, server: Served) -> str:
    """Chi holds the meeting at the projector, without signal from its beginning; answers the look-for promised."""
    sign_in(page, "chi@harbor.example", "Chi")
    page.goto("/teams")
    page.get_by_role("link", name=re.compile("Grade 4 team")).first.click()
    expect(page.get_by_text(re.compile("of 15 visits")).first).to_be_visible(timeout=SOON)
    keep_picture(page, "story-team", whole=True)
    assert_accessible(page)
    server.stop()
    page.get_by_role("button", name="Open a meeting").first.click()
    page.get_by_label("Purpose").fill("See what pairs do well, and let it travel")
    page.get_by_role("dialog").get_by_role("button", name="Open a meeting").click()
    for step in range(4):
        page.get_by_role("button", name=re.compile("Next:")).click()
        if step == 2:
            page.get_by_label("Add a thought…").fill("Pairs talk most when there are two ways to compare")
            page.get_by_role("button", name="Add", exact=True).click()
            keep_picture(page, "story-meeting")
            assert_accessible(page)
    page.get_by_role("button", name=re.compile("Next:")).click()
    page.get_by_text("Ours, together").click()
    page.get_by_label("What is decided").fill("Every pair gets a task with two ways this month")
    page.get_by_label("What", exact=True).fill("Plan one task with two ways together")
    choices = page.get_by_label("Look-for")
    look_for = choices.locator("option").nth(1).inner_text()
    choices.select_option(label=look_for)
    page.get_by_role("button", name="Promise it").click()
    keep_picture(page, "story-decision", whole=True)
    page.get_by_role("button", name=re.compile("Next:")).click()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("Plan one task with two ways together").first).to_be_visible()
    server.start()
    page.goto("/teams")
    expect(page.get_by_text("All on the server").first).to_be_visible(timeout=2 * SOON)
    return look_for


def read_and_answer(page: Page, school: Furnished) -> Page:
    """Ben joins on his phone with the code, reads, answers, and lets teams read one note."""
    page.goto("/join")
    page.get_by_label("Code").fill(school.code)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Email").fill("ben@harbor.example")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name=re.compile("Pairs compare two ways")).first.click(timeout=SOON)
    expect(page.get_by_text("7 of 9 pairs compared two ways to the same answer")).to_be_visible()
    expect(page.get_by_text("How do they choose whom to ask?")).to_be_visible()
    keep_picture(page, "story-feedback", whole=True)
    assert_accessible(page)
    page.get_by_role("button", name="Here is the context").click()
    page.get_by_label("In your words").fill("They chose partners by the color of their cards.")
    page.get_by_role("switch").first.check()
    page.get_by_role("button", name="Send to Ana Reyes").click()
    expect(page.get_by_text("Your answer")).to_be_visible()
    return page
