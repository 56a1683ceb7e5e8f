"""Co-observation: a join is membership, never a move; before sharing it concerns the observers alone."""

import itertools
from typing import Any

import pytest

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Op, World, put
from tests.walkthroughs.visiting import Visit, opening, protocol_of, started
from tests.walkthroughs.watching import KEY, key_of, later, no_wish, outcome, parting, read, together, two, wish


async def test_each_reads_what_the_other_sees_and_writes_only_the_own(world: World) -> None:
    host, guest = await together(world)
    seen, along = await host.noted("Two pairs compare."), await guest.noted("A girl asks why.")
    assert await read(guest, world.ana) == ["A girl asks why."]
    assert await read(host, world.dee) == ["Two pairs compare."]
    assert world.ana.scopes[guest.scope] == world.dee.scopes[host.scope] == "companion"
    for other, note, visit in ((world.ana, along, guest), (world.dee, seen, host)):
        for verb, op in (
            ("reword_evidence_note", visit.put("evidence_note", note, text="Mine now")),
            ("add_evidence_note", visit.note(new_id())),
            ("remove_evidence_note", visit.remove("evidence_note", note)),
            ("share_feedback", visit.sharing()),
        ):
            assert (await other.do(verb, op)).problem == "not_yours"


async def test_both_know_who_watched_along_and_who_holds_the_feedback(world: World) -> None:
    host, guest = await together(world)
    [along] = await world.ana.sees("companion", scope=host.scope)
    [first] = await world.dee.sees("companion", scope=guest.scope)
    assert (along["walkthroughId"], along["name"], along["hosts"]) == (guest.id, "Dee", False)
    assert (first["walkthroughId"], first["observerId"], first["hosts"]) == (host.id, world.ana.id, True)
    assert await outcome(guest) == "joined"


STEPS = ("host starts", "host shows", "guest starts", "guest joins")
ORDERS = [
    order
    for order in itertools.permutations(STEPS)  # each tablet keeps its own order
    if order.index("host starts") < order.index("host shows")
    and order.index("guest starts") < order.index("guest joins")
]


async def test_in_whatever_order_the_tablets_arrive_both_are_one_and_nothing_waits_or_is_refused(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    for at, (order, typed) in enumerate(itertools.product(ORDERS, (False, True))):
        key = f"{at:02d}AAAAAAAAAA"
        host, guest = Visit(world.ana, new_id(), look_fors), Visit(world.dee, new_id(), look_fors)
        starts = [opening(visit.id, visit.observer, world.math, protocol, world.ben) for visit in (host, guest)]
        acts: dict[str, tuple[Actor, str, list[Op]]] = {
            "host starts": (world.ana, "start_walkthrough", starts[0]),
            "host shows": (world.ana, "show_visit_key", [key_of(host, key)]),
            "guest starts": (world.dee, "start_walkthrough", starts[1]),
            "guest joins": (world.dee, "join_visit", [wish(guest, None if typed else host, key)]),
        }
        for step in order:
            actor, verb, ops = acts[step]
            await actor.did(verb, *ops)
        await host.noted(f"First {at}")
        await guest.noted(f"Second {at}")
        assert await read(host, world.dee) == [f"First {at}"], (order, typed)
        assert await read(guest, world.ana) == [f"Second {at}"], (order, typed)
        assert await outcome(guest) == "joined"


async def test_a_whole_outbox_that_arrives_before_the_first_tablet_s_stands_and_waits_for_nothing(world: World) -> None:
    protocol, look_fors = await protocol_of(world.dee)
    guest = Visit(world.dee, new_id(), look_fors)
    steps = [
        ("start_walkthrough", opening(guest.id, world.dee, world.math, protocol, world.ben)),
        ("join_visit", [wish(guest)]),
        ("leave_visit", [no_wish(guest)]),
        ("join_visit", [wish(guest)]),
    ]
    for verb, ops in steps:
        await world.dee.did(verb, *ops)
    host = await started(world)
    await world.ana.did("show_visit_key", key_of(host))
    assert await outcome(guest) == "joined"


async def test_the_teacher_reads_neither_stream_before_the_sharing_and_both_after_it(world: World) -> None:
    host, guest = await together(world)
    own = await host.noted("Two pairs compare.")
    await guest.noted("A girl asks why.")
    await world.ben.pull()
    assert not {host.scope, guest.scope} & world.ben.scopes.keys()
    await host.named(own)
    await host.shared()
    assert await read(host, world.ben) == ["Two pairs compare."]
    assert await read(guest, world.ben) == ["A girl asks why."]


async def test_a_strength_may_rest_on_what_the_other_saw(world: World) -> None:
    host, guest = await together(world)
    along = await guest.noted("A girl asks why.")
    await world.ana.pull()
    await host.named(along)
    await host.shared()
    [link] = await world.ben.sees("strength_note", scope=host.scope)
    assert link["noteId"] == along


async def test_what_the_other_removed_before_the_sharing_stays_with_the_other(world: World) -> None:
    host, guest = await together(world)
    own, gone = await host.noted(), await guest.noted("Not for others")
    await world.dee.pull()
    await world.dee.did("remove_evidence_note", guest.remove("evidence_note", gone))
    await host.named(own)
    await host.shared()
    assert await read(guest, world.ben) == []
    assert await world.ben.sees("note_tag", scope=guest.scope) == []


async def test_the_feedback_is_with_the_first_observer_alone(world: World) -> None:
    _, guest = await together(world)
    note = await guest.noted()
    await guest.named(note)
    verdict = await world.dee.do("share_feedback", guest.sharing())
    assert (verdict.status, verdict.problem) == ("rejected", "host_shares")


async def test_two_who_watched_together_are_counted_once(world: World) -> None:
    host, guest = await together(world)
    own = await host.noted()
    await guest.noted()
    await host.named(own)
    await host.shared()
    [row] = await world.ana.sees("coverage")
    assert row["observerId"] == world.ana.id


async def test_taking_back_the_share_takes_both_streams_back(world: World) -> None:
    host, guest = await together(world)
    await host.named(await host.noted())
    await guest.noted()
    await host.shared()
    await world.ana.did("withdraw_share", host.withdrawing())
    await world.ben.pull()
    assert not {host.scope, guest.scope} & world.ben.scopes.keys()


async def test_a_share_cannot_be_taken_back_once_the_other_s_stream_was_read(world: World) -> None:
    host, _guest = await together(world)
    await host.named(await host.noted())
    await host.shared()
    await world.ben.pull()
    assert (await world.ana.do("withdraw_share", host.withdrawing())).problem == "already_read"


@pytest.mark.parametrize("who", ["guest", "host"])
async def test_undoing_a_join_ends_the_memberships_and_leaves_both_visits_whole(world: World, who: str) -> None:
    host, guest = await together(world)
    await host.noted("First")
    await guest.noted("Second")
    await world.ana.pull()
    await world.dee.pull()
    if who == "guest":
        await world.dee.did("leave_visit", no_wish(guest))
    else:
        await world.ana.did("part_from_companion", parting(host, guest))
    for actor, own, other in ((world.ana, host, guest), (world.dee, guest, host)):
        await actor.pull()
        assert other.scope not in actor.scopes
        assert await read(other, actor) == []
        assert len(await read(own, actor)) == 1
        assert await actor.sees("companion") == []
    await guest.named((await world.dee.sees("evidence_note", scope=guest.scope))[0]["id"])
    await guest.shared()


async def test_a_guest_whom_the_host_has_sent_away_hears_so_and_needs_a_new_code(world: World) -> None:
    host, guest = await together(world)
    await world.ana.pull()
    await world.ana.did("part_from_companion", parting(host, guest))
    assert await outcome(guest) == "parted"
    await world.dee.did("join_visit", wish(guest, host))
    assert await outcome(guest) == "parted"
    await world.ana.did("show_visit_key", key_of(host, "ZZZZZZZZZZZZ"))
    await world.dee.did("join_visit", wish(guest, host, "ZZZZZZZZZZZZ"))
    assert await read(host, world.dee) == []
    assert host.scope in world.dee.scopes


async def test_who_left_may_come_back_with_the_same_code(world: World) -> None:
    host, guest = await together(world)
    await world.dee.pull()
    await world.dee.did("leave_visit", no_wish(guest))
    await world.dee.did("join_visit", wish(guest, host))
    await world.dee.pull()
    assert host.scope in world.dee.scopes


async def test_a_join_cannot_be_undone_once_the_feedback_is_shared(world: World) -> None:
    host, guest = await together(world)
    await host.named(await host.noted())
    await host.shared()
    await world.dee.pull()
    await world.ana.pull()
    assert (await world.dee.do("leave_visit", no_wish(guest))).problem == "already_shared"
    assert (await world.ana.do("part_from_companion", parting(host, guest))).problem == "already_shared"


async def test_a_strength_that_rested_on_the_other_s_note_when_the_join_ended_is_taken_and_not_shared(
    world: World,
) -> None:
    host, guest = await together(world)
    along = await guest.noted()
    await world.ana.pull()
    await world.dee.did("leave_visit", no_wish(guest))
    await host.named(along)  # what Ana did offline meanwhile is honest
    assert (await world.ana.do("share_feedback", host.sharing())).problem == "strength_without_note"


@pytest.mark.parametrize("typed", [False, True])
async def test_a_code_opens_no_other_room(world: World, typed: bool) -> None:
    science = new_id()
    scope = f"staff:{world.school}"
    lesson = child_id(science, world.chi.id)
    await world.ana.did(
        "add_class",
        put("class", science, scope, title="Science"),
        put("class_teacher", lesson, scope, classId=science, personId=world.chi.id),
    )
    host = await started(world)
    guest = await started(world, world.dee, world.chi, class_id=science)
    await world.ana.did("show_visit_key", key_of(host))
    await world.dee.did("join_visit", wish(guest, None if typed else host))
    assert await outcome(guest) == "other_room"
    assert host.scope not in world.dee.scopes


async def test_a_typed_code_opens_no_other_hour_and_a_scanned_one_forgives_a_wrong_clock(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    host, guest = Visit(world.ana, new_id(), look_fors), Visit(world.dee, new_id(), look_fors)
    for visit, start in ((host, later(0)), (guest, later(46))):
        ops = opening(visit.id, visit.observer, world.math, protocol, world.ben, startedAt=start)
        await visit.observer.did("start_walkthrough", *ops)
    await world.ana.did("show_visit_key", key_of(host))
    await world.dee.did("join_visit", wish(guest))
    assert await outcome(guest) == "other_time"
    await world.dee.did("leave_visit", no_wish(guest))
    await world.dee.did("join_visit", wish(guest, host))
    assert await outcome(guest) == "joined"


async def test_who_is_visited_never_reads_along(world: World) -> None:
    """Ben and Chi teach together; Ben has seen the code on Ana's tablet and visits Chi in the same lesson."""
    lesson = child_id(world.math, world.chi.id)
    scope = f"staff:{world.school}"
    await world.ana.did(
        "assign_teacher", put("class_teacher", lesson, scope, classId=world.math, personId=world.chi.id)
    )
    host, spying = await started(world, world.ana, world.ben, world.chi), await started(world, world.ben, world.chi)
    await host.noted("About both")
    await world.ana.did("show_visit_key", key_of(host))
    await world.ben.did("join_visit", wish(spying, host))
    assert await outcome(spying) == "visited"
    assert await read(host, world.ben) == []


async def test_own_codes_twice_scanned_codes_and_late_codes_change_nothing(world: World) -> None:
    host, guest = await together(world)
    await world.dee.did("join_visit", wish(guest, host))
    assert len(await world.ana.sees("companion", scope=host.scope)) == 1
    await world.ana.did("join_visit", wish(host, host))
    assert await outcome(host) == "own"
    await host.named(await host.noted())
    await host.shared()
    late = await started(world, world.chi)
    await world.chi.did("join_visit", wish(late, host))
    assert await outcome(late) == "already_shared"
    assert host.scope not in world.chi.scopes


async def test_a_third_who_comes_along_reads_with_both(world: World) -> None:
    host, guest = await together(world)
    third = await started(world, world.chi)
    await world.chi.did("join_visit", wish(third, host))
    await third.noted("Third stream")
    assert await read(third, world.dee) == await read(third, world.ana) == ["Third stream"]
    await world.dee.did("leave_visit", no_wish(guest))
    await world.dee.pull()
    assert third.scope not in world.dee.scopes
    assert third.scope in world.ana.scopes


async def test_visits_that_scanned_each_other_are_one_with_one_host(world: World) -> None:
    first, second = await two(world)
    for visit, key in ((first, KEY), (second, "ZZZZZZZZZZZZ")):
        await visit.observer.did("show_visit_key", key_of(visit, key))
    await world.ana.did("join_visit", wish(first, second, "ZZZZZZZZZZZZ"))
    await world.dee.did("join_visit", wish(second, first))
    [mine] = await world.ana.sees("companion", scope=first.scope)
    [hers] = await world.dee.sees("companion", scope=second.scope)
    assert (mine["hosts"], hers["hosts"]) == (True, False)


async def test_who_puts_a_visit_away_leaves_and_comes_back_with_it(world: World) -> None:
    host, guest = await together(world)
    for visit in (guest, host):
        await visit.observer.did("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=True))
        await world.dee.pull()
        assert host.scope not in world.dee.scopes
        await visit.observer.did("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=False))
        await world.dee.pull()
        assert host.scope in world.dee.scopes


async def test_somebody_of_another_school_joins_nothing(world: World) -> None:
    host = await started(world)
    await world.ana.did("show_visit_key", key_of(host))
    row = child_id(host.id, "joining", KEY)
    foreign: dict[str, Any] = {"key": KEY, "hostId": host.id}
    verdict = await world.eli.do("join_visit", put("joining", row, host.scope, **foreign))
    assert verdict.status == "parked"
    await world.eli.pull()
    assert host.scope not in world.eli.scopes


async def test_codes_are_not_guessed(world: World) -> None:
    """A wrong code answers as one does whose visit has not arrived, and after thirty a day none is taken."""
    host, guest = await two(world)
    await world.ana.did("show_visit_key", key_of(host))
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for at in range(30):
        key = "AAAAAAAAAA" + letters[at // 8] + letters[at % 32]
        assert (await world.dee.do("join_visit", wish(guest, None, key))).status == "applied"
        if at % 2:
            await world.dee.did("leave_visit", no_wish(guest, key))
    right = await world.dee.do("join_visit", wish(guest))
    assert (right.status, right.problem) == ("rejected", "too_many_tries")
    another = await started(world, world.dee)
    assert (await world.dee.do("join_visit", wish(another))).problem == "too_many_tries"


@pytest.mark.parametrize("key", ["7k3qx9mvb2td", "7K3QX9MVB2T", "7K3QX9MVB2TDA", "IIIIIIIIIIII", "7K3QX9MVB2T\n"])
async def test_a_key_has_twelve_letters_that_are_not_mixed_up(world: World, key: str) -> None:
    host = await started(world)
    assert (await world.ana.do("show_visit_key", key_of(host, key))).problem == "wrong_shape"


async def test_nobody_writes_the_server_s_word_or_a_companion(world: World) -> None:
    host, guest = await two(world)
    said = wish(guest, host)
    said["set"]["outcome"] = "joined"
    assert (await world.dee.do("join_visit", said)).problem == "not_agreed_parts"
    row = guest.put("companion", child_id(guest.id, host.id, "companion"), walkthroughId=host.id, hosts=True)
    assert (await world.dee.do("join_visit", row)).problem == "not_agreed_parts"
    other = guest.put("visit_key", child_id(host.id, "visit_key", KEY), key=KEY)
    assert (await world.dee.do("show_visit_key", other)).problem == "wrong_shape"


async def test_two_who_were_there_at_one_time_hear_that_somebody_was_and_nothing_else(world: World) -> None:
    host, guest = await two(world)
    for visit in (host, guest):
        [row] = await visit.observer.sees("also_here", scope=visit.scope)
        assert {name for name in row if name not in ("id", "scope")} == {"somebody"}
        assert row["id"] == child_id(visit.id, "also_here")
    for other in (world.ben, world.chi):
        assert await other.sees("also_here") == []
    await world.ana.did("show_visit_key", key_of(host))
    await world.dee.did("join_visit", wish(guest))
    assert await world.ana.sees("also_here") == await world.dee.sees("also_here") == []
    await world.dee.did("leave_visit", no_wish(guest))
    assert len(await world.ana.sees("also_here")) == 1


async def test_visits_one_after_the_other_are_not_offered_to_each_other(world: World) -> None:
    protocol, look_fors = await protocol_of(world.ana)
    first, second = Visit(world.ana, new_id(), look_fors), Visit(world.dee, new_id(), look_fors)
    ops = opening(first.id, world.ana, world.math, protocol, world.ben, startedAt=later(0))
    await world.ana.did("start_walkthrough", *ops)
    await world.ana.did("finish_walkthrough", first.put("walkthrough", first.id, finishedAt=later(10)))
    ops = opening(second.id, world.dee, world.math, protocol, world.ben, startedAt=later(11))
    await world.dee.did("start_walkthrough", *ops)
    assert await world.dee.sees("also_here") == await world.ana.sees("also_here") == []
    assert instant() > later(0)
