"""One round trip over HTTP: what a device may count on."""

from server.kernel.ids import new_id
from tests.cast import World, put


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
