"""Sketches: stroke by stroke, the observer's own, and read by the teacher with the note once it is shared."""

from server.kernel.clock import instant
from server.kernel.ids import new_id
from tests.cast import World
from tests.walkthroughs.drawing import POINTS
from tests.walkthroughs.visiting import Visit, ready, started


async def drawn(visit: Visit, strokes: int = 2, note: str | None = None) -> tuple[str, list[str]]:
    """A sketch in a note of its own (or in this one): its id, and those of its strokes."""
    sketch, lines = new_id(), [new_id() for _ in range(strokes)]
    own = [] if note else [visit.put("evidence_note", new_id(), text="", begunAt=instant(), begunOffset=-300)]
    ops = [visit.put("stroke", line, sketchId=sketch, points=POINTS) for line in lines]
    fields = {"noteId": note or own[0]["id"], "paper": "seats"}
    await visit.observer.did("add_sketch", *own, visit.put("sketch", sketch, **fields), *ops)
    return sketch, lines


async def test_a_sketch_comes_with_its_note_and_grows_stroke_by_stroke(world: World) -> None:
    visit = await started(world)
    sketch, _ = await drawn(visit)
    await world.ana.did("draw_strokes", visit.put("stroke", new_id(), sketchId=sketch, points=POINTS))
    await world.ana.did("change_sketch", visit.put("sketch", sketch, described="Three tables around the board"))
    [row] = await world.ana.sees("sketch", scope=visit.scope)
    assert (row["paper"], row["described"]) == ("seats", "Three tables around the board")
    assert len(await world.ana.sees("stroke", sketchId=sketch)) == 3


async def test_a_stroke_is_erased_and_drawn_again(world: World) -> None:
    visit = await started(world)
    sketch, [first, second] = await drawn(visit)
    await world.ana.sees("stroke")
    await world.ana.did("erase_strokes", visit.remove("stroke", first))
    assert [row["id"] for row in await world.ana.sees("stroke", sketchId=sketch)] == [second]
    await world.ana.did("redraw_strokes", visit.put("stroke", first, sketchId=sketch, points=POINTS))
    assert len(await world.ana.sees("stroke", sketchId=sketch)) == 2


async def test_a_stroke_that_comes_before_its_sketch_waits_for_it(world: World) -> None:
    visit = await started(world)
    note, sketch = await visit.noted(), new_id()
    early = await world.ana.do("draw_strokes", visit.put("stroke", new_id(), sketchId=sketch, points=POINTS))
    assert early.status == "parked"
    await world.ana.did("add_sketch", visit.put("sketch", sketch, noteId=note, paper="blank"))
    assert len(await world.ana.sees("stroke", sketchId=sketch)) == 1


async def test_a_sketch_needs_a_note_of_this_visit_and_a_paper_that_is_known(world: World) -> None:
    visit, other = await started(world), await started(world)
    elsewhere = await other.noted()
    there = await world.ana.do("add_sketch", visit.put("sketch", new_id(), noteId=elsewhere, paper="blank"))
    assert there.status == "parked"
    note = await visit.noted()
    for fields in ({"noteId": note}, {"paper": "blank"}, {"noteId": note, "paper": "lined"}):
        verdict = await world.ana.do("add_sketch", visit.put("sketch", new_id(), **fields))
        assert verdict.problem == "wrong_shape", fields


async def test_points_are_nothing_but_points(world: World) -> None:
    visit = await started(world)
    sketch, _ = await drawn(visit)
    for points in ("", "<svg onload=alert(1)>", "A" * 8001, "Liam sits here"):
        verdict = await world.ana.do("draw_strokes", visit.put("stroke", new_id(), sketchId=sketch, points=points))
        assert verdict.problem == "wrong_shape", points


async def test_nobody_but_its_observer_draws_or_sees_a_sketch_before_it_is_shared(world: World) -> None:
    visit = await started(world)
    sketch, [first, _] = await drawn(visit)
    for stranger in (world.ben, world.chi, world.eli):
        assert await stranger.sees("sketch") == await stranger.sees("stroke") == []
        drawing = visit.put("stroke", new_id(), sketchId=sketch, points=POINTS)
        assert (await stranger.do("draw_strokes", drawing)).status != "applied"
        assert (await stranger.do("erase_strokes", visit.remove("stroke", first))).status != "applied"


async def test_the_teacher_sees_the_sketch_with_the_note_and_nothing_of_what_was_erased(world: World) -> None:
    visit, note, _ = await ready(world)
    sketch, [first, second] = await drawn(visit, note=note)
    gone, _ = await drawn(visit)
    [apart] = [row["noteId"] for row in await world.ana.sees("sketch", id=gone)]
    await world.ana.did("erase_strokes", visit.remove("stroke", first))
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", apart))
    await visit.shared()
    assert [row["id"] for row in await world.ben.sees("sketch")] == [sketch]
    assert [row["id"] for row in await world.ben.sees("stroke")] == [second]
    assert (await world.ben.do("draw_strokes", visit.put("stroke", new_id(), sketchId=sketch, points=POINTS))).problem


async def test_a_removed_sketch_comes_back_with_its_strokes(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    sketch, _ = await drawn(visit, note=note)
    await world.ana.sees("sketch")
    await world.ana.did("remove_sketch", visit.remove("sketch", sketch))
    assert await world.ana.sees("sketch", id=sketch) == []
    await world.ana.did("restore_sketch", visit.put("sketch", sketch, noteId=note, paper="blank", described="A board"))
    [row] = await world.ana.sees("sketch", id=sketch)
    assert row["described"] == "A board"
    assert len(await world.ana.sees("stroke", sketchId=sketch)) == 2
