"""Run by Alembic, over an async connection. Importing the registry makes every table known."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from server.kernel.db import Base, Database
from server.migrations import pending
from server.sync import models, registry

_ONE_AT_A_TIME = 0x62726967


def run(connection: Connection) -> None:
    """All migrations in one transaction: half an upgrade is worse than none.

    Two processes may start at once over one PostgreSQL: the second waits until the first is done, and finds
    nothing left to do. On SQLite one process has the data folder to itself.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    say = context.config.attributes.get("say")
    if say and pending(connection, context.config):
        say("Preparing the database …")
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def migrate() -> None:
    """Open the database named by whoever called, and migrate it."""
    database = Database(context.config.attributes["url"])
    async with database.engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await database.close()


assert registry.KINDS  # importing these two made every table known
assert models.Log.__tablename__
asyncio.run(migrate())
