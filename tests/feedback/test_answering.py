"""Answers and consent: each visited teacher's own, after sharing, and changeable."""

import pytest

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from tests.cast import World, put
from tests.walkthroughs.visiting import Visit, given, ready, started


@pytest.mark.parametrize("answer", ["fits", "context", "wonder", "come_back", "differently"])
async def test_a_teacher_answers_in_one_of_five_ways(world: World, answer: str) -> None:
    visit, _, _ = await given(world)
    await world.ben.sees("feedback")
    await world.ben.did("answer_feedback", visit.answering(world.ben, answer, "They had practised it on Monday."))
    [response] = await world.ana.sees("response", scope=visit.scope)
    said = (response["teacherId"], response["answer"], response["text"])
    assert said == (world.ben.id, answer, "They had practised it on Monday.")


async def test_there_is_no_sixth_way(world: World) -> None:
    visit, _, _ = await given(world)
    assert (await world.ben.do("answer_feedback", visit.answering(world.ben, "4 of 5"))).problem == "wrong_shape"


async def test_an_answer_takes_a_stance_and_need_not_have_words(world: World) -> None:
    visit, _, _ = await given(world)
    response = child_id(visit.id, "response", world.ben.id)
    silent = visit.put("response", response, teacherId=world.ben.id, text="Hm.", answeredAt=instant())
    assert (await world.ben.do("answer_feedback", silent)).problem == "wrong_shape"
    wordless = visit.put("response", response, teacherId=world.ben.id, answer="fits", answeredAt=instant())
    await world.ben.did("answer_feedback", wordless)


async def test_an_answer_can_be_changed_and_there_is_only_one(world: World) -> None:
    visit, _, _ = await given(world)
    await world.ben.did("answer_feedback", visit.answering(world.ben, "differently", "It was a review lesson."))
    await world.ben.sees("response")
    await world.ben.did("answer_feedback", visit.answering(world.ben, "context", "It was a review lesson."))
    assert [row["answer"] for row in await world.ana.sees("response")] == ["context"]


async def test_a_second_answer_beside_the_first_is_refused(world: World) -> None:
    visit, _, _ = await given(world)
    await world.ben.did("answer_feedback", visit.answering(world.ben))
    beside = visit.put("response", new_id(), teacherId=world.ben.id, answer="wonder", answeredAt=instant())
    assert (await world.ben.do("answer_feedback", beside)).problem == "wrong_shape"
    assert [row["answer"] for row in await world.ana.sees("response")] == ["fits"]


async def test_nobody_answers_before_sharing(world: World) -> None:
    visit, _, _ = await ready(world)
    verdict = await world.ben.do("answer_feedback", visit.answering(world.ben))
    assert verdict.status == "parked"
    assert await world.ana.sees("response") == []


async def test_nobody_answers_what_was_withdrawn(world: World) -> None:
    visit, _, _ = await given(world)
    await world.ana.sees("feedback")
    await world.ana.did("withdraw_share", visit.withdrawing())
    assert (await world.ben.do("answer_feedback", visit.answering(world.ben))).problem == "scope_lost"


async def test_nobody_answers_for_the_teacher(world: World) -> None:
    visit, _, _ = await given(world)
    for other in (world.ana, world.chi, world.dee, world.eli, world.fay):
        verdict = await other.do("answer_feedback", visit.answering(world.ben))
        assert verdict.status != "applied", f"{other.name} answered for Ben"
    assert await world.ana.sees("response") == []


async def test_one_teacher_does_not_answer_for_the_other(world: World) -> None:
    visit = await visit_of_two(world)
    theirs = await world.ben.do("answer_feedback", visit.answering(world.dee))
    assert theirs.problem in ("wrong_shape", "not_yours")
    in_her_name = visit.put(
        "response", child_id(visit.id, "response", world.ben.id), teacherId=world.dee.id, answer="fits"
    )
    assert (await world.ben.do("answer_feedback", in_her_name)).problem == "not_yours"


async def test_two_visited_teachers_answer_separately(world: World) -> None:
    visit = await visit_of_two(world)
    await world.ben.did("answer_feedback", visit.answering(world.ben, "fits"))
    await world.dee.did("answer_feedback", visit.answering(world.dee, "wonder"))
    answers = {row["teacherId"]: row["answer"] for row in await world.ana.sees("response", scope=visit.scope)}
    assert answers == {world.ben.id: "fits", world.dee.id: "wonder"}


async def test_an_answer_reaches_nobody_outside_the_visit(world: World) -> None:
    visit, note, _ = await given(world, world.chi)
    await world.ben.did("answer_feedback", visit.answering(world.ben))
    await world.ben.did("allow_quote", visit.consenting(world.ben, note))
    for other in (world.ana, world.dee, world.eli, world.fay):
        assert await other.sees("response") == []
        assert await other.sees("consent") == []


async def test_a_teacher_allows_a_quote_and_takes_it_back(world: World) -> None:
    visit, note, _ = await given(world)
    for yes in (True, False):
        await world.ben.did("allow_quote", visit.consenting(world.ben, note, yes))
        assert [row["yes"] for row in await world.ana.sees("consent", scope=visit.scope)] == [yes]
        await world.ben.sees("consent")


async def test_consent_is_the_teacher_s_alone(world: World) -> None:
    visit, note, _ = await given(world)
    for other in (world.ana, world.chi, world.dee, world.eli, world.fay):
        verdict = await other.do("allow_quote", visit.consenting(world.ben, note))
        assert verdict.status != "applied", f"{other.name} consented for Ben"
    own = visit.put("consent", child_id(note, "consent", world.ana.id), noteId=note, teacherId=world.ana.id, yes=True)
    assert (await world.ana.do("allow_quote", own)).problem == "not_yours"
    assert await world.ben.sees("consent") == []


async def test_one_teacher_does_not_consent_for_the_other(world: World) -> None:
    visit = await visit_of_two(world)
    [note] = await world.ben.sees("evidence_note", scope=visit.scope)
    verdict = await world.ben.do("allow_quote", visit.consenting(world.dee, note["id"]))
    assert verdict.problem == "not_yours"


async def test_consent_is_about_a_note_of_this_visit(world: World) -> None:
    visit, _, _ = await given(world)
    assert (await world.ben.do("allow_quote", visit.consenting(world.ben, new_id()))).status == "parked"
    other = await started(world, world.chi, world.ben)
    elsewhere = await other.noted()
    assert (await world.ben.do("allow_quote", visit.consenting(world.ben, elsewhere))).status == "parked"


async def test_consent_says_yes_or_no_under_its_own_id(world: World) -> None:
    visit, note, _ = await given(world)
    unsaid = {"noteId": note, "teacherId": world.ben.id, "yes": None}
    own = child_id(note, "consent", world.ben.id)
    assert (await world.ben.do("allow_quote", visit.put("consent", own, **unsaid))).problem == "wrong_shape"
    elsewhere = visit.put("consent", new_id(), **{**unsaid, "yes": True})
    assert (await world.ben.do("allow_quote", elsewhere)).problem == "wrong_shape"


async def visit_of_two(world: World) -> Visit:
    """Ana in the class of Ben and Dee, shared with both."""
    lesson = child_id(world.math, world.dee.id)
    taught = {"classId": world.math, "personId": world.dee.id}
    await world.ana.did("assign_teacher", put("class_teacher", lesson, f"staff:{world.school}", **taught))
    visit = await started(world, world.ana, world.ben, world.dee)
    await visit.named(await visit.noted())
    await visit.shared()
    for teacher in (world.ben, world.dee):
        await teacher.sees("feedback")
    return visit
