"""The database: durable, one writer, readers that see one moment."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from server.kernel.db import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'house.sqlite'}")
    async with made.writing() as session:
        await session.execute(text("CREATE TABLE note (n INTEGER)"))
    yield made
    await made.close()


async def _count(database: Database) -> int:
    async with database.reading() as session:
        return int((await session.execute(text("SELECT count(*) FROM note"))).scalar_one())


async def test_what_is_acknowledged_is_on_the_disk(database: Database) -> None:
    async with database.reading() as session:
        told = {name: (await session.execute(text(f"PRAGMA {name}"))).scalar_one() for name in _PRAGMAS}
    assert told == _PRAGMAS


async def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.writing() as session:
            await session.execute(text("INSERT INTO note VALUES (1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_halfway()
    assert await _count(database) == 0


async def test_writers_queue_and_none_is_lost(database: Database) -> None:
    async def raise_by_one() -> None:
        async with database.writing() as session:
            highest = (await session.execute(text("SELECT coalesce(max(n), 0) FROM note"))).scalar_one()
            await asyncio.sleep(0)
            await session.execute(text("INSERT INTO note VALUES (:n)"), {"n": highest + 1})

    await asyncio.gather(*(raise_by_one() for _ in range(20)))
    async with database.reading() as session:
        assert (await session.execute(text("SELECT max(n) FROM note"))).scalar_one() == 20


async def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    async with database.reading() as session:
        before = (await session.execute(text("SELECT count(*) FROM note"))).scalar_one()
        async with database.writing() as writing:
            await writing.execute(text("INSERT INTO note VALUES (1)"))
        assert (await session.execute(text("SELECT count(*) FROM note"))).scalar_one() == before
    assert await _count(database) == before + 1


_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
