"""A backup every night, made by the server itself; old ones are put away. One setting: `BRIGHTWALK_BACKUP_DIR`.

Nothing is remembered between starts: the newest file in the folder says when the next one is due, so a server
that was off at night makes up for it when it starts. The work is done in a thread. Of several processes on one
machine one makes it; the others find the folder taken.
"""

import asyncio
import fcntl
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from server.backup import passphrase, rotation
from server.backup.envelope import LEAST
from server.backup.kept import note, note_failure
from server.backup.making import Made, make_backup
from server.backup.refusals import Refusal
from server.kernel import clock
from server.kernel.db import Database
from server.people.models import School
from server.people.school_days import known_zone
from server.settings import Settings
from server.sync.purge_list import PurgeList

LOOK = 600.0  # seconds between two looks at the folder
AGAIN = timedelta(hours=1)  # after a failure
_LOG = logging.getLogger("brightwalk.backup")


@asynccontextmanager
async def every_night(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Within it a backup is made every night, if the settings say where to. A demo needs none."""
    if settings.backup_dir is None or settings.demo:
        yield
        return
    keeping = asyncio.create_task(Nightly(settings, database, settings.backup_dir).keep())
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


def see_to_the_passphrase(settings: Settings) -> None:
    """Refuse to start with nightly backups that nothing would seal, unless plain was chosen."""
    if settings.backup_dir and not settings.backup_plain and len(passphrase.given(settings)) < LEAST:
        raise Refusal("passphrase_needed", settings.backup_dir, least=LEAST)


class Stopping(Exception):
    """The server ends; a backup that is under way is left undone."""


@dataclass(slots=True)
class Nightly:
    """For `app.py` to keep beside the server: `await keep()` until it is cancelled."""

    settings: Settings
    database: Database
    folder: Path
    _failed_at: datetime | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    async def keep(self) -> None:
        """Look, and look again, for as long as the server runs. Whatever fails here never stops the serving."""
        try:
            while True:
                await self.look()
                await asyncio.sleep(LOOK)
        finally:
            self._over.set()

    async def look(self) -> Made | None:
        """Make a backup if one is due; the one that was made."""
        now = clock.now()
        if self._failed_at and now - self._failed_at < AGAIN:
            return None
        try:
            zone = await self._zone()
            made = await asyncio.to_thread(self._make_if_due, now, zone) if zone else None
            if made:
                await note(self.database, self.settings.database, made)
                self._failed_at = None
            return made
        except Stopping:
            return None
        except (Refusal, SQLAlchemyError, OSError) as failure:
            await self._failed(now, failure)
            return None

    def _make_if_due(self, now: datetime, zone: str) -> Made | None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(self.folder) as ours:
            if ours:
                own = self.settings.purge_list
                PurgeList.beside(self.folder / own.name, own).take_in(PurgeList(own))
            if not ours or not rotation.is_due(now, max(self._moments(), default=None), zone):
                return None
            see_to_the_passphrase(self.settings)
            words = "" if self.settings.backup_plain else passphrase.given(self.settings)
            place = self.folder / rotation.name_for(now)
            made = make_backup(self.settings.database, place, words, going_on=self._going_on)
            self._put_old_ones_away()
            return made

    def _put_old_ones_away(self) -> None:
        moments = self._moments()
        for moment in set(moments) - rotation.kept(moments):
            with suppress(OSError):
                (self.folder / rotation.name_for(moment)).unlink()

    def _moments(self) -> list[datetime]:
        found = (rotation.moment_in(file.name) for file in self.folder.iterdir())
        return [moment for moment in found if moment]

    def _going_on(self) -> None:
        if self._over.is_set():
            raise Stopping

    async def _zone(self) -> str | None:
        """The zone in which the first school sleeps; None while there is no school."""
        async with self.database.reading() as session:
            found = await session.execute(select(School.time_zone).where(School.alive.is_(True)).order_by(School.id))
            zones = list(found.scalars())
        return next((zone for zone in zones if zone and known_zone(zone)), "UTC" if zones else None)

    async def _failed(self, now: datetime, failure: Exception) -> None:
        """Said in the log, and on the admin's page; tried again in an hour."""
        self._failed_at = now
        name = failure.name if isinstance(failure, Refusal) else "cannot_write"
        _LOG.error(
            "no backup was made (%s): %s", name, failure if isinstance(failure, Refusal) else type(failure).__name__
        )
        with suppress(SQLAlchemyError, OSError):
            await note_failure(self.database, self.folder, name)


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Whether this process has the folder to itself, for the length of the block."""
    with (folder / ".making").open("wb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
