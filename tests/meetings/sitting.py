"""A meeting of Chi's team, step by step: what the tests of meetings start from."""

from typing import Any

from server.kernel.ids import new_id
from tests.cast import AT, Actor, Op, World, put


def opening(world: World, meeting: str, holder: Actor, **changes: Any) -> Op:
    """The op of `open_meeting`; `changes` replace fields."""
    fields = {"purpose": "Choose one move", "minutes": 45, "startedAt": AT, "phase": "gather", "phaseStartedAt": AT}
    return put("meeting", meeting, f"team:{world.team}", **{**fields, "heldBy": holder.id, **changes})


async def opened(world: World) -> str:
    """A meeting that Chi has opened; its id."""
    meeting = new_id()
    await world.chi.did("open_meeting", opening(world, meeting, world.chi))
    return meeting


def deciding(world: World, meeting: str, decision: str | None = None, **changes: Any) -> Op:
    """The op of `decide`: a shared decision unless said otherwise."""
    fields = {"text": "Try sentence starters", "decisionKind": "shared", "howUsed": None}
    return put("decision", decision or new_id(), f"team:{world.team}", meetingId=meeting, **{**fields, **changes})


def thinking(world: World, meeting: str, text: str = "They wait for each other") -> Op:
    """The op of `contribute`."""
    return put("contribution", new_id(), f"team:{world.team}", meetingId=meeting, phase="notice", text=text)


def promising(world: World, meeting: str, owner: Actor, step: str | None = None, **changes: Any) -> Op:
    """The op of `promise_next_step` in the team's scope."""
    fields = {
        "text": "Post three sentence starters in every room",
        "due": "2026-03-16",
        "lookForId": world.look_fors[0],
        "studentEffect": "Students give reasons to each other",
        "status": "open",
        "agreed": False,
    }
    values = {**fields, "ownerId": owner.id, **changes}
    return put("next_step", step or new_id(), f"team:{world.team}", meetingId=meeting, **values)


def focusing(world: World, step: str, **changes: Any) -> Op:
    """The op in `staff:` that offers the step's look-for as the focus of the next walkthroughs."""
    fields = {"lookForId": world.look_fors[0], "teamId": world.team, "nextStepId": step, "since": "2026-03-03"}
    return put("focus", new_id(), f"staff:{world.school}", **{**fields, **changes})


def closing(world: World, meeting: str) -> Op:
    """The op of `close_meeting`."""
    return put("meeting", meeting, f"team:{world.team}", closedAt="2026-03-05T16:00:00.000Z")
