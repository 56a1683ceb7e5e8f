"""The demo school's calendar: school years with their days off, and the teaching days of the past year. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
A_YEAR_BACK = timedelta(days=360)
MONDAY, THURSDAY = 0, 3


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """First and last day, and the days off in between with their titles."""

    first: date
    last: date
    off: dict[date, str]

    def teaching_days(self) -> Iterator[date]:
        """Every day on which the school teaches, in order."""
        day = self.first
        while day <= self.last:
            if day.weekday() < 5 and day not in self.off:
                yield day
            day += ONE_DAY


def past_years(today: date) -> list[SchoolYear]:
    """The school years that the past year touched, up to the one that runs or has ended last."""
    running = today.year if today >= school_year(today.year).first else today.year - 1
    years = [school_year(running - 1), school_year(running)]
    return [year for year in years if year.last > today - A_YEAR_BACK]


def past_teaching_days(today: date) -> list[date]:
    """The teaching days of the past year, today not included."""
    return [day for year in past_years(today) for day in year.teaching_days() if today - A_YEAR_BACK <= day < today]


def school_year(autumn: int) -> SchoolYear:
    """The school year that begins in the late summer of `autumn`."""
    spring = autumn + 1
    off = {
        nth(autumn, 9, MONDAY, 1): "Labor Day",
        nth(autumn, 11, THURSDAY, 4): "Thanksgiving",
        nth(autumn, 11, THURSDAY, 4) + ONE_DAY: "Thanksgiving",
        nth(spring, 1, MONDAY, 3): "Martin Luther King Jr. Day",
        nth(spring, 2, MONDAY, 3): "Presidents' Day",
        nth(spring, 6, MONDAY, 1) - timedelta(days=7): "Memorial Day",
    }
    off |= dict.fromkeys(_weekdays(date(autumn, 12, 22), 12), "Winter break")
    off |= dict.fromkeys(_weekdays(nth(spring, 4, MONDAY, 1), 5), "Spring break")
    return SchoolYear(nth(autumn, 8, MONDAY, 4), date(spring, 6, 12), off)


def nth(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second … Monday (or other weekday) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _weekdays(first: date, length: int) -> list[date]:
    days = [first + timedelta(days=n) for n in range(length)]
    return [day for day in days if day.weekday() < 5]
