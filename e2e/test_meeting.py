"""A team at its table: a whole meeting without a server, thoughts across devices, seats, and patterns for everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import PASSWORD, furnish
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from tests.served import Served

SOON = 15_000
NEXT = re.compile("^Next: ")


@pytest.mark.timeout(300)
def test_a_meeting_runs_to_its_end_on_one_device_without_a_server(own_school: Served, device: OpenDevice) -> None:
    furnish(own_school)
    page = device(own_school, "projector")
    sign_in(page, "chi")
    wait_until_offline_ready(page)
    own_school.kill()
    page.goto("/teams")
    page.get_by_role("link", name=re.compile("Grade 4 team")).click()

    page.get_by_role("button", name="Open a meeting").click()
    page.get_by_role("dialog").get_by_role("button", name="Open a meeting").click()
    expect(page.get_by_text("A meeting starts with a purpose, in one line.")).to_be_visible()
    page.get_by_label("Purpose").fill("Choose what we listen for next")
    assert_accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Open a meeting").click()

    expect(page.get_by_role("heading", level=2, name="Gather")).to_be_visible()
    expect(page.get_by_text("Whose view do we need that nobody here brings yet?")).to_be_visible()
    for phase in ("Our last promise", "Strengths first", "Notice", "Make sense", "Grow", "Close"):
        assert_accessible(page)
        page.get_by_role("button", name=NEXT).click()
        expect(page.get_by_role("heading", level=2, name=phase)).to_be_visible()
        keep_picture(page, f"meeting-{phase.lower().replace(' ', '-')}")
    expect(page.get_by_text(re.compile("Before closing, say what was decided"))).to_be_visible()
    expect(page.get_by_role("button", name="Close the meeting")).to_have_count(0)

    page.get_by_role("button", name="To the decision").click()
    decide_after_input(page)
    look_for = promise(page)
    page.get_by_role("button", name=NEXT).click()
    assert_accessible(page)
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_role("heading", name="Next steps")).to_be_visible()
    expect(page.get_by_text("Families asked for plain words")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "meeting-minutes", whole=True)

    tell_and_take_back(page)
    page.goto("/walk/new")
    page.get_by_label("Teacher, class, or room").fill("dee")
    page.get_by_text("Math with Dee").first.click()
    plan = page.get_by_role("region", name="Dee Okafor")
    expect(plan.get_by_role("button", name=look_for, pressed=True)).to_be_visible()
    expect(plan.get_by_text(re.compile("Grade 4 team"))).to_be_visible()

    own_school.start()
    other = device(own_school, "tablet")
    sign_in(other, "dee")
    other.goto("/teams")
    other.get_by_role("link", name=re.compile("Grade 4 team")).click()
    expect(other.get_by_text("We listen for reasons, in every subject. Now")).to_be_visible(timeout=2 * SOON)
    assert_accessible(other)


@pytest.mark.timeout(300)
def test_a_phone_follows_the_projector_and_catches_up_after_dropping_out(
    own_school: Served, device: OpenDevice
) -> None:
    furnish(own_school)
    screen, phone = device(own_school, "projector"), device(own_school, "phone", color_scheme="dark")
    sign_in(screen, "chi")
    sign_in(phone, "dee")
    open_meeting(screen, "See what pairs do well")
    phone.get_by_role("link", name="Go to the meeting").click(timeout=SOON)
    expect(phone.get_by_role("button", name=NEXT)).to_have_count(0)
    for _ in range(3):
        screen.get_by_role("button", name=NEXT).click()
    expect(phone.get_by_role("heading", level=2, name="Notice")).to_be_visible(timeout=SOON)

    add_thought(phone, "They wait for each other")
    expect(screen.get_by_role("log").get_by_text("They wait for each other")).to_be_visible(timeout=SOON)
    expect(screen.get_by_role("log").get_by_text("Dee")).to_have_count(0)
    expect(screen.get_by_role("button", name=re.compile("^Reword"))).to_have_count(0)
    assert_accessible(phone)
    keep_picture(phone, "meeting-phone-dark")

    own_school.kill()
    add_thought(phone, "And they have the words for it")
    expect(phone.get_by_role("log").get_by_text("And they have the words for it")).to_be_visible()
    screen.get_by_role("button", name=NEXT).click()
    expect(screen.get_by_role("heading", level=2, name="Make sense")).to_be_visible()
    own_school.start()
    for page in (phone, screen):
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(phone.get_by_role("heading", level=2, name="Make sense")).to_be_visible(timeout=4 * SOON)
    expect(screen.get_by_role("log").get_by_text("And they have the words for it")).to_be_visible(timeout=4 * SOON)


@pytest.mark.timeout(200)
def test_a_team_is_brought_together_and_asks_whose_view_is_missing(own_school: Served, device: OpenDevice) -> None:
    furnish(own_school)
    page = device(own_school, "tablet")
    sign_in(page, "ana")
    page.goto("/teams")
    page.get_by_role("button", name="Make a team").click()
    page.get_by_label("Name of the team").fill("Leadership team")
    page.get_by_role("dialog").get_by_role("button", name="Make a team").click()
    expect(page.get_by_role("heading", level=1, name="Leadership team")).to_be_visible()
    missing = page.get_by_text("Whose view do we need").locator("..")
    expect(missing).to_contain_text("Educator")

    page.get_by_role("button", name="Add somebody").click()
    page.get_by_label("Name").fill("ben")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Ben Okafor")).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^Ben Okafor")).click()
    page.get_by_role("button", name="Family", exact=True).click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(missing).not_to_contain_text("Educator")
    expect(missing).not_to_contain_text("Family")
    expect(missing).to_contain_text("Learner")
    assert_accessible(page)


@pytest.mark.timeout(200)
def test_a_family_member_reads_the_same_patterns_as_strips_and_as_a_table(demo: Served, device: OpenDevice) -> None:
    page = device(demo, "small phone", color_scheme="dark")
    page.goto("/")
    page.get_by_role("button", name=re.compile("Walter Dunne")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Walter")
    page.goto("/patterns")
    expect(page.get_by_text(re.compile("of \\d+ visits")).first).to_be_visible(timeout=SOON)
    strips = fractions(page)
    assert_accessible(page)
    keep_picture(page, "patterns-small-dark", whole=True)
    page.get_by_label("Table").check()
    expect(page.get_by_role("table").first).to_be_visible()
    assert_accessible(page)
    assert fractions(page) == strips
    assert "0 of" not in page.locator("main").inner_text()
    expect(page.get_by_text("not counted as absent")).to_be_visible()


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(f"{name}@harbor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.title())
    sent = page.get_by_text("All on the server").locator("visible=true")  # under the thumb, or at the side
    expect(sent).to_be_visible(timeout=SOON)


def open_meeting(page: Page, purpose: str) -> None:
    page.goto("/teams")
    page.get_by_role("link", name=re.compile("Grade 4 team")).click()
    page.get_by_role("button", name="Open a meeting").click()
    page.get_by_label("Purpose").fill(purpose)
    page.get_by_role("dialog").get_by_role("button", name="Open a meeting").click()


def add_thought(page: Page, thought: str) -> None:
    page.get_by_label("Add a thought…").fill(thought)
    page.get_by_role("button", name="Add", exact=True).click()


def decide_after_input(page: Page) -> None:
    """A leader's decision is kept once it says how the input was used, and not before."""
    page.get_by_role("button", name="The leader’s, after input").click()
    page.get_by_label("What is decided").fill("We listen for reasons, in every subject.")
    expect(page.get_by_text("once it says how the input was used")).to_be_visible()
    page.get_by_label("How the input was used").fill("Families asked for plain words")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    words = page.get_by_label("What is decided")
    words.press("End")
    words.press_sequentially(" Now", delay=500)  # slower than the pause after which words are kept
    expect(words).to_have_value("We listen for reasons, in every subject. Now")


def tell_and_take_back(page: Page) -> None:
    """On the home page one tap says how a promise went; undone, it is open again, and offered to visits again."""
    page.goto("/")
    step = page.get_by_text("Bring three reasons that students gave", exact=True)
    expect(step).to_be_visible()
    page.get_by_label("Done").click()
    expect(step).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(step).to_be_visible()


def promise(page: Page) -> str:
    """A next step of the facilitator's own; answers its look-for."""
    page.get_by_label("What", exact=True).fill("Bring three reasons that students gave")
    choices = page.get_by_label("Look-for")
    look_for = str(choices.locator("option").nth(1).inner_text())
    choices.select_option(label=look_for)
    page.get_by_label("What students will notice").fill("Adults ask them why")
    page.get_by_role("button", name="Promise it").click()
    expect(page.get_by_role("button", name="Another next step")).to_be_visible()
    return look_for


def fractions(page: Page) -> list[str]:
    """Every figure on the page, in the words in which it is said; "and" joins two in a table."""
    words = page.locator("main").inner_text()
    return sorted(re.findall(r"(?:\d+|nearly all) of \d+ visits", words))
