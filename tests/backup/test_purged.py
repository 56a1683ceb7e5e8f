"""What was purged stays so, whatever an older backup brings back and whoever offers it again."""

import asyncio
import json
from pathlib import Path

from server import cli
from server.kernel.ids import new_id
from tests.backup.story import Tablets, backed_up, restored
from tests.cast import AT, World, put
from tests.conftest import Founded

NAME = "Maria Quispe"


async def purged_after(world: World, tmp_path: Path) -> tuple[Path, str]:
    """A note with a name, in a backup; after it the name was taken back. The backup, and the note."""
    walk, note = await world.walkthrough(world.ana, world.ben, notes=0), new_id()
    scope = f"walkthrough:{walk}"
    await world.ana.did("add_evidence_note", put("evidence_note", note, scope, text=f"{NAME} said 7", begunAt=AT))
    (tmp_path / "elsewhere").mkdir()
    file = await backed_up(world, tmp_path / "elsewhere")
    await world.ana.did("reword_evidence_note", put("evidence_note", note, scope, text=f"{NAME} said 7 of 9"))
    await world.ana.did("purge_words", put("evidence_note", note, scope, text="a learner said 7 of 9"))
    return file, note


def on_disk(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.glob("brightwalk.sqlite*")))


async def test_an_older_backup_brings_no_purged_word_back(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path
) -> None:
    """A later backup laid the list beside the older; the tablet offers again all that it ever sent, with its words."""
    file, note = await purged_after(world, tmp_path)
    address = world.app.state.house.database.engine.url.render_as_string()
    later = ["backup", str(file.with_name("two.backup")), "--plain", "--data", str(tmp_path), "--database-url", address]
    assert await asyncio.to_thread(cli.run, later) == 0
    assert NAME not in (tmp_path / "purged.jsonl").read_text()
    assert (file.parent / "purged.jsonl").read_text() == (tmp_path / "purged.jsonl").read_text()
    async with restored(world, founded, file):
        assert NAME.encode() not in on_disk(file.parent / "there")
        assert NAME in json.dumps(tablets.sent)
        await tablets.come_again(world.ana)
        (row,) = await world.ana.sees("evidence_note", id=note)
        assert row["text"] == "a learner said 7 of 9"
        assert NAME not in json.dumps(world.ana.base)
        assert NAME.encode() not in on_disk(file.parent / "there")
        world.ana.asof = None
        told = (await world.ana.sync([]))["purged"]
        assert {one["mutation"] for one in told} == {one["id"] for one in tablets.sent["Ana Reyes"][-3:-1]}


async def test_without_the_list_the_device_that_purged_purges_again(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path
) -> None:
    file, note = await purged_after(world, tmp_path)
    async with restored(world, founded, file):
        assert NAME.encode() in on_disk(file.parent / "there")
        await tablets.come_again(world.ana)
        (row,) = await world.ana.sees("evidence_note", id=note)
        assert row["text"] == "a learner said 7 of 9"
        assert NAME.encode() not in on_disk(file.parent / "there")
        assert (file.parent / "there" / "purged.jsonl").read_text().count(note) == 2
