"""Everything that can be odd or wrong in a roster, each with a name, a sentence and how grave it is.

`file`: the import cannot go on and nothing is changed. `row`: this row is left out, and what the school
already has under it stays as it is. `oddity`: read all the same, and worth knowing. The sentences are
English; `server/content/messages/roster.*.json` says each in both languages (`roster_problem_<name>`).
A value is quoted only where it is a code, a header or a date: never a name, and nothing about a student.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from server.people.roster.sentences import FILE, ODDITY, ROW

Gravity = Literal["file", "row", "oddity"]

SENTENCES: dict[str, str] = {**FILE, **ROW, **ODDITY}
KEPT = 200
_GRAVITY: dict[str, Gravity] = {
    **dict.fromkeys(FILE, "file"),
    **dict.fromkeys(ROW, "row"),
    **dict.fromkeys(ODDITY, "oddity"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where it stands (rows count from 1, the header is row 1) and what it is."""

    name: str
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    @property
    def gravity(self) -> Gravity:
        return _GRAVITY[self.name]

    @property
    def sentence(self) -> str:
        return SENTENCES[self.name].format(file=self.file, column=self.column, value=self.value)


class Unreadable(Exception):
    """The roster as a whole cannot be used; the import stops before anything is changed."""

    def __init__(self, name: str, file: str = "", row: int | None = None, column: str = "", value: str = "") -> None:
        self.finding = Finding(name, file, row, column, value[:60])
        super().__init__(name)


class Findings:
    """What was found, in the order of reading: the first of each kind in full, the rest as a number."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.totals: Counter[str] = Counter()

    def add(self, name: str, file: str = "", row: int | None = None, column: str = "", value: str = "") -> None:
        finding = Finding(name, file, row, column, value[:60])
        self.totals[name] += 1
        if self.totals[name] <= KEPT:
            self.kept.append(finding)

    def once(self, name: str, file: str = "", row: int | None = None, column: str = "", value: str = "") -> None:
        """The same, but only the first time that this is found in this file and column."""
        if not any((f.name, f.file, f.column) == (name, file, column) for f in self.kept):
            self.add(name, file, row, column, value)

    def copied(self) -> "Findings":
        """The same findings, to which more can be added."""
        copy = Findings()
        copy.kept, copy.totals = list(self.kept), Counter(self.totals)
        return copy

    def of(self, gravity: Gravity) -> list[Finding]:
        return [finding for finding in self.kept if finding.gravity == gravity]

    def total(self, gravity: Gravity) -> int:
        return sum(count for name, count in self.totals.items() if _GRAVITY[name] == gravity)
