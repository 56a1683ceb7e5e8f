"""A zip that nobody vouches for. Sizes are counted while reading, since its headers may lie.

Python's own reader takes the list of files into memory in one gulp and follows the sizes that it finds,
so the list is limited before it is read, and each file while it is read.
"""

import struct
import zipfile
import zlib
from typing import IO, BinaryIO, cast

from server.people.roster.limits import Limits
from server.people.roster.problems import Unreadable

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1


class Zipped:
    """The files of one zip; everything opened from it counts toward one common total."""

    def __init__(self, stream: BinaryIO, called: str, limits: Limits) -> None:
        self._limits = limits
        self.called = called
        self.out = 0
        try:
            self._zip = zipfile.ZipFile(cast(IO[bytes], _Gulped(stream, limits.directory)))
        except _BROKEN as fault:
            raise Unreadable("zip_damaged", called) from fault
        self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.filename.endswith("/")}
        self._look()

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def open(self, name: str) -> "_Counted":
        """One file of the zip. Raises `Unreadable` if it is locked, or packed in an unusual way."""
        entry = self._entries[name]
        if entry.flag_bits & _LOCKED:
            raise Unreadable("zip_locked", self.called)
        if entry.compress_type not in _PACKINGS:
            raise Unreadable("zip_packing", self.called)
        if entry.file_size > self._limits.unpacked:
            raise Unreadable("zip_swells", self.called)
        try:
            return _Counted(self._zip.open(entry), self, entry.compress_size, self._limits)
        except _BROKEN as fault:
            raise Unreadable("zip_damaged", self.called) from fault

    def _look(self) -> None:
        if len(self._zip.infolist()) > self._limits.entries:
            raise Unreadable("zip_crowded", self.called)
        seen: set[str] = set()
        for entry in self._zip.infolist():
            if not entry.filename or not _stays_inside(entry.orig_filename):
                raise Unreadable("zip_names", self.called, value=_printable(entry.orig_filename))
            if entry.filename in seen:
                raise Unreadable("file_twice", self.called, value=_printable(entry.filename))
            seen.add(entry.filename)
        if any(name.lower() in ("[content_types].xml", "mimetype") for name in self._entries):
            raise Unreadable("spreadsheet", self.called)


class _Counted:
    """A file of the zip, which stops when it, or all of them together, grow beyond reason."""

    def __init__(self, inner: IO[bytes], zipped: Zipped, packed: int, limits: Limits) -> None:
        self._inner = inner
        self._zipped = zipped
        self._packed = max(packed, 1)
        self._limits = limits
        self._out = 0

    def read(self, size: int = 65536) -> bytes:
        try:
            block = self._inner.read(size)
        except _BROKEN as fault:
            raise Unreadable("zip_damaged", self._zipped.called) from fault
        self._out += len(block)
        self._zipped.out += len(block)
        swollen = self._out > self._limits.swelling_from and self._out > self._limits.swelling * self._packed
        if swollen or self._zipped.out > self._limits.unpacked:
            raise Unreadable("zip_swells", self._zipped.called)
        return block

    def close(self) -> None:
        self._inner.close()


class _Gulped:
    """The zip's own bytes, of which no single read may take more than its list of files should need."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = most
        self.seek = stream.seek
        self.tell = stream.tell
        self.seekable = stream.seekable

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(block) > self._most:
            raise OSError("the list of files is too long")
        return block

    def close(self) -> None:
        """The owner closes it."""


def _stays_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not (name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name)


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:60]
