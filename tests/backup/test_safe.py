"""`safe` on the wire: a device may forget what a good backup holds, and after a restore nothing that could be lost."""

from itertools import count
from pathlib import Path

import pytest

from tests.backup.story import Tablets, backed_up, restored
from tests.cast import World
from tests.conftest import Founded


@pytest.fixture(autouse=True)
def on_another_disk_and_looked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests have one disk, and no minute to wait."""
    minutes = count()
    monkeypatch.setattr("server.backup.kept.elsewhere", lambda *_: True)
    monkeypatch.setattr("server.backup.kept.monotonic", lambda: next(minutes) * 61.0)


async def safe(world: World) -> dict[str, int]:
    told: dict[str, int] = (await world.ana.sync([]))["safe"]
    return told


async def test_a_device_hears_how_far_the_newest_backup_reaches(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path
) -> None:
    await world.walkthrough(world.ana, world.ben)
    assert await safe(world) == {}
    there = world.ana.asof[world.school]["clock"] if world.ana.asof else 0
    await backed_up(world, tmp_path)
    file = await backed_up(world, tmp_path, "another.backup")  # this one has the first one on its list
    assert await safe(world) == {world.school: there}
    await world.walkthrough(world.ana, world.ben)
    assert await safe(world) == {world.school: there}  # what came after it is in no backup yet
    world.later(hours=1)
    async with restored(world, founded, file):
        await tablets.come_again(world.ana)
        assert await safe(world) == {}  # nothing is safe here before this server has a backup of its own


async def test_a_person_hears_of_the_own_schools_only(world: World, tmp_path: Path) -> None:
    await backed_up(world, tmp_path)
    await world.eli.pull()
    assert (await world.eli.sync([]))["safe"].keys() == {world.eli.school}
