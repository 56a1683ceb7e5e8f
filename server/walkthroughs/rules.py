"""Decisions about a visit, the same on the device (`pwa/src/walkthroughs/rules.ts`). Pure."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.kernel.clock import moment

OBSERVING = ("leader", "teacher")
"""The roles that may observe: peer visits use the same capture as a leader's."""


def start_problem(observer: str, visited: Collection[str], teachers: Collection[str]) -> str | None:
    """Why a visit to these people cannot start (a problem's name), or None.

    `teachers` are those who teach the class. Somebody is visited, and nobody visits themselves.
    """
    if not visited or observer in visited:
        return "wrong_shape"
    if any(person not in teachers for person in visited):
        return "not_their_class"
    return None


def discard_problem(discarded: bool, shared: bool) -> str | None:
    """Why a visit cannot be discarded or brought back (a problem's name), or None: what was shared stays."""
    return "already_shared" if discarded and shared else None


def week_of(moment: datetime, time_zone: str | None) -> str:
    """The ISO week in which a moment falls at the school: "2026-W10". An unknown zone counts as UTC."""
    year, week, _ = moment.astimezone(_zone(time_zone)).isocalendar()
    return f"{year}-W{week:02d}"


def ever_was(instant: str) -> bool:
    """Whether a device's moment is one that every zone can tell: no 30 February, not at the ends of the calendar."""
    try:
        return 1 < moment(instant).year < 9999
    except ValueError:
        return False


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
