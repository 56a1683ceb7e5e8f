"""How long a large roster takes: `python -m tests.people.roster.bench [TEACHERS CLASSES STUDENTS]`.

The promise: 750 teachers and 6,000 class rows are previewed in under 20 seconds and imported in under 30.
Not a test: a shared machine would make it fail for nothing.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.kernel.db import Base, Database
from server.people.founding import Founding, found_school
from server.people.roster.importing import Asked, bring_in, preview
from server.people.roster.package import open_package
from server.people.roster.report import RosterReport
from server.sync.events import Hub
from server.sync.ledger import SyncLedger
from tests.people.roster.making import large_roster, zipped

FOUNDING = Founding(
    name="Oak Street School",
    time_zone="America/New_York",
    year_start="2026-09-01",
    year_end="2027-06-20",
    admin_name="Ana Torres",
)


async def main(teachers: int = 750, classes: int = 6000, students: int = 12_000) -> None:
    """Preview, import, and both again with nothing new."""
    print(f"{teachers} teachers, {classes} classes, {students} students to pass by")
    with tempfile.TemporaryDirectory() as folder:
        upload = Path(folder) / "roster.zip"
        upload.write_bytes(zipped(large_roster(teachers, classes, students)))
        database = Database(f"sqlite+aiosqlite:///{folder}/bench.sqlite")
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        ledger = SyncLedger(database, b"s" * 32, Hub(_nobody_listens))
        await found_school(ledger, FOUNDING)

        async def look() -> RosterReport:
            return await preview(database, FOUNDING.school, lambda: open_package(upload), Asked())

        async def take() -> RosterReport:
            return await bring_in(
                database, ledger, FOUNDING.school, FOUNDING.admin, lambda: open_package(upload), Asked()
            )

        for name, step in (("preview", look), ("import", take), ("preview again", look), ("import again", take)):
            await _timed(name, step)
        await database.close()


async def _timed(name: str, step: Callable[[], Awaitable[RosterReport]]) -> None:
    begun = time.perf_counter()
    report = await step()
    took = time.perf_counter() - begun
    new, same = report.people.new + report.classes.new, report.people.unchanged + report.classes.unchanged
    print(f"{name:14} {took:6.2f} s   {new} new, {same} unchanged")


async def _nobody_listens(_school: str, _scopes: set[str]) -> tuple[set[str], int]:
    return set(), 0


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
