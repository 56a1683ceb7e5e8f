"""What waits says so, and unsent work is carried from a lost tablet to another, exactly once.

One school for this file. "Without signal" means that the server is stopped.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.conftest import OpenDevice
from e2e.furnish import PASSWORD, furnish
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.test_capture import begin_visit, notes, write
from tests.served import Served

SOON = 15_000
WORDS = "four lamps by the river"
SAID = ("7 of 9 pairs compared two ways", "Table 3: “I changed mine because”", "A student asked her partner why")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("rescue") / "data", "serve")
    server.start()
    furnish(server)
    yield server
    server.stop()


@pytest.fixture
def running(school: Served) -> Iterator[Served]:
    """However a test has left it, the next one finds it running."""
    yield school
    school.stop()
    school.start()


@pytest.mark.timeout(240)
def test_three_notes_of_a_dead_tablet_are_on_the_server_once_also_when_it_comes_back(
    running: Served, device: OpenDevice, tmp_path: Path
) -> None:
    tablet = signed_in(device(running, "tablet"), "ana")
    running.stop()
    begin_visit(tablet)
    for words in SAID:
        write(tablet, words)
    file = saved(tablet, tmp_path, "tablet")
    raw = file.read_text()
    assert not [word for word in ("compared", "changed", "student", "Okafor", "evidence_note") if word in raw]
    expect(notes(tablet)).to_have_count(3)
    write(tablet, "and one more that the file has not")

    tablet.context.set_offline(True)
    running.start()
    phone = signed_in(device(running, "phone"), "ana")
    bring(phone, file, WORDS)
    expect(phone.get_by_text(re.compile(r"\d+ changes come here"))).to_be_visible()
    keep_picture(phone, "rescue-preview")
    assert_accessible(phone)
    phone.get_by_role("button", name="Bring it here").click()
    expect(phone.get_by_text(re.compile(r"\d+ changes are here now and will be sent"))).to_be_visible()
    phone.get_by_role("button", name="Close").click()
    expect(phone.get_by_role("heading", name="Nothing waits")).to_be_visible(timeout=SOON)
    assert evidence(phone) == sorted(SAID)

    tablet.context.set_offline(False)
    tablet.goto("/waiting")
    expect(tablet.get_by_role("heading", name="Nothing waits")).to_be_visible(timeout=SOON)
    once_each = sorted((*SAID, "and one more that the file has not"))
    assert evidence(phone) == once_each
    bring(tablet, file, WORDS)
    expect(tablet.get_by_text("There is nothing to bring.", exact=False)).to_be_visible()
    assert evidence(tablet) == once_each


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_taken_from_it(
    running: Served, device: OpenDevice, tmp_path: Path
) -> None:
    tablet = signed_in(device(running, "tablet", color_scheme="dark"), "ana")
    running.stop()
    begin_visit(tablet, "Gil Okafor")
    write(tablet, SAID[0])
    file = saved(tablet, tmp_path, "dark")
    running.start()

    chi = signed_in(device(running, "phone", color_scheme="dark"), "chi")
    bring(chi, file, "five lamps by the river")
    expect(chi.get_by_text("This is not its passphrase.", exact=False)).to_be_visible()
    open_with(chi, WORDS)
    expect(chi.get_by_text("Somebody else packed this file.", exact=False)).to_be_visible()
    keep_picture(chi, "rescue-someone-else-dark")
    assert_accessible(chi)
    for name, text, answer in (
        ("cut", file.read_text()[:-40], "damaged or was cut off"),
        ("newer", file.read_text().replace('"brightwalk-rescue": 1', '"brightwalk-rescue": 9'), "newer version"),
        ("letter", "Dear Chi,", "not a rescue file"),
    ):
        (tmp_path / f"{name}.txt").write_text(text)
        chi.get_by_label("Choose the file").set_input_files(tmp_path / f"{name}.txt")
        expect(chi.get_by_text(answer, exact=False)).to_be_visible()
    expect(chi.get_by_role("button", name="Bring it here")).to_have_count(0)


def test_what_waits_is_said_with_its_words_its_time_and_its_reason_and_trying_says_what_came_of_it(
    running: Served, device: OpenDevice
) -> None:
    page = signed_in(device(running, "phone"), "ana")
    running.stop()
    begin_visit(page, "Hana Okafor")
    write(page, SAID[0])
    page.get_by_role("link", name="Today").filter(visible=True).click()
    page.get_by_role("link", name=re.compile("changes? waits?")).filter(visible=True).click()
    visit = page.get_by_role("region", name="Visit with Hana Okafor")
    expect(visit).to_contain_text(SAID[0])
    expect(visit).to_contain_text("since")
    expect(page.get_by_text("the server does not answer", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Tried just now, and nothing could be sent.")).to_be_visible(timeout=SOON)
    looked_at(page, "waiting-phone")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 820, "height": 1180})
    looked_at(page, "waiting-tablet-dark")
    running.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("status").get_by_text(re.compile("on the server now"))).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
    looked_at(page, "waiting-nothing-tablet-dark")


def test_whoever_is_signed_out_goes_on_writing_signs_in_once_and_comes_back_here(
    running: Served, device: OpenDevice
) -> None:
    page = signed_in(device(running, "phone"), "ana")
    page.context.clear_cookies()
    begin_visit(page, "Ivo Okafor")
    write(page, SAID[1])
    page.goto("/waiting")
    expect(page.get_by_text("You are signed out.", exact=False).first).to_be_visible(timeout=SOON)
    expect(page.get_by_text(SAID[1])).to_be_visible()
    looked_at(page, "waiting-signed-out")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Email")).to_have_value("ana@harbor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What waits")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible(timeout=SOON)
    assert evidence(page, "Ivo Okafor").count(SAID[1]) == 1


@pytest.mark.parametrize("hours", [25, -25])
def test_what_has_waited_for_a_day_is_said_on_the_home_screen_whatever_the_clock_did(
    running: Served, device: OpenDevice, hours: int
) -> None:
    page = device(running, "phone")
    page.clock.install()
    signed_in(page, "ana")
    running.stop()
    begin_visit(page, "Dee Okafor")
    write(page, SAID[2])
    page.get_by_role("link", name="Today").filter(visible=True).click()
    card = page.get_by_role("region", name=re.compile("not reached the server"))
    expect(page.get_by_role("link", name=re.compile("Go on with Dee"))).to_be_visible()
    expect(card).to_have_count(0)
    page.clock.set_system_time(datetime.now() + timedelta(hours=hours))
    page.reload()
    expect(card).to_be_visible(timeout=SOON)
    expect(card.get_by_text("clock of this device", exact=False)).to_have_count(1 if hours < 0 else 0)
    looked_at(page, f"waiting-home-{hours}")
    card.get_by_role("link", name="See what waits").click()
    expect(page.get_by_text(SAID[2])).to_be_visible()


def signed_in(page: Page, name: str) -> Page:
    page.goto("/")
    page.get_by_label("Email").fill(f"{name}@harbor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    wait_until_offline_ready(page)
    expect(page.get_by_text("All on the server").filter(visible=True)).to_be_visible(timeout=SOON)
    return page


def saved(page: Page, folder: Path, picture: str) -> Path:
    """A rescue file of what waits on this device; afterwards the page is where it was."""
    page.goto("/waiting")
    file = saved_here(page, folder, picture)
    page.go_back()
    return file


def saved_here(page: Page, folder: Path, picture: str = "salvage") -> Path:
    """Made with the keyboard alone."""
    page.get_by_role("button", name="Save a copy").press("Enter")
    page.get_by_label("Passphrase").fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_text("At least 8 characters, please.")).to_be_visible()
    page.get_by_label("Passphrase").fill(WORDS)
    keep_picture(page, f"rescue-save-{picture}")
    assert_accessible(page)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    expect(page.get_by_text("The rescue file is saved.", exact=False)).to_be_visible()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_role("button", name="Close").click()
    return file


def bring(page: Page, file: Path, passphrase: str) -> None:
    page.goto("/waiting")
    page.get_by_role("button", name="Bring a copy").click()
    page.get_by_label("Choose the file").set_input_files(file)
    open_with(page, passphrase)


def open_with(page: Page, passphrase: str) -> None:
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Open it").click()


def evidence(page: Page, teacher: str = "Ben Okafor") -> list[str]:
    """The words of all notes of her visits to a teacher, as the server has them now."""
    rows = page.evaluate("async () => (await (await fetch('/api/export')).json()).rows")
    scopes = {one["scope"] for one in rows["visited"] if one["name"] == teacher}
    return sorted(note["text"] for note in rows["evidence_note"] if note["scope"] in scopes)


def looked_at(page: Page, name: str) -> None:
    keep_picture(page, name, whole=True)
    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def test_what_was_refused_keeps_its_words_and_goes_back_as_a_new_note(running: Served, device: OpenDevice) -> None:
    page = signed_in(device(running, "tablet"), "ana")
    page.route("**/api/sync", _of_a_faulty_app)
    begin_visit(page, "Chi Okafor")
    write(page, SAID[0])
    page.goto("/waiting")
    refused = page.get_by_role("region", name="Evidence note")
    expect(refused).to_contain_text("A part of this does not fit.", timeout=SOON)
    expect(refused).to_contain_text(SAID[0])
    expect(page.get_by_role("heading", name="Nothing is on its way")).to_be_visible()
    looked_at(page, "waiting-refused")
    refused.get_by_role("button", name=re.compile("Put aside")).click()
    expect(refused).to_have_count(0)
    page.get_by_text("1 put aside").click()
    page.get_by_role("button", name="Bring back").click()

    page.unroute_all()
    refused.get_by_role("button", name="Put back as a new note").click()
    expect(page.get_by_text("It is a new note in the visit now")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible(timeout=SOON)
    assert evidence(page, "Chi Okafor").count(SAID[0]) == 1


def test_a_store_that_the_browser_cleared_is_said_at_sign_in_and_on_the_devices_row(
    running: Served, device: OpenDevice
) -> None:
    page = device(running, "phone")
    page.route("**/api/sync", _three_more)
    signed_in(page, "chi")
    page.goto("/api/front-door")  # the same browser without the app in it
    page.evaluate(
        """async () => {
            localStorage.clear();
            for (const { name } of await indexedDB.databases()) await new Promise((done) => {
                indexedDB.deleteDatabase(name).onsuccess = done;
            });
        }"""
    )
    page.unroute_all()
    page.goto("/")
    signed_in(page, "chi")
    said = page.get_by_role("alert").filter(has_text="The memory of this browser was cleared")
    expect(said).to_contain_text("3 changes had not been sent")
    looked_at(page, "waiting-cleared")
    page.reload()
    said.get_by_role("button", name="I have read this").click()
    expect(said).to_have_count(0)
    page.goto("/me")
    expect(page.get_by_text("up to 3 changes may be lost", exact=False)).to_be_visible(timeout=SOON)


def test_what_can_still_be_read_of_a_store_that_does_not_open_is_saved_from_it(
    running: Served, device: OpenDevice, tmp_path: Path
) -> None:
    page = signed_in(device(running, "phone"), "ana")
    page.route("**/api/sync", lambda route: route.abort())
    begin_visit(page, "Gil Okafor")
    write(page, SAID[1])
    page.goto("/api/front-door")
    page.evaluate(
        """async () => {
            const of = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
            const { name } = (await indexedDB.databases()).find((one) => one.name.startsWith('brightwalk-'));
            const scopes = (await of(indexedDB.open(name))).transaction('scopes', 'readwrite').objectStore('scopes');
            const [first] = await of(scopes.getAll());
            await of(scopes.put({ ...first, body: new Uint8Array(40) }));
        }"""
    )
    page.goto("/")
    expect(page.get_by_text("can still be read", exact=False)).to_be_visible(timeout=SOON)
    looked_at(page, "rescue-salvage")
    file = saved_here(page, tmp_path)
    other = signed_in(device(running, "tablet"), "ana")
    bring(other, file, WORDS)
    other.get_by_role("button", name="Bring it here").click()
    other.get_by_role("button", name="Close").click()
    expect(other.get_by_role("heading", name="Nothing waits")).to_be_visible(timeout=SOON)
    assert evidence(other, "Gil Okafor").count(SAID[1]) == 1


def _three_more(route: Route) -> None:
    """A device that says that three changes wait which it does not send."""
    route.continue_(post_data=json.dumps({**route.request.post_data_json, "waiting": 3}))


def _of_a_faulty_app(route: Route) -> None:
    """Notes as an app with a fault in it would send them: begun at no time that there is."""
    asked = route.request.post_data_json
    for mutation in asked["mutations"]:
        for op in mutation["ops"]:
            if mutation["verb"] == "add_evidence_note":
                op["set"]["begunAt"] = "soon"
    route.continue_(post_data=json.dumps(asked))
