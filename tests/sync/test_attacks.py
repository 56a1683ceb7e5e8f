"""Somebody who is let in and means harm: what a member of one scope may not do to the others."""

from server.kernel.ids import child_id, new_id
from tests.cast import AT, World, put


async def meeting(world: World) -> str:
    """Chi's team sits down; Fay, a family member, is there."""
    row, scope = new_id(), f"team:{world.team}"
    times = {"startedAt": AT, "phaseStartedAt": AT}
    opened = put("meeting", row, scope, purpose="Talk", minutes=20, phase="gather", heldBy=world.chi.id, **times)
    await world.chi.did("open_meeting", opened)
    return row


async def test_nobody_takes_the_name_of_a_row_that_the_server_will_write(world: World) -> None:
    sitting, scope = await meeting(world), f"team:{world.team}"
    thought = {"meetingId": sitting, "phase": "gather", "text": "mine first"}
    wanted = {
        child_id(world.team, "next_block"),
        child_id(world.school, "next_block"),
        child_id(world.dee.id, "leader"),
        child_id(world.math, world.dee.id),
    }
    for name in wanted:
        verdict = await world.fay.do("contribute", put("contribution", name, scope, **thought))
        assert (verdict.status, verdict.problem) == ("rejected", "wrong_shape")
        decided = {"meetingId": sitting, "text": "so", "decisionKind": "shared"}
        verdict = await world.fay.do("decide", put("decision", name, scope, **decided))
        assert (verdict.status, verdict.problem) == ("rejected", "wrong_shape")


async def test_a_meeting_has_one_decision_by_name_and_others_by_chance(world: World) -> None:
    sitting, scope = await meeting(world), f"team:{world.team}"
    decided = {"meetingId": sitting, "text": "so", "decisionKind": "shared"}
    await world.fay.did("decide", put("decision", child_id(sitting, "decision"), scope, **decided))
    await world.fay.did("decide", put("decision", new_id(), scope, **decided))
