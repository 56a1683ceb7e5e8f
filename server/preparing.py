"""Looks for what is missing before anything starts: settings, data folder, port.

Each is told as one sentence with the way out. Nothing large is imported here, so it is told at once.
"""

import argparse
import errno
import fcntl
import os
import shlex
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from server.settings import Settings, Stop, read

_OPTIONS = ("data", "database_url", "host", "port", "backup_plain", "backup_passphrase_file")
_LEAST_FREE = 50 * 2**20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def prepared(asked: argparse.Namespace, environment: Mapping[str, str]) -> Iterator[tuple[Settings, socket.socket]]:
    """The settings, with the port that it became, and the socket that holds it; the data folder is ours meanwhile."""
    settings = settings_of(asked, environment)
    with hold(settings.data, alone=not settings.database_url), closing(take_port(settings)) as listener:
        yield replace(settings, port=listener.getsockname()[1]), listener


def settings_of(asked: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    """The settings of this start. A demo has its own data folder, inside the usual one, and its own database."""
    words = getattr(asked, "tls", None)
    options = {name: getattr(asked, name, None) for name in _OPTIONS}
    settings = read(environment, **options, tls=shlex.join(words) if words else None)
    if asked.command != "demo":
        return settings
    return replace(settings, demo=True, data=settings.data if asked.data else settings.data / "demo", database_url="")


def hold(folder: Path, alone: bool) -> IO[bytes]:
    """Make the folder, see that it takes what is written into it, and, if `alone`, keep others out until closed."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _try_to_write(folder / ".probe")
        held = (folder / ".lock").open("wb")
    except OSError as error:
        raise Stop(_unusable(folder, error)) from None
    try:
        if alone:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise Stop(
            f"Another Brightwalk is already serving {folder}. Stop that one, or choose another folder with --data DIR."
        ) from None
    return held


def take_port(settings: Settings) -> socket.socket:
    """The port, taken for us before the slow part begins; port 0 is any free one."""
    host, port = settings.listen_on, settings.port
    if not 0 <= port <= 65535:
        raise Stop(f"{port} is not a port. Choose one from 1024 to 65535 with --port.")
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        raise Stop(_cannot_listen(host, port, error)) from None
    return listener


def _try_to_write(probe: Path) -> None:
    with probe.open("wb") as file:
        file.write(b"\0" * 65536)
        file.flush()
        os.fsync(file.fileno())
    probe.unlink()
    if shutil.disk_usage(probe.parent).free < _LEAST_FREE:
        raise OSError(errno.ENOSPC, "nearly full")


def _unusable(folder: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"The disk that holds {folder} is full. Free some space, or choose another folder with --data DIR."
    return f"Nothing can be written into {folder} ({error.strerror}). Choose another folder with --data DIR."


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is taken, perhaps by a Brightwalk that already runs. Choose another: --port {port + 1}"
        case errno.EACCES:
            return f"Port {port} needs the rights of an administrator. Choose one above 1023: --port 8420"
        case _:
            return f"This machine cannot listen on {host} ({error.strerror}). Choose another address with --host."
