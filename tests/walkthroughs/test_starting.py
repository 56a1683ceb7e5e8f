"""Starting a visit: who may, whom, and what is waited for instead of refused."""

from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Op, World, put, remove
from tests.walkthroughs.visiting import opening, protocol_of, started


async def test_a_leader_starts_a_visit_and_is_its_observer(world: World) -> None:
    visit = await started(world)
    [row] = await world.ana.sees("walkthrough", scope=visit.scope)
    assert (row["id"], row["observerId"], row["classId"]) == (visit.id, world.ana.id, world.math)
    [visited] = await world.ana.sees("visited", scope=visit.scope)
    assert visited["personId"] == world.ben.id


async def test_a_teacher_may_visit_a_peer(world: World) -> None:
    visit = await started(world, world.chi)
    assert await world.chi.sees("walkthrough", scope=visit.scope)


async def test_nobody_but_the_observer_sees_a_visit_that_is_not_shared(world: World) -> None:
    visit = await started(world, world.chi)
    for other in (world.ana, world.ben, world.dee, world.eli, world.fay):
        assert await other.sees("walkthrough") == []
        assert await other.sees("visited") == []
    assert await world.chi.sees("walkthrough", scope=visit.scope)


async def test_a_family_member_cannot_start_a_visit(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    visit = new_id()
    verdict = await world.fay.do("start_walkthrough", *opening(visit, world.fay, world.math, protocol, world.ben))
    assert (verdict.status, verdict.problem) == ("rejected", "not_yours")
    assert await world.fay.sees("walkthrough") == []


async def test_an_employee_who_neither_leads_nor_teaches_cannot_start_a_visit(world: World) -> None:
    protocol, _ = await protocol_of(world.chi)
    staff, chi = f"staff:{world.school}", world.chi.id
    await world.ana.did("give_role", put("role", child_id(chi, "support"), staff, personId=chi, role="support"))
    await world.ana.did("end_role", remove("role", child_id(chi, "teacher"), staff))
    verdict = await world.chi.do("start_walkthrough", *opening(new_id(), world.chi, world.math, protocol, world.ben))
    assert (verdict.status, verdict.problem) == ("rejected", "not_yours")


async def test_nobody_starts_a_visit_in_another_s_name(world: World) -> None:
    protocol, _ = await protocol_of(world.chi)
    ops = opening(new_id(), world.chi, world.math, protocol, world.ben, observerId=world.ana.id)
    assert (await world.chi.do("start_walkthrough", *ops)).problem == "not_yours"


async def test_the_leader_of_another_school_cannot_visit_a_class_of_this_one(world: World) -> None:
    protocol, _ = await protocol_of(world.eli)
    verdict = await world.eli.do("start_walkthrough", *opening(new_id(), world.eli, world.math, protocol, world.ben))
    assert verdict.status == "parked"
    assert await world.eli.sees("walkthrough") == []


async def test_a_person_who_does_not_teach_cannot_be_visited(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    verdict = await world.ana.do("start_walkthrough", *opening(new_id(), world.ana, world.math, protocol, world.fay))
    assert (verdict.status, verdict.problem) == ("rejected", "not_their_class")


async def test_nobody_visits_themselves(world: World) -> None:
    protocol, _ = await protocol_of(world.ben)
    ops = opening(new_id(), world.ben, world.math, protocol, world.ben)
    assert (await world.ben.do("start_walkthrough", *ops)).problem == "wrong_shape"


async def test_a_visit_needs_somebody_to_visit(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    verdict = await world.ana.do("start_walkthrough", *opening(new_id(), world.ana, world.math, protocol))
    assert verdict.problem == "not_agreed_parts"


async def test_a_visit_cannot_be_opened_twice(world: World) -> None:
    visit = await started(world)
    protocol, _ = await protocol_of(world.chi)
    verdict = await world.chi.do("start_walkthrough", *opening(visit.id, world.chi, world.math, protocol, world.ben))
    assert (verdict.status, verdict.problem) == ("rejected", "scope_exists")


async def test_a_visit_waits_for_a_class_that_the_server_has_not_heard_of(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    class_id, visit = new_id(), new_id()
    verdict = await world.ana.do("start_walkthrough", *opening(visit, world.ana, class_id, protocol, world.ben))
    assert verdict.status == "parked"
    await world.ana.did("add_class", *a_class(world, class_id, world.ben))
    assert [row["id"] for row in await world.ana.sees("walkthrough")] == [visit]


async def test_a_visit_waits_for_the_admin_s_change_of_the_timetable(world: World) -> None:
    protocol, _ = await protocol_of(world.chi)
    visit = new_id()
    verdict = await world.chi.do("start_walkthrough", *opening(visit, world.chi, world.math, protocol, world.dee))
    assert verdict.status == "parked"
    await world.ana.did("assign_teacher", teaches(world, world.math, world.dee))
    assert [row["id"] for row in await world.chi.sees("walkthrough")] == [visit]


async def test_who_taught_the_class_when_the_visit_was_made_may_have_left_it_since(world: World) -> None:
    protocol, _ = await protocol_of(world.chi)
    lesson = child_id(world.math, world.ben.id)
    await world.ana.sees("class_teacher")
    await world.ana.did("unassign_teacher", remove("class_teacher", lesson, f"staff:{world.school}"))
    verdict = await world.chi.do("start_walkthrough", *opening(new_id(), world.chi, world.math, protocol, world.ben))
    assert verdict.status == "applied"


async def test_a_visit_names_a_protocol_that_is_known(world: World) -> None:
    ops = opening(new_id(), world.ana, world.math, new_id(), world.ben)
    assert (await world.ana.do("start_walkthrough", *ops)).status == "parked"


async def test_a_visit_may_carry_the_focus_that_a_team_asked_for(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    focus = {"focusLookForId": look_fors[1], "focusText": "Students build on an idea"}
    ops = opening(new_id(), world.ana, world.math, protocol, world.ben, **focus)
    await world.ana.did("start_walkthrough", *ops)
    [row] = await world.ana.sees("walkthrough")
    assert row["focusLookForId"] == look_fors[1]


async def test_a_visit_waits_for_a_focus_that_is_not_known_yet(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    ops = opening(new_id(), world.ana, world.math, protocol, world.ben, focusLookForId=new_id())
    assert (await world.ana.do("start_walkthrough", *ops)).status == "parked"


async def test_every_fact_that_a_visit_rests_on_is_given(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    for fact in ("classId", "protocolId", "observerId", "startedAt"):
        ops = opening(new_id(), world.ana, world.math, protocol, world.ben, **{fact: None})
        assert (await world.ana.do("start_walkthrough", *ops)).problem == "wrong_shape"


async def test_nobody_is_slipped_into_another_visit_while_one_is_started(world: World) -> None:
    first = await started(world)
    protocol, _ = await protocol_of(world.ana)
    slipped = put("visited", child_id(first.id, world.dee.id), first.scope, personId=world.dee.id, name="Dee")
    ops = [*opening(new_id(), world.ana, world.math, protocol, world.ben), slipped]
    verdict = await world.ana.do("start_walkthrough", *ops)
    assert verdict.problem == "not_agreed_parts"
    assert [row["personId"] for row in await world.ana.sees("visited", scope=first.scope)] == [world.ben.id]


async def test_a_visited_row_bears_the_id_that_follows_from_visit_and_person(world: World) -> None:
    protocol, _ = await protocol_of(world.ana)
    visit = new_id()
    walkthrough, _ = opening(visit, world.ana, world.math, protocol, world.ben)
    other = put("visited", new_id(), f"walkthrough:{visit}", personId=world.ben.id, name="Ben")
    assert (await world.ana.do("start_walkthrough", walkthrough, other)).problem == "wrong_shape"


async def test_the_last_word_on_who_was_visited_is_the_start(world: World) -> None:
    visit = await started(world)
    for verb in ("finish_walkthrough", "add_evidence_note", "tag_note"):
        slipped = visit.put("visited", child_id(visit.id, world.dee.id), personId=world.dee.id, name="Dee")
        assert (await world.ana.do(verb, slipped)).problem == "not_agreed_parts"


def a_class(world: World, class_id: str, teacher: Actor) -> list[Op]:
    staff = f"staff:{world.school}"
    return [put("class", class_id, staff, title="Science 4", subject="Science"), teaches(world, class_id, teacher)]


def teaches(world: World, class_id: str, teacher: Actor) -> Op:
    staff = f"staff:{world.school}"
    return put("class_teacher", child_id(class_id, teacher.id), staff, classId=class_id, personId=teacher.id)
