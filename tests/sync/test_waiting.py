"""Parked, not refused: what names something not known yet waits for it (RULINGS 21)."""

from server.kernel.ids import child_id, new_id
from tests.cast import AT, Actor, World, put
from tests.sync.test_push import add_note, mutation


def start(world: World, observer: Actor, walk: str) -> dict[str, object]:
    scope = f"walkthrough:{walk}"
    values = {"classId": world.math, "protocolId": world.protocol, "observerId": observer.id, "startedAt": AT}
    visited = put("visited", child_id(walk, world.ben.id), scope, personId=world.ben.id, name="Ben")
    first = put("walkthrough", walk, scope, **values)
    return mutation(observer, "start_walkthrough", {**first, "from": {}}, {**visited, "from": {}})


async def test_a_note_that_comes_before_its_walkthrough_is_applied_with_it(world: World) -> None:
    walk = new_id()
    note = add_note(world.ana, walk)
    assert [v.status for v in await world.ana.push(note)] == ["parked"]
    answer = await world.ana.sync([start(world, world.ana, walk)])
    assert [one["status"] for one in answer["results"]] == ["applied"]
    assert [(one["id"], one["status"]) for one in answer["settled"]] == [(note["id"], "applied")]
    assert len(await world.ana.sees("evidence_note")) == 1
    assert (await world.ana.push(note))[0].status == "applied"


async def test_a_rewording_that_comes_before_its_note_waits_for_the_note(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    note = add_note(world.ana, walk, "first")
    added = note["ops"][0]  # type: ignore[index]
    later = {**put("evidence_note", added["id"], added["scope"], text="second"), "from": {"text": [note["id"]]}}
    assert [v.status for v in await world.ana.push(mutation(world.ana, "reword_evidence_note", later))] == ["parked"]
    await world.ana.push(note)
    assert [one["text"] for one in await world.ana.sees("evidence_note")] == ["second"]


async def test_a_scope_once_held_and_lost_is_refused_at_once(world: World) -> None:
    seat, scope = child_id(world.team, world.fay.id), f"team:{world.team}"
    assert await world.fay.sees("team")
    await world.chi.did("leave_team", {"op": "remove", "kind": "team_member", "id": seat, "scope": scope})
    meeting = put("meeting", new_id(), scope, purpose="x", minutes=20, startedAt=AT)
    verdict = await world.fay.do("open_meeting", meeting)
    assert (verdict.status, verdict.problem) == ("rejected", "scope_lost")
    assert await world.fay.sees("team") == []


async def test_what_waits_in_vain_for_thirty_days_goes_back_to_its_author(world: World) -> None:
    note = add_note(world.ana, new_id())
    assert (await world.ana.push(note))[0].status == "parked"
    for _ in range(3):
        world.later(days=9)
        assert (await world.ana.sync([]))["settled"] == []
    world.later(days=4)
    settled = (await world.ana.sync([]))["settled"]
    assert [(one["status"], one["problem"]["name"]) for one in settled] == [("rejected", "waited_too_long")]


async def test_a_closed_device_is_heard_but_told_nothing(world: World) -> None:
    from sqlalchemy import update

    from server.people.models import Device

    walk = await world.walkthrough(world.ana, world.ben, notes=0)
    async with world.app.state.house.database.writing() as session:
        await session.execute(update(Device).where(Device.id == world.ana.device).values(state="closed"))
    answer = await world.ana.sync([add_note(world.ana, walk)])
    assert [one["status"] for one in answer["results"]] == ["parked"]
    assert (answer["deviceState"], answer["rows"], answer["records"], answer["granted"]) == ("closed", [], [], {})
