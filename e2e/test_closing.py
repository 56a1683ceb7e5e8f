"""A device that its school closes: sealed and let in again, or erased; what it had comes back or waits for a word."""

import re

from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from e2e.test_admin import PASSWORD, add_person, found_school, join, make_code
from tests.served import Served


def ben_joins(laptop: Page, phone: Page, server: Served) -> None:
    found_school(laptop, server)
    add_person(laptop, "Ben Okoro")
    join(phone, make_code(laptop), "ben@oak.example")
    laptop.keyboard.press("Escape")


def rename_without_signal(phone: Page, server: Served, name: str) -> None:
    """Something that only this phone has."""
    phone.goto("/me")
    wait_until_offline_ready(phone)
    expect(phone.get_by_label("Your name")).to_have_value("Ben Okoro")
    server.stop()
    phone.get_by_label("Your name").fill(name)
    phone.keyboard.press("Tab")
    expect(phone.get_by_text("1 change is only on this device")).to_be_visible()
    phone.goto("about:blank")
    server.start()


def close_in_four_taps(laptop: Page, which: str) -> None:
    laptop.goto("/")
    laptop.get_by_role("link", name="People").first.click()
    laptop.get_by_role("button", name="Ben Okoro").click()
    laptop.get_by_role("button", name=re.compile("^Close Linux")).click()
    expect(laptop.get_by_text("What was written since is only there.", exact=False)).to_be_visible()
    assert_accessible(laptop)
    keep_picture(laptop, "close-device-laptop")
    laptop.get_by_role("button", name=which).click()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_sealed_device_hands_in_what_it_had_and_goes_on_when_it_is_let_in(
    own_school: Served, device: OpenDevice
) -> None:
    laptop, phone = device(own_school, "laptop"), device(own_school, "phone")
    ben_joins(laptop, phone, own_school)
    rename_without_signal(phone, own_school, "Benjamin Okoro")
    close_in_four_taps(laptop, "Seal it")
    expect(laptop.get_by_text("seals itself at its next contact", exact=False)).to_be_visible()
    phone.goto("/me")
    expect(phone.get_by_role("heading", name="This device is closed")).to_be_visible()
    assert_accessible(phone)
    keep_picture(phone, "closed-device-phone")
    assert "Benjamin" not in phone.content()
    phone.reload()
    sign_in(phone, "ben@oak.example")
    expect(phone.get_by_role("alert")).to_contain_text("has closed this device")

    laptop.goto("/people")
    laptop.get_by_role("button", name="Ben Okoro").click()
    laptop.get_by_role("button", name=re.compile("^Let Linux .* in again")).click()
    expect(laptop.get_by_text("1 change that it had handed in is taken over", exact=False).first).to_be_visible()
    sign_in(phone, "ben@oak.example")
    expect(phone.get_by_role("link", name="Today").first).to_be_visible()
    phone.goto("/me")
    expect(phone.get_by_label("Your name")).to_have_value("Benjamin Okoro")


def test_an_erased_device_hands_in_what_it_had_and_its_owner_decides_elsewhere(
    own_school: Served, device: OpenDevice
) -> None:
    laptop, phone, other = device(own_school, "laptop"), device(own_school, "phone"), device(own_school, "phone")
    ben_joins(laptop, phone, own_school)
    rename_without_signal(phone, own_school, "Benjamin Okoro")
    close_in_four_taps(laptop, "Erase it")
    phone.goto("/me")
    expect(phone.get_by_text("has emptied itself, as your school asked", exact=False)).to_be_visible()
    assert phone.evaluate("async () => (await indexedDB.databases()).length") == 0
    laptop.goto("/people")
    laptop.get_by_role("button", name="Ben Okoro").click()
    expect(laptop.get_by_text("Erased itself", exact=False)).to_be_visible()

    other.goto("/sign-in")
    sign_in(other, "ben@oak.example")
    expect(other.get_by_role("link", name="Today").first).to_be_visible()
    other.goto("/me")
    expect(other.get_by_label("Your name")).to_have_value("Ben Okoro")
    expect(other.get_by_text("1 change from Linux", exact=False)).to_be_visible()
    other.get_by_role("button", name="Look").click()
    expect(other.get_by_role("dialog").get_by_text("Benjamin Okoro")).to_be_visible()
    assert_accessible(other)
    keep_picture(other, "held-changes-phone")
    other.get_by_role("button", name="It is mine: take it over").click()
    expect(other.get_by_label("Your name")).to_have_value("Benjamin Okoro")
