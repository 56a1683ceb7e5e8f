"""The school's own list of its backups: what was made, how far it reaches, and what went wrong."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.backup.disk import elsewhere
from server.backup.making import Made
from server.kernel import clock
from server.kernel.db import Database
from server.kernel.ids import new_id
from server.sync import order
from server.sync.models import KeptBackup
from server.sync.schemas import AsOf

REMEMBERED = 60  # tries on the list; older ones are neither shown nor needed


async def note(database: Database, address: str, made: Made) -> None:
    """A backup was read back and found whole."""
    held = {one.id: {"clock": one.clock, "nonce": one.nonce} for one in made.manifest.schools}
    row = {"made_at": made.manifest.made_at, "size": made.size, "sealed": made.sealed, "held": held}
    await _add(database, made.place, elsewhere=elsewhere(made.place, address), **row)


async def note_failure(database: Database, place: Path, problem: str) -> None:
    """A backup could not be made; `problem` is the name of the refusal."""
    await _add(database, place, made_at=clock.instant(), problem=problem)


async def newest_first(session: AsyncSession) -> list[KeptBackup]:
    """The list; good ones have no `problem`."""
    return list((await session.execute(select(KeptBackup).order_by(KeptBackup.made_at.desc()))).scalars())


@dataclass(slots=True)
class Safe:
    """Up to where devices may forget what they have sent: asked by every sync, looked up once a minute.

    Only what still lies where it was written counts, whole and on another disk, and only if its last change is
    one that this server knows: a backup of another timeline holds nothing of ours.
    """

    database: Database
    _known: dict[str, int] = field(default_factory=dict)
    _asked: float = field(default=-60.0)

    async def of(self, schools: Iterable[str]) -> dict[str, int]:
        """School to clock, for those that some backup holds."""
        if monotonic() - self._asked >= 60:
            self._asked = monotonic()
            self._known = await self._looked_up()
        return {school: self._known[school] for school in schools if school in self._known}

    async def _looked_up(self) -> dict[str, int]:
        async with self.database.reading() as session:
            kept = [one for one in await newest_first(session) if one.problem is None and one.elsewhere]
            present = await asyncio.to_thread(lambda: [one for one in kept if _is_there(one)])
            known: dict[str, int] = {}
            for school, held in [pair for one in present for pair in one.held.items()]:
                clock_there, nonce = held["clock"], held["nonce"]
                if clock_there > known.get(school, 0) and await order.same_timeline(
                    session, school, AsOf(clock=clock_there, nonce=nonce)
                ):
                    known[school] = clock_there
        return known


def _is_there(one: KeptBackup) -> bool:
    try:
        return Path(one.place).stat().st_size == one.size
    except OSError:
        return False


async def _add(database: Database, place: Path, **row: object) -> None:
    async with database.writing() as session:
        await session.execute(insert(KeptBackup).values(id=new_id(), place=str(place), **row))
        older = select(KeptBackup.id).order_by(KeptBackup.made_at.desc()).offset(REMEMBERED)
        await session.execute(delete(KeptBackup).where(KeptBackup.id.in_(older.scalar_subquery())))
