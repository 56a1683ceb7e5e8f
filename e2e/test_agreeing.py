"""What a school agrees, in a real browser: a charter signed by two sides, and protocols made together."""

import re

from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import furnish_two_sides
from e2e.looking import assert_accessible, keep_picture
from e2e.visiting import SOON, begin_visit, sign_in, write
from tests.served import Served


def test_a_charter_is_drafted_without_signal_and_holds_once_both_sides_have_signed(
    own_school: Served, device: OpenDevice
) -> None:
    furnish_two_sides(own_school)
    tablet, phone, third = device(own_school, "tablet"), device(own_school, "phone", locale="es-MX"), device(own_school)
    sign_in(tablet)
    own_school.stop()
    tablet.goto("/school?part=agreement")
    expect(tablet.get_by_text("not signed it yet", exact=False)).to_be_visible()
    tablet.get_by_role("button", name="Write our own agreement").click()
    tablet.get_by_label("Feedback comes within").select_option("3 school days")
    tablet.get_by_label("What is said before a visit").fill("We say it a week before, in the staff room.")
    assert_accessible(tablet)
    keep_picture(tablet, "charter-draft-tablet", whole=True)
    tablet.get_by_role("button", name="Sign and lay it before the school").click()
    expect(tablet.get_by_text("Ana Reyes signed for leadership.")).to_be_visible()
    expect(tablet.get_by_text("On this device.", exact=False)).to_be_visible()

    own_school.start()
    tablet.reload()
    expect(tablet.get_by_text("On this device.", exact=False)).to_have_count(0, timeout=SOON)
    assert_accessible(tablet)
    keep_picture(tablet, "charter-waits-tablet", whole=True)
    _ben_signs(phone)
    sign_in(third, "chi")
    third.goto("/school?part=agreement")
    expect(third.get_by_text("Signed by both sides", exact=False)).to_be_visible(timeout=SOON)
    expect(third.get_by_text("We say it a week before, in the staff room.")).to_be_visible()
    expect(third.get_by_role("button", name=re.compile("draft|own agreement|Sign"))).to_have_count(0)
    _the_clock_runs(tablet)


def _ben_signs(phone: Page) -> None:
    sign_in(phone, "ben")
    phone.get_by_role("link", name=re.compile("Un acuerdo espera su firma")).click()
    expect(phone.get_by_text("Ana Reyes firmó por la dirección.")).to_be_visible()
    assert_accessible(phone)
    keep_picture(phone, "charter-sign-phone", whole=True)
    phone.get_by_role("button", name="Firmar este texto").click()
    expect(phone.get_by_text("Firmado por ambas partes", exact=False)).to_be_visible(timeout=SOON)
    expect(phone.get_by_text(re.compile("Versión 1, con las firmas de .*Ben Okafor"))).to_be_visible()
    phone.emulate_media(color_scheme="dark")
    keep_picture(phone, "charter-in-force-phone-dark", whole=True)


def _the_clock_runs(tablet: Page) -> None:
    """A visit under that charter says on its observer's own page by when its feedback comes."""
    tablet.goto("/school?part=agreement")
    expect(tablet.get_by_text("Signed by both sides", exact=False)).to_be_visible(timeout=SOON)
    begin_visit(tablet)
    write(tablet, "7 of 9 pairs compared paths")
    tablet.get_by_role("button", name="Finish").click()
    tablet.goto("/")
    expect(tablet.get_by_text(re.compile("Feedback for Ben Okafor: by [A-Z][a-z]+day"))).to_be_visible(timeout=SOON)
    assert_accessible(tablet)
    keep_picture(tablet, "charter-clock-tablet")
