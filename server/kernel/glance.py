"""One statement, one moment, no session around it: what is asked at every contact, where a session costs too much.

A session of SQLAlchemy costs about a millisecond before its first row has come; a device with nothing to say
and nothing to hear asks for two rows. On SQLite they are read on one connection of their own, in the loop.
"""

import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

_text = cache(text)


class Glance:
    """Reads over one database. `file` is SQLite's, None elsewhere."""

    def __init__(self, engine: AsyncEngine, file: str | None) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._file = file
        self._open: sqlite3.Connection | None = None

    async def rows(self, statement: str, **values: Any) -> Sequence[Sequence[Any]]:
        """The rows of one reading statement with `:named` values: one moment of what is committed."""
        if self._file is not None:
            return self._connection().execute(statement, values).fetchall()
        clause: TextClause = _text(statement)
        async with self._engine.connect() as connection:
            return (await connection.execute(clause, values)).fetchall()

    def mark(self) -> int | None:
        """A number that differs as soon as anybody, in any process, has committed anything since it was last asked.

        None where a database cannot tell that without being asked over a network: then ask for the rows.
        """
        if self._file is None:
            return None
        return int(self._connection().execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> sqlite3.Connection:
        """It never writes: `data_version` counts what all other connections have committed."""
        if self._open is None:
            self._open = sqlite3.connect(str(self._file), timeout=10, isolation_level=None, check_same_thread=False)
        return self._open
