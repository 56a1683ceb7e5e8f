"""A teacher's "come and see": posted by the teacher it is about, read by every employee, by no family."""

from typing import Any

import pytest

from server.kernel.ids import child_id, new_id
from tests.cast import Op, World, put, remove
from tests.walkthroughs.visiting import opening, protocol_of


def inviting(world: World, invitation: str, **changes: Any) -> Op:
    said = {
        "teacherId": world.ben.id,
        "classId": world.math,
        "focusText": "Who asks the questions?",
        "times": "mornings",
        "until": "2026-03-13",
    }
    return put("invitation", invitation, f"staff:{world.school}", **{**said, **changes})


async def test_leaders_and_peers_read_an_invitation_families_do_not(world: World) -> None:
    invitation = new_id()
    await world.ben.did("invite_observers", inviting(world, invitation))
    for reader in (world.ana, world.chi, world.dee):
        [row] = await reader.sees("invitation")
        assert (row["teacherId"], row["focusText"], row["until"]) == (
            world.ben.id,
            "Who asks the questions?",
            "2026-03-13",
        )
    for stranger in (world.fay, world.eli):
        assert await stranger.sees("invitation") == []


async def test_nobody_invites_into_another_s_room(world: World) -> None:
    verdict = await world.ana.do("invite_observers", inviting(world, new_id()))
    assert (verdict.status, verdict.problem) == ("rejected", "not_yours")
    own_name = await world.dee.do("invite_observers", inviting(world, new_id(), teacherId=world.dee.id))
    assert own_name.status == "parked"  # Dee's lesson in this class may still be on its way


async def test_nobody_changes_or_takes_back_another_s_invitation(world: World) -> None:
    invitation = new_id()
    await world.ben.did("invite_observers", inviting(world, invitation))
    taken = inviting(world, invitation, teacherId=world.dee.id)
    assert (await world.dee.do("invite_observers", taken)).problem == "not_yours"
    back = remove("invitation", invitation, f"staff:{world.school}")
    assert (await world.ana.do("take_back_invitation", back)).problem == "not_yours"
    assert len(await world.ana.sees("invitation")) == 1


async def test_an_invitation_can_be_taken_back_and_given_again(world: World) -> None:
    invitation = new_id()
    await world.ben.did("invite_observers", inviting(world, invitation))
    await world.ben.did("take_back_invitation", remove("invitation", invitation, f"staff:{world.school}"))
    assert await world.ana.sees("invitation") == []
    await world.ben.did("invite_observers", inviting(world, invitation))
    assert len(await world.ana.sees("invitation")) == 1


@pytest.mark.parametrize("missing", ["classId", "until"])
async def test_an_invitation_says_which_class_and_until_when(world: World, missing: str) -> None:
    verdict = await world.ben.do("invite_observers", inviting(world, new_id(), **{missing: None}))
    assert verdict.problem == "wrong_shape"


async def test_a_look_for_that_has_not_arrived_is_waited_for(world: World) -> None:
    verdict = await world.ben.do("invite_observers", inviting(world, new_id(), lookForId=new_id()))
    assert verdict.status == "parked"


async def test_a_visit_from_an_invitation_keeps_its_focus_though_it_was_taken_back_meanwhile(world: World) -> None:
    invitation, visit = new_id(), new_id()
    await world.ben.did("invite_observers", inviting(world, invitation))
    await world.ben.did("take_back_invitation", remove("invitation", invitation, f"staff:{world.school}"))
    protocol, _ = await protocol_of(world.ana)
    asked = {"focusText": "Who asks the questions?", "invitationId": invitation}
    await world.ana.did("start_walkthrough", *opening(visit, world.ana, world.math, protocol, world.ben, **asked))
    [row] = await world.ana.sees("walkthrough", id=visit)
    assert (row["focusText"], row["invitationId"]) == ("Who asks the questions?", invitation)


async def test_a_look_for_may_be_the_focus_of_an_invitation_and_is_tagged_in_the_visit(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    await world.ben.did("invite_observers", inviting(world, new_id(), lookForId=look_fors[1], focusText=None))
    [row] = await world.ana.sees("invitation")
    visit, note = new_id(), new_id()
    asked = {"focusLookForId": row["lookForId"], "invitationId": row["id"]}
    await world.ana.did("start_walkthrough", *opening(visit, world.ana, world.math, protocol, world.ben, **asked))
    scope = f"walkthrough:{visit}"
    await world.ana.did(
        "add_evidence_note",
        put("evidence_note", note, scope, text="Sam asks why", begunAt="2026-03-02T15:00:00.000Z"),
        put("note_tag", child_id(note, look_fors[1]), scope, noteId=note, lookForId=look_fors[1]),
    )
