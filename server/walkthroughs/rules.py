"""Decisions about a visit, the same on the device (`pwa/src/walkthroughs/rules.ts`). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.kernel.clock import moment

OBSERVING = ("leader", "teacher")
"""The roles that may observe: peer visits use the same capture as a leader's."""

A_VISIT = timedelta(minutes=45)
"""How long somebody may be in a room for whom no end is known, and how far two who came together may begin apart."""


@dataclass(frozen=True, slots=True)
class Party:
    """One visit as the other observer's is held against it."""

    id: str
    observer: str
    class_id: str
    visited: frozenset[str]
    started_at: datetime
    finished_at: datetime | None = None
    shared: bool = False


def joining_problem(guest: Party, host: Party, *, by_key_alone: bool) -> str | None:
    """Why two visits do not become one (an outcome), or None.

    Who was visited never reads along before the sharing, whoever shows them a code. A QR code names the visit,
    so its clocks may disagree; a key alone is held against the time as well (RULINGS 10).
    """
    if guest.observer == host.observer:
        return "own"
    if guest.class_id != host.class_id:
        return "other_room"
    if guest.observer in host.visited or host.observer in guest.visited:
        return "visited"
    if by_key_alone and abs(guest.started_at - host.started_at) > A_VISIT:
        return "other_time"
    return "already_shared" if guest.shared or host.shared else None


def overlap(one: Party, other: Party) -> bool:
    """Whether two visits were in the same room at one time, as far as their devices' clocks say."""
    return one.class_id == other.class_id and one.started_at <= _end(other) and other.started_at <= _end(one)


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


def _end(visit: Party) -> datetime:
    return max(visit.finished_at or visit.started_at + A_VISIT, visit.started_at)


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
