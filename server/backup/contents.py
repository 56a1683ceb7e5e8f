"""A backup file opened: its manifest, and the database in it, checked to the last byte while it is read."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from server.backup.envelope import frames
from server.backup.manifest import Manifest, Tail
from server.backup.refusals import Refusal

_Shape = TypeVar("_Shape", Manifest, Tail)


@dataclass(slots=True)
class Opened:
    """`manifest` at once; `pieces` once. Only after the last piece is it certain that all was as it was written."""

    place: Path
    manifest: Manifest
    _rest: Iterator[tuple[bytes, bool]]
    tail: Tail | None = field(default=None)

    def pieces(self) -> Iterator[bytes]:
        """The database as it was packed; refuses, at the latest after its end, what is not whole."""
        digest, size = hashlib.sha256(), 0
        for body, last in self._rest:
            if last:
                self.tail = _read(body, Tail, self.place)
                break
            digest.update(body)
            size += len(body)
            yield body
        if self.tail is None or (self.tail.size, self.tail.sha256) != (size, digest.hexdigest()):
            raise Refusal("damaged", self.place, "its checksum differs")

    def checked(self) -> Tail:
        """Read all of it, for nothing but to see that it is whole."""
        for _ in self.pieces():
            pass
        assert self.tail
        return self.tail


@contextmanager
def opened(place: Path, passphrase: str) -> Iterator[Opened]:
    """Open a backup; refuses what is none, or not with this passphrase."""
    if not place.is_file():
        raise Refusal("not_a_backup", place)
    with place.open("rb") as file:
        rest = frames(file, place, passphrase)
        first, last = next(rest)
        if last:
            raise Refusal("damaged", place, "it holds nothing")
        yield Opened(place, _read(first, Manifest, place), rest)


def _read(body: bytes, shape: type[_Shape], place: Path) -> _Shape:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError:
        raise Refusal("damaged", place, "it does not say what is in it") from None
