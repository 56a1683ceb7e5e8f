"""An attacker with all figures ever released: does any sum or difference of them rest on too few teachers?

A view is a set of cells (one visit under one look-for) whose sum somebody can read. A combination of
views *rests on* the teachers of the cells that do not cancel out. It can be confined to a few teachers
exactly when striking these teachers' cells out lowers the rank of the views: what is lost is a
combination that nobody else's cells hold.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Cell = tuple[str, str]
View = Collection[Cell]


def smallest_leak(views: Sequence[View], teachers: Mapping[str, frozenset[str]], k: int) -> frozenset[str] | None:
    """The fewest teachers, fewer than k, on whom some combination of the views rests; None if there are none.

    `teachers` says for each visit who was visited.
    """
    cells = sorted({cell for view in views for cell in view})
    rows = distinct_columns([[Fraction(cell in view) for cell in cells] for view in views], cells, teachers)
    everyone = sorted({teacher for owners, _ in rows for teacher in owners})
    whole = rank(column for _, column in rows)
    # What is confined to a few is confined to more of them, so the largest size says whether anything leaks.
    size = min(k - 1, len(everyone))
    for few in combinations(everyone, size):
        if rank((column for owners, column in rows if not owners <= set(few)), whole) < whole:
            return smallest_leak(views, teachers, size) or frozenset(few)
    return None


def distinct_columns(
    matrix: Sequence[Sequence[Fraction]], cells: Sequence[Cell], teachers: Mapping[str, frozenset[str]]
) -> list[tuple[frozenset[str], tuple[Fraction, ...]]]:
    """Cells of the same teachers in the same views are one: it keeps the enumeration small."""
    columns = {(teachers[cell[0]], tuple(row[n] for row in matrix)) for n, cell in enumerate(cells)}
    return sorted(columns, key=lambda column: (sorted(column[0]), column[1]))


def rank(vectors: Iterable[Sequence[Fraction]], enough: int | None = None) -> int:
    """How many of the vectors are independent, by elimination over the fractions; stops at `enough`."""
    basis: list[tuple[int, list[Fraction]]] = []
    for vector in vectors:
        if len(basis) == enough:
            break
        rest = list(vector)
        for pivot, row in basis:
            if rest[pivot]:
                factor = rest[pivot] / row[pivot]
                rest = [a - factor * b for a, b in zip(rest, row, strict=True)]
        first = next((n for n, value in enumerate(rest) if value), None)
        if first is not None:
            basis.append((first, rest))
    return len(basis)
