"""When a pool becomes a block, and what may be said of it, at the edges of each rule."""

from datetime import date, timedelta

import pytest

from server.patterns.rules import (
    ANSWER_DAYS,
    THRESHOLD,
    Finding,
    Visit,
    closes,
    countable,
    dominated,
    figures,
    group_of,
    nearly_there,
    week_around,
)

TODAY = date(2026, 3, 20)
K = THRESHOLD


def visits(*teachers: str, waiting: int = 0, noticed: str = "") -> list[Visit]:
    """One visit for each word; "a+b" teach together; `noticed` marks the visits with an x."""
    shared = TODAY - timedelta(days=waiting)
    marks = noticed.ljust(len(teachers), "-")
    return [
        Visit(f"v{n}", frozenset(who.split("+")), TODAY, shared, frozenset(("ask",) if mark == "x" else ()))
        for n, (who, mark) in enumerate(zip(teachers, marks, strict=True))
    ]


def test_the_threshold_is_five_teachers_until_a_charter_says_otherwise() -> None:
    assert THRESHOLD == 5


def test_an_answered_visit_counts_at_once() -> None:
    assert countable({"ben"}, {"ben"}, 0)


def test_an_unanswered_visit_counts_once_three_school_days_have_passed() -> None:
    assert not countable({"ben"}, set(), ANSWER_DAYS - 1)
    assert countable({"ben"}, set(), ANSWER_DAYS)


def test_where_two_taught_together_both_have_the_time_to_answer() -> None:
    assert not countable({"ben", "dee"}, {"ben"}, 0)
    assert countable({"ben", "dee"}, {"ben", "dee"}, 0)


def test_a_visit_to_nobody_never_counts() -> None:
    assert not countable(set(), set(), 99)


def test_a_team_is_a_group_once_it_covers_enough_teachers() -> None:
    covering = {f"t{n}": "north" for n in range(K)}

    assert group_of({"t0"}, covering, K) == "north"
    assert group_of({"t0"}, dict(list(covering.items())[1:]), K) == ""
    assert group_of({"t1"}, dict(list(covering.items())[1:]), K) == ""


def test_a_visit_to_teachers_of_two_groups_belongs_to_everyone_else() -> None:
    covering = {f"n{n}": "north" for n in range(K)} | {f"s{n}": "south" for n in range(K)}

    assert group_of({"n1", "s1"}, covering, K) == ""
    assert group_of({"n1", "stranger"}, covering, K) == ""
    assert group_of({"n1", "n2"}, covering, K) == "north"


def test_five_teachers_visited_three_times_each_close_a_block_at_once() -> None:
    assert closes(visits(*"abcde" * 3), K, TODAY)


def test_fewer_visits_wait_until_the_oldest_has_waited_two_weeks() -> None:
    assert not closes(visits(*"abcde", waiting=13), K, TODAY)
    assert closes(visits(*"abcde", waiting=14), K, TODAY)


def test_four_teachers_never_close_a_block_however_long_they_wait() -> None:
    assert not closes(visits(*"abcd" * 9, waiting=300), K, TODAY)


def test_an_empty_pool_never_closes() -> None:
    assert not closes([], K, TODAY)


def test_a_teacher_with_more_than_two_fifths_of_the_visits_holds_the_block_open() -> None:
    assert not dominated(visits(*"aaaabbcdef"))
    assert dominated(visits(*"aaaaabbcdef"))
    assert not closes(visits(*"aaaaabbcdef", waiting=30), K, TODAY)
    assert closes(visits(*"aaaabbcdef", waiting=30), K, TODAY)


def test_a_number_is_said_when_noticed_with_five_teachers_and_more_than_two_are_left_over() -> None:
    block = visits(*"abcdefgh", noticed="xxxxx---")

    assert figures(block, ["ask"], K) == [Finding("ask", 5, nearly_all=False)]


def test_noticed_with_four_teachers_nothing_is_said_however_many_visits_they_are() -> None:
    assert figures(visits(*"aabbccddefgh", noticed="xxxxxxxx----"), ["ask"], K) == []


def test_never_noticed_and_noticed_with_a_few_look_the_same() -> None:
    never = figures(visits(*"abcdefgh"), ["ask"], K)
    few = figures(visits(*"abcdefgh", noticed="xxxx"), ["ask"], K)

    assert never == few == []


@pytest.mark.parametrize("noticed", ["xxxxxx--", "xxxxxxx-", "xxxxxxxx"])
def test_where_two_or_fewer_teachers_are_left_over_nearly_all_takes_the_number_s_place(noticed: str) -> None:
    assert figures(visits(*"abcdefgh", noticed=noticed), ["ask"], K) == [Finding("ask", None, nearly_all=True)]


def test_nearly_all_is_not_said_where_it_is_not_true() -> None:
    """Two teachers' many visits are left over: their number would point at them, and the word would be wrong."""
    assert figures(visits(*"abcdeabbaabb", noticed="xxxxx-------"), ["ask"], K) == []


def test_those_left_over_are_counted_by_visit_not_by_teachers_who_never_did_it() -> None:
    """Everyone did it once and not the other time: the number points at nobody."""
    assert figures(visits(*"abcdeabcde", noticed="xxxxx-----"), ["ask"], K) == [Finding("ask", 5, nearly_all=False)]


def test_figures_come_in_the_order_of_the_protocol_and_of_its_look_fors_only() -> None:
    block = visits(*"abcdefgh", noticed="xxxxx---")

    assert [finding.look_for for finding in figures(block, ["show", "ask"], K)] == ["ask"]
    assert figures(block, [], K) == []


def test_the_next_block_is_announced_in_one_step_that_is_never_one_person() -> None:
    said = [nearly_there(visits(*"abcdefgh"[:teachers]), K) for teachers in range(8)]

    assert said == [None, None, None, 2, 2, 2, 2, 2]


@pytest.mark.parametrize("k", range(3, 11))
def test_nothing_is_announced_before_two_visits_of_two_teachers_wait(k: int) -> None:
    assert nearly_there(visits("a"), k) is None
    assert nearly_there(visits("a+b+c+d+e+f+g+h+i"), k) is None
    announced = nearly_there(visits(*"abcdefghij"), k)
    assert announced is not None
    assert announced >= 1


def test_a_block_dates_its_visits_by_whole_weeks() -> None:
    monday, sunday = week_around([date(2026, 3, 12), date(2026, 3, 4)])

    assert (monday, sunday) == (date(2026, 3, 2), date(2026, 3, 15))
