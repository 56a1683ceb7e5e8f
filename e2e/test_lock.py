"""Shared and lost devices in a real browser: a lock, who may open it, and a device that its school closes."""

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.tablet import Tablet
from e2e.test_admin import PASSWORD, add_person, found_school, join, make_code
from tests.served import Served

PASSPHRASE = "nine lamps by the lake"
WORDS = "Zebulon Quillfeather"

OPENS_NOTHING = """async () => {
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith('brightwalk-'));
    const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result); });
    const all = (table) => new Promise((done) => {
        db.transaction(table).objectStore(table).getAll().onsuccess = (event) => done(event.target.result);
    });
    const kept = await all('kept');
    const keys = kept.flatMap(({ value }) => value instanceof CryptoKey ? [value] : value?.lid ? [value.lid] : []);
    const bodies = [...await all('scopes'), ...await all('outbox'), ...await all('answered')].map(({ body }) => body);
    let opened = 0;
    for (const key of keys) for (const body of bodies) {
        const how = { name: key.algorithm.name, iv: body.subarray(0, 12), additionalData: new Uint8Array(0) };
        await crypto.subtle.decrypt(how, key, body.subarray(12)).then(() => opened++, () => undefined);
    }
    db.close();
    return { bodies: bodies.length, secret: keys.filter(({ type }) => type === 'secret').length, opened };
}"""


def set_lock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.goto("/me")
    page.get_by_role("button", name="Set a lock").click()
    fill_lock(page, passphrase)


def fill_lock(page: Page, passphrase: str) -> None:
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("New passphrase").fill(passphrase)
    sheet.get_by_label("The same once more").fill(passphrase)
    sheet.get_by_role("button", name="Set a lock").click()
    expect(page.get_by_text("Locked by a passphrase")).to_be_visible()


def write_something(page: Page) -> None:
    """A person of this name, on the device at once; the page is not loaded anew, so it stays unlocked."""
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("button", name="Add a person").click()
    page.get_by_role("dialog").get_by_label("Name").fill(WORDS)
    page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("heading", name=WORDS)).to_be_visible()


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Unlock", exact=True).click()


def locked(page: Page, name: str = "Ana Morales") -> None:
    expect(page.get_by_role("heading", name=f"Locked for {name}")).to_be_visible()


def test_a_locked_device_opens_by_its_passphrase_alone_also_without_a_network(
    own_school: Served, device: OpenDevice
) -> None:
    page = device(own_school, "tablet")
    found_school(page, own_school)
    wait_until_offline_ready(page)
    page.goto("/me")
    page.get_by_role("button", name="Set a lock").click()
    assert_accessible(page)
    keep_picture(page, "lock-set-tablet")
    fill_lock(page, PASSPHRASE)
    assert_accessible(page)
    own_school.stop()
    write_something(page)
    page.reload()
    locked(page)  # a fresh page has no key
    expect(page.get_by_text("1 change waits here, sealed.", exact=False)).to_be_visible()
    assert WORDS not in page.content()
    assert_accessible(page)
    keep_picture(page, "lock-screen-tablet")
    unlock(page, "nine lamps by the river")
    expect(page.get_by_role("alert")).to_contain_text("That is another passphrase")
    page.get_by_label("Passphrase").focus()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=WORDS)).to_be_visible()
    assert page.url.endswith("/people")
    own_school.start()


def test_the_disk_of_a_locked_device_gives_no_word_and_no_key(
    own_school: Served, playwright: Playwright, chromium_path: str, tmp_path: Path
) -> None:
    tablet = Tablet(playwright, chromium_path, tmp_path / "profile", own_school.address)
    page = tablet.start()
    found_school(page, own_school)
    set_lock(page)
    write_something(page)
    tablet.close()
    files = [file for file in (tmp_path / "profile").rglob("*") if file.is_file()]
    assert any("IndexedDB" in str(file) for file in files)
    needles = [form for word in WORDS.split() for form in (word.encode(), word.encode("utf-16-le"))]
    found = [str(file) for file in files if any(needle in file.read_bytes() for needle in needles)]
    assert not found, f"words in clear in {found}"
    page = tablet.start()
    locked(page)
    told = page.evaluate(OPENS_NOTHING)
    assert (told["bodies"] > 1, told["secret"], told["opened"]) == (True, 0, 0)
    tablet.close()


def test_it_locks_itself_when_nobody_touches_it_in_every_tab_and_opens_in_every_tab(
    own_school: Served, device: OpenDevice
) -> None:
    page = device(own_school, "tablet")
    page.clock.install()
    found_school(page, own_school)
    page.goto("/school")
    page.get_by_label("A lock closes after").select_option("1")
    assert_accessible(page)
    set_lock(page)
    expect(page.get_by_text("Locks itself after 1 minute without a touch")).to_be_visible()
    name = page.get_by_label("Your name")
    name.fill("Ana M")
    page.clock.run_for(50_000)
    name.press_sequentially("ore")  # somebody is here
    page.clock.run_for(50_000)
    expect(name).to_be_visible()
    other = page.context.new_page()
    other.goto("/people")
    locked(other, "Ana Morales")
    unlock(other)
    expect(other.get_by_role("button", name="Add a person")).to_be_visible()
    name.press_sequentially("no")
    page.clock.run_for(61_000)
    locked(page, "Ana Morales")
    locked(other, "Ana Morales")
    unlock(page)
    expect(page.get_by_label("Your name")).to_have_value("Ana Moreno")  # the same screen, the same words
    expect(other.get_by_role("button", name="Add a person")).to_be_visible()


def test_wrong_tries_slow_down_over_a_reload_and_a_forgotten_passphrase_costs_nothing(
    own_school: Served, device: OpenDevice
) -> None:
    page = device(own_school, "phone")
    found_school(page, own_school)
    set_lock(page)
    page.get_by_role("button", name="Lock now").click()
    locked(page)
    for number in range(5):
        unlock(page, f"a wrong one {number}")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("Passphrase")).to_have_value("")
    expect(page.get_by_text("Many tries were wrong", exact=False)).to_be_visible()
    page.reload()
    expect(page.get_by_text("Many tries were wrong", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Unlock", exact=True)).to_be_disabled()
    page.get_by_role("button", name="I forgot it").click()
    assert_accessible(page)
    keep_picture(page, "lock-forgot-phone")
    page.get_by_label("Email").fill("ana@oak.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    fill_lock(page, "another one altogether")
    page.get_by_role("button", name="Lock now").click()
    unlock(page, "another one altogether")
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
    page.get_by_role("button", name="Remove the lock").click()
    sheet = page.get_by_role("dialog")
    unlock(page, "another one altogether")
    sheet.get_by_role("button", name="Remove the lock").click()
    expect(page.get_by_text("The lock is removed.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No lock on this device")).to_be_visible()


def test_two_people_on_one_device_never_send_each_others_words(own_school: Served, device: OpenDevice) -> None:
    page, laptop = device(own_school, "tablet"), device(own_school, "laptop")
    found_school(page, own_school)
    add_person(page, "Ben Okoro")
    code = make_code(page)
    page.keyboard.press("Escape")
    wait_until_offline_ready(page)
    set_lock(page)
    own_school.stop()
    write_something(page)
    page.reload()
    locked(page)
    own_school.start()
    page.get_by_role("button", name="I am somebody else").click()
    expect(page.get_by_role("button", name=re.compile("Ana Morales.*1 change waits to be sent"))).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "lock-two-people-tablet")
    join(page, code, "ben@oak.example")
    page.goto("/people")
    expect(page.get_by_text("Ben Okoro").first).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    page.goto("/me")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()

    laptop.goto("/sign-in")
    laptop.get_by_label("Email").fill("ana@oak.example")
    laptop.get_by_label("Password").fill(PASSWORD)
    laptop.get_by_role("button", name="Sign in", exact=True).click()
    laptop.get_by_role("link", name="People").first.click()
    expect(laptop.get_by_text("Ben Okoro").first).to_be_visible()
    expect(laptop.get_by_text(WORDS)).to_have_count(0)

    page.get_by_role("button", name=re.compile("Ana Morales.*1 change waits")).click()
    unlock(page)
    expect(page.get_by_role("link", name="Sign in to send").first).to_be_visible()
    page.goto("/")
    locked(page)
    page.get_by_role("button", name="I forgot it").click()
    page.get_by_label("Email").fill("ana@oak.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(laptop.get_by_text(WORDS).first).to_be_visible()
