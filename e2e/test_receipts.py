"""Receipts say what is so: never more than the server's durable answer has proved, on both people's devices."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.conftest import OpenDevice
from e2e.furnish import furnish
from e2e.looking import assert_accessible, keep_picture
from e2e.test_meeting import SOON, sign_in
from e2e.test_wordings import SAID, STRENGTH, notes
from tests.served import Served

SYNC = "**/api/sync"


@pytest.mark.timeout(300)
def test_receipts_are_true_on_both_devices_from_the_first_key_to_the_answer(
    own_school: Served, device: OpenDevice
) -> None:
    furnish(own_school)
    leader, teacher = device(own_school, "tablet"), device(own_school, "phone")
    sign_in(leader, "ana")
    sign_in(teacher, "chi")

    cut = lose_every_answer(leader)
    begin(leader)
    write(leader, SAID)
    expect(receipt(leader)).to_have_text("On this device")
    cut.reached_the_server()
    expect(receipt(leader)).to_have_text("On this device")
    cut.heal()
    expect(receipt(leader)).to_have_text("On the server", timeout=SOON)

    share(leader)
    expect(leader.get_by_text("Chi can read it").first).to_be_visible(timeout=SOON)
    assert_accessible(leader)
    keep_picture(leader, "receipts-shared", whole=True)
    leader.goto("/")
    expect(leader.get_by_role("link", name=re.compile("^Chi Okafor.*Chi can read it"))).to_be_visible()

    away = go_away(teacher)
    teacher_answers(teacher)
    expect(teacher.get_by_text("On this device", exact=True)).to_be_visible()
    expect(leader.get_by_role("link", name=re.compile("^Chi Okafor.*Chi can read it"))).to_be_visible()
    away.heal()
    expect(teacher.get_by_text("Ana Reyes can read it")).to_be_visible(timeout=SOON)
    answered = leader.get_by_role("link", name=re.compile("^Chi Okafor.*Chi Okafor answered"))
    expect(answered).to_be_visible(timeout=2 * SOON)
    assert_accessible(teacher)
    keep_picture(teacher, "receipts-answer", whole=True)

    answered.click()
    leader.goto(leader.url.removesuffix("/feedback"))
    expect(receipt(leader)).to_have_text("Answered")
    away = go_away(leader)
    notes(leader).first.get_by_role("button").click()
    leader.get_by_role("textbox", name="Words of the note").fill(f"{SAID} aloud")
    leader.get_by_role("button", name="Done").click()
    expect(receipt(leader)).to_have_text("On this device")
    away.heal()
    expect(receipt(leader)).to_have_text("Readable by the teacher", timeout=SOON)


@pytest.mark.timeout(200)
def test_a_note_whose_new_words_were_refused_says_that_it_needs_its_author(
    own_school: Served, device: OpenDevice
) -> None:
    furnish(own_school)
    page = device(own_school, "phone", color_scheme="dark")
    sign_in(page, "ana")
    begin(page)
    write(page, SAID)
    expect(receipt(page)).to_have_text("On the server", timeout=SOON)
    page.route(SYNC, refuse_all)
    notes(page).first.get_by_role("button").click()
    page.get_by_role("textbox", name="Words of the note").fill(f"{SAID} aloud")
    page.get_by_role("button", name="Done").click()
    why = notes(page).get_by_role("link", name="Needs your attention")
    expect(why).to_be_visible(timeout=SOON)
    assert_accessible(page)
    keep_picture(page, "receipts-attention-dark")
    why.click()
    expect(page.get_by_text(f"{SAID} aloud")).to_be_visible()


class Line:
    """The line between one page and the server, as this test has cut it."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked = page, 0

    def swallow(self, route: Route) -> None:
        """The request arrives and is done; its answer does not."""
        told = route.fetch()
        assert told.ok
        self.asked += bool((route.request.post_data_json or {}).get("mutations"))
        route.abort()

    def refuse(self, route: Route) -> None:
        route.abort()

    def reached_the_server(self) -> None:
        """Wait until something of what was written has been taken in, unanswered."""
        for _ in range(40):
            if self.asked:
                return
            with self.page.expect_event("requestfailed", timeout=SOON):
                pass
        raise AssertionError("nothing was sent")

    def heal(self) -> None:
        self.page.unroute(SYNC)
        self.page.evaluate("() => window.dispatchEvent(new Event('online'))")


def lose_every_answer(page: Page) -> Line:
    line = Line(page)
    page.route(SYNC, line.swallow)
    return line


def go_away(page: Page) -> Line:
    line = Line(page)
    page.route(SYNC, line.refuse)
    return line


def refuse_all(route: Route) -> None:
    """The server's answer with every change refused, as a server with other rules would give it."""
    mutations = (route.request.post_data_json or {}).get("mutations", [])
    told = route.fetch(post_data={**(route.request.post_data_json or {}), "mutations": []}).json()
    problem = {"number": "409.1", "name": "two_wordings", "sentence": ""}
    told["results"] = [{"id": one["id"], "status": "rejected", "clock": 1, "problem": problem} for one in mutations]
    route.fulfill(json=told)


def receipt(page: Page) -> Locator:
    return notes(page).locator(".receipt p").first


def begin(page: Page) -> None:
    page.goto("/walk/new")
    page.get_by_label("Teacher, class, or room").fill("Chi Okafor")
    page.get_by_role("button", name=re.compile("Chi Okafor")).first.click()
    page.get_by_role("button", name="Begin with Chi Okafor").click()


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="What do you see and hear?").fill(words)
    page.get_by_role("button", name="Next note").click()
    expect(notes(page).get_by_text(words)).to_be_visible()


def share(page: Page) -> None:
    page.get_by_role("button", name="Finish").click()
    page.get_by_label("What goes well, and what it does for learners").fill(STRENGTH)
    page.get_by_role("button", name=re.compile(SAID)).click()
    page.get_by_role("button", name="Share with Chi").click()


def teacher_answers(page: Page) -> None:
    page.get_by_role("link", name=re.compile(STRENGTH)).first.click(timeout=2 * SOON)
    page.get_by_role("button", name="This fits").click()
    page.get_by_role("button", name="Send to Ana Reyes").click()
