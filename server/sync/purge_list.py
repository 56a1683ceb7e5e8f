"""The list of what was purged that lies outside the backups: whatever a backup brings back, it is forgotten again.

A file of lines beside the database, which names schools, rows, fields and mutations and holds no word. It only grows.
Whoever opens the database holds both equal: what the file alone knows is purged now (the database was restored), what
the database alone knows is written down (the process died after its commit).
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.sync.models import PurgedWording, SchoolClock
from server.sync.purged import Entry
from server.sync.purging import written_down
from server.sync.stored import content_of, stored
from server.sync.unit import Unit


@dataclass(frozen=True, slots=True)
class PurgeList:
    """`place`: the file; None where there is nothing to restore from (a database in memory, a throwaway one)."""

    place: Path | None = None

    @classmethod
    def beside(cls, backup: Path, own: Path) -> "PurgeList":
        """Where backups lie, the list lies too, one for all of them: as new as the newest, and no part of any."""
        return cls(backup.parent / own.name)

    def add(self, entries: Sequence[Entry]) -> None:
        """Write these down; on the disk when this returns."""
        if self.place is None or not entries:
            return
        lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
        with os.fdopen(os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def entries(self) -> list[Entry]:
        """All that stand in it. A line that was cut off, by a full disk say, is written again from the database."""
        if self.place is None or not self.place.is_file():
            return []
        return [entry for line in self.place.read_bytes().splitlines() if (entry := _entry(line))]

    def take_in(self, other: "PurgeList") -> None:
        """Add what stands in another list and not in this one: both ways, so that it lies where the backups lie too."""
        mine = set(map(_key, self.entries()))
        self.add([entry for entry in other.entries() if _key(entry) not in mine])


def _entry(line: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(line, type=Entry)
    except msgspec.DecodeError:
        return None


async def hold_equal(session: AsyncSession, unit: Unit, purge_list: PurgeList) -> list[Entry]:
    """Purge what only the list knows; answers what only the database knew, to be added to the list after the commit."""
    listed = {_key(entry): entry for entry in purge_list.entries()}
    known = {_key(entry): entry for entry in await _known(session)}
    schools = set((await session.execute(select(SchoolClock.school_id))).scalars())
    again = [entry for key, entry in listed.items() if key not in known and entry.school in schools]
    await unit.lock(entry.school for entry in again)
    for school in sorted({entry.school for entry in again}):
        await _purge_again(session, unit, [entry for entry in again if entry.school == school], unit.tick(school))
    await unit.write()
    return [entry for key, entry in known.items() if key not in listed]


async def _purge_again(session: AsyncSession, unit: Unit, entries: Sequence[Entry], clock: int) -> None:
    await written_down(session, entries, clock)
    standing = await unit.rows.standing([entry.row for entry in entries])
    for row, met in standing.items():
        gone = {(entry.field, entry.mutation) for entry in entries if entry.row == row}
        content = content_of(met.model, met.row)
        for field, heads in content["fields"].items():
            content["fields"][field] = [
                {**head, "value": None} if (field, head["mutation"]) in gone else head for head in heads
            ]
        unit.rows.save(met.model, {**met.row, **stored(met.model, content), "version": clock})


async def _known(session: AsyncSession) -> Iterable[Entry]:
    one = PurgedWording
    found = await session.execute(select(one.school_id, one.row_id, one.field, one.mutation_id, one.account_id))
    return [Entry(*line) for line in found]


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.row, entry.field, entry.mutation
