"""The demo's year, planned for any day on which somebody starts it."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from server.demo import written
from server.demo.terms import past_teaching_days, past_years, school_year
from server.demo.year import SPAN, SUMMER, WAVES, Visit, visits, waves

DAYS = [date(2026, 1, 15) + timedelta(days=9 * n) for n in range(90)]
TEACHER_OF = {lesson.key: lesson.teacher for lesson in written.school().classes}
TEAM_BY_PERSON = {seat.person: team.key for team in written.school().teams for seat in team.members if seat.covered}
TEAM_OF = {lesson: TEAM_BY_PERSON[teacher] for lesson, teacher in TEACHER_OF.items()}


def planned(today: date, seed: int = 1) -> list[Visit]:
    return visits(written.scenes(), TEACHER_OF, TEAM_OF, past_teaching_days(today), Random(seed))


def test_a_school_year_knows_its_days_off() -> None:
    year = school_year(2026)
    assert year.first == date(2026, 8, 24)
    assert year.off[date(2026, 9, 7)] == "Labor Day"
    assert year.off[date(2026, 11, 26)] == year.off[date(2026, 11, 27)] == "Thanksgiving"
    assert year.off[date(2027, 5, 31)] == "Memorial Day"
    assert date(2026, 12, 24) in year.off
    assert not set(year.teaching_days()) & set(year.off)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_past_year_ends_before_today_and_has_room_for_every_wave(today: date) -> None:
    days = past_teaching_days(today)
    assert days == sorted(set(days))
    assert days[-1] < today
    assert 1 <= len(past_years(today)) <= 2
    told = waves(days)
    assert [len(wave) for wave in told[:-1]] == [SPAN] * (len(WAVES) - 1)
    for earlier, later in pairwise(told):
        assert earlier[-1] < later[0]
    for wave in told[:-1]:
        assert all(b - a <= SUMMER for a, b in pairwise(wave))
        assert wave[13] - wave[0] >= timedelta(days=14)


@pytest.mark.parametrize("today", DAYS[::6], ids=str)
def test_no_scene_is_told_twice_and_400_notes_are_told(today: date) -> None:
    told = planned(today)
    notes = [note.text for visit in told for note in visit.scene.notes]
    assert len({id(visit.scene) for visit in told}) == len(told)
    assert len(notes) >= 400
    assert len(set(notes)) == len(notes)
    assert all(visit.day < today for visit in told)


def test_a_wave_gets_to_as_many_rooms_of_each_team_as_it_should() -> None:
    told = [visit for visit in planned(date(2026, 11, 21)) if visit.scene.protocol != "peer-visit"]
    for number, (protocol, rooms) in enumerate(WAVES, start=1):
        wave = [visit for visit in told if visit.wave == number]
        assert Counter(TEAM_OF[visit.scene.lesson] for visit in wave) == {"lower": rooms, "middle": rooms}
        assert {visit.scene.protocol for visit in wave} == {protocol}


def test_no_teacher_is_left_out_and_none_is_most_of_a_wave() -> None:
    seen = Counter((visit.wave, TEACHER_OF[visit.scene.lesson]) for visit in planned(date(2026, 11, 21)))
    assert {teacher for _, teacher in seen} == set(TEACHER_OF.values())
    assert max(seen.values()) <= 3


def test_nobody_observes_in_two_rooms_at_once() -> None:
    told = [visit for visit in planned(date(2026, 11, 21)) if visit.scene.protocol != "peer-visit"]
    assert len({(visit.day, visit.of_day) for visit in told}) == len(told)
    assert max(visit.of_day for visit in told) <= 5


def test_the_same_seed_plans_the_same_year_and_another_seed_another() -> None:
    today = date(2026, 11, 21)
    assert planned(today, seed=1) == planned(today, seed=1)
    assert planned(today, seed=1) != planned(today, seed=2)
