"""What makes a protocol publishable."""

import json
from typing import Any

import pytest

from server.inquiry.rules import MOST_LIVE, MOST_LOOK_FORS, Worded, publishing_problem, too_many_live
from tests.house import HOUSE

VECTORS: dict[str, Any] = json.loads((HOUSE / "tests/wire/protocol_vectors.json").read_text())


def worded(*look_fors: str, language: str = "en") -> list[Worded]:
    return [
        Worded("p", "title", language, "Explaining"),
        Worded("p", "focus", language, "Where do learners explain?"),
        *(Worded(look_for, "text", language, f"Students do {look_for}") for look_for in look_fors),
    ]


def test_a_protocol_with_title_focus_and_one_look_for_can_be_published() -> None:
    assert publishing_problem("p", {"l1"}, worded("l1"), None) is None


def test_a_protocol_without_look_fors_cannot_be_published() -> None:
    assert publishing_problem("p", set(), worded(), None) == "wrong_shape"


def test_every_look_for_needs_its_words() -> None:
    assert publishing_problem("p", {"l1", "l2"}, worded("l1"), None) == "wrong_shape"


@pytest.mark.parametrize("missing", [0, 1], ids=["title", "focus question"])
def test_the_title_and_the_focus_question_are_needed(missing: int) -> None:
    said = worded("l1")
    del said[missing]
    assert publishing_problem("p", {"l1"}, said, None) == "wrong_shape"


def test_one_whole_language_is_enough_and_a_second_may_be_partial() -> None:
    assert publishing_problem("p", {"l1"}, [*worded("l1"), worded("l1", language="es")[0]], None) is None


def test_two_halves_in_two_languages_are_not_one_whole() -> None:
    english, spanish = worded("l1"), worded("l1", language="es")
    assert publishing_problem("p", {"l1"}, [english[0], english[1], spanish[2]], None) == "wrong_shape"


def test_words_for_something_else_do_not_belong_to_a_protocol() -> None:
    assert publishing_problem("p", {"l1"}, [*worded("l1"), Worded("l9", "text", "en", "x")], None) == "wrong_shape"


def test_a_look_for_has_no_title() -> None:
    assert publishing_problem("p", {"l1"}, [*worded("l1"), Worded("l1", "title", "en", "x")], None) == "wrong_shape"


def test_blank_words_are_no_words() -> None:
    assert (
        publishing_problem("p", {"l1"}, [*worded("l1")[:2], Worded("l1", "text", "en", " \n")], None) == "wrong_shape"
    )


def test_more_than_five_look_fors_ask_for_a_reason() -> None:
    five = [f"l{count}" for count in range(MOST_LOOK_FORS)]
    assert publishing_problem("p", five, worded(*five), None) is None
    six = [*five, "l9"]
    assert publishing_problem("p", six, worded(*six), None) == "reason_needed"
    assert publishing_problem("p", six, worded(*six), "  ") == "reason_needed"
    assert publishing_problem("p", six, worded(*six), "Two departments share it this spring.") is None


def test_the_limits_are_those_of_the_device() -> None:
    assert VECTORS["limits"] == {"lookFors": MOST_LOOK_FORS, "live": MOST_LIVE}


@pytest.mark.parametrize("case", VECTORS["publishing"], ids=lambda case: case["title"])
def test_what_may_be_published(case: dict[str, Any]) -> None:
    count = max(len(one["lookFors"]) for one in case["languages"])
    said = [text for at, one in enumerate(case["languages"]) for text in _said(one, f"l{at}") if text.text.strip()]
    problem = publishing_problem("p", {str(place) for place in range(count)}, said, case["reason"])
    live = "too_many_live" if too_many_live(case["live"], case["reason"]) else None
    assert (problem or live) == case["problem"]


def _said(one: dict[str, Any], language: str) -> list[Worded]:
    look_fors = [Worded(str(place), "text", language, text) for place, text in enumerate(one["lookFors"])]
    return [Worded("p", "title", language, one["title"]), Worded("p", "focus", language, one["focus"]), *look_fors]
