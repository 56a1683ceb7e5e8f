"""Small words that several sentences of backup and restore need."""

from collections.abc import Sequence
from datetime import timedelta


def age(span: timedelta) -> str:
    """How old something is, as a person would say it: "3 days", "5 hours", "less than a minute"."""
    seconds = max(0, int(span.total_seconds()))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            many = seconds // length
            return f"{many} {unit}{'s' if many > 1 else ''}"
    return "less than a minute"


def named(things: Sequence[str]) -> str:
    """The first three in quotation marks, and how many more."""
    more = f" and {len(things) - 3} more" if len(things) > 3 else ""
    return ", ".join(f"“{thing}”" for thing in things[:3]) + more
