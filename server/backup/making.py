"""One backup made: written beside its name, read back, and only then given it.

Nothing here holds more than a piece in memory. Whatever goes wrong leaves no file behind, and says why.
"""

import errno
import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import make_url

from server.backup.contents import opened
from server.backup.disk import settle
from server.backup.envelope import Sealing
from server.backup.manifest import Manifest, Tail
from server.backup.postgres_source import PostgresSource, major_of, postgres_source
from server.backup.postgres_tools import into, tool
from server.backup.refusals import Refusal
from server.backup.sqlite_source import SqliteSource, sqlite_source

Source = SqliteSource | PostgresSource


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that has been read back and found whole."""

    place: Path
    manifest: Manifest
    size: int
    sealed: bool


def make_backup(
    database: str,
    place: Path,
    passphrase: str,
    looked: Callable[[Manifest], None] = lambda _: None,
    going_on: Callable[[], None] = lambda: None,
) -> Made:
    """Back up the database with this address into a new file; an empty passphrase leaves it plain.

    `looked` is told what is in it before the long part begins; `going_on` is asked at every piece and may raise
    to end it all. Blocks; in a server it runs in a thread.
    """
    if place.exists():
        raise Refusal("file_exists", place)
    part = place.with_name(f"{place.name}.part")
    try:
        with source_of(database) as source:
            looked(source.manifest)
            tail = _write(source, part, passphrase, going_on)
            _read_back(source, part, passphrase, tail)
        part.rename(place)
        settle(place.parent)
    except (OSError, sqlite3.Error) as error:
        name = "disk_full" if _is_full(error) else "cannot_write"
        raise Refusal(name, place, getattr(error, "strerror", None) or error) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Made(place, source.manifest, place.stat().st_size, bool(passphrase))


def source_of(database: str) -> AbstractContextManager[Source]:
    """The database as something to back up, whichever kind it is."""
    address = make_url(database)
    if address.get_backend_name() == "sqlite":
        return sqlite_source(Path(address.database or ""))
    return postgres_source(database)


def _write(source: Source, part: Path, passphrase: str, going_on: Callable[[], None]) -> Tail:
    digest, size = hashlib.sha256(), 0
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        sealing = Sealing(file, passphrase)
        sealing.frame(msgspec.json.encode(source.manifest))
        for piece in source.pieces():
            going_on()
            digest.update(piece)
            size += len(piece)
            sealing.frame(piece)
        tail = Tail(size, digest.hexdigest())
        sealing.end(msgspec.json.encode(tail))
        file.flush()
        os.fsync(file.fileno())
    return tail


def _read_back(source: Source, part: Path, passphrase: str, written: Tail) -> None:
    """The file gives back, byte by byte, what was put in; and what was put in is a database in order.

    Of SQLite's copy every page was looked through before it was packed; PostgreSQL's dump is unrolled whole.
    """
    with opened(part, passphrase) as backup:
        if isinstance(source, PostgresSource):
            unroll = [tool("pg_restore", major_of(source.manifest)), "--file=/dev/null"]
            into(unroll, source.url, backup.pieces())
        else:
            backup.checked()
        if backup.tail != written or backup.manifest != source.manifest:
            raise Refusal("damaged", part, "it does not give back what was put in")


def _is_full(error: Exception) -> bool:
    return getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "disk is full" in str(error)
