"""From five notes to shared feedback: evidence under a strength by tap, drag and key, and a look before it goes."""

import re

from playwright.sync_api import Locator, Page, expect

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, assert_nothing_overflows, keep_picture
from e2e.visiting import all_sent, begin_visit, sign_in, write
from tests.served import Served

SAID = [
    "7 of 9 pairs compared two ways",
    "Table 3 showed a second drawing",
    "A student asked: how do you know?",
    "You waited 4 s after the question",
    "Two newcomers explained the diagram in Spanish",
]
STRENGTH = "You asked for a second way and waited, so seven pairs found one"


def test_five_notes_become_shared_feedback_without_a_signal(device: OpenDevice, harbor: Served) -> None:
    page = begin_visit(sign_in(device(harbor, "laptop", color_scheme="dark")))
    for words in SAID:
        write(page, words)
    page.context.set_offline(True)
    page.get_by_role("button", name="Finish").click()

    words = page.get_by_label("What goes well, and what it does for learners")
    words.fill("Great questions, but you should wait")
    share = page.get_by_role("button", name="Share with Ben")
    expect(share).to_be_disabled()  # a strength without evidence is the one thing that keeps it here
    looks = page.get_by_text(re.compile("things to look at before you share"))
    looks.click()
    for said in (
        "It rests on nothing yet",
        "What did the move do for learners",
        "“but” takes back",
        "“should” is advice",
    ):
        expect(page.get_by_text(said).first).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "finish-looks-dark", whole=True)

    drag(evidence(page, SAID[0]), strength(page))
    expect(evidence(page, SAID[0])).to_have_attribute("aria-pressed", "true")
    expect(strength(page).get_by_text(SAID[0])).to_be_visible()
    evidence(page, SAID[3]).click()
    evidence(page, SAID[4]).focus()
    page.keyboard.press("Enter")
    for note in (SAID[3], SAID[4]):
        expect(strength(page).get_by_text(note)).to_be_visible()
    evidence(page, SAID[4]).click()
    expect(strength(page).get_by_text(SAID[4])).to_have_count(0)

    expect(share).to_be_enabled()  # what is left to look at never keeps anything from being shared
    page.get_by_role("button", name=re.compile("^Go there: “but”")).click()
    expect(words).to_be_focused()
    words.fill(STRENGTH)
    page.get_by_label("A question you wonder about").fill("Did you plan it?")
    expect(page.get_by_text("One thing to look at before you share")).to_have_count(0)
    expect(page.get_by_text("One open question is easier to answer", exact=False).first).to_be_visible()
    page.get_by_label("A question you wonder about").fill("What did you listen for in the second way?")
    expect(page.get_by_text(re.compile("to look at before you share"))).to_have_count(0)
    assert_nothing_overflows(page)
    keep_picture(page, "finish-ready-dark", whole=True)
    share.click()
    expect(page.get_by_text("On its way to Ben").first).to_be_visible()
    page.context.set_offline(False)
    all_sent(page)


def test_on_a_phone_the_evidence_stands_in_the_strength(device: OpenDevice, harbor: Served) -> None:
    page = begin_visit(sign_in(device(harbor, "small phone")))
    for words in SAID[:2]:
        write(page, words)
    page.get_by_role("button", name="Finish").click()
    page.get_by_label("What goes well, and what it does for learners").fill("Buenas preguntas, pero debería esperar")
    evidence(page, SAID[0]).click()
    page.get_by_text(re.compile("things to look at before you share")).click()
    expect(page.get_by_text("“pero” takes back", exact=False).first).to_be_visible()
    assert_accessible(page)
    assert_nothing_overflows(page)
    keep_picture(page, "finish-looks-phone", whole=True)


def evidence(page: Page, words: str) -> Locator:
    return page.get_by_role("list", name="Tap what belongs under this strength").get_by_role(
        "button", name=re.compile(words)
    )


def strength(page: Page) -> Locator:
    return page.get_by_role("region", name="Strength 1")


def drag(what: Locator, where: Locator) -> None:
    """By the mouse's own steps: the browser takes a jump for no drag."""
    start, end, mouse = what.bounding_box(), where.bounding_box(), what.page.mouse
    assert start, "there is nothing to drag"
    assert end, "there is nowhere to drag it"
    mouse.move(start["x"] + start["width"] / 2, start["y"] + 10)
    mouse.down()
    mouse.move(start["x"] + start["width"] / 2 + 20, start["y"] + 20, steps=4)
    mouse.move(end["x"] + end["width"] / 2, end["y"] + 40, steps=8)
    mouse.up()
