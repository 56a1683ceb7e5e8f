"""SQLite inside the event loop: statements run where they are asked, only what waits for the disk leaves it.

aiosqlite hands every statement to a thread and back, three times for each: measured 0.9 ms a statement
against 0.1 ms here, on the same machine, for statements that take SQLite 0.02 ms. A sync request makes
dozens. What can take long goes to a thread still: BEGIN (it may wait for another process's lock), COMMIT
(it waits for the disk) and opening. SQLAlchemy's aiosqlite dialect drives it, through `async_creator`.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from typing import Any, Protocol

_SLOW = ("BEGIN", "COMMIT", "VACUUM")


class _Future(Protocol):
    def set_result(self, value: Any) -> None: ...

    def set_exception(self, error: BaseException) -> None: ...


class InLoopCursor:
    """A cursor whose awaits are already done when they return."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.arraysize = 1

    async def __aenter__(self) -> "InLoopCursor":
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "InLoopCursor":
        if statement.startswith(_SLOW):
            await asyncio.to_thread(self._cursor.execute, statement, parameters)
        else:
            self._cursor.execute(statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Any) -> "InLoopCursor":
        self._cursor.executemany(statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return self._cursor.fetchmany(size or self.arraysize)

    async def close(self) -> None:
        self._cursor.close()


class _AtOnce:
    """Stands where aiosqlite has its queue to the thread: what is put in is done."""

    def put_nowait(self, asked: tuple[_Future, Callable[[], Any]]) -> None:
        future, function = asked
        try:
            future.set_result(function())
        except Exception as error:
            future.set_exception(error)


class InLoopConnection:
    """The part of aiosqlite's connection that SQLAlchemy uses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._conn = connection
        self._connection: sqlite3.Connection | None = connection
        self._tx = _AtOnce()

    @property
    def sqlite(self) -> sqlite3.Connection:
        """SQLite's own connection (`direct.py`)."""
        return self._conn

    @property
    def isolation_level(self) -> str | None:
        return self._conn.isolation_level

    def cursor(self) -> InLoopCursor:
        return InLoopCursor(self._conn.cursor())

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> InLoopCursor:
        return await self.cursor().execute(statement, parameters)

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        self._conn.create_function(*arguments, **options)

    async def commit(self) -> None:
        if self._conn.in_transaction:
            await asyncio.to_thread(self._conn.commit)

    async def rollback(self) -> None:
        self._conn.rollback()

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection = None
            self._conn.close()


def opener(path: str) -> Callable[..., Awaitable[InLoopConnection]]:
    """What `create_async_engine(async_creator=...)` takes: opens the database file at `path`."""

    async def open_file(*_: Any, **__: Any) -> InLoopConnection:
        connection = await asyncio.to_thread(sqlite3.connect, path, timeout=10, check_same_thread=False)
        return InLoopConnection(connection)

    return open_file


def checkpoint(path: str) -> bool:
    """Put all of the write-ahead log into the file and cut it to nothing; False if a reader still needs it."""
    with closing(sqlite3.connect(path, timeout=0.05)) as connection:
        try:
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return not busy
