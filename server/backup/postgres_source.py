"""A PostgreSQL school while it is used: one exported snapshot, read by us and dumped by `pg_dump`.

Both see the same moment, so the clocks in the manifest are those of the rows in the dump.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from server.backup.envelope import FRAME
from server.backup.manifest import REVISION, SCHOOLS, Manifest, school_there
from server.backup.postgres_tools import out_of, tool
from server.backup.refusals import Refusal
from server.kernel import clock


@dataclass(frozen=True, slots=True)
class PostgresSource:
    """A snapshot that lives as long as the block, and what is in it."""

    url: str
    snapshot: str
    manifest: Manifest

    def pieces(self) -> Iterator[bytes]:
        """The dump in PostgreSQL's custom format, which is packed already."""
        dump = tool("pg_dump", major_of(self.manifest))
        how = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={self.snapshot}")
        return out_of([dump, *how], self.url, FRAME)


def major_of(manifest: Manifest) -> int:
    """15 of "15.4"."""
    return int(manifest.engine.partition(".")[0])


@contextmanager
def postgres_source(url: str) -> Iterator[PostgresSource]:
    """The school as it is now. Never inside a running event loop: it has one of its own."""
    engine = create_async_engine(url, poolclass=NullPool).execution_options(isolation_level="REPEATABLE READ")
    with asyncio.Runner() as runner:
        try:
            connection = runner.run(_begun(engine.connect()))
            snapshot, manifest = runner.run(_looked_at(connection))
        except (SQLAlchemyError, OSError) as error:
            raise Refusal("database_unusable", name_of(url), first_line(error)) from None
        try:
            yield PostgresSource(url, snapshot, manifest)
        finally:
            runner.run(connection.close())
            runner.run(engine.dispose())


def name_of(url: str) -> str:
    """A database's address without who enters it and with which password."""
    before, at, after = url.rpartition("@")
    return f"{before.partition('//')[0]}//…@{after}" if at else after


def first_line(error: BaseException) -> str:
    """What a database said, in one line."""
    return (str(getattr(error, "orig", error)).splitlines() or [type(error).__name__])[0]


async def _begun(connection: AsyncConnection) -> AsyncConnection:
    return await connection.start()


async def _looked_at(connection: AsyncConnection) -> tuple[str, Manifest]:
    snapshot = (await connection.exec_driver_sql("SELECT pg_export_snapshot()")).scalar_one()
    made_at = clock.instant()
    engine = (await connection.exec_driver_sql("SHOW server_version")).scalar_one()
    revision = (await connection.exec_driver_sql(REVISION)).scalar_one()
    schools = [school_there(tuple(row)) for row in await connection.exec_driver_sql(SCHOOLS)]
    if not schools:
        raise Refusal("no_school", "this database")
    return snapshot, Manifest(made_at, "postgresql", engine.split()[0], revision, schools)
