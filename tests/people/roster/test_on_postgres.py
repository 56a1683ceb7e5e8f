"""The same import on PostgreSQL: links are written, forgotten and found again as on SQLite."""

from collections.abc import AsyncIterator

import pytest

from server.kernel.db import Base, Database
from server.people.house import House
from server.sync.events import Hub
from server.sync.ledger import SyncLedger
from tests import postgres as clusters
from tests.people.conftest import Doors
from tests.people.roster.conftest import Importing
from tests.people.roster.test_importing import BEN, DEE, STAFF, with_users
from tests.people.roster.test_oneroster import CLASSES, ENROLLMENTS, FILES

postgres = clusters.postgres


async def _nobody_listens(_school: str, _scopes: set[str]) -> tuple[set[str], int]:
    return set(), 0


@pytest.fixture
async def elm(postgres: clusters.Cluster) -> AsyncIterator[Importing]:
    """A school on PostgreSQL."""
    database = Database(postgres.database())
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    ledger = SyncLedger(database, b"s" * 32, Hub(_nobody_listens))
    doors = Doors(House(database=database, ledger=ledger, address="http://walk.example"), app=None)  # type: ignore[arg-type]
    yield Importing(await doors.found())
    await database.close()


async def test_people_and_classes_come_change_go_and_come_back(elm: Importing) -> None:
    assert (await elm.take(FILES)).people.new == 2
    assert (await elm.take(FILES)).people.unchanged == 2
    renamed = (*BEN[:7], "Grant", "")
    assert (await elm.take(with_users(renamed, DEE))).people.changed == 1
    fewer = {**with_users(DEE), "classes.csv": CLASSES[:2], "enrollments.csv": ENROLLMENTS[:3]}
    gone = await elm.take(fewer, confirm=True)
    assert (gone.people.ended, gone.classes.ended) == (1, 1)
    back = await elm.take(FILES)
    assert (back.people.back, back.classes.back) == (1, 1)
    assert await elm.people() == STAFF
    assert await elm.classes() == {
        "Algebra I": (False, {"Ben Okafor", "Dee Novak"}),
        "Homeroom 9A": (False, {"Dee Novak"}),
    }
