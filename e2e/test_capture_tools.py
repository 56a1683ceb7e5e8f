"""What writes for her: a count, wait time, a quote, four questions to a student. On a tablet, without a server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from e2e.looking import assert_accessible, keep_picture
from e2e.tablet import Tablet
from e2e.visiting import KEPT, SOON, empty_field, field, in_a_visit, notes
from tests.served import Served


@pytest.fixture(scope="module")
def tablet(
    playwright: Playwright, chromium_path: str, tmp_path_factory: pytest.TempPathFactory, little_school: Served
) -> Iterator[Tablet]:
    """Signed in, in the middle of a visit, without a server."""
    with in_a_visit(playwright, chromium_path, tmp_path_factory.mktemp("tablet"), little_school) as ana:
        yield ana


@pytest.fixture
def page(tablet: Tablet) -> Page:
    """In that visit, with an empty field."""
    return empty_field(tablet)


def test_a_count_of_two_thumbs_outlives_a_dead_tablet_and_stands_in_the_note(page: Page, tablet: Tablet) -> None:
    field(page).press_sequentially("Table 3 compared.")
    tool(page, "Count").click()
    page.get_by_role("radio", name="Pairs").check()
    did, not_yet = (page.get_by_role("button", name=re.compile(rf"^\d+ {word}$")) for word in ("did", "not yet"))
    for _ in range(8):
        did.click()
    not_yet.click()
    page.get_by_role("button", name="Take one back").click()
    page.get_by_role("button", name="Take one back").click()
    for _ in range(2):
        not_yet.click()
    expect(page.get_by_role("button", name="Write “7 of 9 pairs”")).to_be_enabled()
    keep_picture(page, "capture-count")
    assert_accessible(page)
    visit = page.url
    tablet.kill()

    page = tablet.start(visit)
    write = page.get_by_role("button", name="Write “7 of 9 pairs”")
    expect(write).to_be_visible(timeout=SOON)
    field(page).press("Home")
    write.click()
    expect(field(page)).to_have_value("7 of 9 pairs Table 3 compared.")
    expect(field(page)).to_be_focused()
    expect(tool(page, "Count")).to_be_visible()
    field(page).press("End")
    field(page).press("Enter")
    expect(notes(page).last).to_contain_text("7 of 9 pairs Table 3 compared.")


def test_wait_time_is_measured_by_two_keys(page: Page) -> None:
    page.clock.install()
    field(page).fill("After the question")
    tool(page, "Wait time").focus()
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name=re.compile("Stop and write"))
    expect(stop).to_be_focused()
    page.clock.run_for(4_100)
    expect(page.get_by_role("timer", name="Waiting since")).to_have_text("0:04")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("After the question waited 4 s ")
    expect(field(page)).to_be_focused()
    expect(page.get_by_text(KEPT)).to_be_visible()


def test_one_tap_opens_quotation_marks_with_the_cursor_inside(page: Page) -> None:
    field(page).press_sequentially("Table 3:")
    tool(page, "Quote").click()
    page.keyboard.type("I changed mine")
    expect(field(page)).to_have_value("Table 3: “I changed mine” ")
    field(page).fill("I changed mine")
    field(page).select_text()
    tool(page, "Quote").click()
    expect(field(page)).to_have_value("“I changed mine” ")


def test_a_question_to_a_student_is_one_tap_and_has_no_name(page: Page) -> None:
    tool(page, "Ask").click()
    expect(page.get_by_role("button", name="What are you learning?")).to_be_focused()
    keep_picture(page, "capture-ask")
    assert_accessible(page)
    page.get_by_role("button", name="How do you know if your work is good?").click()
    page.keyboard.type("I use the checklist.")
    expect(field(page)).to_have_value(
        "Asked “How do you know if your work is good?” A student said: “I use the checklist.” "
    )
    tool(page, "Ask").click()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Tools for this note").get_by_role("button", name=name)
