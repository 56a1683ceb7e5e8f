"""Ana goes to look: cold, without a server, with one hand. Everything she writes is there afterwards.

One school for this file. "Without signal" means that the server is stopped; whoever needs it again starts it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from e2e.conftest import FLAGS
from e2e.furnish import PASSWORD, furnish
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.tablet import Tablet
from tests.served import Served

SOON = 15_000
SAID = "7 of 9 pairs compared two ways"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Ana's school: six teachers, each with a class."""
    server = Served(tmp_path_factory.mktemp("capture") / "data", "serve")
    server.start()
    furnish(server)
    yield server
    server.stop()


@pytest.fixture
def tablet(playwright: Playwright, chromium_path: str, tmp_path: Path, school: Served) -> Iterator[Tablet]:
    """Ana's tablet: signed in once, then switched off; when it is switched on there is no server."""
    ana = Tablet(playwright, chromium_path, tmp_path / "tablet", school.address)
    signed_in(ana)
    ana.close()
    school.stop()
    yield ana
    ana.close()
    school.stop()
    school.start()


def test_two_taps_after_the_teacher_is_chosen_nothing_stands_between_her_and_the_note(tablet: Tablet) -> None:
    page = tablet.start()
    page.get_by_role("link", name="Start a walkthrough").click()
    page.get_by_label("Teacher, class, or room").fill("hana")
    page.get_by_role("button", name=re.compile("Hana Okafor")).first.click()
    begin = page.get_by_role("button", name="Begin with Hana Okafor")
    expect(begin).to_be_focused()
    begin.click()
    expect(field(page)).to_be_focused()


def test_what_the_screen_calls_kept_is_there_after_the_battery_has_died(tablet: Tablet) -> None:
    page = begin_visit(tablet.start())
    write(page, SAID)
    field(page).press_sequentially("Table 3: “I changed mine bec", delay=15)
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    tablet.kill()

    page = tablet.start()
    first = page.locator("#main a, #main button").first
    expect(first).to_have_text(re.compile("Go on with Ben Okafor"))
    first.click()
    expect(notes(page)).to_have_text(re.compile(SAID))
    expect(field(page)).to_have_value("Table 3: “I changed mine bec")

    field(page).press_sequentially("ause yours has a reason.”")
    field(page).press("Enter")
    expect(notes(page)).to_have_count(2)
    expect(notes(page).last).to_contain_text("“I changed mine because yours has a reason.”")


def test_a_look_for_alone_is_a_note_and_so_are_words_alone_and_both_belong_together(tablet: Tablet) -> None:
    page = begin_visit(tablet.start())
    look_for = look_fors(page).first
    noticed = look_for.inner_text().strip()
    look_for.click()
    expect(look_for).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Next note").click()
    expect(notes(page)).to_have_text(re.compile(re.escape(noticed)))
    expect(look_for).to_have_attribute("aria-pressed", "false")

    write(page, "Two students read their sentence aloud.")
    look_for.click()
    write(page, SAID)
    expect(notes(page)).to_have_count(3)
    expect(notes(page).nth(1)).not_to_contain_text(noticed)
    expect(notes(page).nth(2)).to_contain_text(noticed)


def test_a_note_is_changed_where_it_stands_and_comes_back_whole_when_it_was_removed(tablet: Tablet) -> None:
    page = begin_visit(tablet.start())
    look_fors(page).nth(1).click()
    noticed = look_fors(page).nth(1).inner_text().strip()
    write(page, SAID)
    notes(page).get_by_role("button").click()
    page.get_by_role("textbox", name="Words of the note").fill(f"{SAID} aloud")
    page.get_by_role("button", name="Done").click()
    expect(notes(page).get_by_role("button")).to_have_count(1)
    expect(notes(page).get_by_role("button")).to_be_focused()

    notes(page).get_by_role("button").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Note removed")).to_be_visible()
    expect(notes(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(notes(page)).to_contain_text([f"{SAID} aloud"])
    expect(notes(page)).to_contain_text([noticed])


def test_feedback_shared_without_signal_reaches_the_teacher_with_the_first_signal(
    tablet: Tablet, school: Served
) -> None:
    page = begin_visit(tablet.start())
    write(page, SAID)
    page.get_by_role("button", name="Finish").click()
    share = page.get_by_role("button", name="Share with Ben")
    expect(share).to_be_disabled()
    page.get_by_label("What goes well, and what it does for learners").fill("Pairs say why both ways work")
    expect(page.get_by_text("It rests on nothing yet: tap at least one note.")).to_be_visible()
    expect(share).to_be_disabled()
    page.get_by_role("button", name=re.compile(SAID)).click()
    expect(page.get_by_text("Will reach Ben when there is signal.")).to_be_visible()
    share.click()
    expect(page.get_by_role("heading", name="On its way to Ben")).to_be_visible()
    expect(page.get_by_text("On this device").first).to_be_visible()
    tablet.kill()

    school.start()
    page = tablet.start()
    page.get_by_role("link", name=re.compile("Ben Okafor.*Ben can read it")).first.click(timeout=SOON)
    expect(page.get_by_role("heading", name="Shared with Ben")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Share with Ben")).to_be_enabled(timeout=SOON)


@pytest.mark.timeout(240)
def test_two_wordings_from_two_devices_stand_side_by_side_until_she_chooses(
    playwright: Playwright, chromium_path: str, tmp_path: Path, school: Served
) -> None:
    tablet, phone = (Tablet(playwright, chromium_path, tmp_path / name, school.address) for name in ("tablet", "phone"))
    there, here = signed_in(tablet), signed_in(phone)
    begin_visit(there, "Dee Okafor")
    write(there, SAID)
    here.get_by_role("link", name="Go on with Dee Okafor").first.click(timeout=SOON)
    expect(notes(here)).to_contain_text([SAID], timeout=SOON)

    school.stop()
    reword(there, f"{SAID} aloud")
    reword(here, f"{SAID} in silence")
    school.start()
    there.reload()
    expect(notes(there).get_by_text("On the server")).to_be_visible(timeout=SOON)
    here.reload()

    mark = notes(here).get_by_text("Two wordings")
    expect(mark).to_be_visible(timeout=SOON)
    mark.click()
    choice = here.get_by_role("region", name=re.compile("Two wordings"))
    expect(choice).to_contain_text("aloud", timeout=SOON)
    expect(choice).to_contain_text("in silence")
    keep_picture(here, "capture-two-wordings")
    assert_accessible(here)
    choice.get_by_role("button", name="Keep both").click()
    choice.get_by_role("button", name="Keep this one").click()
    for page in (here, there):
        expect(notes(page)).to_contain_text([f"{SAID} aloud"], timeout=SOON)
        expect(notes(page)).to_contain_text([f"{SAID} in silence"], timeout=SOON)
        expect(page.get_by_text("Two wordings")).to_have_count(0)
    tablet.close()
    phone.close()


def test_a_visit_to_the_wrong_room_is_put_away_and_can_be_brought_back(tablet: Tablet) -> None:
    page = begin_visit(tablet.start())
    page.get_by_role("button", name="Discard this walkthrough").click()
    expect(page.get_by_text("Walkthrough discarded")).to_be_visible()
    expect(page.get_by_role("link", name="Go on with Ben Okafor")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Go on with Ben Okafor")).to_be_visible()


@pytest.mark.parametrize(("width", "height", "theme"), [(320, 640, "light"), (390, 844, "dark"), (1180, 820, "light")])
def test_everybody_can_use_it_in_every_hand(
    playwright: Playwright, chromium_path: str, school: Served, width: int, height: int, theme: str
) -> None:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
    size = {"width": width, "height": height}
    page = browser.new_page(base_url=school.address, viewport=size, color_scheme=theme, locale="en-US")  # type: ignore[arg-type]
    page.goto("/")
    page.get_by_label("Email").fill("ana@harbor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Start a walkthrough").click(timeout=SOON)
    page.get_by_role("button", name=re.compile("Ben Okafor")).first.click()
    looked_at(page, f"capture-plan-{width}")
    page.get_by_role("button", name=re.compile("Begin")).click()
    look_fors(page).first.click()
    write(page, "A student asked her partner: “How do you know?”")
    write(page, SAID)
    looked_at(page, f"capture-notes-{width}")
    notes(page).first.get_by_role("button").click()
    looked_at(page, f"capture-change-{width}")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Finish").click()
    page.get_by_label("What goes well, and what it does for learners").fill("Pairs say why both ways work")
    page.get_by_role("button", name=re.compile(SAID)).click()
    looked_at(page, f"capture-draft-{width}")
    page.get_by_role("button", name="Share with Ben").click()
    expect(page.get_by_role("heading", name="Shared with Ben")).to_be_visible(timeout=SOON)
    looked_at(page, f"capture-shared-{width}")
    browser.close()


def looked_at(page: Page, name: str) -> None:
    """Accessible, nothing beside the screen, nothing too small for a thumb, and a picture for people."""
    keep_picture(page, name)
    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    low = page.evaluate(
        """() => [...document.querySelectorAll('#main button, #main textarea')]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
            .map((one) => one.textContent)"""
    )
    assert not low, f"less than 44 px: {low}"


def signed_in(tablet: Tablet) -> Page:
    """Ana, with everything that she holds, ready to work without a server."""
    page = tablet.start()
    page.get_by_label("Email").fill("ana@harbor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    wait_until_offline_ready(page)
    expect(page.get_by_text("All on the server").first).to_be_visible(timeout=SOON)
    return page


def reword(page: Page, words: str) -> None:
    notes(page).get_by_role("button").click()
    page.get_by_role("textbox", name="Words of the note").fill(words)
    page.get_by_role("button", name="Done").click()
    expect(notes(page)).to_contain_text([words])


def begin_visit(page: Page, teacher: str = "Ben Okafor") -> Page:
    """As a leader does it."""
    page.get_by_role("link", name="Start a walkthrough").click()
    page.get_by_label("Teacher, class, or room").fill(teacher)
    page.get_by_role("button", name=re.compile(teacher)).first.click()
    page.get_by_role("button", name=f"Begin with {teacher}").click()
    expect(field(page)).to_be_focused()
    return page


def write(page: Page, words: str) -> None:
    before = notes(page).count()
    field(page).press_sequentially(words)
    field(page).press("Enter")
    expect(notes(page)).to_have_count(before + 1)


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="What do you see and hear?")


def notes(page: Page) -> Locator:
    return page.locator("ol > li")


def look_fors(page: Page) -> Locator:
    return (
        page.get_by_role("region", name="What do you see and hear?")
        .get_by_role("group", name="What we look for")
        .get_by_role("button")
    )
