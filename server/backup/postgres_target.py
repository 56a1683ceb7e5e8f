"""An empty PostgreSQL database, seen to be empty, and a dump poured into it in one transaction."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from server.backup.contents import Opened
from server.backup.postgres_source import first_line, major_of, name_of
from server.backup.postgres_tools import into, surroundings, tool
from server.backup.refusals import Refusal
from server.backup.words import named

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def emptied(url: str) -> None:
    """Refuse a database that holds anything. One in which nobody has founded a school yet is made empty."""
    try:
        asyncio.run(_emptied(url))
    except (SQLAlchemyError, OSError) as error:
        raise Refusal("database_unusable", name_of(url), first_line(error)) from None


def poured_in(backup: Opened, url: str) -> None:
    """All of the dump, or nothing of it."""
    restore = tool("pg_restore", major_of(backup.manifest))
    database = surroundings(url).get("PGDATABASE", "")
    how = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={database}")
    into([restore, *how], url, backup.pieces())


async def _emptied(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            tables = list((await connection.exec_driver_sql(_TABLES)).scalars())
            schools = await _schools(connection) if "school" in tables else []
            if schools or (tables and "school" not in tables):
                raise Refusal("not_empty", name_of(url), named(schools or tables))
            for table in tables:
                await connection.exec_driver_sql(f'DROP TABLE "{table}" CASCADE')
    finally:
        await engine.dispose()


async def _schools(connection: AsyncConnection) -> list[str]:
    return [name or "" for name in (await connection.exec_driver_sql("SELECT name FROM school")).scalars()]
