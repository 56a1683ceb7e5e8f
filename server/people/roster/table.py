"""One CSV file as rows with the columns that we ask for, and no others.

Columns are found by their header, whatever its case, spaces, accents and order; all other columns are
passed by. Headers and values are matched as `fold` sees them.
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from server.people.roster.limits import Limits
from server.people.roster.lines import LOST, Bytes, text_lines
from server.people.roster.problems import Findings, Unreadable

Wanted = Mapping[str, tuple[str, ...]]
_SECRETS = ("password", "contrasena", "passwd")


def fold(text: str) -> str:
    """Letters and digits only, lower case, without accents: `Correo electrónico` gives `correoelectronico`."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain.casefold() if letter.isalnum() and not unicodedata.combining(letter))


def clean(text: str) -> str:
    """As it is stored: composed letters, single spaces, no control characters."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return " ".join(text.split())


@dataclass(slots=True)
class Record:
    """One row: its first line's number, and its cells by the names that were asked for.

    `broken`: it has more cells than the header, so only its first columns can be trusted.
    """

    row: int
    cells: list[str]
    places: dict[str, int]
    broken: bool = False

    def __getitem__(self, column: str) -> str:
        """The cell, cleaned; empty where the column or the cell is missing."""
        place = self.places.get(column, -1)
        return clean(self.cells[place]) if 0 <= place < len(self.cells) else ""

    def folded(self, column: str) -> str:
        return fold(self[column])


class Table:
    """One file, read once from top to bottom. `places` says which of the wanted columns it has."""

    def __init__(self, stream: Bytes, file: str, wanted: Wanted, limits: Limits, findings: Findings) -> None:
        self.file = file
        self.findings = findings
        self._limits = limits
        self._taken: list[str] = []
        self._above = 0
        lines = iter(text_lines(stream, file, limits, findings))
        first = self._header_line(lines)
        told = first.strip().lower()
        if told in ("sep=,", "sep=;", "sep=|"):
            first, self._delimiter = self._header_line(lines), told[4]
        else:
            self._delimiter = _delimiter(first)
        if self._delimiter != ",":
            findings.add("delimiter", file, 1, value={"\t": "tabs"}.get(self._delimiter, self._delimiter))
        self._above -= 1
        self._reader = csv.reader(self._watched(chain((first,), lines)), delimiter=self._delimiter)
        self.header = self._next()[1]
        self._wanted = wanted
        self.places = self._find()

    def has(self, column: str) -> bool:
        return column in self.places

    def need(self, *columns: str) -> None:
        """Refuse the file if one of these is not among its columns."""
        for column in columns:
            if column not in self.places:
                raise Unreadable("column_missing", self.file, 1, self._wanted[column][0])

    def title(self, column: str) -> str:
        """The header that stands over a column, as the file writes it."""
        return clean(self.header[self.places[column]])[:60] if column in self.places else column

    def __iter__(self) -> Iterator[Record]:
        some = False
        width = len(self.header)
        while True:
            row, cells, span = self._next()
            if span == 0:
                break
            if not any(cells) or not any(cell.strip() for cell in cells):
                continue
            some = True
            broken = len(cells) > width and any(cell.strip() for cell in cells[width:])
            if broken and span > 1:
                raise Unreadable("quote_open", self.file, row)
            if broken:
                self.findings.add("cells_many", self.file, row)
            yield Record(row, cells, self.places, broken)
        if not some:
            self.findings.add("no_rows", self.file)

    def _next(self) -> tuple[int, list[str], int]:
        """The first line's number, the cells, and how many lines they took: 0 at the end."""
        row = self._reader.line_num + 1 + self._above
        self._taken.clear()
        try:
            cells = next(self._reader)
        except StopIteration:
            return row, [], 0
        except csv.Error as fault:
            raise Unreadable("quote_open", self.file, row) from fault
        span = self._reader.line_num + self._above - row + 1
        if span > 1 and (span > self._limits.record_lines or not self._closes_its_quotes()):
            raise Unreadable("quote_open", self.file, row)
        return row, cells, span

    def _closes_its_quotes(self) -> bool:
        """A forgiving reader joins the rows between two open quotes without a word; a strict one does not."""
        try:
            return len(list(csv.reader(self._taken, delimiter=self._delimiter, strict=True))) == 1
        except csv.Error:
            return False

    def _header_line(self, lines: Iterator[str]) -> str:
        for line in lines:
            self._above += 1
            if line.strip():
                return line
        raise Unreadable("empty_file", self.file)

    def _watched(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._taken.append(line)
            yield line

    def _find(self) -> dict[str, int]:
        if len(self.header) > self._limits.columns:
            raise Unreadable("not_a_table", self.file)
        places: dict[str, int] = {}
        for place, title in enumerate(self.header):
            key = fold(title)
            if key in places:
                self.findings.add("column_twice", self.file, 1, clean(title)[:60])
            elif any(secret in key for secret in _SECRETS):
                self.findings.add("password_column", self.file, 1, clean(title)[:60])
            elif key:
                places[key] = place
        found = {
            name: next((places[fold(key)] for key in keys if fold(key) in places), -1)
            for name, keys in self._wanted.items()
        }
        return {name: place for name, place in found.items() if place >= 0}


def lost(record: Record, *columns: str) -> str | None:
    """The first of these columns whose cell holds a character that could not be read."""
    return next((column for column in columns if LOST in record[column]), None)


def _delimiter(line: str) -> str:
    bare = "".join(line.split('"')[::2])
    return max(",;\t|", key=lambda mark: (bare.count(mark), mark == ","))
