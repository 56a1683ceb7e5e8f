"""Two tabs on one store, and clocks that jump."""

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.visiting import KEPT, SOON, all_sent, begin_visit, field, notes, sign_in, write
from tests.served import Served

DAY = 86_400_000
WORDS = "Words of the note"
# A clock that a test may set, before anything of the app reads it; what counts time without a calendar stays as it is.
CLOCK = """(() => {
    const Real = Date;
    const ahead = () => Number(localStorage.getItem('ahead') ?? 0);
    class Jumping extends Real {
        constructor(...words) { if (words.length) super(...words); else super(Real.now() + ahead()) }
        static now() { return Real.now() + ahead() }
    }
    globalThis.Date = Jumping;
})()"""


@pytest.mark.parametrize("locks", [True, False], ids=["with web locks", "without"])
def test_two_tabs_on_one_note_and_one_queue_lose_nothing_and_send_nothing_twice(
    device: OpenDevice, harbor: Served, locks: bool
) -> None:
    one = device(harbor)
    if not locks:
        one.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    begin_visit(sign_in(one))
    write(one, "From both.")
    other = one.context.new_page()
    other.goto(one.url)
    expect(notes(other)).to_contain_text(["From both."], timeout=SOON)
    harbor.stop()
    tabs = ((one, "the first"), (other, "the second"))
    for page, _ in tabs:
        notes(page).first.get_by_role("button").first.click()
        expect(page.get_by_role("textbox", name=WORDS)).to_have_value("From both.")
    for page, who in tabs:
        page.get_by_role("textbox", name=WORDS).fill(f"Said {who}.")
    for page, who in tabs:
        page.get_by_role("button", name="Done").click()
        field(page).fill(f"Only {who}.")
        field(page).press("Enter")
    for page, _ in tabs:
        expect(notes(page)).to_have_count(3, timeout=SOON)
    visit = one.url.partition("/walk/")[2]
    harbor.start()
    for page, _ in tabs:
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
    for page, _ in tabs:
        all_sent(page)

    fresh = sign_in(device(harbor))
    fresh.goto(f"/walk/{visit}")
    expect(notes(fresh)).to_have_count(3, timeout=SOON)
    fresh.get_by_text("Two wordings").click()
    for _, who in tabs:
        expect(notes(fresh).filter(has_text=f"Only {who}.")).to_have_count(1)
        expect(fresh.get_by_text(f"Said {who}.").first).to_be_visible(timeout=SOON)


def test_a_clock_that_jumps_while_words_wait_loses_nothing_stalls_nothing_and_keeps_the_order(
    device: OpenDevice, harbor: Served
) -> None:
    page = device(harbor)
    page.context.add_init_script(CLOCK)
    begin_visit(sign_in(page))
    written = ["Before."]
    write(page, "Before.")
    harbor.stop()
    for words, ahead in (("A day on.", DAY), ("A day back.", -DAY), ("A year back.", -366 * DAY)):
        _jump(page, ahead)
        write(page, words)
        written.append(words)
        said = notes(page).last.locator("time").first.get_attribute("datetime")
        assert abs(page.evaluate("(said) => Date.now() - Date.parse(said)", said)) < DAY / 2, (
            "the time is what the clock said"
        )
    field(page).fill("In the field.")
    expect(page.get_by_text(KEPT, exact=True)).to_be_visible()
    page.reload()
    expect(field(page)).to_have_value("In the field.", timeout=SOON)
    expect(notes(page)).to_contain_text(written, timeout=SOON)
    field(page).press("Enter")
    expect(notes(page)).to_have_count(5, timeout=SOON)
    write(page, "After the reload.")
    expect(notes(page)).to_contain_text([*written, "In the field.", "After the reload."])
    harbor.start()
    expect(notes(page).filter(has_text="On this device")).to_have_count(0, timeout=3 * SOON)  # by its own timers alone
    _jump(page, 0)
    all_sent(page)


def _jump(page: Page, ahead: int) -> None:
    page.evaluate("(ahead) => localStorage.setItem('ahead', ahead)", ahead)
