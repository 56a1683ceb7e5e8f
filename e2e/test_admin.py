"""The admin's screens in a real browser: a school founded, people let in, a roster brought in, a device closed."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, assert_nothing_overflows, keep_picture, wait_until_offline_ready
from tests.served import Served

PASSWORD = "four lamps by the river"

ROSTER = """Name,Email,Role,Staff ID,Class,Class ID,Subject,Grade,Period,Room
Ana Morales,ana@oak.example,principal,T-1,,,,,,
Ben Okoro,ben@oak.example,teacher,T-2,Algebra I,C-1,Mathematics,9,2,B12
Chi Tran,chi@oak.example,teacher,T-3,Algebra I,C-1,Mathematics,9,2,B12
Dee Ames,dee@oak.example,astronaut,T-4,Geometry,C-2,Mathematics,10,4,B14
"""
STUDENTS = "Student Name,Student ID,Grade\nKim Doe,4711,5\n"


def found_school(page: Page, server: Served) -> None:
    page.goto(server.first_run_link())
    page.get_by_label("Name of the school").fill("Oak Street School")
    page.get_by_label("Your name").fill("Ana Morales")
    page.get_by_label("Email").fill("ana@oak.example")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Open the school").click()
    expect(page.get_by_role("link", name="Today").first).to_be_visible()


def add_person(page: Page, name: str, email: str = "") -> None:
    """Leaves the new person's sheet open."""
    page.goto("/people")
    page.get_by_role("button", name="Add a person").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Name").fill(name)
    sheet.get_by_label("Email").fill(email)
    sheet.get_by_role("button", name="Add", exact=True).click()
    expect(sheet.get_by_role("heading", name=name)).to_be_visible()


def make_code(page: Page) -> str:
    page.get_by_role("button", name="Make a join link").click()
    code = page.get_by_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    expect(code).to_be_visible()
    return code.inner_text()


def join(page: Page, code: str, email: str) -> None:
    page.goto("/join")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("link", name="Today").first).to_be_visible()


def hand_over(page: Page, name: str, text: str, folder: Path) -> None:
    file = folder / name
    file.write_text(text)
    page.goto("/people?part=roster")
    page.get_by_label("Roster file").set_input_files(file)


def test_an_admin_lets_somebody_in_by_code_and_closes_that_device_again(own_school: Served, device: OpenDevice) -> None:
    laptop, phone = device(own_school, "laptop"), device(own_school, "phone")
    found_school(laptop, own_school)
    add_person(laptop, "Ben Okoro")
    code = make_code(laptop)
    assert_accessible(laptop)
    keep_picture(laptop, "join-link-laptop")
    join(phone, code, "ben@oak.example")

    laptop.goto("/people")
    laptop.get_by_role("button", name="Ben Okoro").click()
    laptop.get_by_role("button", name=re.compile("^Close Linux")).click()
    laptop.get_by_role("button", name="Seal it").click()
    expect(laptop.get_by_text("seals itself at its next contact", exact=False)).to_be_visible()
    phone.goto("/waiting")
    expect(phone.get_by_role("heading", name="This device is closed")).to_be_visible()


def test_a_code_lets_in_once(own_school: Served, device: OpenDevice) -> None:
    laptop, phone, other = device(own_school, "laptop"), device(own_school), device(own_school)
    found_school(laptop, own_school)
    add_person(laptop, "Ben Okoro")
    code = make_code(laptop)
    join(phone, code, "ben@oak.example")
    other.goto("/join")
    other.get_by_label("Code").fill(code)
    other.get_by_role("button", name="Next").click()
    expect(other.get_by_role("alert")).to_be_visible()


def test_roles_are_given_and_ended_with_undo_and_the_last_admin_stays(own_school: Served, device: OpenDevice) -> None:
    page = device(own_school, "tablet")
    found_school(page, own_school)
    add_person(page, "Ben Okoro")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Leader", exact=True).click()
    expect(sheet.get_by_role("button", name="Leader", exact=True)).to_have_attribute("aria-pressed", "true")
    sheet.get_by_role("button", name="Undo").last.click()
    expect(sheet.get_by_role("button", name="Leader", exact=True)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ana Morales").click()
    expect(sheet.get_by_role("button", name="Admin", exact=True)).to_be_disabled()
    expect(sheet.get_by_text("This is the only admin.", exact=False)).to_be_visible()
    assert_accessible(page)


def test_a_roster_is_shown_before_anything_changes_and_then_imported(
    own_school: Served, device: OpenDevice, tmp_path: Path
) -> None:
    page = device(own_school, "laptop")
    found_school(page, own_school)
    hand_over(page, "staff.csv", ROSTER, tmp_path)
    expect(page.get_by_text("Nothing has changed yet")).to_be_visible()
    expect(page.get_by_text("staff.csv, row 5")).to_be_visible()
    expect(page.get_by_text("The role astronaut is not known. The row was left out.")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "roster-laptop", whole=True)

    page.get_by_role("button", name="Ana Morales is the person we have here").click()
    expect(page.get_by_role("row", name="Waiting for your word")).to_have_count(0)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Staff and classes are as the roster says.")).to_be_visible()
    page.get_by_role("radio", name="Classes").check()
    expect(page.get_by_text("Ben Okoro and Chi Tran, together", exact=False)).to_be_visible()


def test_a_list_of_students_is_refused_calmly(own_school: Served, device: OpenDevice, tmp_path: Path) -> None:
    page = device(own_school, "phone")
    found_school(page, own_school)
    hand_over(page, "grade5.csv", STUDENTS, tmp_path)
    expect(page.get_by_text("Students are never imported.", exact=False)).to_be_visible()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    page.get_by_role("button", name="Another file").click()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()


def test_the_demo_school_says_why_it_takes_no_roster(demo: Served, device: OpenDevice) -> None:
    page = device(demo, "phone")
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Denise Whitfield")).click()
    page.get_by_role("navigation").first.wait_for()
    page.goto("/people?part=roster")
    expect(page.get_by_text("Its people are made up", exact=False)).to_be_visible()


def test_what_everybody_may_know_of_the_school_can_be_used_by_everybody(demo: Served, device: OpenDevice) -> None:
    page = device(demo, "small phone", color_scheme="dark")
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Walter Dunne")).click()
    page.get_by_role("navigation").first.wait_for()
    page.goto("/school")
    for part, says in (("Calendar", "Days off"), ("Agreement", "Whitehorse"), ("Look-fors", "0.84")):
        page.get_by_role("radio", name=part).check()
        expect(page.get_by_text(says, exact=False).first).to_be_visible()
        assert_accessible(page)
        assert_nothing_overflows(page)
    page.goto("/me")
    expect(page.get_by_text("This device", exact=True)).to_be_visible()
    assert_accessible(page)


def test_signing_out_says_what_waits_and_erases_nothing_of_it(own_school: Served, device: OpenDevice) -> None:
    page = device(own_school, "phone")
    found_school(page, own_school)
    page.goto("/me")
    expect(page.get_by_text("This device", exact=True)).to_be_visible()
    wait_until_offline_ready(page)
    own_school.stop()
    page.get_by_label("Your name").fill("Ana María Morales")
    page.get_by_role("heading", name="Yours to take").click()
    page.get_by_role("button", name="Sign out").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("1 change is only on this device.")).to_be_visible()
    expect(sheet.get_by_role("switch")).to_have_count(0)
    assert_accessible(page)
    sheet.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()

    own_school.start()
    page.reload()
    page.get_by_label("Email").fill("ana@oak.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="You").first.click()
    expect(page.get_by_role("heading", name="Ana María Morales")).to_be_visible()


def test_a_link_for_an_account_in_use_waits_and_its_owner_may_end_it(own_school: Served, device: OpenDevice) -> None:
    laptop, phone, stranger = device(own_school, "laptop"), device(own_school), device(own_school)
    found_school(laptop, own_school)
    add_person(laptop, "Ben Okoro")
    join(phone, make_code(laptop), "ben@oak.example")
    laptop.reload()
    laptop.get_by_role("button", name="Ben Okoro").click()
    code = make_code(laptop)
    expect(laptop.get_by_text("It does not work yet")).to_be_visible()

    phone.goto("/me")
    expect(phone.get_by_role("heading", name="A new way in to your account")).to_be_visible()
    assert_accessible(phone)
    keep_picture(phone, "me-link-phone", whole=True)
    phone.get_by_role("button", name="I did not: end it").click()
    expect(phone.get_by_text("The link is ended. It will never work.")).to_be_visible()
    stranger.goto("/join")
    stranger.get_by_label("Code").fill(code)
    stranger.get_by_role("button", name="Next").click()
    expect(stranger.get_by_role("alert")).to_be_visible()


def test_the_staff_reads_the_directory_in_its_own_language_and_changes_nothing(
    demo: Served, device: OpenDevice
) -> None:
    page = device(demo, "small phone")
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Samuel Whitehorse")).click()
    page.get_by_role("navigation").first.wait_for()
    page.goto("/me")
    page.get_by_role("radio", name="Español").check()
    expect(page.get_by_role("heading", name="Dispositivos")).to_be_visible()
    assert_nothing_overflows(page)
    page.goto("/people")
    page.get_by_role("searchbox").fill("lindqvist dirección")
    page.get_by_role("button", name="Hannah Lindqvist").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name="Hannah Lindqvist")).to_be_visible()
    expect(sheet.get_by_role("textbox")).to_have_count(0)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Añadir persona")).to_have_count(0)
    expect(page.get_by_role("radio", name="Nómina")).to_have_count(0)
    assert_nothing_overflows(page)
