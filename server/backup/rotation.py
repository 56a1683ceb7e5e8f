"""When the next nightly backup is due, and which of the old ones are kept. Pure; names carry the moments."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET = time(2)
"""The hour at which a school sleeps."""

DAYS, WEEKS, MONTHS = 7, 4, 12
_NAME = re.compile(r"brightwalk-(\d{8}T\d{6})Z\.backup$(?!\n)")
_MOMENT = "%Y%m%dT%H%M%S"


def name_for(moment: datetime) -> str:
    """The name of a backup made at this moment; in a folder they stand in their order."""
    return f"brightwalk-{moment.astimezone(UTC):{_MOMENT}}Z.backup"


def moment_in(name: str) -> datetime | None:
    """When a backup with this name was made; None for what is none of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_due(now: datetime, newest: datetime | None, zone: str) -> bool:
    """Whether the school's last quiet hour has passed without a backup since."""
    local = now.astimezone(ZoneInfo(zone))
    quiet = local.replace(hour=QUIET.hour, minute=0, second=0, microsecond=0)
    if quiet > local:
        quiet -= timedelta(days=1)
    return newest is None or newest < quiet


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last days, weeks and months that have one; the newest of all is always among them."""
    newest_first = sorted(moments, reverse=True)
    return {
        *_newest_of_each(newest_first, lambda moment: moment.date(), DAYS),
        *_newest_of_each(newest_first, lambda moment: moment.isocalendar()[:2], WEEKS),
        *_newest_of_each(newest_first, lambda moment: (moment.year, moment.month), MONTHS),
    }


def _newest_of_each(newest_first: list[datetime], span: Callable[[datetime], object], many: int) -> list[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(span(moment), moment)
    return list(found.values())[:many]
