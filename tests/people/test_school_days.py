"""School days between two moments, in the school's own time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.people.school_days import Calendar, fits_together, make_calendar, school_days_after

NEW_YORK = make_calendar(
    "America/New_York", [1, 2, 3, 4, 5], "2026-09-01", "2027-06-20", ["2026-11-26", "2026-11-27", None, "nonsense"]
)
MOMENTS = st.datetimes(datetime(2026, 8, 1), datetime(2027, 8, 1), timezones=st.just(UTC))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "until", "days"),
    [
        ("2026-10-05T15:00", "2026-10-05T23:00", 0),  # Monday, the same day
        ("2026-10-05T15:00", "2026-10-06T15:00", 0),  # Tuesday is still running
        ("2026-10-05T15:00", "2026-10-07T15:00", 1),
        ("2026-10-05T15:00", "2026-10-09T15:00", 3),  # on Friday, three days have passed since Monday
        ("2026-10-09T15:00", "2026-10-12T15:00", 0),  # Friday to Monday: the weekend counts nothing
        ("2026-10-09T15:00", "2026-10-13T15:00", 1),
        ("2026-11-25T15:00", "2026-12-01T15:00", 1),  # over Thanksgiving: Monday alone
        ("2027-06-18T15:00", "2027-08-01T15:00", 0),  # the year ends on a Sunday; summer counts nothing
        ("2026-10-06T03:30", "2026-10-07T03:30", 0),  # 23:30 on Monday to 23:30 on Tuesday in New York
        ("2026-10-06T03:30", "2026-10-07T04:30", 1),  # 23:30 on Monday to 0:30 on Wednesday
    ],
)
def test_school_days_are_counted_where_the_school_is(start: str, until: str, days: int) -> None:
    assert school_days_after(NEW_YORK, _utc(start), _utc(until)) == days


def test_the_clocks_going_back_make_no_day_longer() -> None:
    before, after = _utc("2026-10-30T15:00"), _utc("2026-11-03T15:00")  # Friday, Tuesday; clocks change between
    assert school_days_after(NEW_YORK, before, after) == 1


@given(MOMENTS, MOMENTS)
def test_time_that_passes_never_takes_days_back(start: datetime, until: datetime) -> None:
    days = school_days_after(NEW_YORK, start, until)
    assert 0 <= days <= max(0, (until - start).days + 1)
    assert school_days_after(NEW_YORK, start, until + timedelta(days=1)) in (days, days + 1)


@given(MOMENTS, st.integers(0, 40), st.integers(0, 40))
def test_days_add_up(start: datetime, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    together = school_days_after(NEW_YORK, start, middle) + school_days_after(NEW_YORK, middle, end)
    whole = school_days_after(NEW_YORK, start, end)
    assert whole - together in (0, 1), "only the middle's own day may be missing"


def test_what_a_school_has_not_said_takes_the_usual() -> None:
    plain = make_calendar(None, None, None, None, [])
    assert plain == Calendar()
    assert plain.teaches(date(2026, 7, 1))
    assert not plain.teaches(date(2026, 7, 4))
    assert make_calendar("Mars/Base", None, None, None, []).zone == "UTC"


@pytest.mark.parametrize(
    ("zone", "weekdays", "first", "last", "fits"),
    [
        ("Europe/Madrid", [1, 2, 3, 4, 5], "2026-09-01", "2027-06-20", True),
        ("Europe/Madrid", [6, 7], "2026-09-01", "2027-09-30", True),
        ("Europe/Madrid", [1], "2026-09-01", "2028-09-30", False),
        ("Europe/Madrid", [1], "2026-09-01", "2026-09-01", False),
        ("Europe/Madrid", [1], "2027-09-01", "2026-09-01", False),
        ("Europe/Madrid", [], "2026-09-01", "2027-06-20", False),
        ("Mars/Base", [1], "2026-09-01", "2027-06-20", False),
        ("../../etc/passwd", [1], "2026-09-01", "2027-06-20", False),
        ("", [1], "2026-09-01", "2027-06-20", False),
        ("Europe/Madrid", [1], "2026-02-30", "2026-06-20", False),
    ],
)
def test_a_calendar_fits_together_or_not(zone: str, weekdays: list[int], first: str, last: str, fits: bool) -> None:
    assert fits_together(zone, weekdays, first, last) == fits
