"""The difference between what a roster says and what a school has: what an import would write, and why.

A record is known again by its link, never by its address alone. Only what the roster itself changed is
changed, so that a correction made by hand stands. What the roster has not brought, it does not end.
"""

from collections import Counter
from dataclasses import dataclass, field

from server.people.roster.problems import Findings
from server.people.roster.standing import Link, Standing, digest

KEPT_CHANGES = 200
STAFF = frozenset(("admin", "leader", "teacher", "representative", "support"))
Fields = dict[str, str | None]
Detail = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the report. `what`: new, changed, back, ended or held; details are (field, from, to)."""

    group: str
    what: str
    sourced_id: str
    title: str
    file: str
    row: int | None
    details: tuple[Detail, ...] = ()


@dataclass(slots=True)
class Plan:
    """What to write. `links`: (kind, the roster's id) to the row and what was said; `forget`: links to drop.

    `rows`: the roster's ids of people to theirs. `safe`: people of whom nothing can be said this time.
    """

    people: dict[str, Fields] = field(default_factory=dict)
    give: set[tuple[str, str]] = field(default_factory=set)
    end: set[tuple[str, str]] = field(default_factory=set)
    classes: dict[str, dict[str, object]] = field(default_factory=dict)
    assign: set[tuple[str, str]] = field(default_factory=set)
    unassign: set[tuple[str, str]] = field(default_factory=set)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    forget: set[tuple[str, str]] = field(default_factory=set)
    rows: dict[str, str] = field(default_factory=dict)
    safe: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    staff_now: int = 0
    staff_ending: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write, nothing to remember and nothing to forget."""
        rows = (self.people, self.give, self.end, self.classes, self.assign, self.unassign)
        return not any((*rows, self.links, self.forget))

    @property
    def needs_confirmation(self) -> bool:
        """Whether more than a fifth of the staff would end (RULINGS 20)."""
        return self.staff_ending * 5 > self.staff_now

    def note(self, change: Change) -> None:
        """Count a change, and keep the first of its kind for the report."""
        self.counts[change.group, change.what] += 1
        if self.counts[change.group, change.what] <= KEPT_CHANGES:
            self.changes.append(change)

    def unchanged(self, group: str) -> None:
        self.counts[group, "unchanged"] += 1

    def link(self, standing: Standing, kind: str, sourced_id: str, row_id: str, said: dict[str, str]) -> None:
        """Remember a record's row and words, if that is new."""
        if standing.linked(kind).get(sourced_id) != Link(row_id, said):
            self.links[kind, sourced_id] = Link(row_id, said)


def differences(now: Fields, said: dict[str, str], wanted: Fields) -> tuple[Fields, dict[str, str]]:
    """The fields to write, and what was said of each; a field of which the roster says None is left alone."""
    fresh = {name: digest(value) for name, value in wanted.items() if value is not None}
    changed = {
        name: value or None
        for name, value in wanted.items()
        if value is not None and fresh[name] != said.get(name) and (value or None) != now.get(name)
    }
    return changed, {**said, **fresh}


def details(now: Fields, changed: Fields) -> tuple[Detail, ...]:
    """The same for the report."""
    return tuple((name, now.get(name) or "", value or "") for name, value in changed.items())
