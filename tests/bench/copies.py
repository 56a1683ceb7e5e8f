"""A store filled fast: blocks of walkthroughs that were really pushed, copied line by line under new ids and clocks.

Everything but names and clocks is as the verbs wrote it: the same tables, columns, JSON and lengths. Ids keep
their kind: what is ordered by time stays so, and children's ids stay spread over the whole range.
"""

import random
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.kernel.ids import is_child_id
from tests.bench.rows import TABLES, Lines, column, insert

_ID = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_END = "\x1f"


class Template:
    """Lines that can be had again, for other walkthroughs."""

    def __init__(self, block: Sequence[Lines]) -> None:
        self._block = block
        self._own = sorted({*column(block, "log", "mutation_id"), *column(block, "feed", "row_id")})
        clocks = column(block, "tick", "clock")
        self._before, self.span = min(clocks) - 1, max(clocks) - min(clocks) + 1
        place = {one: number for number, one in enumerate(self._own)}
        texts = [cell for one in block for line in one.lines for cell in line if isinstance(cell, str)]
        self._parts = _ID.split(_END.join(texts))
        self._holes = [(at, place[part]) for at, part in enumerate(self._parts) if part in place]

    def copy(self, after: int, instead: Mapping[str, str]) -> list[Lines]:
        """The lines once more, at the clocks after `after`. `instead`: who observed, in place of who did."""
        chance = random.Random(after)  # no two copies begin at the same clock
        fresh = [_another(one, after, chance) for one in self._own]
        parts = [instead.get(part, part) for part in self._parts]
        for at, which in self._holes:
            parts[at] = fresh[which]
        texts, shift = iter("".join(parts).split(_END)), after - self._before
        return [Lines(one.table, one.columns, _filled(one, texts, shift)) for one in self._block]


def fill(store: sqlite3.Connection, template: Template, school: str, observers: Sequence[Mapping[str, str]]) -> int:
    """One copy for each of these observers, and the school's clock after them; answers how many lines that were."""
    clock, lines = clock_of(store, school), 0
    for instead in observers:
        block = template.copy(clock, instead)
        insert(store, block)
        clock += template.span
        lines += sum(len(one.lines) for one in block)
    stand_at(store, school, clock)
    return lines


def clock_of(store: sqlite3.Connection, school: str) -> int:
    """Where the school's clock stands."""
    [(clock,)] = store.execute("SELECT clock FROM school_clock WHERE school_id = ?", (school,))
    return int(clock)


def stand_at(store: sqlite3.Connection, school: str, clock: int) -> None:
    """The school's clock after lines that were copied."""
    store.execute("UPDATE school_clock SET clock = ? WHERE school_id = ?", (clock, school))


def _filled(one: Lines, texts: Iterator[str], shift: int) -> list[list[Any]]:
    clock = one.columns.index(TABLES[one.table]) if TABLES[one.table] else -1
    filled = [[next(texts) if isinstance(cell, str) else cell for cell in line] for line in one.lines]
    if clock >= 0:
        for line in filled:
            line[clock] += shift
    return filled


def _another(row_id: str, number: int, chance: random.Random) -> str:
    first = chance.getrandbits(32) if is_child_id(row_id) else 0x01B00000 + number
    return f"{first:08x}{row_id[8:]}"
