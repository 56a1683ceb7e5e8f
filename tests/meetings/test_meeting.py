"""A meeting from its purpose to its decision: what must hold, who may, and what arrives late."""

from typing import Any

import pytest

from server.kernel.ids import new_id
from tests.cast import Actor, World, put
from tests.meetings.sitting import closing, deciding, opened, opening, thinking


async def test_a_facilitator_opens_a_meeting_and_the_whole_team_sees_it(world: World) -> None:
    meeting = await opened(world)

    for member in (world.ben, world.fay):
        [seen] = await member.sees("meeting")
        assert (seen["id"], seen["purpose"], seen["phase"]) == (meeting, "Choose one move", "gather")
    for other in (world.dee, world.eli):
        assert await other.sees("meeting") == []


@pytest.mark.parametrize("purpose", [None, "", "   "])
async def test_no_meeting_begins_without_a_purpose(world: World, purpose: str | None) -> None:
    verdict = await world.chi.do("open_meeting", opening(world, new_id(), world.chi, purpose=purpose))

    assert verdict.problem == "no_purpose"


@pytest.mark.parametrize("missing", ["minutes", "startedAt", "phase", "phaseStartedAt"])
async def test_a_meeting_has_a_length_and_a_beginning(world: World, missing: str) -> None:
    verdict = await world.chi.do("open_meeting", opening(world, new_id(), world.chi, **{missing: None}))

    assert verdict.problem == "wrong_shape"


@pytest.mark.parametrize("wrong", [{"phase": "dessert"}, {"minutes": -5}, {"closedAt": "2026-03-05T16:00:00.000Z"}])
async def test_a_meeting_that_cannot_be_is_refused(world: World, wrong: dict[str, Any]) -> None:
    verdict = await world.chi.do("open_meeting", opening(world, new_id(), world.chi, **wrong))

    assert verdict.problem == "wrong_shape"


async def test_nobody_opens_a_meeting_in_somebody_elses_name(world: World) -> None:
    verdict = await world.chi.do("open_meeting", opening(world, new_id(), world.ben))

    assert verdict.problem == "wrong_shape"


async def test_who_does_not_facilitate_opens_turns_and_closes_no_meeting(world: World) -> None:
    meeting = await opened(world)
    turned = put("meeting", meeting, f"team:{world.team}", phase="notice", phaseStartedAt="2026-03-05T15:20:00.000Z")
    for member in (world.ben, world.fay):
        assert (await member.do("open_meeting", opening(world, new_id(), member))).problem == "not_yours"
        assert (await member.do("turn_to_phase", turned)).problem == "not_yours"
        assert (await member.do("close_meeting", closing(world, meeting))).problem == "not_yours"


async def test_who_is_not_on_the_team_is_never_let_in(world: World) -> None:
    meeting = await opened(world)
    for stranger in (world.dee, world.eli):
        for verb, op in (
            ("open_meeting", opening(world, new_id(), stranger)),
            ("contribute", thinking(world, meeting)),
            ("decide", deciding(world, meeting)),
        ):
            assert (await stranger.do(verb, op)).status != "applied"
    assert await world.chi.sees("contribution") == []
    assert await world.chi.sees("decision") == []


async def test_an_admin_may_lend_a_hand(world: World) -> None:
    await world.ana.did("open_meeting", opening(world, new_id(), world.ana))


async def test_the_facilitator_turns_the_phases(world: World) -> None:
    meeting = await opened(world)
    turned = put("meeting", meeting, f"team:{world.team}", phase="notice", phaseStartedAt="2026-03-05T15:20:00.000Z")
    await world.chi.did("turn_to_phase", turned)

    assert [seen["phase"] for seen in await world.fay.sees("meeting")] == ["notice"]


async def test_families_think_aloud_too_and_everyone_reads_it(world: World) -> None:
    meeting = await opened(world)
    await world.fay.did("contribute", thinking(world, meeting, "My son talks about the pairs at dinner"))

    assert [one["text"] for one in await world.ben.sees("contribution")] == ["My son talks about the pairs at dinner"]
    assert await world.dee.sees("contribution") == []


async def test_everyone_rewords_their_own_thoughts_only(world: World) -> None:
    meeting = await opened(world)
    thought = thinking(world, meeting)
    await world.fay.did("contribute", thought)
    reworded = put("contribution", thought["id"], thought["scope"], text="They wait, and listen")

    assert (await world.chi.do("reword_contribution", reworded)).problem == "not_yours"
    await world.fay.did("reword_contribution", reworded)
    assert [one["text"] for one in await world.chi.sees("contribution")] == ["They wait, and listen"]


async def test_a_thought_waits_for_its_meeting(world: World) -> None:
    meeting = new_id()
    assert (await world.ben.do("contribute", thinking(world, meeting))).status == "parked"
    await world.chi.did("open_meeting", opening(world, meeting, world.chi))

    assert len(await world.chi.sees("contribution")) == 1


async def test_an_empty_thought_is_none(world: World) -> None:
    meeting = await opened(world)

    assert (await world.ben.do("contribute", thinking(world, meeting, ""))).problem == "wrong_shape"


@pytest.mark.parametrize("kind", ["shared", "information", "none"])
async def test_a_decision_says_what_and_whose(world: World, kind: str) -> None:
    meeting = await opened(world)
    await world.ben.did("decide", deciding(world, meeting, decisionKind=kind))

    assert (
        await world.ben.do("decide", deciding(world, meeting, decisionKind=kind, text=" "))
    ).problem == "no_decision"
    assert [one["decisionKind"] for one in await world.fay.sees("decision")] == [kind]


async def test_a_leaders_decision_says_how_the_input_was_used(world: World) -> None:
    meeting = await opened(world)
    silent = deciding(world, meeting, decisionKind="leader_with_input")
    said = deciding(world, meeting, decisionKind="leader_with_input", howUsed="Two objections moved the hour")

    assert (await world.chi.do("decide", silent)).problem == "no_input_used"
    await world.chi.did("decide", said)


async def test_a_decision_that_changes_must_still_hold(world: World) -> None:
    meeting, decision = await opened(world), new_id()
    await world.ben.did("decide", deciding(world, meeting, decision))
    to_the_leader = put("decision", decision, f"team:{world.team}", decisionKind="leader_with_input")
    with_input = put("decision", decision, f"team:{world.team}", decisionKind="leader_with_input", howUsed="All of it")

    assert (await world.chi.do("decide", to_the_leader)).problem == "no_input_used"
    await world.chi.did("decide", with_input)
    assert [one["decisionKind"] for one in await world.fay.sees("decision")] == ["leader_with_input"]


async def test_a_decision_stays_in_its_meeting(world: World) -> None:
    first, second, decision = await opened(world), await opened(world), new_id()
    await world.ben.did("decide", deciding(world, first, decision))

    assert (await world.ben.do("decide", deciding(world, second, decision))).problem == "wrong_shape"


async def test_no_meeting_closes_without_a_decision(world: World) -> None:
    meeting, other = await opened(world), await opened(world)
    await world.ben.did("decide", deciding(world, other))

    assert (await world.chi.do("close_meeting", closing(world, meeting))).problem == "no_decision"
    assert [seen.get("closedAt") for seen in await world.fay.sees("meeting", id=meeting)] == [None]


@pytest.mark.parametrize(("kind", "text"), [("shared", "Try sentence starters"), ("none", "Half of us were away")])
async def test_a_meeting_closes_with_a_decision_or_with_a_plain_none(world: World, kind: str, text: str) -> None:
    meeting = await opened(world)
    await world.ben.did("decide", deciding(world, meeting, decisionKind=kind, text=text))
    await world.chi.did("close_meeting", closing(world, meeting))

    [seen] = await world.fay.sees("meeting")
    assert seen["closedAt"] == "2026-03-05T16:00:00.000Z"


async def test_a_decision_in_two_wordings_is_chosen_before_closing(world: World) -> None:
    meeting, decision = await opened(world), new_id()
    await world.ben.did("decide", deciding(world, meeting, decision))
    scope = f"team:{world.team}"
    for member, text in ((world.ben, "Starters in every room"), (world.chi, "Starters on every desk")):
        await _unseen(member, put("decision", decision, scope, text=text))

    assert (await world.chi.do("close_meeting", closing(world, meeting))).problem == "two_wordings"
    await world.chi.did("decide", put("decision", decision, scope, text="Starters in every room, on every desk"))
    await world.chi.did("close_meeting", closing(world, meeting))


async def test_what_a_phone_wrote_while_away_is_taken_in_after_the_closing(world: World) -> None:
    meeting = await opened(world)
    await world.chi.did("decide", deciding(world, meeting))
    await world.chi.did("close_meeting", closing(world, meeting))
    await world.fay.did("contribute", thinking(world, meeting))
    await world.ben.did("decide", deciding(world, meeting, text="Visit each other on Tuesday"))

    assert len(await world.chi.sees("contribution")) == 1
    assert len(await world.chi.sees("decision")) == 2


async def test_a_closed_meeting_turns_no_phase(world: World) -> None:
    meeting = await opened(world)
    await world.chi.did("decide", deciding(world, meeting))
    await world.chi.did("close_meeting", closing(world, meeting))
    turned = put("meeting", meeting, f"team:{world.team}", phase="notice", phaseStartedAt="2026-03-05T16:20:00.000Z")

    assert (await world.chi.do("turn_to_phase", turned)).problem == "meeting_closed"


async def _unseen(actor: Actor, op: dict[str, Any]) -> None:
    """Write as a device does that has seen no wording of it."""
    await actor.did("decide", {**op, "from": {}})
