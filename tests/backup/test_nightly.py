"""A backup every night, with one setting: made without anybody, rotated, and its failures said."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from server import migrations
from server.backup import envelope
from server.backup.contents import opened
from server.backup.nightly import Nightly, see_to_the_passphrase
from server.backup.refusals import Refusal
from server.backup.rotation import name_for
from server.kernel import clock
from server.kernel.db import Database
from server.settings import Settings, Stop, read
from tests.backup.conftest import WORDS
from tests.cast import START, Clock, World
from tests.conftest import Founded, _actor, running


@pytest.fixture
def settings(school: Path, tmp_path: Path) -> Settings:
    return Settings(data=school, backup_dir=tmp_path / "backups", backup_passphrase=WORDS)


@pytest.fixture
async def nightly(settings: Settings) -> AsyncIterator[Nightly]:
    database = Database(settings.database)
    assert settings.backup_dir
    yield Nightly(settings, database, settings.backup_dir)
    await database.close()


def files(nightly: Nightly) -> list[str]:
    return sorted(file.name for file in nightly.folder.iterdir() if file.name != ".making")


async def test_one_is_made_each_night_and_no_more(nightly: Nightly) -> None:
    with clock.at(START):
        assert await nightly.look()
        assert await nightly.look() is None
    with clock.at(START + timedelta(hours=10)):
        assert await nightly.look() is None
    with clock.at(START + timedelta(hours=20)):
        assert await nightly.look()
    assert files(nightly) == [name_for(START), name_for(START + timedelta(hours=20))]


async def test_it_is_sealed_and_can_be_opened(nightly: Nightly) -> None:
    with clock.at(START):
        made = await nightly.look()
    assert made
    assert made.sealed
    with opened(made.place, WORDS) as backup:
        assert {one.name for one in backup.manifest.schools} == {"Harbor Street School", "Oak Hill School"}
        backup.checked()


async def test_a_server_that_was_off_at_night_makes_up_for_it_and_forgets_nothing(
    nightly: Nightly, settings: Settings
) -> None:
    with clock.at(START):
        await nightly.look()
        assert await Nightly(settings, nightly.database, nightly.folder).look() is None
    with clock.at(START + timedelta(days=3, hours=5)):
        assert await Nightly(settings, nightly.database, nightly.folder).look()


async def test_of_two_processes_one_makes_it(nightly: Nightly, settings: Settings) -> None:
    other = Nightly(settings, Database(settings.database), nightly.folder)
    with clock.at(START):
        made = await asyncio.gather(nightly.look(), other.look())
    await other.database.close()
    assert sum(one is not None for one in made) == 1
    assert files(nightly) == [name_for(START)]


async def test_old_ones_are_put_away_and_other_files_are_left_alone(nightly: Nightly) -> None:
    nightly.folder.mkdir()
    (nightly.folder / "holiday.jpg").touch()
    for days in range(1, 60):
        (nightly.folder / name_for(START - timedelta(days=days))).write_bytes(b"old")
    with clock.at(START):
        assert await nightly.look()
    left = files(nightly)
    assert name_for(START) in left
    assert "holiday.jpg" in left
    assert name_for(START - timedelta(days=1)) in left
    assert name_for(START - timedelta(days=20)) not in left
    assert len(left) <= 1 + 7 + 4 + 3


async def test_a_failure_is_said_kept_and_tried_again_later(
    nightly: Nightly, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR, "brightwalk.backup"), clock.at(START):
        patched.setattr(envelope.Sealing, "end", full)
        assert await nightly.look() is None
    assert "disk_full" in caplog.text
    assert files(nightly) == []
    with clock.at(START + timedelta(minutes=30)):
        assert await nightly.look() is None
    with clock.at(START + timedelta(minutes=61)):
        assert await nightly.look()


async def test_a_folder_that_cannot_be_written_never_stops_the_serving(
    nightly: Nightly, caplog: pytest.LogCaptureFixture
) -> None:
    nightly.folder = Path("/dev/null/backups")
    with caplog.at_level(logging.ERROR, "brightwalk.backup"):
        assert await nightly.look() is None
    assert "cannot_write" in caplog.text


async def test_without_a_school_there_is_nothing_to_do(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, backup_dir=tmp_path / "backups", backup_passphrase=WORDS)
    await asyncio.to_thread(migrations.upgrade, settings.database, lambda _: None)
    database = Database(settings.database)
    assert await Nightly(settings, database, tmp_path / "backups").look() is None
    await database.close()


def test_nightly_backups_are_sealed_or_plain_by_choice_never_by_chance(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        see_to_the_passphrase(Settings(backup_dir=tmp_path))
    assert refused.value.name == "passphrase_needed"
    see_to_the_passphrase(Settings(backup_dir=tmp_path, backup_plain=True))
    see_to_the_passphrase(Settings(backup_dir=tmp_path, backup_passphrase=WORDS))
    see_to_the_passphrase(Settings())
    with pytest.raises(Stop):
        read({"BRIGHTWALK_BACKUP_PLAIN": "perhaps"})


async def test_the_server_makes_it_by_itself_and_the_page_tells(founded: Founded, school: Path, tmp_path: Path) -> None:
    """The whole application with the one setting; it stops at once although it would look again in ten minutes."""
    told = await _page_after_a_night(school / "brightwalk.sqlite", founded, backup_dir=tmp_path / "backups")
    assert told["setUp"] is True
    assert told["newest"]["sealed"] is True
    assert told["newest"]["elsewhere"] is False
    assert told["failed"] is None


async def test_the_page_tells_what_went_wrong(founded: Founded, school: Path) -> None:
    told = await _page_after_a_night(school / "brightwalk.sqlite", founded, backup_dir=Path("/dev/null/backups"))
    assert told["newest"] is None
    assert told["failed"]["problem"] == "cannot_write"


async def test_without_the_setting_the_page_says_so(world: World) -> None:
    told = (await world.ana.http.get(f"/api/schools/{world.school}/backups")).json()
    assert told == {"setUp": False, "newest": None, "failed": None, "restorations": []}


async def _page_after_a_night(path: Path, founded: Founded, *, backup_dir: Path) -> dict[str, dict[str, object]]:
    async with running(path, backup_dir=backup_dir, backup_passphrase=WORDS) as (app, stack):
        ana = await _actor(app, Clock(), stack, founded.signed_in["ana"])
        async with asyncio.timeout(60):
            while True:
                told = (await ana.http.get(f"/api/schools/{ana.school}/backups")).json()
                if told["newest"] or told["failed"]:
                    return told  # type: ignore[no-any-return]
                await asyncio.sleep(0.05)
