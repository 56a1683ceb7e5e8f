"""The school's calendar, in its own time zone: on which days it teaches, and how many have passed.

Deadlines are evaluated when they are read or synced, from the server's clock; no job runs, and no
order ever comes from here (RULINGS 16).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_YEAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weekdays` as ISO numbers (1 is Monday). Without `first` or `last` the year has no such end."""

    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset((1, 2, 3, 4, 5))
    first: date | None = None
    last: date | None = None
    off: frozenset[date] = field(default_factory=frozenset)

    def today(self, moment: datetime) -> date:
        """The date at the school at that moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def teaches(self, day: date) -> bool:
        """Whether the school teaches on that day."""
        inside = (self.first is None or day >= self.first) and (self.last is None or day <= self.last)
        return inside and day.isoweekday() in self.weekdays and day not in self.off


def school_days_after(calendar: Calendar, start: datetime, until: datetime) -> int:
    """How many whole school days have passed since the day of `start`.

    The day of `start` is not counted and neither is the running one: what was shared on Monday has
    seen three school days once Friday begins. Weekends, days off and holidays count nothing.
    """
    day, today = calendar.today(start) + timedelta(days=1), calendar.today(until)
    return sum(calendar.teaches(day + timedelta(days=n)) for n in range(max(0, (today - day).days)))


def make_calendar(
    zone: str | None, weekdays: Iterable[int] | None, first: str | None, last: str | None, off: Iterable[str | None]
) -> Calendar:
    """A calendar from what the school's rows hold; what is missing or unreadable takes the default."""
    return Calendar(
        zone=zone if zone and known_zone(zone) else "UTC",
        weekdays=frozenset(weekdays or (1, 2, 3, 4, 5)),
        first=day_of(first),
        last=day_of(last),
        off=frozenset(day for text in off if (day := day_of(text))),
    )


def fits_together(zone: str, weekdays: Iterable[int], first: str, last: str) -> bool:
    """Whether a school may have this calendar: a real zone, a weekday taught, a year of sensible length."""
    start, end = day_of(first), day_of(last)
    if start is None or end is None or not known_zone(zone) or not list(weekdays):
        return False
    return timedelta(0) < end - start <= LONGEST_YEAR


def known_zone(name: str) -> bool:
    """Whether this is an IANA time zone that this server knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def day_of(text: str | None) -> date | None:
    """The day that a text names, or None: 2026-02-30 has the right shape and is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
