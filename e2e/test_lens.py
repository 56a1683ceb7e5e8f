"""The lens while people write: one quiet thing at a time, on the device, and nobody else ever hears of it."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import PASSWORD
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.visiting import SOON, all_sent, begin_visit, field, notes, sign_in, write
from tests.served import Served

STRUGGLES = "The group struggles with fractions."
NAMED = "Mateo drew the model, then explained it."
NEVER_SHOWN = re.compile(r"\b(deficit|judge?ment|ranking|pii)\b", re.IGNORECASE)
NEVER_SENT = re.compile(r"deficit|judgement|ranking|\bpii\b|suggestion|dismiss|finding|lens_word|lens/", re.IGNORECASE)


@pytest.mark.timeout(300)
def test_one_quiet_thing_at_a_time_without_signal_and_nothing_of_it_leaves_the_tablet(
    harbor: Served, device: OpenDevice
) -> None:
    ana = sign_in(device(harbor, "tablet"))
    sent: list[str] = []
    ana.on("request", lambda request: sent.append(request.post_data or ""))
    begin_visit(ana)
    harbor.stop()

    words_are_marked_changed_and_brought_back(ana)
    what_is_waved_away_stays_away(ana)
    a_note_just_finished_is_heard_too(ana)

    harbor.start()
    all_sent(ana)
    told = [body for body in sent if '"mutations"' in body and json.loads(body)["mutations"]]
    assert told
    assert "did not yet share" in "".join(told)
    assert not [body for body in sent if NEVER_SENT.search(body)]


def words_are_marked_changed_and_brought_back(ana: Page) -> None:
    field(ana).press_sequentially(STRUGGLES, delay=5)
    expect(line(ana)).to_be_visible(timeout=SOON)
    expect(line(ana).locator("mark")).to_have_text(re.compile("struggles with"))
    expect(line(ana)).not_to_contain_text(NEVER_SHOWN)
    expect(ana.get_by_role("status").filter(has_text="struggles with")).to_have_count(1)
    expect(field(ana)).to_be_focused()
    assert_accessible(ana)
    keep_picture(ana, "lens-capture")
    line(ana).get_by_role("button", name=re.compile("Write “")).click()
    expect(field(ana)).to_have_value("The group is working on fractions.")
    expect(field(ana)).to_be_focused()
    expect(line(ana)).to_have_count(0)
    ana.get_by_role("button", name="Undo").click()
    expect(field(ana)).to_have_value(STRUGGLES)


def what_is_waved_away_stays_away(ana: Page) -> None:
    """By keyboard alone, and after the app was closed."""
    field(ana).focus()
    ana.keyboard.press("End")
    ana.keyboard.type(" ")
    expect(line(ana)).to_be_visible(timeout=SOON)
    ana.keyboard.press("Tab")
    ana.keyboard.press("Tab")
    expect(line(ana).get_by_role("button", name="Keep my words")).to_be_focused()
    ana.keyboard.press("Enter")
    expect(line(ana)).to_have_count(0)
    expect(field(ana)).to_be_focused()
    expect(field(ana)).to_have_value(f"{STRUGGLES} ")

    ana.reload()
    expect(field(ana)).to_have_value(re.compile(STRUGGLES), timeout=SOON)
    # The next sentence is read with the first one: what was waved away would have been said with it.
    field(ana).press_sequentially("They failed to start.", delay=5)
    expect(line(ana).locator("mark")).to_have_text(re.compile("failed"), timeout=SOON)
    line(ana).get_by_role("button", name="Keep my words").click()
    expect(line(ana)).to_have_count(0)


def a_note_just_finished_is_heard_too(ana: Page) -> None:
    """And where only she knows what to write instead, one tap leads to it."""
    field(ana).press("Enter")
    write(ana, "They failed to share their model.")
    expect(line(ana)).to_contain_text("Your last note:", timeout=SOON)
    line(ana).get_by_role("button", name=re.compile("Write “")).click()
    expect(notes(ana).last).to_contain_text("They did not yet share their model.")
    expect(line(ana)).to_have_count(0)

    write(ana, "The low group left.")
    line(ana).get_by_role("button", name="Change the note").click(timeout=SOON)
    editor = ana.get_by_role("textbox", name="Words of the note")
    expect(editor).to_be_focused()
    line(ana).get_by_role("button", name="Write what you saw").click(timeout=SOON)
    expect(editor).to_be_focused()
    ana.keyboard.type(" 4 students took a book along.")
    expect(editor).to_have_value("The low group left. 4 students took a book along.")
    ana.get_by_role("button", name="Done").click()


@pytest.mark.timeout(300)
def test_what_may_tell_who_a_student_is_gets_one_look_before_sharing(harbor: Served, device: OpenDevice) -> None:
    ana = sign_in(device(harbor, "tablet", color_scheme="dark"))
    begin_visit(ana)
    for words in (NAMED, "Rocío asked two pairs why.", "Call 555-010-4477 about the garden."):
        write(ana, words)
    ana.get_by_role("button", name="Finish").click()
    strength(ana).fill("Students explain their models")
    ana.get_by_role("button", name=re.compile("Mateo drew")).click()
    expect(ana.get_by_role("button", name="Share with Ben")).to_be_enabled(timeout=SOON)
    ana.get_by_role("button", name="Share with Ben").click()

    sheet = ana.get_by_role("dialog")
    expect(sheet.locator("mark")).to_have_text(["Mateo", "Rocío", "555-010-4477"], timeout=SOON)
    assert_accessible(ana)
    keep_picture(ana, "lens-before-sharing")
    about(sheet, "Mateo").get_by_role("button", name="Remove").click()
    about(sheet, "Rocío").get_by_role("button", name="Not a student").click()
    about(sheet, "555-010-4477").get_by_role("button", name="Keep").click()
    expect(sheet.locator("mark")).to_have_count(0)
    sheet.get_by_role("button", name="Share with Ben").click()
    expect(ana.get_by_role("heading", level=1)).to_contain_text("Ben", timeout=SOON)
    expect(ana.get_by_text("A student drew the model, then explained it.").first).to_be_visible()
    all_sent(ana)
    assert not [row for row in words_kept(harbor) if "Mateo drew" in row], "the name lives on in the history"

    the_school_knows_its_adults(ana)
    a_teachers_answer_is_read_for_names_only(harbor, device)


def the_school_knows_its_adults(ana: Page) -> None:
    ana.goto("/lens")
    expect(ana.get_by_role("list", name="Adults")).to_contain_text("Rocío", timeout=SOON)
    for group in ("Words about what is missing", "What may tell who a student is", "What it leaves alone"):
        ana.get_by_text(group).click()
        expect(ana.locator("details[open] li").first).to_be_visible(timeout=SOON)
    expect(ana.locator("main")).not_to_contain_text(NEVER_SHOWN)
    assert_accessible(ana)
    keep_picture(ana, "lens-rules", whole=True)


def a_teachers_answer_is_read_for_names_only(harbor: Served, device: OpenDevice) -> None:
    ben = device(harbor, "phone")
    ben.goto("/")
    ben.get_by_label("Email").fill("ben@harbor.example")
    ben.get_by_label("Password").fill(PASSWORD)
    ben.get_by_role("button", name="Sign in").click()
    wait_until_offline_ready(ben)
    ben.goto("/feedback")
    ben.get_by_role("link", name=re.compile("Ana")).first.click(timeout=SOON)
    ben.get_by_label("In your words").fill("The low group failed to start, and Mateo waited.")
    ben.get_by_label("In your words").focus()
    expect(line(ben).locator("mark")).to_have_text("Mateo", timeout=SOON)
    keep_picture(ben, "lens-answer")
    line(ben).get_by_role("button", name="Not a student").click()
    expect(line(ben)).to_have_count(0)
    # Read once more, with something else to say: were anything but names said here, it would be said now.
    ben.get_by_label("In your words").press_sequentially(" Nia helped.", delay=5)
    expect(line(ben).locator("mark")).to_have_text("Nia", timeout=SOON)


@pytest.mark.timeout(300)
def test_in_spanish_on_a_phone_and_off_for_whoever_wants_it_off(harbor: Served, device: OpenDevice) -> None:
    ana = sign_in(device(harbor, "phone"))
    ana.evaluate("() => localStorage.setItem('brightwalk.language', 'es')")  # this device alone
    ana.goto("/lens")
    known_to_the_school(ana)
    tried = ana.get_by_role("textbox", name="Pruébelo")
    tried.press_sequentially("🙂 No lograron terminar con Itzel.", delay=5)
    expect(line(ana).locator("mark")).to_have_text("No lograron", timeout=SOON)
    expect(line(ana)).not_to_contain_text(NEVER_SHOWN)
    keep_picture(ana, "lens-spanish")
    assert_accessible(ana)
    line(ana).get_by_role("button", name=re.compile("Escribir «")).click()
    expect(tried).to_have_value("🙂 Todavía están por lograr terminar con Itzel.")

    ana.goto("/me")
    ana.get_by_role("switch", name="Una segunda mirada discreta a mis palabras").uncheck()
    begin_visit(ana)
    asked: list[str] = []
    ana.on("worker", lambda worker: asked.append(worker.url))
    note = ana.locator("textarea")
    note.fill("No lograron terminar.")
    note.press("Enter")
    expect(notes(ana)).to_have_count(1)
    ana.get_by_role("button", name="Terminar", exact=True).click()
    expect(ana.get_by_role("heading", level=1)).to_contain_text("Ben")
    assert not [url for url in asked if "reading" in url], "nothing is read where the lens is off"


def known_to_the_school(ana: Page) -> None:
    """A name that Ana teaches is an adult's from then on; taken back, it is known no more, and undone it is again."""
    word = ana.get_by_role("textbox", name="Nombre o palabras")
    ana.get_by_role("button", name="Agregar").click()
    expect(ana.get_by_text("Escriba un nombre o unas palabras.")).to_be_visible()
    word.fill("Itzel")
    word.press("Enter")
    adults = ana.get_by_role("list", name="Adultos")
    expect(adults).to_contain_text("Itzel")
    ana.get_by_role("button", name="Quitar «Itzel»").click()
    expect(ana.get_by_role("button", name="Quitar «Itzel»")).to_have_count(0)
    ana.get_by_role("button", name="Deshacer").last.click()
    expect(adults).to_contain_text("Itzel")


def words_kept(server: Served) -> list[str]:
    """Every row of the server's database, as text."""
    (file,) = server.data.glob("*.sqlite")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return [str(row) for name in tables for row in database.execute(f'select * from "{name}"')]


def line(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("About these words|Sobre estas palabras"))


def about(sheet: Locator, words: str) -> Locator:
    return sheet.get_by_role("group", name=f"About “{words}”")


def strength(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("What goes well")).first
