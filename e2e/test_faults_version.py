"""A new version of the app arrives while Ana writes; and what an old version left behind is sent by the new one."""

import base64
import hashlib
import re

from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.faulty import Edit, Line
from e2e.looking import assert_accessible
from e2e.old_store import put_into_outbox
from e2e.visiting import SOON, all_sent, begin_visit, field, notes, sign_in, write
from tests.served import HOUSE, Served

WAITS = """async () => {
    const seen = await navigator.serviceWorker.getRegistration();
    for (const coming = seen.installing; !seen.waiting; ) {
        if (coming?.state === 'redundant') throw new Error('the newer version could not be installed');
        await new Promise((later) => setTimeout(later, 50));
    }
}"""
BANNER = "A new version is ready."


def build_b() -> Edit:
    """The same app with another front page: what a deployment looks like to a device."""
    page = (HOUSE / "pwa" / "dist" / "index.html").read_bytes()
    newer = page.replace(b"<head>", b'<head><meta name="build" content="B">')
    was, now = (base64.b64encode(hashlib.sha256(body).digest()) for body in (page, newer))

    def edit(path: str, body: bytes) -> bytes:
        if path.startswith("/sw.js"):
            listed = re.sub(rb'(url:[`"\']/index\.html[`"\'],revision:[`"\'])\w{8}', rb"\g<1>bbbbbbbb", body)
            return listed.replace(was, now)
        return newer if path.startswith("/index.html") else body

    return edit


def build_of(page: Page) -> str | None:
    return page.evaluate("() => document.querySelector('meta[name=build]')?.content ?? null")


def test_a_new_version_waits_until_she_takes_it_and_takes_her_last_words_along(
    device: OpenDevice, line: Line, harbor: Served
) -> None:
    page = begin_visit(sign_in(device(line)))
    page.evaluate("() => (globalThis.same = true)")
    field(page).press_sequentially("Half a sent")
    line.edit = build_b()
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    page.evaluate(WAITS)
    field(page).press_sequentially("ence")
    expect(page.get_by_text(BANNER)).to_have_count(0)  # not in the middle of a visit
    assert page.evaluate("() => globalThis.same"), "the page was loaded anew under her hands"

    harbor.stop()  # and offline from here on
    field(page).press_sequentially(" and more")
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_text(BANNER)).to_be_visible(timeout=SOON)
    assert_accessible(page)
    assert build_of(page) is None
    page.get_by_role("button", name="Use it now").click()
    page.wait_for_function("() => document.querySelector('meta[name=build]')?.content === 'B'")
    page.get_by_role("link", name=re.compile("Go on with Ben Okafor")).first.click()
    expect(field(page)).to_have_value("Half a sentence and more")
    harbor.start()
    all_sent(page)


def test_the_other_tab_is_told_and_goes_on_with_its_words(device: OpenDevice, line: Line) -> None:
    writing = begin_visit(sign_in(device(line)))
    field(writing).press_sequentially("In the old tab")
    other = writing.context.new_page()
    other.goto("/")
    line.edit = build_b()
    other.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    other.get_by_role("button", name="Use it now").click(timeout=SOON)
    other.wait_for_function("() => document.querySelector('meta[name=build]')?.content === 'B'")
    field(writing).press_sequentially(" goes on")
    assert build_of(writing) is None
    field(writing).press("Enter")
    expect(notes(writing)).to_have_text(re.compile("In the old tab goes on"))
    all_sent(writing)


def test_what_the_first_version_left_in_its_queue_is_sent_by_this_one(device: OpenDevice, harbor: Served) -> None:
    page = begin_visit(sign_in(device(harbor)))
    write(page, "The first word.")
    all_sent(page)
    page.go_back()
    visit = page.url.partition("/walk/")[2]
    harbor.stop()
    put_into_outbox(page, visit, 7)
    page.reload()
    expect(field(page)).to_have_value(re.compile("Queued 6:"), timeout=SOON)  # the newest goes on where it was
    expect(notes(page)).to_have_count(7)
    harbor.start()
    all_sent(page)
    fresh = sign_in(device(harbor))
    fresh.goto(f"/walk/{visit}")
    expect(notes(fresh)).to_have_count(8, timeout=SOON)
    for number in range(7):
        expect(notes(fresh)).to_contain_text([f"Queued {number}:"])
