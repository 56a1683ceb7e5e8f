"""Files that survive a power cut, and whether two places share one disk."""

import os
from pathlib import Path

from sqlalchemy import make_url

_HERE = ("", "localhost", "127.0.0.1", "::1")


def settle(folder: Path) -> None:
    """A new name is on the disk once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def elsewhere(place: Path, database: str) -> bool:
    """Whether a backup lies on another disk than its database, as far as this machine can tell; else False.

    For SQLite the disks under both files are compared, two partitions of one disk being one. PostgreSQL on
    another machine is elsewhere; on this one its disk is not asked for.
    """
    address = make_url(database)
    if address.get_backend_name() == "sqlite":
        return _disk_of(place) != _disk_of(Path(address.database or ""))
    host = address.query.get("host") or address.host or ""
    return isinstance(host, str) and host not in _HERE and not host.startswith("/")


def _disk_of(place: Path) -> str:
    number = place.stat().st_dev
    entry = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")
    if not entry.exists():
        return str(number)
    device = entry.resolve()
    return (device.parent if (device / "partition").exists() else device).name
