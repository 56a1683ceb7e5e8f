"""When a nightly backup is due, and which old ones stay."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.backup.rotation import is_due, kept, moment_in, name_for

NEW_YORK = "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "newest", "due"),
    [
        ("2026-03-03T06:59", "2026-03-02T07:05", False),  # 1:59 in New York
        ("2026-03-03T07:00", "2026-03-02T07:05", True),
        ("2026-03-03T07:10", "2026-03-03T07:05", False),
        ("2026-03-03T15:00", "2026-03-02T07:05", True),  # the server was off at night
        ("2026-03-08T06:30", "2026-03-07T07:05", False),  # the night in which clocks go forward
        ("2026-03-08T07:30", "2026-03-07T07:05", True),
    ],
)
def test_it_is_due_once_the_schools_quiet_hour_has_come(now: str, newest: str, due: bool) -> None:
    assert is_due(at(now), at(newest), NEW_YORK) is due


def test_the_first_one_is_due_at_once() -> None:
    assert is_due(at("2026-03-03T15:00"), None, "UTC")


def test_a_name_tells_its_moment_and_other_files_tell_none() -> None:
    moment = at("2026-03-03T07:00:12")
    assert moment_in(name_for(moment)) == moment
    for other in ("brightwalk.sqlite", "brightwalk-2026.backup", f"{name_for(moment)}.part", f"my-{name_for(moment)}"):
        assert moment_in(other) is None
    assert moment_in("brightwalk-20261399T000000Z.backup") is None


def test_a_year_of_nights_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    stays: set[datetime] = set()
    night = at("2025-01-01T07:00")
    for _ in range(800):
        night += timedelta(days=1)
        stays = kept({*stays, night})
    days = [night - timedelta(days=n) for n in range(7)]
    assert stays.issuperset(days)
    assert len(stays) <= 7 + 4 + 12
    assert len({moment.isocalendar()[:2] for moment in stays if moment > night - timedelta(days=28)}) >= 4
    assert len({(moment.year, moment.month) for moment in stays}) == 12


def test_holidays_put_nothing_away() -> None:
    before = {at(f"2026-06-0{day}T07:00") for day in range(1, 8)}
    assert kept({*before, at("2026-09-01T07:00")}) >= before - {min(before)}


@given(st.sets(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1)), min_size=1, max_size=60))
def test_the_newest_always_stays_and_choosing_twice_is_choosing_once(moments: set[datetime]) -> None:
    stays = kept(moments)
    assert max(moments) in stays
    assert stays <= moments
    assert kept(stays) == stays
