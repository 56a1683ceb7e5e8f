"""What a push has written, read back from the tables; and the same rows inserted by SQLite alone: the floor.

No HTTP, no JSON to read, no membership, no merge, no verdict: `executemany` and one commit for each batch, with
the durability and the indexes that the product has.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.sync import registry
from tests.bench.tablets import Watch

BY_CLOCK = {"tick": "clock", "log": "clock", "feed": "version", "membership": "version"}
TABLES = {**BY_CLOCK, **dict.fromkeys(sorted(registry.KINDS), "version"), "revision": ""}
"""Each table that a push writes, and the column that says at which clock."""


@dataclass(frozen=True)
class Lines:
    """Lines of one table."""

    table: str
    columns: Sequence[str]
    lines: Sequence[Sequence[Any]]


def opened(path: Path) -> sqlite3.Connection:
    """A connection with the product's durability."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def empty_copy(source: Path, target: Path) -> sqlite3.Connection:
    """A new database with the tables and indexes of another, and nothing in them."""
    with sqlite3.connect(source) as old:
        made = old.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC").fetchall()
    connection = opened(target)
    for (statement,) in made:
        connection.execute(statement)
    return connection


def written(path: Path, school: str, after: int, until: int) -> list[Lines]:
    """Every line that stands because of the school's clocks from `after` (not included) to `until`."""
    found = []
    with sqlite3.connect(path) as store:
        for table, column in TABLES.items():
            of = f'school_id = ? AND "{column or "clock"}" > ? AND "{column or "clock"}" <= ?'
            where = of if column else f"mutation_id IN (SELECT mutation_id FROM log WHERE {of})"
            read = store.execute(f'SELECT * FROM "{table}" WHERE {where}', (school, after, until))
            columns = [name for name, *_ in read.description]
            if lines := read.fetchall():
                found.append(Lines(table, columns, lines))
    return found


def by_request(block: Sequence[Lines], spans: Sequence[tuple[int, int]]) -> list[list[Lines]]:
    """The lines of each request: which one wrote them last, told by their clocks."""
    ends = [until for _, until in spans]
    mutations = dict(zip(column(block, "log", "mutation_id"), column(block, "log", "clock"), strict=True))
    requests: list[list[Lines]] = [[] for _ in spans]
    for one in block:
        at = one.columns.index(TABLES[one.table] or "mutation_id")
        lines: dict[int, list[Sequence[Any]]] = {}
        for line in one.lines:
            clock = line[at] if TABLES[one.table] else mutations[line[at]]
            lines.setdefault(bisect_left(ends, clock), []).append(line)
        for number, some in lines.items():
            requests[number].append(Lines(one.table, one.columns, some))
    return requests


def column(block: Sequence[Lines], table: str, name: str) -> list[Any]:
    """One column of one table's lines."""
    return [line[one.columns.index(name)] for one in block if one.table == table for line in one.lines]


def insert(connection: sqlite3.Connection, batch: Iterable[Lines]) -> None:
    """The floor: one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for one in batch:
        names = ", ".join(f'"{name}"' for name in one.columns)
        marks = ", ".join("?" * len(one.columns))
        connection.executemany(f'INSERT INTO "{one.table}" ({names}) VALUES ({marks})', one.lines)
    connection.execute("COMMIT")


def timed(connection: sqlite3.Connection, batches: Iterable[Sequence[Lines]]) -> Watch:
    """How long the floor takes for all of these."""
    watch = Watch()
    for batch in batches:
        with watch:
            insert(connection, batch)
    return watch
