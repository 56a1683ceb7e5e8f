"""Strengths and the question: drafted freely, and once shared never without their evidence."""

from server.kernel.ids import child_id, new_id
from tests.cast import World
from tests.walkthroughs.visiting import Visit, given, ready, started


async def strengths(visit: Visit) -> list[str]:
    return [row["text"] for row in await visit.observer.sees("strength", scope=visit.scope)]


async def test_a_strength_may_be_drafted_before_it_rests_on_a_note(world: World) -> None:
    visit = await started(world)
    await visit.named(text="Everyone has time to think.")
    assert await strengths(visit) == ["Everyone has time to think."]


async def test_a_strength_can_be_reworded_and_moved(world: World) -> None:
    visit, _, strength = await ready(world)
    await world.ana.sees("strength")
    await world.ana.did("reword_strength", visit.put("strength", strength, text="Reasons first.", position=3))
    [row] = await world.ana.sees("strength", scope=visit.scope)
    assert (row["text"], row["position"]) == ("Reasons first.", 3)


async def test_a_strength_can_be_dropped_before_sharing_though_it_is_the_last(world: World) -> None:
    visit, note, strength = await ready(world)
    await world.ana.sees("strength")
    await world.ana.sees("strength_note")
    link = visit.remove("strength_note", child_id(strength, note))
    await world.ana.did("drop_strength", visit.remove("strength", strength), link)
    assert await strengths(visit) == []
    assert await world.ana.sees("strength_note", scope=visit.scope) == []


async def test_a_strength_can_be_lifted_from_a_note_before_sharing(world: World) -> None:
    visit, note, strength = await ready(world)
    await world.ana.sees("strength_note")
    await world.ana.did("lift_strength_from_note", visit.remove("strength_note", child_id(strength, note)))
    assert await world.ana.sees("strength_note", scope=visit.scope) == []


async def test_a_link_that_arrives_before_its_note_waits_for_it(world: World) -> None:
    visit, _, strength = await ready(world)
    note = new_id()
    assert (await world.ana.do("rest_strength_on_note", visit.rests(strength, note))).status == "parked"
    await world.ana.did("add_evidence_note", visit.note(note))
    links = await world.ana.sees("strength_note", scope=visit.scope)
    assert note in [row["noteId"] for row in links]


async def test_a_link_that_arrives_before_its_strength_waits_for_it(world: World) -> None:
    visit, note, _ = await ready(world)
    strength = new_id()
    assert (await world.ana.do("rest_strength_on_note", visit.rests(strength, note))).status == "parked"
    await world.ana.did("name_strength", visit.put("strength", strength, text="Talk in pairs", position=1))
    links = await world.ana.sees("strength_note", scope=visit.scope)
    assert strength in [row["strengthId"] for row in links]


async def test_a_strength_does_not_rest_on_a_note_of_another_visit(world: World) -> None:
    visit, _, strength = await ready(world)
    other = await started(world, world.chi)
    note = await other.noted()
    assert (await world.ana.do("rest_strength_on_note", visit.rests(strength, note))).status == "parked"
    assert note not in str(await world.ana.sees("strength_note"))


async def test_a_link_bears_the_id_that_follows_from_strength_and_note(world: World) -> None:
    visit, note, strength = await ready(world)
    other = visit.put("strength_note", new_id(), strengthId=strength, noteId=note)
    assert (await world.ana.do("rest_strength_on_note", other)).problem == "wrong_shape"


async def test_once_shared_the_last_note_under_a_strength_stays(world: World) -> None:
    visit, note, strength = await given(world)
    await world.ana.sees("evidence_note")
    removal = await world.ana.do("remove_evidence_note", visit.remove("evidence_note", note))
    assert (removal.status, removal.problem) == ("rejected", "strength_without_note")
    await world.ana.sees("strength_note")
    lift = await world.ana.do("lift_strength_from_note", visit.remove("strength_note", child_id(strength, note)))
    assert lift.problem == "strength_without_note"
    assert [row["id"] for row in await world.ben.sees("evidence_note")] == [note]


async def test_the_last_note_stays_also_when_another_visit_is_changed_in_the_same_step(world: World) -> None:
    draft, drafted, bare = await ready(world)
    visit, note, strength = await given(world)
    for first, second in ((draft.remove, visit.remove), (visit.remove, draft.remove)):
        links = {draft.remove: child_id(bare, drafted), visit.remove: child_id(strength, note)}
        ops = [remove("strength_note", links[remove]) for remove in (first, second)]
        assert (await world.ana.do("lift_strength_from_note", *ops)).problem == "strength_without_note"


async def test_once_shared_a_note_may_go_when_its_strength_has_another(world: World) -> None:
    visit, note, strength = await given(world)
    second = await visit.noted("Two more pairs compared their answers.")
    await world.ana.did("rest_strength_on_note", visit.rests(strength, second))
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", note))
    assert [row["id"] for row in await world.ben.sees("evidence_note")] == [second]


async def test_once_shared_a_note_without_strength_may_go(world: World) -> None:
    visit, note, _ = await given(world)
    spare = await visit.noted("Said twice.")
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", spare))
    assert [row["id"] for row in await world.ben.sees("evidence_note")] == [note]


async def test_once_shared_the_last_strength_stays(world: World) -> None:
    visit, _, strength = await given(world)
    await world.ana.sees("strength")
    verdict = await world.ana.do("drop_strength", visit.remove("strength", strength))
    assert verdict.problem == "nothing_to_share"
    assert len(await world.ben.sees("strength")) == 1


async def test_once_shared_a_new_strength_brings_its_evidence(world: World) -> None:
    visit, note, _ = await given(world)
    bare = visit.put("strength", new_id(), text="Calm transitions", position=1)
    assert (await world.ana.do("name_strength", bare)).problem == "strength_without_note"
    await visit.named(note, text="Calm transitions")
    assert sorted(await strengths(visit)) == sorted(row["text"] for row in await world.ben.sees("strength"))


async def test_a_change_after_sharing_is_seen_by_the_teacher_as_a_change(world: World) -> None:
    visit, _, strength = await given(world)
    [before] = await world.ben.sees("strength")
    shared_at = world.ben.base[strength]["version"]
    await world.ana.sees("strength")
    await world.ana.did("reword_strength", visit.put("strength", strength, text="Students ask each other why."))
    [after] = await world.ben.sees("strength")
    assert (before["id"], after["text"]) == (after["id"], "Students ask each other why.")
    [head] = world.ben.base[strength]["fields"]["text"]
    assert (head["by"], world.ben.base[strength]["version"] > shared_at) == (world.ana.id, True)


async def test_a_withdrawn_share_makes_a_draft_of_it_again(world: World) -> None:
    visit, note, _ = await given(world)
    await world.ana.sees("feedback")
    await world.ana.did("withdraw_share", visit.withdrawing())
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", note))
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "strength_without_note"


async def test_one_question_is_asked_and_may_be_asked_differently(world: World) -> None:
    visit, _, _ = await ready(world)
    for question in ("What would you like to try?", "What do they wonder about?"):
        await world.ana.did("ask_growth_question", visit.put("feedback", visit.feedback, question=question))
        await world.ana.sees("feedback")
    await visit.shared()
    assert [row["question"] for row in await world.ben.sees("feedback")] == ["What do they wonder about?"]


async def test_asking_does_not_share(world: World) -> None:
    visit, _, _ = await ready(world)
    sharing = visit.put("feedback", visit.feedback, question="Why?", shared=True)
    assert (await world.ana.do("ask_growth_question", sharing)).problem == "not_agreed_parts"
    assert await world.ben.sees("feedback") == []


async def test_nobody_but_the_observer_names_strengths_or_asks(world: World) -> None:
    visit, note, strength = await given(world, world.chi)
    for other in (world.ana, world.ben, world.dee, world.eli, world.fay):
        for verb, op in (
            ("name_strength", visit.put("strength", new_id(), text="Not mine", position=9)),
            ("reword_strength", visit.put("strength", strength, text="Not mine")),
            ("drop_strength", visit.remove("strength", strength)),
            ("lift_strength_from_note", visit.remove("strength_note", child_id(strength, note))),
            ("ask_growth_question", visit.put("feedback", visit.feedback, question="Not mine?")),
        ):
            assert (await other.do(verb, op)).status != "applied", f"{other.name} did {verb}"
    assert await strengths(visit) == ["Students give reasons for their answers."]
