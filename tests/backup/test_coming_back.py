"""The whole story of a restore: what devices bring back, what the admin's page tells, what nobody hears twice."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from server.people.mail import Post
from server.people.models import Reading
from server.sync.models import Log
from tests.backup.story import Tablets, backed_up, restored
from tests.cast import AT, Actor, World, put, shown
from tests.conftest import Founded


async def page(actor: Actor, school: str) -> httpx.Response:
    return await actor.http.get(f"/api/schools/{school}/backups")


async def test_what_was_lost_comes_back_exactly_once_and_the_page_tells_from_whom(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path
) -> None:
    first = await world.shared(world.ana, world.ben)
    file = await backed_up(world, tmp_path)
    in_backup = len(tablets.sent["Ana Reyes"]) + len(tablets.sent["Ben"])
    world.later(hours=5)
    second = await world.shared(world.ana, world.ben)
    answer = child_id(second, "response", world.ben.id)
    await answered(world.ben, second)
    for actor in (world.ana, world.ben, world.chi):
        await actor.pull()
    before = {actor.name: _seen(actor) for actor in (world.ana, world.ben)}
    many = len(tablets.sent["Ana Reyes"]) + len(tablets.sent["Ben"])
    world.later(hours=1)
    async with restored(world, founded, file):
        told = (await page(world.ana, world.school)).json()
        (one,) = told["restorations"]
        assert (one["brought"], one["heard"]) == (0, [])
        assert {row["person"] for row in one["missing"]} == {"Ana Reyes", "Ben", "Chi", "Dee", "Fay"}
        assert one["backupAt"] == "2026-03-02T15:00:00.000Z"
        await tablets.come_again(world.ben)  # his answer waits for the share that it is about
        assert not await world.ben.sees("response", id=answer)
        await tablets.come_again(world.ana)
        await world.ben.pull()
        await world.ana.pull()
        assert {actor.name: _seen(actor) for actor in (world.ana, world.ben)} == before
        async with world.app.state.house.database.reading() as session:
            log = {row.mutation_id: row.status for row in (await session.execute(select(Log))).scalars()}
        sent = [one["id"] for who in tablets.sent.values() for one in who]
        assert len(sent) == many
        assert all(log[mutation] == "applied" for mutation in sent)
        await begun_after_the_restore(world)
        (one,) = (await page(world.ana, world.school)).json()["restorations"]
        heard = {row["person"]: row for row in one["heard"]}
        assert heard.keys() == {"Ana Reyes", "Ben"}
        assert heard["Ben"]["brought"] == 1
        assert heard["Ana Reyes"]["brought"] == one["brought"] - 1
        assert one["brought"] == many - in_backup  # and not what was begun afterwards
        assert one["keptApart"] == 0
        assert {row["person"] for row in one["missing"]} == {"Chi", "Dee", "Fay"}
        assert first in {row["id"] for row in await world.ben.sees("walkthrough")}


async def test_the_page_is_open_to_an_admin_of_that_school_alone(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path
) -> None:
    file = await backed_up(world, tmp_path)
    world.later(hours=1)
    async with restored(world, founded, file):
        assert (await page(world.ana, world.school)).status_code == 200
        for nobody in (world.ben, world.chi, world.fay, world.eli):
            answer = await page(nobody, world.school)
            assert (answer.status_code, answer.json()["name"]) == (404, "not_found")
        assert (await page(world.eli, world.eli.school)).json()["restorations"][0]["missing"][0]["person"] == "Eli"
        assert (
            await httpx.AsyncClient(transport=world.ana.http._transport, base_url="http://localhost:8420").get(
                f"/api/schools/{world.school}/backups"
            )
        ).status_code == 401


@pytest.mark.parametrize("first", ["Ana Reyes", "Ben"])
async def test_nobody_is_told_twice_of_what_came_back(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """No letter goes out; what a teacher has read is read; what a teacher has answered does not wait for an answer."""
    letters: list[object] = []
    monkeypatch.setattr(Post, "send", lambda *words: letters.append(words))
    read = await world.shared(world.ana, world.ben)
    await answered(world.ben, read)
    file = await backed_up(world, tmp_path)
    lost = await world.shared(world.ana, world.ben)
    await answered(world.ben, lost)
    await world.ana.pull()
    before, readings = _seen(world.ben), await _readings(world)
    world.later(hours=5)
    async with restored(world, founded, file):
        world.app.state.house.post = Post("smtp://localhost", "walk@school.example")
        for actor in sorted((world.ana, world.ben), key=lambda one: one.name != first):
            await tablets.come_again(actor)
        await world.ben.pull()
        assert letters == []
        assert _seen(world.ben) == before
        again = await _readings(world)
        assert again.keys() == readings.keys() == {f"walkthrough:{read}", f"walkthrough:{lost}"}
        assert again[f"walkthrough:{read}"] == readings[f"walkthrough:{read}"]


@pytest.mark.parametrize("first", ["Ana Reyes", "Ben"])
async def test_a_share_that_could_not_be_taken_back_is_not_taken_back_by_a_restore(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path, first: str
) -> None:
    """The restored server has forgotten that he had read it. Who was refused then does not ask again."""
    file = await backed_up(world, tmp_path)
    walk = await world.shared(world.ana, world.ben)
    await answered(world.ben, walk)
    undone = put("feedback", child_id(walk, "feedback"), f"walkthrough:{walk}", shared=False, sharedAt=None)
    assert (await world.ana.do("withdraw_share", undone)).problem == "already_read"
    before = _seen(world.ben)
    world.later(hours=5)
    async with restored(world, founded, file):
        for actor in sorted((world.ana, world.ben), key=lambda one: one.name != first):
            await tablets.come_again(actor)
        await world.ben.pull()
        assert _seen(world.ben) == before
        assert await world.ben.sees("response", teacherId=world.ben.id)


async def begun_after_the_restore(world: World) -> None:
    world.later(hours=1)
    day_off = put("day_off", new_id(), f"school:{world.school}", day="2026-05-01", title="Founders")
    change = {
        "id": new_id(),
        "school": world.school,
        "verb": "mark_day_off",
        "schema": 1,
        "ops": [{**day_off, "from": {}}],
    }
    (verdict,) = await world.ana.push({**change, "at": instant(world.clock.now)})
    assert verdict.status == "applied"


async def answered(teacher: Actor, walk: str) -> None:
    words = {"teacherId": teacher.id, "answer": "fits", "text": "They had practised it", "answeredAt": AT}
    answer = child_id(walk, "response", teacher.id)
    await teacher.did("answer_feedback", put("response", answer, f"walkthrough:{walk}", **words))


async def _readings(world: World) -> dict[str, str]:
    async with world.app.state.house.database.reading() as session:
        found = (await session.execute(select(Reading))).scalars()
        return {row.scope: row.first_read_at for row in found}


def _seen(actor: Actor) -> dict[str, dict[str, Any]]:
    """What a person's screens rest on."""
    return {row["id"]: shown(row) for row in actor.base.values() if not row.get("gone")}
