"""From shared visits to a release, over HTTP: when it comes, what it says, and what never leaves the server."""

import json
from datetime import timedelta

from server.kernel import clock
from server.kernel.clock import instant
from server.kernel.ids import PersonId, SchoolId, child_id, new_id
from server.patterns.due import DueBlocks
from tests.cast import World, put, remove
from tests.patterns.rooms import Room, days_pass, room_of, rooms, team_of, visit, visits

KINDS = ("school_release", "team_release", "next_block", "team_next_block")


async def test_fifteen_visits_to_five_teachers_become_one_release_for_everyone(world: World) -> None:
    five = await rooms(world, 5)
    await visits(world, [[room] for room in five * 2], noticed=[0])
    await visits(world, [[room] for room in five], noticed=[1])
    assert await world.ben.sees("school_release") == []
    assert await days_pass(world, 4)

    for member in (world.ana, world.ben, world.chi, world.dee, world.fay):
        [release] = await member.sees("school_release")
        assert (release["block"], release["visits"], release["protocolId"]) == (1, 15, world.protocol)
        assert {figure["lookFor"]: (figure["noticed"], figure["nearlyAll"]) for figure in release["figures"]} == {
            world.look_fors[0]: (10, False),
            world.look_fors[1]: (5, False),
        }
    assert await world.eli.sees("school_release") == []


async def test_two_who_watched_together_are_one_visit_with_what_either_noticed(world: World) -> None:
    five = await rooms(world, 5)
    await visits(world, [[room] for room in five * 2], noticed=[0])
    for number, room in enumerate(five):
        await _watched_by_two(world, room, f"{number}ZZZZZZZZZZZ")
    assert await days_pass(world, 4)

    [release] = await world.ben.sees("school_release")
    assert release["visits"] == 15
    assert {figure["lookFor"]: figure["noticed"] for figure in release["figures"]} == {
        world.look_fors[0]: 10,
        world.look_fors[1]: 5,
    }
    assert len(await world.ana.sees("coverage")) == 15


async def _watched_by_two(world: World, room: Room, key: str) -> None:
    """Ana shares what Dee noticed beside her."""
    host, guest, note, strength = (new_id() for _ in range(4))
    visit, along = f"walkthrough:{host}", f"walkthrough:{guest}"
    for actor, walk, scope in ((world.ana, host, visit), (world.dee, guest, along)):
        begun = {"classId": room.class_id, "protocolId": world.protocol, "startedAt": instant(world.clock.now)}
        await actor.did(
            "start_walkthrough",
            put("walkthrough", walk, scope, observerId=actor.id, **begun),
            put("visited", child_id(walk, room.teacher), scope, personId=room.teacher, name=room.name),
        )
    await world.ana.did("show_visit_key", put("visit_key", child_id(host, "visit_key", key), visit, key=key))
    await world.dee.did("join_visit", put("joining", child_id(guest, "joining", key), along, key=key, hostId=host))
    look_for = world.look_fors[1]
    await world.dee.did(
        "add_evidence_note",
        put("evidence_note", note, along, text="A girl asks why", begunAt=instant(world.clock.now)),
        put("note_tag", child_id(note, look_for), along, noteId=note, lookForId=look_for),
    )
    await world.ana.pull()
    await world.ana.did(
        "name_strength",
        put("strength", strength, visit, text="They ask", position=0),
        put("strength_note", child_id(strength, note), visit, strengthId=strength, noteId=note),
    )
    shared = {"shared": True, "sharedAt": instant(world.clock.now)}
    await world.ana.did("share_feedback", put("feedback", child_id(host, "feedback"), visit, **shared))


async def test_four_teachers_leave_no_trace_anywhere_however_long_they_wait(world: World) -> None:
    four = await rooms(world, 2)
    await visits(world, [[room] for room in four * 6], noticed=[0])
    assert not await days_pass(world, 30)
    assert [await world.ana.sees(kind) for kind in KINDS] == [[], [], [], []]

    for room in await rooms(world, 2):
        await visits(world, [[room]] * 6, noticed=[0])
    assert not await days_pass(world, 25)
    for member in (world.ana, world.ben, world.fay):
        assert await member.sees("school_release") == []
        assert await member.sees("team_release") == []


async def test_a_few_visits_wait_two_weeks(world: World) -> None:
    await visits(world, [[room] for room in await rooms(world, 6)], noticed=[0])

    assert not await days_pass(world, 13)
    assert await days_pass(world, 1)
    [release] = await world.dee.sees("school_release")
    assert release["visits"] == 6
    assert release["figures"] == [{"lookFor": world.look_fors[0], "noticed": None, "nearlyAll": True}]


async def test_time_closes_a_block_once(world: World) -> None:
    await visits(world, [[room] for room in await rooms(world, 6)], noticed=[0])

    assert await days_pass(world, 14)
    assert not await days_pass(world, 30)
    assert len(await world.dee.sees("school_release")) == 1


async def test_time_is_asked_about_once_an_hour_for_each_school(world: World) -> None:
    house = world.app.state.house
    due, school, ana = DueBlocks(house.database, house.ledger), SchoolId(world.school), PersonId(world.ana.id)
    with clock.at(world.clock.now):
        assert not await due.bring(school, ana)
    await visits(world, [[room] for room in await rooms(world, 6)], noticed=[0])
    with clock.at(world.clock.now + timedelta(days=14)):
        assert await due.bring(school, ana)
        assert not await due.bring(school, ana)
    assert len(await world.dee.sees("school_release")) == 1


async def test_an_answer_counts_the_visit_at_once(world: World) -> None:
    ben = await room_of(world, world.ben)
    others = await rooms(world, 5)
    await visits(world, [[room] for room in others * 3], noticed=[0])
    walk = await visit(world, ben, noticed=[0])
    world.later(days=4)
    await world.ben.did("answer_feedback", answer(world, walk))

    [release] = await world.ben.sees("school_release")
    assert release["visits"] == 16


async def test_a_teacher_has_three_school_days_whatever_the_tablets_clock_says(world: World) -> None:
    """Shared on Friday with a clock that is a month behind: Monday, Tuesday and Wednesday are the teacher's."""
    world.later(days=4)
    long_ago = "2026-02-01T12:00:00.000Z"
    await visits(world, [[room] for room in await rooms(world, 5) * 3], noticed=[0], shared_at=long_ago)

    assert not await days_pass(world, 5)
    assert await days_pass(world, 1)


async def test_a_day_off_is_not_one_of_the_teachers_three(world: World) -> None:
    day_off = put("day_off", new_id(), f"school:{world.school}", day="2026-03-04")
    await world.ana.did("mark_day_off", day_off)
    await visits(world, [[room] for room in await rooms(world, 5) * 3], noticed=[0])

    assert not await days_pass(world, 4)
    assert await days_pass(world, 3)


async def test_a_share_that_was_taken_back_is_not_counted(world: World) -> None:
    six = await rooms(world, 6)
    walks = await visits(world, [[room] for room in six], noticed=[0])
    withdrawn = put("feedback", child_id(walks[0], "feedback"), f"walkthrough:{walks[0]}", shared=False, sharedAt=None)
    await world.ana.did("withdraw_share", withdrawn)
    assert await days_pass(world, 14)

    [release] = await world.dee.sees("school_release")
    assert release["visits"] == 5


async def test_a_visit_shared_again_after_it_was_counted_is_not_counted_twice(world: World) -> None:
    six = await rooms(world, 6)
    walks = await visits(world, [[room] for room in six], noticed=[0])
    assert await days_pass(world, 14)
    scope = f"walkthrough:{walks[0]}"
    await world.ana.did("withdraw_share", put("feedback", child_id(walks[0], "feedback"), scope, shared=False))
    await world.ana.did(
        "share_feedback", put("feedback", child_id(walks[0], "feedback"), scope, shared=True, sharedAt=instant())
    )
    await visits(world, [[room] for room in six[1:]], noticed=[0])
    assert await days_pass(world, 14)

    assert [release["visits"] for release in await world.dee.sees("school_release")].count(5) == 1


async def test_a_release_never_changes_and_later_visits_make_the_next_one(world: World) -> None:
    five = await rooms(world, 6)
    walks = await visits(world, [[room] for room in five], noticed=[0])
    assert await days_pass(world, 14)
    [first] = await world.dee.sees("school_release")
    for walk in walks[:3]:
        [tag] = await world.ana.sees("note_tag", scope=f"walkthrough:{walk}")
        await world.ana.did("untag_note", remove("note_tag", tag["id"], tag["scope"]))
    await visits(world, [[room] for room in five], noticed=[1])
    assert await days_pass(world, 14)

    second, again = sorted(await world.dee.sees("school_release"), key=lambda release: -release["block"])
    assert again == first
    assert (second["block"], second["visits"]) == (2, 6)


async def test_a_release_tells_nobody_by_whom_or_with_whom_it_came(world: World) -> None:
    ben = await room_of(world, world.ben)
    others = await rooms(world, 5)
    walks = await visits(world, [[room] for room in others * 3], noticed=[0])
    walk = await visit(world, ben, noticed=[0])
    world.later(days=4)
    await world.ben.did("answer_feedback", answer(world, walk))

    await world.fay.pull()
    told = json.dumps([row for row in world.fay.base.values() if row["kind"] in (*KINDS, "prompt")])
    assert "school_release" in told
    everyone = [world.ana.id, world.ben.id, *(room.teacher for room in others)]
    assert not [one for one in (*everyone, *walks, walk) if one in told]
    answered = world.ben.base[child_id(walk, "response", world.ben.id)]["fields"]["answer"][0]["mutation"]
    assert answered not in told


async def test_a_release_dates_its_visits_by_whole_weeks(world: World) -> None:
    world.later(days=2)
    await visits(world, [[room] for room in await rooms(world, 5) * 3], noticed=[0])
    assert await days_pass(world, 6)

    [release] = await world.dee.sees("school_release")
    assert (release["firstDay"], release["lastDay"], release["closedOn"]) == ("2026-03-02", "2026-03-08", "2026-03-10")


async def test_no_device_can_close_a_block_or_write_a_release(world: World) -> None:
    school = f"school:{world.school}"
    forged = put("school_release", child_id(world.school, "forged"), school, block=1, visits=15)
    for actor in (world.ana, world.ben, world.fay):
        assert (await actor.do("close_blocks")).problem == "not_agreed_parts"
        assert (await actor.do("close_blocks", forged)).problem == "not_agreed_parts"
    assert await world.dee.sees("school_release") == []


async def test_a_team_sees_its_own_rooms_and_another_team_does_not(world: World) -> None:
    north, south = await rooms(world, 5), await rooms(world, 5)
    team, other = await team_of(world, north), await team_of(world, south)
    await visits(world, [[room] for room in north * 3], noticed=[0])
    assert await days_pass(world, 4)

    [release] = await world.ana.sees("team_release")
    assert (release["scope"], release["group"], release["visits"]) == (f"team:{team}", team, 15)
    assert [one["group"] for one in await world.dee.sees("school_release")] == [team]
    assert await world.ana.sees("team_release", scope=f"team:{other}") == []
    assert await world.fay.sees("team_release") == []


async def test_a_team_that_covers_four_teachers_has_no_block_of_its_own(world: World) -> None:
    four, others = await rooms(world, 4), await rooms(world, 5)
    await team_of(world, four)
    await visits(world, [[room] for room in (four + others) * 2], noticed=[0])
    assert await days_pass(world, 4)

    [release] = await world.dee.sees("school_release")
    assert (release["group"], release["visits"]) == ("", 18)
    assert await world.ana.sees("team_release") == []


async def test_a_visit_to_teachers_of_two_teams_counts_with_everyone_else(world: World) -> None:
    north, south = await rooms(world, 5), await rooms(world, 5)
    await team_of(world, north)
    await team_of(world, south)
    await _teach_together(world, north[0], south[0])
    await visit(world, north[0], south[0], noticed=[0])
    await visits(world, [[room] for room in north * 3], noticed=[0])
    assert await days_pass(world, 4)

    assert [release["visits"] for release in await world.dee.sees("school_release")] == [15]


async def test_a_family_member_reads_the_patterns_of_a_team_that_looks_at_the_school(world: World) -> None:
    scope = f"team:{world.team}"
    await visits(world, [[room] for room in await rooms(world, 5) * 3], noticed=[0])
    assert await days_pass(world, 4)
    assert await world.fay.sees("team_release") == []
    await world.chi.did("change_team", put("team", world.team, scope, patterns="school"))

    [release] = await world.fay.sees("team_release")
    assert (release["visits"], release["scope"]) == (15, scope)
    await visits(world, [[room] for room in await rooms(world, 5) * 3], noticed=[0])
    assert await days_pass(world, 6)
    assert [one["block"] for one in await world.fay.sees("team_release")].count(2) == 1
    assert await world.dee.sees("team_release") == []


async def test_a_team_made_around_some_rooms_afterwards_learns_nothing_of_their_visits(world: World) -> None:
    rooms_visited, others = await rooms(world, 3), await rooms(world, 4)
    await visits(world, [[room] for room in rooms_visited], noticed=[0])
    await days_pass(world, 5)
    team = await team_of(world, [*rooms_visited, *others[:2]])
    await visit(world, others[3])
    assert await world.ana.sees("team_next_block", scope=f"team:{team}") == []
    await visits(world, [[room] for room in [*rooms_visited, *others[:2]] * 3], noticed=[0])
    assert await days_pass(world, 6)
    [release] = await world.ana.sees("team_release", scope=f"team:{team}")
    assert release["visits"] == 15


async def test_a_team_that_loses_rooms_leaves_its_waiting_visits_to_everyone(world: World) -> None:
    five = await rooms(world, 5)
    team = await team_of(world, five)
    await visits(world, [[room] for room in five], noticed=[0])
    seat = put("team_member", child_id(team, five[0].teacher), f"team:{team}", covered=False)
    await world.ana.did("change_team_member", seat)
    assert await days_pass(world, 14)
    assert [release["group"] for release in await world.dee.sees("school_release")] == [""]


async def test_the_next_block_is_announced_at_three_teachers_and_no_earlier(world: World) -> None:
    six = await rooms(world, 6)
    await visits(world, [[room] for room in six[:2]], noticed=[0])
    await days_pass(world, 5)
    await visit(world, six[0])
    assert await world.dee.sees("next_block") == []

    await visit(world, six[2])
    await days_pass(world, 5)
    await visit(world, six[0])
    [near] = await world.dee.sees("next_block")
    assert near["moreTeachers"] == 2
    await visits(world, [[room] for room in six[3:]], noticed=[0])
    assert await days_pass(world, 14)
    assert await world.dee.sees("next_block") == []


async def test_a_share_that_is_taken_back_is_not_told_by_the_next_block(world: World) -> None:
    three = await rooms(world, 3)
    walks = await visits(world, [[room] for room in three], noticed=[0])
    await days_pass(world, 5)
    extra = (await rooms(world, 1))[0]
    await visit(world, extra)
    before = await world.dee.sees("next_block")
    assert [row["moreTeachers"] for row in before] == [2]
    for walk in walks:
        withdrawn = put("feedback", child_id(walk, "feedback"), f"walkthrough:{walk}", shared=False)
        await world.ana.did("withdraw_share", withdrawn)
    await visit(world, extra)
    assert await world.dee.sees("next_block") == before


def answer(world: World, walk: str) -> dict[str, object]:
    response = child_id(walk, "response", world.ben.id)
    said = {"teacherId": world.ben.id, "answer": "fits", "answeredAt": instant(world.clock.now)}
    return put("response", response, f"walkthrough:{walk}", **said)


async def _teach_together(world: World, one: Room, other: Room) -> None:
    lesson = child_id(one.class_id, other.teacher)
    taught = put("class_teacher", lesson, f"staff:{world.school}", classId=one.class_id, personId=other.teacher)
    await world.ana.did("assign_teacher", taught)


async def test_a_tablet_that_lives_in_another_year_dates_no_release(world: World) -> None:
    staff = await rooms(world, 5)
    for year in (9998, 2031):
        await visits(world, [[staff[0]]], noticed=[0], started_at=f"{year}-12-31T23:59:00.000Z")
    await visits(world, [[room] for room in staff * 3][2:], noticed=[0])

    assert await days_pass(world, 14)
    [release] = await world.fay.sees("school_release")
    assert (release["firstDay"], release["lastDay"]) == ("2026-03-02", "2026-03-08")
