"""Evidence notes, their tags, and finishing: only the observer's, and tolerant of what arrives out of order."""

import pytest

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from tests.cast import World, put, remove
from tests.walkthroughs.visiting import Visit, given, opening, protocol_of, ready, started


async def texts(visit: Visit) -> list[str]:
    return [row["text"] for row in await visit.observer.sees("evidence_note", scope=visit.scope)]


async def test_a_note_keeps_its_words_and_the_moment_it_was_begun(world: World) -> None:
    visit = await started(world)
    note = new_id()
    begun = "2026-03-02T15:04:05.000Z"
    op = visit.put("evidence_note", note, text="Ana: “¿Por qué?” – 3 hands", begunAt=begun, begunOffset=-300)
    await world.ana.did("add_evidence_note", op)
    [row] = await world.ana.sees("evidence_note", id=note)
    assert (row["text"], row["begunAt"], row["begunOffset"]) == ("Ana: “¿Por qué?” – 3 hands", begun, -300)


async def test_a_note_and_its_tags_arrive_as_one_step(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    [tag] = await world.ana.sees("note_tag", scope=visit.scope)
    assert (tag["noteId"], tag["lookForId"]) == (note, visit.look_fors[0])


async def test_a_note_says_when_it_was_begun(world: World) -> None:
    visit = await started(world)
    verdict = await world.ana.do("add_evidence_note", visit.put("evidence_note", new_id(), text="x"))
    assert verdict.problem == "wrong_shape"


async def test_a_note_can_be_reworded_and_only_its_words(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    await world.ana.sees("evidence_note")
    await world.ana.did("reword_evidence_note", visit.put("evidence_note", note, text="Four students explained."))
    assert await texts(visit) == ["Four students explained."]
    moved = visit.put("evidence_note", note, begunAt=instant())
    assert (await world.ana.do("reword_evidence_note", moved)).problem == "not_agreed_parts"


async def test_a_note_that_is_reworded_before_it_arrives_is_waited_for(world: World) -> None:
    visit = await started(world)
    note = new_id()
    early = await world.ana.do("reword_evidence_note", visit.put("evidence_note", note, text="Reworded"))
    assert early.status == "parked"
    await world.ana.did("add_evidence_note", visit.note(note, "First words"))
    assert len(await texts(visit)) == 1


async def test_a_tag_that_arrives_before_its_note_waits_for_it(world: World) -> None:
    visit = await started(world)
    note = new_id()
    assert (await world.ana.do("tag_note", visit.tag(note))).status == "parked"
    await world.ana.did("add_evidence_note", visit.note(note))
    assert [row["noteId"] for row in await world.ana.sees("note_tag", scope=visit.scope)] == [note]


async def test_a_tag_on_a_note_that_was_removed_meanwhile_is_taken(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", note))
    await world.ana.did("tag_note", visit.tag(note, visit.look_fors[1]))


async def test_a_tag_can_be_taken_off(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    await world.ana.sees("note_tag")
    await world.ana.did("untag_note", visit.remove("note_tag", child_id(note, visit.look_fors[0])))
    assert await world.ana.sees("note_tag", scope=visit.scope) == []


async def test_a_tag_bears_the_id_that_follows_from_note_and_look_for(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    other = visit.put("note_tag", new_id(), noteId=note, lookForId=visit.look_fors[1])
    assert (await world.ana.do("tag_note", other)).problem == "wrong_shape"


async def test_a_tag_names_a_look_for_of_the_visit_s_protocol(world: World) -> None:
    visit = await started(world)
    note = await visit.noted()
    foreign = await another_protocol(world)
    assert (await world.ana.do("tag_note", visit.tag(note, foreign))).problem == "wrong_shape"


async def test_a_tag_may_name_the_focus_though_it_belongs_to_another_protocol(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    focus = await another_protocol(world)
    visit = Visit(world.ana, new_id(), look_fors)
    ops = opening(visit.id, world.ana, world.math, protocol, world.ben, focusLookForId=focus)
    await world.ana.did("start_walkthrough", *ops)
    note = await visit.noted()
    await world.ana.did("tag_note", visit.tag(note, focus))
    assert focus in [row["lookForId"] for row in await world.ana.sees("note_tag", scope=visit.scope)]


async def test_a_tag_on_a_note_of_another_visit_tells_nothing_of_it(world: World) -> None:
    mine, other = await started(world), await started(world, world.chi)
    note = await other.noted()
    verdict = await world.ana.do("tag_note", mine.tag(note, mine.look_fors[1]))
    unknown = await world.ana.do("tag_note", mine.tag(new_id()))
    assert (verdict.status, verdict.problem) == (unknown.status, unknown.problem) == ("parked", None)


async def test_one_step_belongs_to_one_visit(world: World) -> None:
    first, second = await started(world), await started(world)
    note = new_id()
    verdict = await world.ana.do("add_evidence_note", first.note(note), second.tag(note))
    assert verdict.problem == "not_agreed_parts"
    assert await texts(first) == []


async def test_a_removed_note_can_be_brought_back_with_its_tags(world: World) -> None:
    visit = await started(world)
    note = await visit.noted("Pairs compare their answers.")
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", note))
    assert await texts(visit) == []
    await world.ana.did("restore_evidence_note", visit.note(note, "Pairs compare their answers."))
    assert await texts(visit) == ["Pairs compare their answers."]
    assert [row["noteId"] for row in await world.ana.sees("note_tag", scope=visit.scope)] == [note]


async def test_a_note_that_never_was_cannot_be_brought_back(world: World) -> None:
    visit = await started(world)
    assert (await world.ana.do("restore_evidence_note", visit.note(new_id()))).status == "parked"


async def test_finishing_and_reopening_leave_the_notes_open(world: World) -> None:
    visit = await started(world)
    left = instant()
    await world.ana.did("finish_walkthrough", visit.put("walkthrough", visit.id, finishedAt=left))
    await visit.noted("Remembered on the stairs.")
    [row] = await world.ana.sees("walkthrough", id=visit.id)
    assert row["finishedAt"] == left
    await world.ana.did("reopen_walkthrough", visit.put("walkthrough", visit.id, finishedAt=None))
    [row] = await world.ana.sees("walkthrough", id=visit.id)
    assert row["finishedAt"] is None


async def test_finishing_gives_a_moment_and_reopening_takes_it(world: World) -> None:
    visit = await started(world)
    unfinished = visit.put("walkthrough", visit.id, finishedAt=None)
    assert (await world.ana.do("finish_walkthrough", unfinished)).problem == "wrong_shape"
    finished = visit.put("walkthrough", visit.id, finishedAt=instant())
    assert (await world.ana.do("reopen_walkthrough", finished)).problem == "wrong_shape"


@pytest.mark.parametrize("fields", [{"classId": new_id()}, {"observerId": new_id()}, {"protocolId": new_id()}])
async def test_what_a_visit_was_made_with_never_changes(world: World, fields: dict[str, str]) -> None:
    visit = await started(world)
    for verb in ("finish_walkthrough", "reopen_walkthrough", "discard_walkthrough"):
        verdict = await world.ana.do(verb, visit.put("walkthrough", visit.id, **fields))
        assert verdict.problem == "not_agreed_parts"


async def test_an_unshared_visit_can_be_discarded_and_brought_back(world: World) -> None:
    visit = await started(world)
    for discarded in (True, False):
        await world.ana.did("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=discarded))
        [row] = await world.ana.sees("walkthrough", id=visit.id)
        assert row["discarded"] is discarded


async def test_discarding_says_yes_or_no(world: World) -> None:
    visit = await started(world)
    verdict = await world.ana.do("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=None))
    assert verdict.problem == "wrong_shape"


async def test_what_was_shared_cannot_be_discarded(world: World) -> None:
    visit, _, _ = await given(world)
    verdict = await world.ana.do("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=True))
    assert (verdict.status, verdict.problem) == ("rejected", "already_shared")


async def test_nobody_but_the_observer_writes_in_a_visit(world: World) -> None:
    visit, note, _ = await ready(world, world.chi)
    for other in (world.ana, world.ben, world.dee, world.eli, world.fay):
        for verb, op in (
            ("add_evidence_note", visit.note(new_id())),
            ("reword_evidence_note", visit.put("evidence_note", note, text="Not mine")),
            ("tag_note", visit.tag(note, visit.look_fors[1])),
            ("remove_evidence_note", visit.remove("evidence_note", note)),
            ("finish_walkthrough", visit.put("walkthrough", visit.id, finishedAt=instant())),
            ("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=True)),
        ):
            verdict = await other.do(verb, op)
            assert verdict.status in ("parked", "rejected"), f"{other.name} did {verb}"
    assert await texts(visit) == ["Three students explained why 3/4 is larger."]


async def test_the_visited_teacher_reads_the_notes_but_does_not_write_them(world: World) -> None:
    visit, note, _ = await given(world)
    assert [row["id"] for row in await world.ben.sees("evidence_note", scope=visit.scope)] == [note]
    for verb, op in (
        ("add_evidence_note", visit.note(new_id())),
        ("reword_evidence_note", visit.put("evidence_note", note, text="Not mine")),
        ("remove_evidence_note", visit.remove("evidence_note", note)),
    ):
        assert (await world.ben.do(verb, op)).problem == "not_yours"


async def test_a_note_of_ten_thousand_words_is_refused_and_nothing_is_stored(world: World) -> None:
    visit = await started(world)
    verdict = await world.ana.do("add_evidence_note", visit.note(new_id(), "word " * 10_000))
    assert verdict.status == "rejected"
    assert await texts(visit) == []


async def test_a_visit_goes_on_under_a_protocol_that_was_replaced_or_a_class_that_was_given_away(world: World) -> None:
    visit = await started(world)
    protocol, _ = await protocol_of(world.ana)
    await another_protocol(world, replaces=protocol)
    (ben, dee), staff = (child_id(world.math, who.id) for who in (world.ben, world.dee)), f"staff:{world.school}"
    lesson = put("class_teacher", dee, staff, classId=world.math, personId=world.dee.id)
    await world.ana.did("assign_teacher", lesson)
    await world.ana.did("unassign_teacher", remove("class_teacher", ben, staff))
    note = await visit.noted("7 of 9 pairs compared two ways")
    assert await texts(visit) == ["7 of 9 pairs compared two ways"]
    strength = await visit.named(note)
    await world.ana.did("share_feedback", visit.sharing())
    assert [row["id"] for row in await world.ben.sees("strength", scope=visit.scope)] == [strength]
    assert await world.dee.sees("strength", scope=visit.scope) == []


async def another_protocol(world: World, replaces: str | None = None) -> str:
    """Ana publishes a second protocol; one of its look-fors."""
    school, protocol, look_for = f"school:{world.school}", new_id(), new_id()
    said = [(protocol, "title", "Talk"), (protocol, "focus", "Who talks?"), (look_for, "text", "Students ask")]
    await world.ana.did(
        "publish_protocol",
        put("protocol", protocol, school, reason="A second one.", inForce=True, position=1, replaces=replaces),
        put("look_for", look_for, school, protocolId=protocol, dimension="teaching", position=0),
        *(
            put("wording", child_id(of, part, "en"), school, of=of, part=part, language="en", text=text)
            for of, part, text in said
        ),
    )
    return look_for
