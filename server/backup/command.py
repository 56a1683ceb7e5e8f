"""`backup FILE` and `restore FILE`, as they are typed."""

import argparse
import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from server.backup import passphrase
from server.backup.contents import Opened, opened
from server.backup.envelope import header_of
from server.backup.kept import note
from server.backup.making import Made, make_backup
from server.backup.manifest import described
from server.backup.refusals import Refusal
from server.backup.restoring import refuse_what_does_not_fit, restore_postgres, restore_sqlite
from server.kernel import clock
from server.kernel.db import Database
from server.preparing import hold
from server.settings import Settings
from server.sync.purge_list import PurgeList

Say = Callable[[str], None]

_NEXT = """
What to do next:
  1. Start it with ./brightwalk, at the address that it had: devices know their school by it.
  2. Sign in as an admin and open School, Backups. That page says which time is affected and what comes back.
  3. Ask everybody to open Brightwalk once, on every device: what was lost here comes back from there.
  4. Do again what no device can bring: close devices, end roles, import the roster, send join links.
If there is a newer backup than this one, stop here and restore that: devices may have forgotten what it holds."""


def backup(asked: argparse.Namespace, settings: Settings, say: Say) -> int:
    """Make one backup, while the server runs or not; the exit code."""
    place = Path(asked.file).expanduser().absolute()
    if place.exists():
        raise Refusal("file_exists", place)
    if not settings.database_url and not settings.database_file.is_file():
        raise Refusal("no_school", settings.data)
    words = passphrase.to_seal_with(settings, place)
    made = make_backup(settings.database, place, words, lambda there: _tell(described(there, clock.now()), say))
    say(f"Written to {place} and read back: it is whole ({_size(made.size)}, {'sealed' if made.sealed else 'plain'}).")
    if not made.sealed:
        say("Whoever has this file can read everything in it. Keep it as you would keep the school's own disk.")
    asyncio.run(_noted(settings, made, say))
    PurgeList.beside(place, settings.purge_list).take_in(PurgeList(settings.purge_list))
    return 0


def restore(asked: argparse.Namespace, settings: Settings, say: Say) -> int:
    """Say what is in a backup and, unless only that was asked, bring it back; the exit code."""
    place = Path(asked.file).expanduser().absolute()
    words = passphrase.to_open_with(settings, place) if _is_sealed(place) else ""
    with ExitStack() as stack:
        found = stack.enter_context(opened(place, words))
        _tell(described(found.manifest, clock.now()), say)
        if asked.look:
            found.checked()
            say("It is whole.")
            return 0
        refuse_what_does_not_fit(found, settings.database)
        stack.enter_context(hold(settings.data, alone=not settings.database_url))
        _bring_back(found, stack, settings, words, end_sessions=asked.sign_out)
        PurgeList(settings.purge_list).take_in(PurgeList.beside(place, settings.purge_list))
    say(f"Restored to {settings.database_url.rpartition('@')[2] or settings.database_file}.")
    say(_NEXT)
    return 0


def _bring_back(found: Opened, stack: ExitStack, settings: Settings, words: str, *, end_sessions: bool) -> None:
    if settings.database_url:
        again = stack.enter_context(opened(found.place, words))
        restore_postgres(found, again, settings.database, end_sessions=end_sessions)
    else:
        restore_sqlite(found, settings.database_file, end_sessions=end_sessions)


def _is_sealed(place: Path) -> bool:
    if not place.is_file():
        raise Refusal("not_a_backup", place)
    with place.open("rb") as file:
        header, _ = header_of(file, place)
    return header.sealed


def _tell(lines: list[str], say: Say) -> None:
    for line in lines:
        say(line)


async def _noted(settings: Settings, made: Made, say: Say) -> None:
    """The school's own list of its backups. A backup is good without it; devices only keep more for longer."""
    database = Database(settings.database)
    try:
        await note(database, settings.database, made)
    except SQLAlchemyError:
        say("The school's own list of backups could not be written, so devices do not count on this one.")
    finally:
        await database.close()


def _size(many: int) -> str:
    return f"{many / 1e6:.1f} MB"
