"""What is removed and put back, and what is too long, foreign, broken or out of time: nothing typed is lost.

On a tablet without a server; at the end the server comes and takes all of it.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.looking import assert_accessible, keep_picture
from e2e.tablet import Tablet
from e2e.visiting import SOON, all_sent, empty_field, field, in_a_visit, notes, write
from tests.served import Served

SAID = "7 of 9 pairs compared two ways"
SAID_FROM = """([first, said]) => {
    const words = [...document.querySelectorAll('ol > li')].slice(first).map((li) => li.querySelector('.words'));
    return words.map((one) => one?.textContent).join('') === said;
}"""
SENTENCE = "Two pairs compared their ways and said why both work. "
ASKED = "A student asked: “How do you know?”"
HEBREW = "שלושה תלמידים הסבירו"
PASTE = """async ([plain, html]) => {
    const kinds = { 'text/plain': plain, 'text/html': html };
    const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}"""


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


def test_what_was_removed_comes_back_from_the_bin_after_the_tablet_died(page: Page, tablet: Tablet) -> None:
    visit = page.url
    write(page, SAID)
    look_for = page.get_by_role("group", name="What we look for").get_by_role("button").first
    noticed = look_for.inner_text().strip()
    look_for.click()
    write(page, ASKED)
    for words in (ASKED, SAID):
        notes(page).get_by_role("button", name=words).click()
        page.get_by_role("button", name="Remove").click()
    expect(notes(page)).to_have_count(0)
    tablet.kill()

    page = tablet.start(visit)
    page.get_by_role("link", name="2 removed from this visit").click(timeout=SOON)
    things = page.get_by_role("list", name="Bin").get_by_role("listitem")
    expect(things).to_contain_text([SAID, ASKED])
    expect(things.last).to_contain_text(noticed)
    keep_picture(page, "capture-bin")
    assert_accessible(page)
    things.filter(has_text=ASKED).get_by_role("button", name="Put back").click()
    expect(things).to_have_count(1)
    expect(things.get_by_role("button", name="Put back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    page.goto(visit)
    field(page).press("Enter")  # the newest may go on in the field, as after any death
    expect(notes(page)).to_contain_text([SAID, ASKED])
    expect(notes(page).last).to_contain_text(noticed)


def test_a_look_for_taken_off_a_note_comes_back_by_undo(page: Page) -> None:
    note = notes(page).filter(has_text=ASKED)
    note.get_by_role("button").click()
    page.locator("li.editing").get_by_role("group", name="What we look for").get_by_role("button").first.click()
    expect(page.get_by_text("Look-for taken off")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator("li.editing").get_by_role("button", pressed=True)).to_have_count(1)
    page.get_by_role("button", name="Done").click()


def test_fifty_thousand_characters_become_notes_of_which_none_is_missing(page: Page) -> None:
    before = notes(page).count()
    long = (SENTENCE * 1_000)[:50_000]
    field(page).fill(long)
    expect(page.get_by_text("It became 7 notes, and nothing is missing.")).to_be_visible()
    field(page).press("Enter")
    expect(notes(page)).to_have_count(before + 7)
    page.wait_for_function(SAID_FROM, arg=[before, long], timeout=SOON)


def test_a_note_of_before_takes_in_more_than_it_holds(page: Page) -> None:
    before = notes(page).count()
    write(page, SAID)
    notes(page).last.get_by_role("button").click()
    page.get_by_role("textbox", name="Words of the note").fill(SENTENCE * 200)
    expect(notes(page)).to_have_count(before + 2)
    page.get_by_role("button", name="Done").click()
    page.wait_for_function(SAID_FROM, arg=[before, SENTENCE * 200], timeout=SOON)


def test_rich_text_is_pasted_as_its_words(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    html = "<h1 style='color:red'>Table 3</h1><p><b>two</b> ways<script>alert(1)</script></p>"
    page.evaluate(PASTE, ["Table 3\ntwo ways", html])
    field(page).focus()
    page.keyboard.press("Control+V")
    expect(field(page)).to_have_value("Table 3\ntwo ways")


def test_words_that_run_from_right_to_left_do_so(page: Page) -> None:
    field(page).fill(HEBREW)
    assert field(page).evaluate("(area) => getComputedStyle(area).direction") == "rtl"
    field(page).press("Enter")
    shown = notes(page).last.locator(".words")
    expect(shown).to_have_text(HEBREW)
    assert shown.evaluate("(words) => getComputedStyle(words).direction") == "rtl"


def test_half_a_character_does_not_take_the_others_with_it(page: Page) -> None:
    field(page).evaluate(
        """(area) => {
            area.value = 'Table 3 \\ud83d said: yes';
            area.dispatchEvent(new Event('input', { bubbles: true }));
        }"""
    )
    field(page).press("Enter")
    expect(notes(page).last).to_contain_text("Table 3 \ufffd said: yes")


@pytest.mark.parametrize("days", [-1, 400])
def test_a_clock_that_jumps_leaves_the_clock_on_the_screen_and_the_order_as_they_are(page: Page, days: int) -> None:
    clock = page.get_by_role("timer", name="Time in the room")
    page.evaluate("(days) => { const now = Date.now; Date.now = () => now() + days * 86_400_000; }", days)
    shown = clock.inner_text()
    expect(clock).not_to_have_text(shown)
    assert re.fullmatch(r"[0-9]:[0-5][0-9]", clock.inner_text()), "less than ten minutes"
    write(page, f"After the clock jumped {days} days")
    expect(notes(page).last).to_contain_text(f"{days} days")
    page.reload()


def test_all_of_it_reaches_the_server(page: Page, little_school: Served) -> None:
    many = notes(page).count()
    visit = page.url
    little_school.start()
    all_sent(page)
    page.goto(visit)
    expect(notes(page)).to_have_count(many)
    expect(page.get_by_text("On this device")).to_have_count(0)
