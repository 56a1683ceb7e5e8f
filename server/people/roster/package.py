"""What was handed over, opened: a zip, a folder or one CSV become files by their lower-case base names.

Nothing is ever unpacked to disk. `folder` tells in which folder inside the zip the files lay.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from server.people.roster.limits import LIMITS, MEGA, Limits
from server.people.roster.lines import Bytes
from server.people.roster.problems import Unreadable
from server.people.roster.zipped import Zipped

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


@dataclass(slots=True)
class Package:
    """The files by lower-case base name; `named` has each name as it is written in the package."""

    opener: Callable[[str], Bytes]
    named: dict[str, str]
    single: bool = False
    folder: str = ""
    limits: Limits = field(default=LIMITS)

    def has(self, name: str) -> bool:
        return name in self.named

    @contextmanager
    def open(self, name: str) -> Iterator[Bytes]:
        stream = self.opener(name)
        try:
            yield stream
        finally:
            stream.close()


@contextmanager
def open_package(source: Path | BinaryIO, called: str = "roster.csv", limits: Limits = LIMITS) -> Iterator[Package]:
    """A package from a path, or from an upload that lies in a nameless temporary file.

    Raises `Unreadable` for whatever cannot be one.
    """
    if isinstance(source, Path):
        if source.is_dir():
            yield _folder(source, limits)
            return
        if not source.is_file():
            raise Unreadable("path_missing", value=str(source))
        with source.open("rb") as stream:
            yield _file(stream, source.name, limits)
        return
    yield _file(source, called, limits)


def _file(stream: BinaryIO, called: str, limits: Limits) -> Package:
    size = stream.seek(0, 2)
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    if size == 0:
        raise Unreadable("empty_file", called)
    if size > limits.package:
        raise Unreadable("too_large", called)
    if start in _ZIPS:
        return _zip(stream, called, limits)
    return Package(lambda _: _Kept(stream), {called.lower(): called}, single=True, limits=limits)


def _zip(stream: BinaryIO, called: str, limits: Limits) -> Package:
    zipped = Zipped(stream, called, limits)
    named, folder = _by_base_name(zipped.names)
    return Package(
        lambda name: zipped.open(named[name]),
        {base: path.rpartition("/")[2] for base, path in named.items()},
        single=len(named) == 1 and not _is_known(next(iter(named))),
        folder=folder,
        limits=limits,
    )


def _by_base_name(paths: list[str]) -> tuple[dict[str, str], str]:
    named: dict[str, str] = {}
    folders = set()
    for path in paths:
        folder, _, base = path.rpartition("/")
        if not base.lower().endswith(".csv") or base.startswith(".") or path.startswith("__MACOSX/"):
            continue
        if base.lower() in named:
            raise Unreadable("file_twice", value=base)
        named[base.lower()] = path
        folders.add(folder)
    if not named:
        raise Unreadable("no_roster")
    return named, max(folders)


def _folder(path: Path, limits: Limits) -> Package:
    files = _csv_files(path)
    inner = [child for child in path.iterdir() if child.is_dir()] if not files else []
    if len(inner) == 1:
        files = _csv_files(inner[0])
    if not files:
        raise Unreadable("no_roster")
    named: dict[str, Path] = {}
    for file in files:
        if file.name.lower() in named:
            raise Unreadable("file_twice", value=file.name)
        if file.stat().st_size > limits.unpacked:
            raise Unreadable("too_large", file.name)
        named[file.name.lower()] = file
    return Package(
        lambda name: named[name].open("rb", buffering=MEGA),
        {base: file.name for base, file in named.items()},
        single=len(named) == 1 and not _is_known(next(iter(named))),
        limits=limits,
    )


def _csv_files(path: Path) -> list[Path]:
    return sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())


def _is_known(base: str) -> bool:
    return base in ("users.csv", "teacher.csv")


class _Kept:
    """The upload's own stream, read from its start, left open for its owner."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        """The owner closes it."""
