"""Next steps: who promises, who agrees, how they come back, and how a look-for becomes the next focus."""

import pytest

from server.kernel.ids import child_id, new_id
from tests.cast import AT, World, put, remove
from tests.meetings.sitting import closing, deciding, focusing, opened, promising
from tests.patterns.rooms import days_pass, rooms, visits


async def test_a_promise_has_words_an_owner_and_a_day(world: World) -> None:
    meeting = await opened(world)
    for missing in ("text", "ownerId", "due"):
        verdict = await world.ben.do("promise_next_step", promising(world, meeting, world.ben, **{missing: None}))
        assert verdict.problem == "wrong_shape"
    await world.ben.did("promise_next_step", promising(world, meeting, world.ben))

    [step] = await world.fay.sees("next_step")
    assert (step["ownerId"], step["due"], step["status"]) == (world.ben.id, "2026-03-16", "open")
    for other in (world.dee, world.eli):
        assert await other.sees("next_step") == []


@pytest.mark.parametrize("due", ["2026-02-30", "2026-13-01"])
async def test_a_day_that_never_comes_is_no_day(world: World, due: str) -> None:
    meeting = await opened(world)

    assert (await world.ben.do("promise_next_step", promising(world, meeting, world.ben, due=due))).status == "rejected"


async def test_nobody_promises_for_somebody_who_left_the_team(world: World) -> None:
    meeting = await opened(world)
    seat = child_id(world.team, world.ben.id)
    await world.ben.did("leave_team", remove("team_member", seat, f"team:{world.team}"))

    assert (await world.chi.do("promise_next_step", promising(world, meeting, world.ben))).problem == "not_a_member"


async def test_a_promise_for_somebody_who_may_still_join_waits(world: World) -> None:
    meeting, scope = await opened(world), f"team:{world.team}"
    assert (await world.chi.do("promise_next_step", promising(world, meeting, world.dee))).status == "parked"
    seat = {"personId": world.dee.id, "name": "Dee", "perspectives": ["educator"], "covered": False}
    await world.chi.did("add_team_member", put("team_member", child_id(world.team, world.dee.id), scope, **seat))

    assert [step["ownerId"] for step in await world.dee.sees("next_step")] == [world.dee.id]


async def test_nobody_agrees_for_somebody_else(world: World) -> None:
    meeting, step = await opened(world), new_id()
    already = promising(world, meeting, world.ben, agreed=True)
    assert (await world.chi.do("promise_next_step", already)).problem == "wrong_shape"
    await world.chi.did("promise_next_step", promising(world, meeting, world.ben, step))
    agreed = put("next_step", step, f"team:{world.team}", agreed=True)

    assert (await world.chi.do("agree_next_step", agreed)).problem == "not_yours"
    await world.ben.did("agree_next_step", agreed)
    assert [one["agreed"] for one in await world.fay.sees("next_step")] == [True]


async def test_an_own_promise_comes_agreed(world: World) -> None:
    meeting = await opened(world)
    await world.fay.did("promise_next_step", promising(world, meeting, world.fay, agreed=True, lookForId=None))

    assert [one["agreed"] for one in await world.chi.sees("next_step")] == [True]


@pytest.mark.parametrize("status", ["done", "learning", "open"])
async def test_a_promise_comes_back_as_done_learning_or_open(world: World, status: str) -> None:
    meeting, step = await opened(world), new_id()
    await world.chi.did("promise_next_step", promising(world, meeting, world.ben, step))
    await world.ben.did("report_next_step", put("next_step", step, f"team:{world.team}", status=status))

    assert [one["status"] for one in await world.fay.sees("next_step")] == [status]


async def test_there_is_no_fourth_way_for_a_promise_to_go(world: World) -> None:
    meeting, step = await opened(world), new_id()
    await world.chi.did("promise_next_step", promising(world, meeting, world.ben, step))
    late = put("next_step", step, f"team:{world.team}", status="overdue")

    assert (await world.ben.do("report_next_step", late)).problem == "wrong_shape"


async def test_a_promises_look_for_is_offered_to_every_observer(world: World) -> None:
    meeting, step = await opened(world), new_id()
    await world.chi.did("promise_next_step", promising(world, meeting, world.ben, step), focusing(world, step))

    for employee in (world.ana, world.ben, world.dee):
        [focus] = await employee.sees("focus")
        assert (focus["lookForId"], focus["nextStepId"]) == (world.look_fors[0], step)
    assert await world.fay.sees("focus") == []
    assert await world.eli.sees("focus") == []


async def test_a_family_member_promises_without_reaching_into_the_staffs_scope(world: World) -> None:
    meeting, step = await opened(world), new_id()
    both = (promising(world, meeting, world.fay, step), focusing(world, step))

    assert (await world.fay.do("promise_next_step", *both)).status == "parked"
    assert await world.ana.sees("focus") == []
    assert await world.chi.sees("next_step") == []
    await world.fay.did("promise_next_step", promising(world, meeting, world.fay))


@pytest.mark.parametrize("wrong", ["lookForId", "teamId", "nextStepId"])
async def test_a_focus_that_is_not_this_promises_is_refused(world: World, wrong: str) -> None:
    meeting, step = await opened(world), new_id()
    other = world.look_fors[1] if wrong == "lookForId" else new_id()
    ops = (promising(world, meeting, world.ben, step), focusing(world, step, **{wrong: other}))

    assert (await world.chi.do("promise_next_step", *ops)).problem == "wrong_shape"
    assert await world.chi.sees("next_step") == []


async def test_the_loop_from_visits_to_the_focus_of_the_next_visit(world: World) -> None:
    team = f"team:{world.team}"
    await world.chi.did("change_team", put("team", world.team, team, patterns="school"))
    await visits(world, [[room] for room in await rooms(world, 5) * 3], noticed=[0])
    assert await days_pass(world, 6)

    [notice] = await world.fay.sees("prompt", phase="notice")
    look_for = notice["lookForId"]
    meeting, step = await opened(world), new_id()
    thought = {"meetingId": meeting, "phase": "notice", "promptId": notice["id"], "text": "Pairs, not rows"}
    await world.fay.did("contribute", put("contribution", new_id(), team, **thought))
    await world.ben.did("decide", deciding(world, meeting))
    promise = promising(world, meeting, world.ben, step, lookForId=look_for)
    await world.chi.did("promise_next_step", promise, focusing(world, step, lookForId=look_for))
    await world.chi.did("close_meeting", closing(world, meeting))

    [focus] = await world.ana.sees("focus")
    walk = new_id()
    scope = f"walkthrough:{walk}"
    begun = {"classId": world.math, "protocolId": world.protocol, "observerId": world.ana.id, "startedAt": AT}
    await world.ana.did(
        "start_walkthrough",
        put("walkthrough", walk, scope, focusLookForId=focus["lookForId"], **begun),
        put("visited", child_id(walk, world.ben.id), scope, personId=world.ben.id, name="Ben"),
    )
    [started] = await world.ana.sees("walkthrough", id=walk)
    assert started["focusLookForId"] == look_for
