"""Sharing: what it needs, whom it lets in, what leaves the visit, and how it is taken back."""

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from tests.cast import Actor, World, put
from tests.walkthroughs.visiting import given, opening, protocol_of, ready, started

IN_A_VISIT = (
    "walkthrough",
    "visited",
    "evidence_note",
    "note_tag",
    "feedback",
    "strength",
    "strength_note",
    "response",
    "consent",
)


async def everything(actor: Actor) -> list[dict[str, object]]:
    return [row for kind in IN_A_VISIT for row in await actor.sees(kind)]


async def test_a_teacher_sees_feedback_only_after_it_is_shared(world: World) -> None:
    visit, note, strength = await ready(world)
    assert await everything(world.ben) == []
    await visit.shared()
    assert [row["id"] for row in await world.ben.sees("strength")] == [strength]
    assert [row["id"] for row in await world.ben.sees("evidence_note")] == [note]


async def test_the_teacher_sees_everything_in_the_visit(world: World) -> None:
    visit, _, _ = await ready(world)
    await visit.noted("A note without a strength.")
    await visit.shared()
    mine = await everything(visit.observer)
    theirs = await everything(world.ben)
    assert sorted(str(row["id"]) for row in mine) == sorted(str(row["id"]) for row in theirs)


async def test_what_is_added_after_sharing_reaches_the_teacher_too(world: World) -> None:
    visit, _, _ = await given(world)
    later = await visit.noted("Seen again in the afternoon.")
    assert later in [row["id"] for row in await world.ben.sees("evidence_note")]


async def test_nobody_else_sees_what_was_shared(world: World) -> None:
    await given(world, world.chi)
    for other in (world.ana, world.dee, world.eli, world.fay):
        assert await everything(other) == [], f"{other.name} sees a visit that is not theirs"


async def test_sharing_needs_a_strength(world: World) -> None:
    visit = await started(world)
    await visit.noted()
    verdict = await world.ana.do("share_feedback", visit.sharing())
    assert (verdict.status, verdict.problem) == ("rejected", "nothing_to_share")
    assert await everything(world.ben) == []


async def test_sharing_needs_words_in_every_strength(world: World) -> None:
    visit = await started(world)
    await visit.named(await visit.noted(), text="  ")
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "nothing_to_share"


async def test_sharing_needs_a_note_under_every_strength(world: World) -> None:
    visit, note, _ = await ready(world)
    bare = await visit.named()
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "strength_without_note"
    await world.ana.did("rest_strength_on_note", visit.rests(bare, note))
    await visit.shared()


async def test_a_removed_note_carries_no_strength(world: World) -> None:
    visit, note, _ = await ready(world)
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", note))
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "strength_without_note"


async def test_two_wordings_of_a_strength_are_chosen_from_before_sharing(world: World) -> None:
    visit, _, strength = await ready(world)
    for text in ("Reasons are asked for", "Students ask for reasons"):  # neither device saw the other's
        unseen = {**visit.put("strength", strength, text=text), "from": {}}
        await world.ana.did("reword_strength", unseen)
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "two_wordings"
    await world.ana.sees("strength")
    await world.ana.did("reword_strength", visit.put("strength", strength, text="Students ask for reasons"))
    await visit.shared()


async def test_two_wordings_of_the_question_are_chosen_from_before_sharing(world: World) -> None:
    visit, _, _ = await ready(world)
    for question in ("What would you like to try?", "What comes next?"):
        unseen = {**visit.put("feedback", visit.feedback, question=question), "from": {}}
        await world.ana.did("ask_growth_question", unseen)
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "two_wordings"


async def test_a_discarded_visit_is_brought_back_before_it_is_shared(world: World) -> None:
    visit, _, _ = await ready(world)
    await world.ana.did("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=True))
    assert (await world.ana.do("share_feedback", visit.sharing())).problem == "walkthrough_discarded"
    await world.ana.sees("walkthrough")
    await world.ana.did("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=False))
    await visit.shared()


async def test_sharing_says_so(world: World) -> None:
    visit, _, _ = await ready(world)
    unsaid = visit.put("feedback", visit.feedback, shared=False, sharedAt=instant())
    assert (await world.ana.do("share_feedback", unsaid)).problem == "wrong_shape"


async def test_a_visit_has_one_feedback(world: World) -> None:
    visit, _, _ = await ready(world)
    second = visit.put("feedback", new_id(), shared=True, sharedAt=instant())
    assert (await world.ana.do("share_feedback", second)).problem == "wrong_shape"
    asked = visit.put("feedback", new_id(), question="Why?")
    assert (await world.ana.do("ask_growth_question", asked)).problem == "wrong_shape"


async def test_each_of_two_visited_teachers_is_let_in(world: World) -> None:
    await world.ana.did("assign_teacher", lesson(world, world.dee))
    visit = await started(world, world.ana, world.ben, world.dee)
    await visit.named(await visit.noted())
    await visit.shared()
    for teacher in (world.ben, world.dee):
        assert len(await teacher.sees("strength", scope=visit.scope)) == 1


async def test_a_teacher_of_the_class_who_was_not_there_is_not_let_in(world: World) -> None:
    await world.ana.did("assign_teacher", lesson(world, world.dee))
    visit, _, _ = await given(world)
    assert await world.ben.sees("strength", scope=visit.scope)
    assert await everything(world.dee) == []


async def test_a_teacher_who_takes_the_class_over_later_reads_nothing_of_earlier_visits(world: World) -> None:
    await given(world)
    await world.ana.did("assign_teacher", lesson(world, world.dee))
    assert await everything(world.dee) == []


async def test_sharing_writes_coverage_for_leaders_without_any_content(world: World) -> None:
    visit, _, _ = await ready(world, world.chi)
    assert await world.ana.sees("coverage") == []
    await visit.shared()
    [row] = await world.ana.sees("coverage")
    assert (row["teacherId"], row["classId"], row["observerId"]) == (world.ben.id, world.math, world.chi.id)
    said = {name for name, value in row.items() if value is not None}
    assert said <= {"id", "scope", "teacherId", "classId", "week", "observerId"}
    assert visit.id not in str(row)


async def test_only_leaders_see_coverage(world: World) -> None:
    await given(world, world.chi)
    for other in (world.ben, world.chi, world.dee, world.fay, world.eli):
        assert await other.sees("coverage") == [], f"{other.name} sees coverage"


async def test_coverage_falls_in_the_week_of_the_visit(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    visit, note, strength = new_id(), new_id(), new_id()
    scope = f"walkthrough:{visit}"
    monday = {"startedAt": "2026-03-02T15:00:00.000Z"}
    await world.ana.did("start_walkthrough", *opening(visit, world.ana, world.math, protocol, world.ben, **monday))
    await world.ana.did("add_evidence_note", put("evidence_note", note, scope, text="x", begunAt=instant()))
    rests = put("strength_note", child_id(strength, note), scope, strengthId=strength, noteId=note)
    await world.ana.did("name_strength", put("strength", strength, scope, text="Reasons", position=0), rests)
    shared = put("feedback", child_id(visit, "feedback"), scope, shared=True, sharedAt=instant())
    await world.ana.did("share_feedback", shared)
    assert [row["week"] for row in await world.ana.sees("coverage")] == ["2026-W10"]
    assert look_fors


async def test_sharing_twice_is_one_share(world: World) -> None:
    visit, _, _ = await given(world)
    await visit.shared()
    assert len(await world.ana.sees("coverage")) == 1
    assert len(await world.ben.sees("feedback", scope=visit.scope)) == 1


async def test_what_was_removed_before_sharing_stays_with_its_author(world: World) -> None:
    visit, _, _ = await ready(world)
    secret = await visit.noted("A name that should not be here.")
    link = visit.rests((await world.ana.sees("strength"))[0]["id"], secret)
    await world.ana.did("rest_strength_on_note", link)
    await world.ana.sees("evidence_note")
    await world.ana.did("remove_evidence_note", visit.remove("evidence_note", secret))
    await visit.shared()
    assert secret not in str(await everything(world.ben))
    assert "A name" not in str(await everything(world.ben))


async def test_what_was_reworded_before_sharing_stays_with_its_author(world: World) -> None:
    visit, note, _ = await ready(world)
    await world.ana.sees("evidence_note")
    await world.ana.did("reword_evidence_note", visit.put("evidence_note", note, text="The reworded note."))
    await visit.shared()
    assert [row["text"] for row in await world.ben.sees("evidence_note")] == ["The reworded note."]


async def test_a_share_can_be_taken_back_until_it_is_read(world: World) -> None:
    visit, _, _ = await given(world, world.chi)
    await world.chi.sees("feedback")
    await world.chi.did("withdraw_share", visit.withdrawing())
    assert await everything(world.ben) == []
    assert await world.ana.sees("coverage") == []


async def test_a_share_that_was_read_stands(world: World) -> None:
    visit, _, strength = await given(world)
    await world.ben.sees("strength")
    verdict = await world.ana.do("withdraw_share", visit.withdrawing())
    assert (verdict.status, verdict.problem) == ("rejected", "already_read")
    assert [row["id"] for row in await world.ben.sees("strength")] == [strength]


async def test_reading_by_the_observer_is_not_reading_by_the_teacher(world: World) -> None:
    visit, _, _ = await given(world)
    await everything(world.ana)
    await world.ana.did("withdraw_share", visit.withdrawing())


async def test_a_withdrawn_share_can_be_shared_again_and_counts_once(world: World) -> None:
    visit, _, strength = await given(world, world.chi)
    await world.chi.sees("feedback")
    await world.chi.did("withdraw_share", visit.withdrawing())
    await world.chi.sees("feedback")
    await visit.shared()
    assert [row["id"] for row in await world.ben.sees("strength")] == [strength]
    assert len(await world.ana.sees("coverage")) == 1


async def test_a_share_that_its_withdrawal_had_seen_lets_nobody_in(world: World) -> None:
    visit, _, _ = await given(world)
    await world.ana.sees("feedback")
    await world.ana.did("withdraw_share", visit.withdrawing())
    withdrawn = (await world.ana.sees("feedback"))[0]
    assert withdrawn["shared"] is False
    stale = {**visit.sharing(), "from": {}}  # another device of Ana's, which knew of neither
    await world.ana.did("share_feedback", stale)
    assert await everything(world.ben) == []


async def test_withdrawing_says_so(world: World) -> None:
    visit, _, _ = await given(world)
    assert (await world.ana.do("withdraw_share", visit.sharing())).problem == "wrong_shape"


async def test_nobody_but_the_observer_shares_or_withdraws(world: World) -> None:
    visit, _, _ = await ready(world, world.chi)
    for other in (world.ana, world.ben, world.dee, world.eli, world.fay):
        assert (await other.do("share_feedback", visit.sharing())).status != "applied", other.name
    assert await everything(world.ben) == []
    await visit.shared()
    for other in (world.ana, world.ben, world.dee, world.eli, world.fay):
        assert (await other.do("withdraw_share", visit.withdrawing())).status != "applied", other.name
    assert await world.ben.sees("strength", scope=visit.scope)


def lesson(world: World, teacher: Actor) -> dict[str, object]:
    row = child_id(world.math, teacher.id)
    return put("class_teacher", row, f"staff:{world.school}", classId=world.math, personId=teacher.id)
