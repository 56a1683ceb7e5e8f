"""Statements straight to the driver, inside a session's own transaction: for the few that every request makes.

SQLAlchemy takes 0.2 ms for a statement that SQLite answers in 0.02, and a push makes dozens. What is asked here
is written once, in PostgreSQL's spelling; SQLite is asked the same in its own.
"""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from server.kernel.json import json_text

_NUMBERS = count()
_ONE_OF = re.compile(r"= ANY\((\$\d+)\)")


class Question:
    """A statement that answers rows, with values `$1`, `$2`; `= ANY($1)` takes a list."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.for_sqlite = _ONE_OF.sub(r"IN (SELECT value FROM json_each(\1))", text).replace("$", "?")

    async def of(self, session: AsyncSession, *values: Any) -> Sequence[Any]:
        """The rows, as the driver gives them: JSON is text, and truth may be 0 or 1."""
        driver = await _driver(session)
        if isinstance(driver, sqlite3.Connection):
            plain = [json_text(value) if isinstance(value, list) else value for value in values]
            return driver.execute(self.for_sqlite, plain).fetchall()
        return (await driver.exec_driver_sql(self.text, values)).all()


async def write(session: AsyncSession, text: str, lines: Iterable[tuple[Any, ...]]) -> None:
    """One statement in the driver's own spelling, once for each line."""
    driver = await _driver(session)
    if isinstance(driver, sqlite3.Connection):
        driver.executemany(text, lines)
    else:
        await driver.exec_driver_sql(text, list(lines))


@asynccontextmanager
async def savepoint(session: AsyncSession) -> AsyncIterator[None]:
    """All that is written inside stands, or nothing. For statements, not for objects that a session looks after."""
    name = f"s{next(_NUMBERS)}"
    await _do(session, f"SAVEPOINT {name}")
    try:
        yield
    except BaseException:
        await _do(session, f"ROLLBACK TO SAVEPOINT {name}")
        raise
    finally:
        await _do(session, f"RELEASE SAVEPOINT {name}")


async def _do(session: AsyncSession, text: str) -> None:
    driver = await _driver(session)
    if isinstance(driver, sqlite3.Connection):
        driver.execute(text)
    else:
        await driver.exec_driver_sql(text)


async def _driver(session: AsyncSession) -> sqlite3.Connection | AsyncConnection:
    """SQLite's own connection; elsewhere SQLAlchemy's, which knows how to wait and what an error means."""
    known: sqlite3.Connection | AsyncConnection | None = session.info.get("driver")
    if known is None:
        connection = await session.connection()
        raw = (await connection.get_raw_connection()).driver_connection
        known = getattr(raw, "sqlite", None) or connection
        session.info["driver"] = known
    return known
