"""One round trip over HTTP: what a device may count on."""

from server.kernel.ids import new_id
from tests.cast import AT, World, put


async def test_a_note_reaches_nobody_before_it_is_shared(world: World) -> None:
    walk = await world.walkthrough(world.ana, world.ben)
    assert len(await world.ana.sees("evidence_note", scope=f"walkthrough:{walk}")) == 2
    for other in (world.ben, world.chi, world.dee, world.eli, world.fay):
        assert await other.sees("evidence_note") == []


async def test_sharing_brings_the_whole_visit_to_its_teacher_and_to_nobody_else(world: World) -> None:
    walk = await world.shared(world.ana, world.ben)
    assert len(await world.ben.sees("evidence_note", scope=f"walkthrough:{walk}")) == 2
    assert [one["text"] for one in await world.ben.sees("strength")] == ["Learners explain paths to each other"]
    for other in (world.chi, world.dee, world.eli, world.fay):
        assert await other.sees("strength") == []


async def test_a_guessed_id_gets_no_word_and_is_kept_waiting(world: World) -> None:
    await world.walkthrough(world.ana, world.ben)
    note = (await world.ana.sees("evidence_note"))[0]
    verdict = await world.dee.do("reword_evidence_note", put("evidence_note", note["id"], note["scope"], text="mine"))
    unknown = await world.dee.do(
        "reword_evidence_note", put("evidence_note", new_id(), f"walkthrough:{new_id()}", text="mine")
    )
    assert (verdict.status, unknown.status) == ("parked", "parked")


async def test_what_has_been_answered_waits_no_more_for_whoever_looks_at_the_device(world: World) -> None:
    """Of a device that is lost now, nobody should miss what the server holds (SYNC 3.7)."""
    unknown = put("evidence_note", new_id(), f"walkthrough:{new_id()}", text="x")
    mutation = {
        "id": new_id(), "school": world.ana.school, "verb": "add_evidence_note", "schema": 1, "at": AT, "ops": [unknown]
    }  # fmt: skip
    said = {**world.ana.request([mutation]), "waiting": 3}
    assert (await world.ana.http.post("/api/sync", json=said)).status_code == 200
    rows = (await world.ana.http.get("/api/devices")).json()["devices"]
    assert [row["waiting"] for row in rows if row["thisOne"]] == [2]
