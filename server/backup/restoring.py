"""A school brought back from a backup into an empty place: checked first, then written beside, then put there.

An older school is migrated before it is put in its place, so a restore that fails leaves the place as empty as
it was. What must not come back with it is ended here too (README, "What a restore ends").
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from server import migrations
from server.backup.contents import Opened
from server.backup.disk import settle
from server.backup.manifest import Manifest
from server.backup.marking import mark
from server.backup.postgres_source import first_line
from server.backup.postgres_target import emptied, poured_in
from server.backup.refusals import Refusal
from server.backup.sqlite_source import check_whole, unpacked
from server.backup.words import named
from server.kernel.db import Database


def refuse_what_does_not_fit(backup: Opened, database: str) -> None:
    """Refuse a school that is newer than this program, or lives on another kind of database."""
    there = backup.manifest
    if there.revision not in migrations.known():
        raise Refusal("newer_school", backup.place, f"its shape is {there.revision}")
    if there.database != make_url(database).get_backend_name():
        raise Refusal("other_database", backup.place, there.database)


def restore_sqlite(backup: Opened, place: Path, *, end_sessions: bool) -> None:
    """Write the school to `place`, where there must be none."""
    _see_that_it_is_empty(place)
    part = place.with_name(f"{place.name}.part")
    try:
        _forget(part)
        _write(unpacked(backup.pieces(), backup.place), part)
        with closing(sqlite3.connect(part)) as reading:
            check_whole(reading, backup.place)
        finish(f"sqlite+aiosqlite:///{part}", backup.manifest, end_sessions=end_sessions)
        with closing(sqlite3.connect(part, isolation_level=None)) as last:
            last.execute("PRAGMA journal_mode=DELETE")  # one file again, to be renamed
        _forget(place)  # a database in which nobody has founded a school yet
        part.rename(place)
        settle(place.parent)
    except sqlite3.DatabaseError as error:
        raise Refusal("damaged", backup.place, error) from None
    except OSError as error:
        raise Refusal("cannot_write", place, error.strerror or error) from None
    finally:
        _forget(part)


def restore_postgres(backup: Opened, again: Opened, url: str, *, end_sessions: bool) -> None:
    """Pour the school into an empty database. The file is read twice: whole before anything is written."""
    emptied(url)
    backup.checked()
    poured_in(again, url)
    finish(url, backup.manifest, end_sessions=end_sessions)


def finish(url: str, there: Manifest, *, end_sessions: bool) -> None:
    """Bring the shape to today's, and write down that this is a restore."""
    try:
        migrations.upgrade(url, lambda _: None)
        asyncio.run(_marked(url, there, end_sessions=end_sessions))
    except SQLAlchemyError as error:
        raise Refusal("tool_failed", "Bringing the school to today's shape", first_line(error)) from None


async def _marked(url: str, there: Manifest, *, end_sessions: bool) -> None:
    database = Database(url)
    try:
        async with database.writing() as session:
            await mark(session, there, end_sessions=end_sessions)
    finally:
        await database.close()


def _see_that_it_is_empty(place: Path) -> None:
    if not place.is_file():
        return
    try:
        with closing(sqlite3.connect(place)) as reading:
            tables = [name for (name,) in reading.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            schools = reading.execute("SELECT name FROM school").fetchall() if "school" in tables else []
    except sqlite3.DatabaseError:
        raise Refusal("not_empty", place, "something that is no school") from None
    if schools or (tables and "school" not in tables):
        raise Refusal("not_empty", place, named([name for (name,) in schools] or tables))


def _write(pieces: Iterator[bytes], part: Path) -> None:
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _forget(place: Path) -> None:
    for beside in ("", "-wal", "-shm", "-journal"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
