"""What a roster says, whatever format said it. None in a field: the roster says nothing about it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from server.people.roster.limits import LIMITS, Limits
from server.people.roster.package import Package
from server.people.roster.problems import Findings
from server.people.roster.table import Table, Wanted


@dataclass(slots=True)
class Org:
    """A school, a department in it, or what stands above it."""

    id: str
    name: str
    kind: str
    parent: str = ""


@dataclass(slots=True)
class Staff:
    """One person on the staff of something. `roles` and `taken` are by org id ("" where no org is named)."""

    id: str
    file: str
    row: int
    name: str | None = None
    email: str | None = None
    roles: dict[str, set[str]] = field(default_factory=dict)
    taken: dict[str, set[str]] = field(default_factory=dict)
    all_roles: bool = True
    gone: bool = False


@dataclass(slots=True)
class Taught:
    """One class. Empty text clears a field, None leaves it."""

    id: str
    file: str
    row: int
    org: str = ""
    title: str | None = None
    subject: str | None = None
    grade_band: str | None = None
    period: str | None = None
    room: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Teaching:
    """One teacher of one class."""

    class_id: str
    person_id: str
    file: str
    row: int
    gone: bool = False


@dataclass(slots=True)
class Roster:
    """All that was read. `whole_*`: whoever is missing has gone; else only what is named changes.

    `kept_*`: ids of rows that could not be used; nothing under these ids is ended because of it.
    """

    format: str
    source: str
    today: date
    orgs: dict[str, Org] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    classes: dict[str, Taught] = field(default_factory=dict)
    teachings: list[Teaching] = field(default_factory=list)
    whole_people: bool = False
    whole_classes: bool = False
    whole_teachings: bool = False
    kept_people: set[str] = field(default_factory=set)
    kept_classes: set[str] = field(default_factory=set)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)


@dataclass(slots=True)
class Reading:
    """A package while it is read into a roster. `known`: ids that this school's people had in it before."""

    package: Package
    roster: Roster
    known: frozenset[str] = frozenset()
    limits: Limits = LIMITS

    @property
    def findings(self) -> Findings:
        return self.roster.findings

    @contextmanager
    def table(self, name: str, wanted: Wanted) -> Iterator[Table]:
        with self.package.open(name) as stream:
            yield Table(stream, self.package.named[name], wanted, self.limits, self.findings)

    def skip(self, file: str, what: str, rows: int = 1) -> None:
        self.roster.skipped[file, what] += rows
