"""The migrations, run one after the other, give exactly what the models say."""

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from server import migrations
from server.kernel.db import Base, Database
from server.sync import models, registry


async def test_migrating_an_empty_database_gives_what_the_models_say(tmp_path: Path) -> None:
    assert registry.KINDS
    assert models.Log
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite'}"
    said: list[str] = []
    await _in_a_thread(url, said)
    await _in_a_thread(url, said)
    assert len(said) == 1  # the second time there is nothing to do, and nothing is said
    database = Database(url)
    async with database.engine.connect() as connection:
        difference = await connection.run_sync(_difference)
    await database.close()
    assert difference == []


def _difference(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found: list[object] = compare_metadata(context, Base.metadata)
    return found


async def _in_a_thread(url: str, said: list[str]) -> None:

    await asyncio.to_thread(migrations.upgrade, url, said.append)
