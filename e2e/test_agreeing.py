"""What a school agrees, in a real browser: a charter signed by two sides, and protocols made together."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import furnish_two_sides
from e2e.looking import assert_accessible, keep_picture
from e2e.visiting import SOON, all_sent, begin_visit, sign_in, write
from tests.served import Served

IN_FORCE = re.compile("^Signed by both sides, in force")
FRAMEWORK = {
    "CFDocument": {"identifier": "d", "title": "Shared leadership framework", "language": "en"},
    "CFItems": [
        {
            "identifier": "a",
            "fullStatement": "<p>Students lead their <b>own</b> learning</p>",
            "humanCodingScheme": "1",
        },
        {"identifier": "b", "fullStatement": "Students set goals with their teacher", "humanCodingScheme": "1.1"},
        {"identifier": "c", "fullStatement": "Adults learn in the open"},
    ],
    "CFAssociations": [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": "b"},
            "destinationNodeURI": {"identifier": "a"},
        },
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": "c"},
            "destinationNodeURI": {"identifier": "c"},
        },
    ],
}


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
    all_sent(tablet)
    tablet.goto("/school?part=agreement")
    expect(tablet.get_by_text("Ana Reyes signed for leadership.")).to_be_visible(timeout=SOON)
    expect(tablet.get_by_text("On this device.", exact=False)).to_have_count(0, timeout=SOON)
    assert_accessible(tablet)
    keep_picture(tablet, "charter-waits-tablet", whole=True)
    _ben_signs(phone)
    sign_in(third, "chi")
    third.goto("/school?part=agreement")
    expect(third.get_by_text(IN_FORCE)).to_be_visible(timeout=SOON)
    expect(third.get_by_text("We say it a week before, in the staff room.")).to_be_visible()
    expect(third.get_by_role("button", name=re.compile("draft|own agreement|Sign"))).to_have_count(0)
    _the_clock_runs(tablet)


def _ben_signs(phone: Page) -> None:
    sign_in(phone, "ben")
    phone.evaluate("localStorage.setItem('brightwalk.language', 'es')")
    phone.reload()
    phone.get_by_role("link", name=re.compile("Un acuerdo espera su firma")).click()
    expect(phone.get_by_text("Ana Reyes firmó por la dirección.")).to_be_visible()
    assert_accessible(phone)
    keep_picture(phone, "charter-sign-phone", whole=True)
    phone.get_by_role("button", name="Firmar este texto").click()
    expect(phone.get_by_text(re.compile("^Firmado por ambas partes, en vigor"))).to_be_visible(timeout=SOON)
    expect(phone.get_by_text(re.compile("Versión 1, con las firmas de .*Ben Okafor"))).to_be_visible()
    phone.emulate_media(color_scheme="dark")
    keep_picture(phone, "charter-in-force-phone-dark", whole=True)


def _the_clock_runs(tablet: Page) -> None:
    """A visit under that charter says on its observer's own page by when its feedback comes."""
    tablet.goto("/school?part=agreement")
    expect(tablet.get_by_text(IN_FORCE)).to_be_visible(timeout=SOON)
    begin_visit(tablet)
    write(tablet, "7 of 9 pairs compared paths")
    tablet.get_by_role("button", name="Finish").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("Feedback for", timeout=SOON)
    tablet.goto("/")
    expect(tablet.get_by_text(re.compile("Feedback for Ben Okafor: by [A-Z][a-z]+day"))).to_be_visible(timeout=SOON)
    assert_accessible(tablet)
    keep_picture(tablet, "charter-clock-tablet")


def test_a_protocol_is_made_together_and_a_visit_keeps_the_version_before(
    own_school: Served, device: OpenDevice, tmp_path: Path
) -> None:
    furnish_two_sides(own_school)
    tablet, phone = device(own_school, "tablet"), device(own_school, "phone")
    sign_in(tablet)
    begin_visit(tablet)
    write(tablet, "Pairs ask each other")
    visit = tablet.url
    _a_new_version_is_drafted(tablet)
    _chi_shapes_it(phone)
    expect(tablet.get_by_text("In my room they ask each other.")).to_be_visible(timeout=SOON)
    assert_accessible(tablet)
    keep_picture(tablet, "protocol-draft-tablet", whole=True)
    tablet.get_by_role("button", name="Publish it").click()
    expect(tablet.get_by_text("Shaped by Chi Okafor")).to_be_visible(timeout=SOON)
    keep_picture(tablet, "protocols-tablet", whole=True)
    tablet.get_by_role("link", name="Compare with the version before").click()
    expect(tablet.get_by_text("Students ask each other why")).to_be_visible()
    expect(tablet.get_by_text("Other words")).to_have_count(1)
    assert_accessible(tablet)
    keep_picture(tablet, "protocol-versions-tablet")
    tablet.goto(visit)
    expect(tablet.get_by_role("button", name="Students give a reason", exact=False).first).to_be_visible(timeout=SOON)
    expect(tablet.get_by_text("Students ask each other why")).to_have_count(0)
    _a_framework_is_looked_at_first(tablet, tmp_path)


def _a_new_version_is_drafted(tablet: Page) -> None:
    tablet.goto("/school?part=look_fors")
    tablet.get_by_role("button", name=re.compile("^New version of")).first.click()
    look_for = tablet.get_by_role("textbox", name="Look-for").first
    look_for.fill("Students do not only answer")
    expect(tablet.get_by_text("This names something that is not there.", exact=False)).to_be_visible()
    look_for.fill("Students ask each other why")
    expect(tablet.get_by_text("This names something that is not there.", exact=False)).to_have_count(0)


def _chi_shapes_it(phone: Page) -> None:
    sign_in(phone, "chi")
    phone.goto("/school?part=look_fors")
    expect(phone.get_by_role("button", name=re.compile("^(New version|Retire|New protocol)"))).to_have_count(0)
    phone.locator("a[href^='/school/protocol/']").first.click()
    expect(phone.get_by_text("Students ask each other why")).to_be_visible(timeout=SOON)
    phone.get_by_role("button", name="I shaped this").click()
    phone.get_by_label("Your comment").fill("In my room they ask each other.")
    phone.get_by_role("button", name="Say it").click()
    expect(phone.get_by_role("button", name="Take it back")).to_be_visible()
    assert_accessible(phone)
    phone.emulate_media(color_scheme="dark")
    keep_picture(phone, "protocol-draft-phone-dark", whole=True)


def _a_framework_is_looked_at_first(tablet: Page, folder: Path) -> None:
    """A file of the wrong kind is answered; another shows what it would become, and writes nothing before the yes."""
    wrong, right = folder / "roster.json", folder / "framework.json"
    wrong.write_text('[{"name": "Ana"}]')
    right.write_text(json.dumps(FRAMEWORK))
    tablet.goto("/school/framework")
    picker = tablet.locator("input[type=file]")
    picker.set_input_files(wrong)
    expect(tablet.get_by_text("not a CASE framework", exact=False)).to_be_visible()
    picker.set_input_files(right)
    expect(tablet.get_by_text("3 statements were read. Nothing is written yet.")).to_be_visible()
    expect(tablet.get_by_text("1 statement stands in a circle", exact=False)).to_be_visible()
    tablet.get_by_role("button", name="1 Students lead their own learning", exact=True).click()
    tablet.get_by_role("button", name="Adults learn in the open").click()
    expect(tablet.get_by_role("heading", name="2 look-fors in a draft")).to_be_visible()
    assert_accessible(tablet)
    keep_picture(tablet, "framework-tablet", whole=True)
    tablet.get_by_role("button", name="Make the draft").click()
    expect(tablet.get_by_text("Chosen from: Shared leadership framework")).to_be_visible()
    expect(tablet.get_by_role("textbox", name="Look-for").first).to_have_value("Students lead their own learning")
