"""What a transaction is going to write, gathered in memory: every part of it can be taken back until it is written."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from server.sync.prepared import Prepared

Key = TypeVar("Key")
Value = TypeVar("Value")


class Pending:
    """Lines for tables. Lines of one statement are written at once, so a request costs a few statements, not hundreds.

    Inserts go first and updates after them, each in the order in which they were added.
    """

    def __init__(self) -> None:
        self._lines: list[tuple[Prepared, Mapping[str, Any]]] = []

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, statement: Prepared, line: Mapping[str, Any]) -> None:
        self._lines.append((statement, line))

    def take_back(self, to: int) -> None:
        """Only the first `to` lines stay."""
        del self._lines[to:]

    async def write(self, session: AsyncSession) -> None:
        """Everything gathered goes into the transaction, and nothing is pending any more."""
        by_statement: dict[Prepared, list[Mapping[str, Any]]] = {}
        for statement, line in self._lines:
            by_statement.setdefault(statement, []).append(line)
        self._lines = []
        for statement in sorted(by_statement, key=lambda one: one.is_update):
            await statement.write(session, by_statement[statement])


class Remembered(dict[Key, Value]):
    """What has been read or changed, by key. `change` can be taken back, `learn` need not be."""

    def __init__(self) -> None:
        super().__init__()
        self._before: list[tuple[Key, Value | None, bool]] = []

    def learn(self, read: Iterable[tuple[Key, Value]]) -> None:
        """What the store said. A change that is still to be written knows better."""
        for key, value in read:
            self.setdefault(key, value)

    def change(self, key: Key, value: Value) -> None:
        self._before.append((key, self.get(key), key in self))
        self[key] = value

    def changes(self) -> int:
        """How many there have been: what `take_back` goes back to."""
        return len(self._before)

    def take_back(self, to: int) -> None:
        while len(self._before) > to:
            key, value, was_there = self._before.pop()
            if was_there:
                self[key] = value  # type: ignore[assignment]
            else:
                del self[key]

    def forget(self) -> None:
        self.clear()
        self._before.clear()
