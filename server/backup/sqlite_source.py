"""A SQLite school while it is used: copied whole at one moment, looked through, and handed out in pieces.

The copy is made from inside one read transaction. Without it SQLite's backup begins again whenever
somebody else writes, and in a storm of writes never ends (tried: 18 steps with, no end without).
"""

import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.backup.envelope import FRAME
from server.backup.manifest import REVISION, SCHOOLS, Manifest, school_there
from server.backup.refusals import Refusal
from server.kernel import clock

_PAGES = 1000  # 4 MB a step; between two steps others get the disk
_BREATH = 0.001


@dataclass(frozen=True, slots=True)
class SqliteSource:
    """The copy, and what is in it."""

    copy: Path
    manifest: Manifest

    def pieces(self) -> Iterator[bytes]:
        """The copy, packed: a database of words shrinks to about a third."""
        packer = zlib.compressobj(6)
        with self.copy.open("rb") as file:
            while piece := file.read(FRAME):
                if packed := packer.compress(piece):
                    yield packed
        yield packer.flush()


@contextmanager
def sqlite_source(database: Path) -> Iterator[SqliteSource]:
    """The school as it is now. The copy lies beside the database, where the same words are in clear anyway."""
    if not database.is_file():
        raise Refusal("no_school", database.parent)
    _clear_away(database)
    copy = database.with_name(f".{database.name}.{os.getpid()}.copy")
    try:
        made_at = _copied(database, copy)
        yield SqliteSource(copy, _looked_through(copy, database, made_at))
    finally:
        copy.unlink(missing_ok=True)


def _clear_away(database: Path) -> None:
    """Copies that a killed process left behind."""
    for left in database.parent.glob(f".{database.name}.*.copy*"):
        if not _lives(left.name.removeprefix(f".{database.name}.").partition(".")[0]):
            left.unlink(missing_ok=True)


def _lives(process: str) -> bool:
    return process.isdigit() and int(process) != os.getpid() and Path(f"/proc/{process}").exists()


def _copied(database: Path, copy: Path) -> str:
    copy.touch(mode=0o600)
    with (
        closing(sqlite3.connect(database, timeout=10, isolation_level=None)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on this moment is held
        made_at = clock.instant()
        source.backup(target, pages=_PAGES, progress=lambda *_: time.sleep(_BREATH))
        target.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    return made_at


def _looked_through(copy: Path, database: Path, made_at: str) -> Manifest:
    with closing(sqlite3.connect(copy)) as reading:
        check_whole(reading, database)
        schools = [school_there(row) for row in reading.execute(SCHOOLS)]
        (revision,) = reading.execute(REVISION).fetchone()
    if not schools:
        raise Refusal("no_school", database)
    return Manifest(made_at, "sqlite", sqlite3.sqlite_version, revision, schools)


def check_whole(reading: sqlite3.Connection, place: Path) -> None:
    """SQLite's own look through every page and index; refuses a database that is not in order."""
    (told,) = reading.execute("PRAGMA integrity_check(1)").fetchone()
    if told != "ok":
        raise Refusal("damaged", place, told)


def unpacked(pieces: Iterator[bytes], place: Path) -> Iterator[bytes]:
    """The database's own bytes again."""
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            while piece:
                yield unpacker.decompress(piece, FRAME)
                piece = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error:
        raise Refusal("damaged", place, "it cannot be unpacked") from None
