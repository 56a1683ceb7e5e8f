"""The disk of a device refuses, or loses everything: what is in the open page stays there, is sent, is kept again."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, keep_picture
from e2e.visiting import KEPT, SOON, all_sent, begin_visit, field, notes, sign_in, write
from tests.served import Served

# In the page: how many changes lie in the outbox on the disk.
ON_DISK = """async () => {
    const name = `brightwalk-${localStorage.getItem('brightwalk.account')}`;
    const db = await new Promise((done, failed) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
    });
    try {
        return await new Promise((done) => {
            const asked = db.transaction('outbox').objectStore('outbox').count();
            asked.onsuccess = () => done(asked.result);
        });
    } finally {
        db.close();
    }
}"""
REFUSE = """() => {
    globalThis.writes = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException('no', 'UnknownError') };
}"""
ACCEPT = "() => { IDBObjectStore.prototype.put = globalThis.writes; }"


def cdp(page: Page, method: str, **words: Any) -> None:
    page.context.new_cdp_session(page).send(method, words)


def origin(page: Page) -> str:
    return str(page.evaluate("() => location.origin"))


def test_a_full_disk_is_said_the_words_stay_are_sent_from_memory_and_kept_once_there_is_space(
    device: OpenDevice, harbor: Served
) -> None:
    page = begin_visit(sign_in(device(harbor)))
    write(page, "Kept while there was space.")
    visit, here = page.url, origin(page)
    page.goto("about:blank")  # Chromium counts anew when it opens a store, not with each write
    cdp(page, "Storage.overrideQuotaForOrigin", origin=here, quotaSize=1024)
    page.goto(visit)
    harbor.stop()
    full = page.get_by_role("alert").filter(has_text="This device’s disk is full")
    for _ in range(60):  # until Chromium looks again: it counts the free space every half minute
        field(page).press_sequentially("The disk is full. ", delay=60)
        if full.is_visible():
            break
    words = field(page).input_value()
    expect(full).to_be_visible()
    expect(page.get_by_text("could not keep the last words")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_have_count(0)
    field(page).press("Enter")
    expect(field(page)).to_have_value(words)
    keep_picture(page, "faults-disk-full")
    assert_accessible(page)

    harbor.start()
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("could not keep the last words")).to_have_count(0, timeout=SOON)  # the server has them
    cdp(page, "Storage.overrideQuotaForOrigin", origin=here)
    expect(page.get_by_text("This device’s disk is full")).to_have_count(0, timeout=SOON)
    field(page).press("Enter")
    expect(notes(page)).to_have_count(2, timeout=SOON)
    page.reload()
    expect(notes(page)).to_contain_text(["Kept while there was space.", words.strip()[:60]])
    all_sent(page)


def test_a_browser_that_refuses_for_a_while_loses_nothing_and_writes_all_of_it_down_later(
    device: OpenDevice, harbor: Served
) -> None:
    page = begin_visit(sign_in(device(harbor, "tablet", color_scheme="dark")))
    harbor.stop()
    page.evaluate(REFUSE)
    page.locator("textarea").fill("The words stay.")
    expect(page.get_by_role("alert").filter(has_text="This browser keeps nothing on this device")).to_be_visible(
        timeout=SOON
    )
    keep_picture(page, "faults-disk-refused")
    page.evaluate(ACCEPT)
    expect(page.get_by_text("This browser keeps nothing on this device")).to_have_count(0, timeout=SOON)
    page.reload()
    expect(page.locator("textarea")).to_have_value("The words stay.")
    harbor.start()


def test_a_connection_that_the_browser_closed_is_opened_again_without_a_word(
    device: OpenDevice, harbor: Served
) -> None:
    """As iOS does to pages in the background: every connection dead, no event, the next use an error."""
    page = device(harbor)
    page.add_init_script(
        """const opened = [];
        const open = IDBFactory.prototype.open;
        IDBFactory.prototype.open = function (...words) {
            const asked = open.apply(this, words);
            asked.addEventListener('success', () => opened.push(asked.result));
            return asked;
        };
        globalThis.closeAll = () => opened.splice(0).forEach((db) => db.close());"""
    )
    begin_visit(sign_in(page))
    write(page, "Before the background.")
    page.evaluate("() => globalThis.closeAll()")
    write(page, "After it.")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(notes(page)).to_contain_text(["Before the background.", "After it."])


def test_a_store_cleared_under_the_open_app_is_written_anew_from_memory_and_that_is_said(
    device: OpenDevice, harbor: Served
) -> None:
    page = begin_visit(sign_in(device(harbor)))
    write(page, "Sent before.")
    harbor.stop()
    write(page, "Only this page has it.")
    cdp(page, "Storage.clearDataForOrigin", origin=origin(page), storageTypes="indexeddb,local_storage,service_workers")
    expect(page.get_by_text("This app’s store was cleared")).to_be_visible(timeout=SOON)
    keep_picture(page, "faults-disk-cleared")
    assert_accessible(page)
    assert page.evaluate(ON_DISK) > 0
    page.get_by_role("button", name="Understood").click()
    expect(page.get_by_text("This app’s store was cleared")).to_have_count(0)

    harbor.start()
    page.reload()
    expect(notes(page)).to_contain_text(["Sent before."], timeout=SOON)
    expect(field(page)).to_have_value(
        "Only this page has it."
    )  # that the note was done was cleared too, its words were not
    all_sent(page)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("Object.defineProperty(globalThis, 'indexedDB', { value: undefined })", "This browser keeps nothing"),
        (
            "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }",
            "This browser keeps nothing",
        ),
    ],
    ids=["no store at all", "a private window"],
)
def test_a_browser_that_keeps_nothing_is_told_apart_before_anybody_writes(
    device: OpenDevice, harbor: Served, spoil: str, said: str
) -> None:
    page = device(harbor)
    sign_in(page)
    page.add_init_script(spoil)
    page.reload()
    expect(page.get_by_role("heading", name=said)).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert_accessible(page)


def test_the_store_of_a_newer_version_is_left_as_it_is(device: OpenDevice, harbor: Served) -> None:
    page = sign_in(device(harbor))
    harbor.stop()
    page.evaluate(_hold(version=30))
    expect(page.get_by_role("heading", name="A new version is ready.")).to_be_visible(timeout=SOON)
    page.reload()
    expect(page.get_by_role("heading", name="A newer version of the app has been used here")).to_be_visible(
        timeout=SOON
    )
    assert_accessible(page)
    harbor.start()


def test_a_tab_in_the_way_of_an_upgrade_is_named_and_nothing_hangs(device: OpenDevice, harbor: Served) -> None:
    page = sign_in(device(harbor))
    other = page.context.new_page()
    other.goto("/icons/mark.svg")  # the same origin, without the app
    page.close()
    other.evaluate("""async () => {
        const name = `brightwalk-${localStorage.getItem('brightwalk.account')}`;
        await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done });
        await new Promise((done) => {
            const asked = indexedDB.open(name, 5);  // as an older app that never lets go
            asked.onsuccess = () => { globalThis.held = asked.result; done() };
        });
    }""")
    late = other.context.new_page()
    late.goto("/")
    expect(late.get_by_role("heading", name="Another tab is in the way")).to_be_visible(timeout=SOON)
    assert_accessible(late)
    other.evaluate("() => globalThis.held.close()")
    expect(late.get_by_role("heading", name="Another tab is in the way")).to_have_count(0, timeout=SOON)


def _hold(version: int) -> str:
    name = json.dumps("brightwalk-")
    return f"""() => new Promise((done) => {{
        const asked = indexedDB.open({name} + localStorage.getItem('brightwalk.account'), {version});
        asked.onsuccess = () => {{ asked.result.close(); done() }};
    }})"""
