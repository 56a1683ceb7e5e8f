"""Two wordings of one place: seen by everybody who may read, chosen by whoever may, and never lost meanwhile."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import furnish
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.test_meeting import NEXT, SOON, open_meeting, sign_in
from tests.served import Served

SAID, ASIDE = "7 of 9 pairs compared two ways", "A student asked: how do you know?"
STRENGTH = "Pairs compare two ways"


@pytest.mark.timeout(400)
def test_three_devices_of_one_leader_lose_no_wording_and_she_chooses(own_school: Served, device: OpenDevice) -> None:
    furnish(own_school)
    tablet, phone = device(own_school, "tablet", color_scheme="dark"), device(own_school, "phone")
    laptop = device(own_school, "laptop")
    for page in (tablet, phone, laptop):
        sign_in(page, "ana")
    share_a_visit(tablet)
    for page in (phone, laptop):
        open_visit(page)
        wait_until_offline_ready(page)

    own_school.kill()
    reword(tablet, SAID, f"{SAID} aloud")
    reword(phone, SAID, f"{SAID} in silence")
    remove(tablet, ASIDE)
    reword(phone, ASIDE, f"{ASIDE} Twice.")
    name_again(tablet, f"{STRENGTH}, and say which")
    name_again(phone, f"{STRENGTH}, and know why")
    reword(laptop, SAID, f"{SAID} on paper")
    laptop.context.set_offline(True)
    own_school.start()
    for page in (tablet, phone):
        page.goto("/")
        expect(page.get_by_role("link", name=re.compile("2 places have two wordings"))).to_be_visible(timeout=3 * SOON)
    keep_picture(phone, "wordings-home")

    teacher_reads_both(own_school, device)
    choose_by_keyboard(phone)
    choose_while_a_third_arrives(tablet, laptop)
    keep_what_came_back(phone)
    for page in (tablet, phone):
        page.goto("/waiting")
        expect(page.get_by_text(re.compile("two wordings|came back"))).to_have_count(0, timeout=2 * SOON)
        open_visit(page)
        expect(notes(page)).to_contain_text([f"{SAID} aloud, and on paper"], timeout=2 * SOON)
        expect(notes(page).get_by_text(f"{ASIDE} Twice.")).to_be_visible()


@pytest.mark.timeout(300)
def test_two_recorders_of_a_meeting_see_both_decisions_and_keep_both(own_school: Served, device: OpenDevice) -> None:
    furnish(own_school)
    screen, phone = device(own_school, "projector"), device(own_school, "phone", color_scheme="dark")
    sign_in(screen, "chi")
    sign_in(phone, "dee")
    open_meeting(screen, "Choose what we listen for next")
    phone.get_by_role("link", name="Go to the meeting").click(timeout=SOON)
    for _ in range(5):
        screen.get_by_role("button", name=NEXT).click()
    expect(phone.get_by_role("heading", level=2, name="Grow")).to_be_visible(timeout=2 * SOON)

    own_school.kill()
    decide(screen, "We listen for reasons")
    decide(phone, "We listen for questions")
    own_school.start()
    for page in (screen, phone):
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
        choice = page.get_by_role("region", name="Two wordings: Decision")
        expect(choice).to_contain_text("We listen for reasons", timeout=4 * SOON)
        expect(choice).to_contain_text("We listen for questions")
    expect(phone.get_by_role("region", name="Two wordings: Decision")).to_contain_text("Chi Okafor")
    expect(screen.get_by_role("region", name="Two wordings: Decision")).to_contain_text("Dee Okafor")
    assert_accessible(phone)
    keep_picture(phone, "wordings-decision-dark", whole=True)
    keep_picture(screen, "wordings-decision-projector")

    phone.get_by_role("button", name="Keep both").click()
    phone.get_by_label("Decision: both together").fill("We listen for reasons and questions")
    phone.get_by_role("button", name="Keep this one", exact=True).click()
    for page in (screen, phone):
        expect(page.get_by_label("What is decided")).to_have_value(
            "We listen for reasons and questions", timeout=2 * SOON
        )
        expect(page.get_by_text("Two wordings")).to_have_count(0)


def share_a_visit(page: Page) -> None:
    """Ana sees Chi's room, names one strength and shares it; all of it reaches the server."""
    page.get_by_role("link", name="Start a walkthrough").click()
    page.get_by_label("Teacher, class, or room").fill("Chi Okafor")
    page.get_by_role("button", name=re.compile("Chi Okafor")).first.click()
    page.get_by_role("button", name="Begin with Chi Okafor").click()
    for words in (SAID, ASIDE):
        page.get_by_role("textbox", name="What do you see and hear?").fill(words)
        page.get_by_role("button", name="Next note").click()
        expect(notes(page).get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    page.get_by_label("What goes well, and what it does for learners").fill(STRENGTH)
    page.get_by_role("button", name=re.compile(SAID)).click()
    page.get_by_role("button", name="Share with Chi").click()
    expect(page.get_by_text("Chi can read it").first).to_be_visible(timeout=SOON)


def open_visit(page: Page) -> None:
    """The notes of the visit that was shared last."""
    page.goto("/")
    page.get_by_role("list", name="Lately shared").get_by_role("link").first.click(timeout=2 * SOON)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chi", timeout=SOON)
    page.goto(page.url.removesuffix("/feedback"))
    expect(notes(page).first).to_be_visible(timeout=SOON)


def notes(page: Page) -> Locator:
    return page.locator("ol > li")


def reword(page: Page, before: str, words: str) -> None:
    if "/walk/" not in page.url or page.url.endswith("/feedback"):
        page.goto(page.url.removesuffix("/feedback"))
    notes(page).get_by_role("button").filter(has_text=before).click()
    page.get_by_role("textbox", name="Words of the note").fill(words)
    page.get_by_role("button", name="Done").click()
    expect(notes(page).get_by_text(words)).to_be_visible()


def remove(page: Page, words: str) -> None:
    notes(page).get_by_role("button").filter(has_text=words).click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Note removed")).to_be_visible()


def name_again(page: Page, words: str) -> None:
    page.get_by_role("button", name="To the feedback").click()
    page.get_by_role("button", name="Change something").click()
    page.get_by_label("What goes well, and what it does for learners").fill(words)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def teacher_reads_both(school: Served, device: OpenDevice) -> None:
    """In Spanish, on her phone: both wordings are there to read, and who can choose."""
    page = device(school, "phone")
    sign_in(page, "chi")
    page.goto("/me")
    page.get_by_role("radio", name="Español").check()
    page.goto("/")
    page.get_by_role("link", name=re.compile(STRENGTH)).first.click(timeout=2 * SOON)
    choice = page.get_by_role("region", name="Dos versiones: Fortaleza")
    expect(choice).to_contain_text("and say which", timeout=SOON)
    expect(choice).to_contain_text("and know why")
    expect(choice).to_contain_text("Ana Reyes")
    expect(choice).to_contain_text("Puede elegir quien hizo la visita.")
    expect(choice.get_by_role("button")).to_have_count(0)
    assert_accessible(page)
    keep_picture(page, "wordings-teacher-es", whole=True)


def choose_by_keyboard(page: Page) -> None:
    """The list of all places, without a pointer: the strength is settled, and focus goes on from there."""
    page.goto("/waiting")
    card = page.locator("main").get_by_text("Two wordings: Strength").locator("xpath=ancestor::summary")
    card.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_role("region", name="Two wordings: Strength")
    expect(choice.get_by_role("button", name=f"Keep this one: {STRENGTH}, and know why")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "wordings-list-phone", whole=True)
    for _ in range(6):
        page.keyboard.press("Tab")
        if "know why" in (page.locator(":focus").get_attribute("aria-label") or ""):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("One wording stands now")).to_be_visible()
    expect(page.get_by_role("heading", name="1 place has two wordings")).to_be_visible()
    assert page.evaluate("() => document.activeElement !== document.body"), "the keyboard has lost its place"


def choose_while_a_third_arrives(page: Page, late: Page) -> None:
    """The tablet chooses between two while the laptop's wording arrives: it stays, and is chosen next."""
    page.goto("/waiting")
    page.get_by_text("Two wordings: Evidence note").click()
    choice = page.get_by_role("region", name="Two wordings: Evidence note")
    expect(choice).to_contain_text("in silence")
    keep_picture(page, "wordings-list-tablet-dark", whole=True)
    late.context.set_offline(False)
    late.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(choice.get_by_text("Another wording has just arrived")).to_be_visible(timeout=3 * SOON)
    expect(choice).not_to_contain_text("on paper")
    choice.get_by_role("button", name=re.compile("^Keep this one: .*aloud")).click()
    expect(choice).to_contain_text("on paper", timeout=SOON)
    expect(choice).to_contain_text("aloud")
    expect(choice).not_to_contain_text("in silence")
    choice.get_by_role("button", name="Write another").click()
    page.get_by_label("Evidence note: another wording").fill(f"{SAID} aloud, and on paper")
    assert_accessible(page)
    choice.get_by_role("button", name="Keep this one", exact=True).click()
    expect(page.get_by_text("Two wordings: Evidence note")).to_have_count(0, timeout=SOON)


def keep_what_came_back(page: Page) -> None:
    open_visit(page)
    notes(page).get_by_text("Changed after it was removed").click()
    came = page.get_by_role("region", name="Changed after it was removed")
    expect(came).to_contain_text("You, on this device")
    assert_accessible(page)
    keep_picture(page, "wordings-came-back-phone")
    came.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Changed after it was removed")).to_have_count(0)


def decide(page: Page, words: str) -> None:
    page.get_by_role("button", name="Ours, together").click()
    page.get_by_label("What is decided").fill(words)
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
