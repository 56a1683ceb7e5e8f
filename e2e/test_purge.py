"""A student's name taken back for good: off the tablet where it was written, the other one, and the server's disk."""

import pytest
from playwright.sync_api import expect

from e2e.conftest import OpenDevice
from e2e.furnish import furnish_little
from e2e.looking import assert_accessible, keep_picture
from e2e.visiting import SOON, all_sent, begin_visit, notes, sign_in, write
from tests.served import Served

NAME, SAID = "Maria Quispe", "Maria Quispe explained 7 of 9 steps"
CLEAN = "A student explained 7 of 9 steps"


@pytest.mark.timeout(120)
def test_a_name_leaves_every_device_and_the_servers_disk(own_school: Served, device: OpenDevice) -> None:
    furnish_little(own_school)
    tablet = begin_visit(sign_in(device(own_school, "tablet", color_scheme="dark")))
    write(tablet, SAID)
    visit = tablet.url
    all_sent(tablet)
    phone = sign_in(device(own_school, "phone"))
    phone.goto(visit)
    expect(notes(phone).get_by_text(SAID)).to_be_visible(timeout=SOON)
    assert NAME.encode() in on_disk(own_school)

    own_school.kill()
    tablet.goto(visit)
    notes(tablet).get_by_role("button").filter(has_text=SAID).click(timeout=SOON)
    tablet.get_by_role("button", name="Erase words for good…").click()
    text = tablet.get_by_label("The text that stays")
    expect(text).to_be_focused()
    assert_accessible(tablet)
    keep_picture(tablet, "purge-tablet-dark")
    text.fill(CLEAN)
    tablet.get_by_role("button", name="Erase for good").click()
    expect(tablet.get_by_text("Erased for good")).to_be_visible()
    tablet.get_by_role("button", name="Done").click()
    expect(notes(tablet).get_by_text(CLEAN)).to_be_visible()
    tablet.reload()
    expect(notes(tablet).get_by_text(CLEAN)).to_be_visible(timeout=SOON)
    expect(tablet.get_by_text(NAME)).to_have_count(0)

    own_school.start()
    all_sent(tablet)
    phone.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(notes(phone).get_by_text(CLEAN)).to_be_visible(timeout=3 * SOON)
    expect(phone.get_by_text(NAME)).to_have_count(0)
    assert NAME.encode() not in on_disk(own_school)
    assert CLEAN.encode() in on_disk(own_school)
    notes(phone).get_by_role("button").filter(has_text=CLEAN).click()
    phone.get_by_role("button", name="Erase words for good…").click()
    keep_picture(phone, "purge-phone")


def on_disk(school: Served) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(school.data.iterdir()) if file.is_file())
