"""Opens the database for a start: its tables, a demo's school, or the link with which a school is founded."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from server import demo, migrations
from server.kernel.db import Database
from server.people.first_run import first_run_link
from server.settings import Settings, Stop

Say = Callable[[str], None]


def open_database(settings: Settings, say: Say) -> str | None:
    """Leave the database ready to serve. The one-time link that founds a school, while there is none."""
    with said_plainly(settings):
        if settings.demo and not settings.database_file.is_file():
            _make_demo(settings, say)
        migrations.upgrade(settings.database, say)
        return None if settings.demo else asyncio.run(_first_run(settings))


@contextmanager
def said_plainly(settings: Settings) -> Iterator[None]:
    """Within it, a database that cannot be used is told in one sentence, without its password."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        told = str(getattr(error, "orig", error)).splitlines()[0]
        way_out = (
            "Check that it runs, and BRIGHTWALK_DATABASE_URL." if settings.database_url else "Restore a backup of it."
        )
        raise Stop(f"The database {_shown(settings)} cannot be used ({told}). {way_out}") from None


def _make_demo(settings: Settings, say: Say) -> None:
    """Made beside its place and then moved there whole, so that an interrupted first start leaves no half a school."""
    unfinished = replace(settings, data=settings.data / "unfinished")
    unfinished.data.mkdir(exist_ok=True)
    for rest in unfinished.data.iterdir():
        rest.unlink()
    say("Telling the demo school's year, once …")
    migrations.upgrade(unfinished.database, lambda _: None)
    asyncio.run(_tell_demo(unfinished))
    unfinished.database_file.rename(settings.database_file)
    unfinished.data.rmdir()


async def _tell_demo(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        await demo.make_demo(database)
    finally:
        await database.close()


async def _first_run(settings: Settings) -> str | None:
    database = Database(settings.database)
    try:
        return await first_run_link(database, settings.address)
    finally:
        await database.close()


def _shown(settings: Settings) -> str:
    if not settings.database_url:
        return str(settings.database_file)
    before, at, after = settings.database_url.rpartition("@")
    return f"{before.partition('//')[0]}//…@{after}" if at else after
