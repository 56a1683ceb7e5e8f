"""The one place that asks what time it is, so that a demo's past year and a test's tomorrow can be told.

Times decide no order anywhere: the school's counter does. They are UTC text on the wire and in the
store (`2026-03-02T10:03:58.120Z`), which sorts as it reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The current moment in UTC, or the one that `at` tells."""
    return _told.get() or datetime.now(UTC)


def instant(moment: datetime | None = None) -> str:
    """A moment as text, to the millisecond; now if none is given."""
    return (moment or now()).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that an instant's text names."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Within it, `now` answers `when`: the demo's past year and tests use it."""
    token = _told.set(when)
    try:
        yield
    finally:
        _told.reset(token)
