"""Run by Alembic, over an async connection. Importing the registry makes every table known.

On PostgreSQL other servers of the district may be at work meanwhile. One migrates at a time. It takes every table at
a moment when nobody holds any, or lets go at once and tries again: it never waits while it holds something, so that no
request is ever caught in a deadlock with it. Requests that come meanwhile wait until it is done.
"""

import asyncio
import random

from alembic import context
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from server.kernel.db import Base, Database
from server.kernel.trouble import is_of_the_machine
from server.migrations import pending
from server.sync import models, registry

TRIES = 200
ALONE = 8420  # the number that all migrations of this product lock

_said = False


def run(connection: Connection) -> None:
    """All migrations in one transaction: half an upgrade is worse than none."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ALONE})
        connection.execute(text("SET LOCAL lock_timeout = '3s'"))
    if pending(connection, context.config):
        _say_once()
        _take_all_tables(connection)
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


def _say_once() -> None:
    global _said
    say = context.config.attributes.get("say")
    if say and not _said:
        say("Preparing the database …")
    _said = True


def _take_all_tables(connection: Connection) -> None:
    """Every write begins at a school's clock, so whoever waits for that table lets the writers finish."""
    if connection.dialect.name != "postgresql":
        return
    names = inspect(connection).get_table_names()
    if "school_clock" in names:
        connection.execute(text("LOCK TABLE school_clock IN EXCLUSIVE MODE"))
        every = ", ".join(f'"{name}"' for name in names)
        connection.execute(text(f"LOCK TABLE {every} IN ACCESS EXCLUSIVE MODE NOWAIT"))


async def migrate() -> None:
    """Open the database named by whoever called, and migrate it."""
    database = Database(context.config.attributes["url"])
    try:
        for tries_left in reversed(range(TRIES)):
            try:
                async with database.engine.connect() as connection:
                    await connection.run_sync(run)
                    await connection.commit()
                return
            except DBAPIError as error:
                if database.is_sqlite or not tries_left or not is_of_the_machine(error):
                    raise
                await asyncio.sleep(random.uniform(0.05, 0.4))
    finally:
        await database.close()


assert registry.KINDS  # importing these two made every table known
assert models.Log.__tablename__
asyncio.run(migrate())
