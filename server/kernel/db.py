"""The database: SQLite in a file by default, PostgreSQL for a district; one writer at a time on SQLite.

What has been acknowledged survives a power cut, so SQLite runs with `synchronous=FULL`; the writer
takes its lock at BEGIN (IMMEDIATE) and behind one asyncio lock, because a reader that turns into a
writer fails at once and a queue inside one process is 6-9 times quicker than SQLite's own waiting.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import BigInteger, Connection, MetaData, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from server.kernel import sqlite
from server.kernel.glance import Glance
from server.kernel.json import from_json, json_text

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",  # what is deleted or written over is overwritten in the file: a purge is a purge
    "cache_size=-16000",
)


class Base(DeclarativeBase):
    """The root of every table."""

    type_annotation_map = {int: BigInteger}  # noqa: RUF012
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """Reading and writing sessions over one engine. `await close()` when done."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.glance = Glance(self.engine, (self.engine.url.database or ":memory:") if self.is_sqlite else None)
        self._reading = async_sessionmaker(self._reading_engine(), expire_on_commit=False, autoflush=False)
        self._writing = async_sessionmaker(self._writing_engine(), expire_on_commit=False, autoflush=False)
        self._turn = asyncio.Lock()
        self._old_pages = False

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One snapshot: everything read inside belongs to the same moment. Never write in it."""
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back if it raises."""
        if not self.is_sqlite:
            async with self._writing() as session, session.begin():
                yield session
            return
        async with self._turn, self._writing() as session, session.begin():
            yield session
        if self._old_pages:
            await self.forget_old_pages()

    async def forget_old_pages(self) -> None:
        """SQLite's log beside the file holds pages as they were. After a purge they are put away, and the log is cut.

        Whoever reads at this moment may need them still; then it is tried again after later commits. What PostgreSQL
        keeps of old rows goes with its next vacuum, and with its own log.
        """
        if self.is_sqlite:
            self._old_pages = not await asyncio.to_thread(sqlite.checkpoint, self.engine.url.database or "")

    async def close(self) -> None:
        self.glance.close()
        await self.engine.dispose()

    def _reading_engine(self) -> AsyncEngine:
        if self.is_sqlite:
            return self.engine
        return self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def _writing_engine(self) -> AsyncEngine:
        return self.engine.execution_options(sqlite_begin="IMMEDIATE") if self.is_sqlite else self.engine


def _engine(url: str) -> AsyncEngine:
    address = make_url(url)
    how: Any = {"json_serializer": json_text, "json_deserializer": from_json}
    if address.get_backend_name() != "sqlite":
        return create_async_engine(url, **how)
    engine = create_async_engine(url, **how, async_creator=sqlite.opener(address.database or ":memory:"))
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must never emit BEGIN by itself; set before the pragmas
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
