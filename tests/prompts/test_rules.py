"""Which questions a release asks: deterministic, strength first, grounded, and not the same ones again."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.content import stems
from server.content.shapes import Change
from server.prompts.rules import (
    ANY_MEETING,
    PHASES,
    SETS_WITHOUT_REPEAT,
    Asked,
    Pattern,
    Question,
    change_between,
    questions,
)

LOOK_FORS = ("ask", "show", "revise", "wait")


@st.composite
def histories(draw: st.DrawFn, sets: int = 12) -> list[list[Pattern]]:
    """Releases one after the other, each with figures for some of the look-fors, withheld ones left out."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    return [_release(chance) for _ in range(sets)]


def _release(chance: random.Random) -> list[Pattern]:
    visits = chance.randrange(15, 40)
    said = [look_for for look_for in LOOK_FORS if chance.random() < 0.7]
    changes: tuple[Change | None, ...] = (None, None, "more", "fewer", "new")
    figures = [(look_for, None if chance.random() < 0.2 else chance.randrange(5, visits)) for look_for in said]
    return [
        Pattern(look_for, noticed, visits, chance.choice(changes) if noticed is not None else None)
        for look_for, noticed in figures
    ]


def asked_over(releases: list[list[Pattern]]) -> list[list[Question]]:
    """The sets that these releases bring one after the other."""
    sets: list[list[Question]] = []
    for patterns in releases:
        history = [[_as_asked(question) for question in earlier] for earlier in reversed(sets)]
        sets.append(questions(patterns, history, stems()))
    return sets


def _as_asked(question: Question) -> Asked:
    return Asked(question.stem, question.phase, question.pattern.look_for if question.pattern else None)


def by_phase(found: list[Question]) -> dict[str, Question]:
    return {question.phase: question for question in found}


@given(histories())
@settings(max_examples=60, deadline=None)
def test_the_same_history_always_asks_the_same(releases: list[list[Pattern]]) -> None:
    assert asked_over(releases) == asked_over(releases)


@given(histories(sets=50))
@settings(max_examples=30, deadline=None)
def test_over_fifty_releases_no_prompt_repeats_within_three_sets(releases: list[list[Pattern]]) -> None:
    sets = [{question.stem for question in found} for found in asked_over(releases)]
    for n, found in enumerate(sets):
        for earlier in sets[max(0, n - SETS_WITHOUT_REPEAT + 1) : n]:
            assert not found & earlier


@given(histories())
@settings(max_examples=60, deadline=None)
def test_every_prompt_rests_on_a_released_figure_as_it_stands_or_on_none(releases: list[list[Pattern]]) -> None:
    for patterns, found in zip(releases, asked_over(releases), strict=True):
        for question in found:
            assert question.pattern is None or question.pattern in patterns
            assert (question.pattern is None) == (question.rule == ANY_MEETING)
            assert (stems()[question.stem].needs == "pattern") == (question.pattern is not None)


@given(histories())
@settings(max_examples=60, deadline=None)
def test_a_question_with_a_number_in_it_is_never_asked_where_there_is_none(releases: list[list[Pattern]]) -> None:
    for found in asked_over(releases):
        for question in found:
            text = stems()[question.stem].text.en
            if "{noticed}" in text:
                assert question.pattern is not None
                assert question.pattern.noticed is not None


@given(histories())
@settings(max_examples=60, deadline=None)
def test_there_is_one_question_a_phase_in_the_order_of_a_meeting(releases: list[list[Pattern]]) -> None:
    for found in asked_over(releases):
        phases = [question.phase for question in found]
        assert phases == [phase for phase in PHASES if phase in phases]
        assert {"open", "decide", "close"} <= set(phases)


@given(histories())
@settings(max_examples=60, deadline=None)
def test_the_talk_has_one_topic(releases: list[list[Pattern]]) -> None:
    for found in asked_over(releases):
        about = {question.pattern for question in found if question.phase != "open" and question.pattern}
        assert len(about) <= 1


def test_a_meeting_opens_with_what_was_noticed_most() -> None:
    patterns = [Pattern("ask", 6, 15), Pattern("show", 9, 15), Pattern("wait", 5, 15)]
    opening = by_phase(questions(patterns, [], stems()))["open"]

    assert opening.pattern == patterns[1]
    assert opening.rule == "strongest"


def test_nearly_all_is_the_most_and_asks_without_a_number() -> None:
    patterns = [Pattern("ask", 14, 15), Pattern("show", None, 15)]
    opening = by_phase(questions(patterns, [], stems()))["open"]

    assert opening.pattern == patterns[1]
    assert opening.stem == "open-thanks"


def test_what_grows_is_talked_about_before_what_was_already_familiar() -> None:
    patterns = [Pattern("ask", 12, 15), Pattern("show", 6, 15, "more"), Pattern("wait", 5, 15, "new")]
    notice = by_phase(questions(patterns, [], stems()))["notice"]

    assert (notice.pattern, notice.rule, notice.stem) == (patterns[1], "more", "notice-more")


def test_what_is_new_is_talked_about_where_nothing_grows() -> None:
    patterns = [Pattern("ask", 12, 15), Pattern("wait", 5, 15, "new")]
    notice = by_phase(questions(patterns, [], stems()))["notice"]

    assert (notice.pattern, notice.rule) == (patterns[1], "new")


def test_what_shrinks_is_never_sought_out() -> None:
    patterns = [Pattern("ask", 8, 15), Pattern("show", 5, 15, "fewer")]
    notice = by_phase(questions(patterns, [], stems()))["notice"]

    assert notice.pattern == patterns[0]


def test_a_topic_of_the_last_meetings_gives_way_to_another() -> None:
    patterns = [Pattern("ask", 12, 15), Pattern("show", 6, 15)]
    first = questions(patterns, [], stems())
    second = questions(patterns, [[_as_asked(question) for question in first]], stems())

    assert by_phase(second)["notice"].pattern == patterns[1]
    assert by_phase(second)["notice"].rule == "not_lately"
    assert by_phase(second)["open"].pattern == patterns[0]


def test_one_look_for_alone_stays_the_topic_with_other_questions() -> None:
    patterns = [Pattern("ask", 12, 15)]
    first, second = asked_over([patterns, patterns])

    assert by_phase(second)["notice"].pattern == patterns[0]
    assert not {question.stem for question in first} & {question.stem for question in second}


def test_a_release_that_says_nothing_asks_only_what_fits_any_meeting() -> None:
    found = questions([], [], stems())

    assert {question.rule for question in found} == {ANY_MEETING}
    assert len(found) == len(PHASES)


@pytest.mark.parametrize(
    ("noticed", "share"), [(10, "high"), (15, "high"), (9, "some"), (5, "some"), (4, "few"), (None, "nearly_all")]
)
def test_a_share_of_visits_has_a_word(noticed: int | None, share: str) -> None:
    assert Pattern("ask", noticed, 15).share == share


@pytest.mark.parametrize(
    ("now", "before", "first", "change"),
    [
        (6, None, True, None),
        (6, None, False, "new"),
        (None, None, False, "new"),
        (9, (6, 15), False, "more"),
        (6, (9, 15), False, "fewer"),
        (7, (6, 15), False, None),
        (None, (6, 15), False, None),
        (6, (None, 15), False, None),
    ],
)
def test_a_look_for_moves_by_a_tenth_or_not_at_all(
    now: int | None, before: tuple[int | None, int] | None, first: bool, change: str | None
) -> None:
    assert change_between(now, 15, before, first=first) == change
