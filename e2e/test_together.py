"""Being in a room together: two tablets that have never met, without any network, and what becomes of it later."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import OpenDevice
from e2e.furnish import furnish_two_sides
from e2e.looking import assert_accessible, assert_nothing_overflows, keep_picture, wait_until_offline_ready
from e2e.test_meeting import sign_in
from e2e.visiting import SOON, all_sent, write
from tests.served import Served

FIRST, SECOND, THIRD = "Two pairs compare their drawings", "A girl asks: how do you know?", "Three hands go up"


@pytest.mark.timeout(240)
def test_two_offline_tablets_in_one_room_become_one_visit_and_part_again(
    own_school: Served, device: OpenDevice
) -> None:
    furnish_two_sides(own_school)
    ana, chi = device(own_school, "tablet"), device(own_school, "phone", color_scheme="dark")
    for page, name in ((ana, "ana"), (chi, "chi")):
        sign_in(page, name)
        wait_until_offline_ready(page)
    own_school.kill()

    begin(ana, "Ben Okafor")
    write(ana, FIRST)
    ana.get_by_role("button", name="Observing with somebody?").click()
    expect(ana.get_by_role("img", name="Code with which another observer joins")).to_be_visible()
    keep_picture(ana, "together-code")
    assert_accessible(ana)
    ana.get_by_text("Or copy the whole code as text").click()
    code = ana.locator("[data-code]").inner_text()
    ana.get_by_role("button", name="Close").click()

    take(ana, code)
    expect(ana.get_by_text("This is your own code.")).to_be_visible()
    chi.goto("/walk/new")
    chi.get_by_role("link", name="Take in a code").click(timeout=SOON)
    for wrong, answer in (("https://example.org", "This is not a Brightwalk code"), (code[:-9], "incomplete")):
        typed(chi, wrong)
        expect(chi.get_by_text(answer)).to_be_visible()
    assert_nothing_overflows(chi)
    keep_picture(chi, "together-scan")
    typed(chi, code)
    expect(chi.get_by_role("heading", name="Ben Okafor")).to_be_visible()
    keep_picture(chi, "together-plan")
    chi.get_by_role("button", name="Begin together").click()
    expect(chi.get_by_text("Joined. The other’s notes come")).to_be_visible(timeout=SOON)
    write(chi, SECOND)
    take(chi, code)  # twice is once
    expect(chi.get_by_text(SECOND)).to_be_visible(timeout=SOON)
    ana.goto("/")
    ana.get_by_role("link", name=re.compile("Go on")).click(timeout=SOON)
    expect(ana.get_by_text(FIRST)).to_be_visible(timeout=SOON)
    write(ana, THIRD)

    own_school.start()
    visit = {page: page.url for page in (ana, chi)}
    for page in (ana, chi):
        all_sent(page)
    for page, with_whom in ((ana, "With Chi Okafor"), (chi, "Ana Reyes writes the feedback")):
        page.goto(visit[page])
        expect(page.get_by_text(with_whom)).to_be_visible(timeout=2 * SOON)
        expect(lines(page)).to_have_count(3, timeout=2 * SOON)
        expect(lines(page)).to_contain_text([FIRST, SECOND, THIRD])
    expect(lines(ana).nth(1)).to_contain_text("Chi Okafor")
    expect(lines(ana).nth(1).get_by_role("button")).to_have_count(0)
    expect(lines(chi).nth(0).get_by_role("button")).to_have_count(0)
    expect(lines(chi).nth(1).get_by_role("button")).to_have_count(1)
    for page, name in ((ana, "tablet"), (chi, "phone")):
        keep_picture(page, f"together-stream-{name}")
        assert_accessible(page)

    chi.get_by_role("button", name="Together").click()
    chi.get_by_role("button", name="Undo: my visit stands alone").click()
    expect(lines(chi)).to_have_count(1, timeout=2 * SOON)
    expect(lines(ana)).to_have_count(2, timeout=4 * SOON)
    expect(ana.get_by_text("Somebody else was in this room at the same time")).to_be_visible(timeout=2 * SOON)
    keep_picture(ana, "together-somebody")


@pytest.mark.timeout(240)
def test_a_teacher_s_come_and_see_goes_from_tablet_to_tablet_without_signal(
    own_school: Served, device: OpenDevice
) -> None:
    furnish_two_sides(own_school)
    ben, ana = device(own_school, "phone"), device(own_school, "tablet", color_scheme="dark")
    for page, name in ((ben, "ben"), (ana, "ana")):
        sign_in(page, name)
        wait_until_offline_ready(page)
    own_school.kill()

    ben.goto("/invite")
    ben.get_by_label("Your focus").fill("Who asks the questions?")
    ben.get_by_label("When", exact=True).fill("any morning this week")
    keep_picture(ben, "invite-new", whole=True)
    ben.get_by_role("button", name="Invite", exact=True).click(timeout=SOON)
    ben.get_by_role("button", name="Show the code").click(timeout=SOON)
    keep_picture(ben, "invite-code", whole=True)
    assert_accessible(ben)
    ben.get_by_text("Or copy the whole code as text").click()
    code = ben.locator("[data-code]").inner_text()
    short = ben.locator(".short").inner_text()

    ana.goto("/scan")
    typed(ana, short)
    expect(ana.get_by_role("heading", name="Ben Okafor")).to_be_visible()
    ana.get_by_role("button", name="Another room").click()
    typed(ana, code)
    expect(ana.get_by_text("Ben Okafor asks you to look at this")).to_be_visible()
    keep_picture(ana, "invite-plan")
    ana.get_by_role("button", name="Begin with Ben Okafor").click()
    expect(ana.get_by_text("Who asks the questions?")).to_be_visible(timeout=SOON)
    write(ana, FIRST)

    own_school.start()
    for page in (ben, ana):
        all_sent(page)
    chi = device(own_school, "phone")
    sign_in(chi, "chi")
    door = chi.get_by_role("link", name=re.compile("Ben Okafor: come and see"))
    expect(door).to_be_visible(timeout=2 * SOON)
    keep_picture(chi, "invite-home")
    chi.goto("/walk/new")
    expect(chi.get_by_text("invites you").first).to_be_visible(timeout=SOON)
    ana.goto("/")
    expect(ana.get_by_role("link", name=re.compile("come and see"))).to_have_count(0)  # she was there

    ben.goto("/invite")
    ben.get_by_role("button", name="Take back").click(timeout=SOON)
    chi.goto("/")
    expect(door).to_have_count(0, timeout=4 * SOON)


@pytest.mark.timeout(120)
def test_a_refused_camera_is_said_and_typing_is_there(harbor: Served, device: OpenDevice) -> None:
    page = device(harbor, "phone")
    sign_in(page, "ana")
    refuse = "() => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = {refuse} }}")
    page.get_by_role("link", name=re.compile("Start a walkthrough")).click(timeout=SOON)
    page.get_by_role("link", name="Take in a code").click(timeout=SOON)
    page.get_by_role("button", name="Use the camera").click(timeout=SOON)
    expect(page.get_by_text("The camera was not allowed. Type the code instead")).to_be_visible(timeout=SOON)
    expect(page.get_by_label("Code, or the text under the picture")).to_be_editable()
    assert_accessible(page)


def begin(page: Page, teacher: str) -> None:
    page.goto("/walk/new")
    page.get_by_role("button", name=re.compile(teacher)).first.click(timeout=SOON)
    page.get_by_role("button", name=f"Begin with {teacher}").click()
    expect(page.locator("textarea")).to_be_focused(timeout=SOON)


def take(page: Page, code: str) -> None:
    page.goto("/scan")
    typed(page, code)


def typed(page: Page, code: str) -> None:
    page.get_by_label("Code, or the text under the picture").fill(code, timeout=SOON)
    page.get_by_role("button", name="Take it in").click()


def lines(page: Page) -> Locator:
    return page.locator("section ol > li")
