"""The page that walks one note through the system names files that exist and what is in them."""

import re

import pytest

from server.sync import registry
from tests.house import HOUSE, text

PAGE = text("server/walkthroughs/ONE_NOTE.md")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
STEPS = [row for row in ROWS if row[0] not in ("what happens", "---")]


def test_the_page_goes_all_the_way() -> None:
    sections = re.findall(r"^## (.+)$", PAGE, re.M)
    assert len(sections) == 4
    assert len(STEPS) >= 30
    chapters = {match for row in STEPS for match in re.findall(r"server/(\w+)/", row[1])}
    assert {"inquiry", "walkthroughs", "feedback", "patterns", "prompts", "meetings", "sync", "kernel"} <= chapters


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[0][:40])
def test_every_step_names_a_file_that_exists_and_a_name_in_it(step: list[str]) -> None:
    [place], [name] = (re.findall(r"`([^`]+)`", cell) for cell in step[1:3])
    assert (HOUSE / place).is_file(), f"{place} is not there"
    assert re.search(rf"\b{re.escape(name)}\b", text(place)), f"{place} does not speak of {name}"


def test_every_other_file_that_the_page_mentions_exists() -> None:
    mentioned = re.findall(r"`([\w./-]+/[\w.-]+\.\w+)`", PAGE)
    assert len(mentioned) > len(STEPS) // 2
    assert [place for place in mentioned if not (HOUSE / place).is_file()] == []


def test_the_steps_of_the_protocol_come_in_their_order_on_each_side() -> None:
    told = [
        int(number) for step in STEPS for group in re.findall(r"\[([\d, ]+)\]", step[0]) for number in group.split(",")
    ]
    assert set(told) == set(range(1, 10))


def test_the_verbs_that_the_note_meets_are_registered() -> None:
    met = {"add_evidence_note", "tag_note", "share_feedback", "answer_feedback", "allow_quote", "promise_next_step"}
    assert met <= set(registry.VERBS)
