"""What stands at the front of a backup: when it was made, of what, and where each school's order stood."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

from server.backup.words import age

Kind = Literal["sqlite", "postgresql"]

REVISION = "SELECT version_num FROM alembic_version"
SCHOOLS = (
    "SELECT s.id, s.name, c.clock, t.nonce, "
    "(SELECT count(*) FROM person p WHERE p.school_id = s.id AND p.alive) "
    "FROM school s LEFT JOIN school_clock c ON c.school_id = s.id "
    "LEFT JOIN tick t ON t.school_id = s.id AND t.clock = c.clock WHERE s.alive ORDER BY s.name, s.id"
)
"""One line for each school, in words that SQLite and PostgreSQL both read."""


class SchoolThere(msgspec.Struct):
    """A school in the backup, and the newest change of it that the backup holds."""

    id: str
    name: str
    clock: int
    nonce: str
    people: int


class Manifest(msgspec.Struct):
    """The first frame of a backup. `engine` is the version of the database's program, for whoever restores by hand."""

    made_at: str
    database: Kind
    engine: str
    revision: str
    schools: list[SchoolThere]


class Tail(msgspec.Struct):
    """The last frame: how many bytes of database lie between, and their SHA-256."""

    size: int
    sha256: str


def school_there(row: Sequence[Any]) -> SchoolThere:
    """A line of `SCHOOLS`, read."""
    school, name, clock, nonce, people = row
    return SchoolThere(school, name or "", clock or 0, nonce or "", people)


def described(manifest: Manifest, now: datetime) -> list[str]:
    """What is in a backup, for whoever typed the command."""
    made = datetime.fromisoformat(manifest.made_at.replace("Z", "+00:00"))
    first = (
        f"Made {age(now - made)} ago, {made:%Y-%m-%d %H:%M} UTC, from {manifest.database} {manifest.engine}. It holds:"
    )
    return [first, *(f"  {one.name}: {one.people} people, up to change {one.clock}" for one in manifest.schools)]
