"""Classes as the timetable has them, and teams with the people whom they need to see."""

import pytest

from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Op, Verdict, World, put, remove


def _seat(team: str, person: str, **more: object) -> Op:
    seat = {"personId": person, "name": "somebody", "perspectives": ["educator"], "covered": False}
    return put("team_member", child_id(team, person), f"team:{team}", **(seat | more))


async def _make(maker: Actor, team: str, *seats: Op) -> None:
    await maker.did("make_team", put("team", team, f"team:{team}", name="Science", patterns="rooms"), *seats)


async def _leave(who: Actor, team: str, person: str) -> Verdict:
    return await who.do("leave_team", remove("team_member", child_id(team, person), f"team:{team}"))


async def test_an_admin_keeps_the_classes(world: World) -> None:
    staff, dee = f"staff:{world.school}", world.dee.id
    await world.ana.did("change_class", put("class", world.math, staff, room="220"))
    lesson = child_id(world.math, dee)
    await world.ana.did("assign_teacher", put("class_teacher", lesson, staff, classId=world.math, personId=dee))
    assert {one["personId"] for one in await world.ben.sees("class_teacher", classId=world.math)} == {
        world.ben.id,
        dee,
    }
    await world.ana.did("unassign_teacher", remove("class_teacher", lesson, staff))
    await world.ana.did("end_class", put("class", world.math, staff, ended=True))
    [math] = await world.ben.sees("class", id=world.math)
    assert (math["room"], math["ended"]) == ("220", True)
    assert len(await world.ben.sees("class_teacher", classId=world.math)) == 1


async def test_nobody_else_changes_a_class(world: World) -> None:
    staff = f"staff:{world.school}"
    for verb, fields in (("change_class", {"room": "1"}), ("end_class", {"ended": True})):
        assert (await world.ben.do(verb, put("class", world.math, staff, **fields))).problem == "not_yours"
        assert (await world.eli.do(verb, put("class", world.math, staff, **fields))).status == "parked"


async def test_a_class_for_a_teacher_who_is_not_known_yet_waits(world: World) -> None:
    staff, person, taught = f"staff:{world.school}", new_id(), new_id()
    verdict = await world.ana.do(
        "add_class",
        put("class", taught, staff, title="Art"),
        put("class_teacher", child_id(taught, person), staff, classId=taught, personId=person),
    )
    assert verdict.status == "parked"
    await world.ana.did(
        "add_person",
        put("person", person, staff, name="Gil"),
        put("role", child_id(person, "teacher"), staff, personId=person, role="teacher"),
    )
    assert [one["title"] for one in await world.ben.sees("class", id=taught)] == ["Art"]


async def test_who_makes_a_team_facilitates_it_and_every_admin_is_in_it(world: World) -> None:
    team = new_id()
    await _make(world.dee, team, _seat(team, world.ben.id))
    for actor, role in ((world.dee, "facilitator"), (world.ben, "member"), (world.ana, "admin")):
        await actor.pull()
        assert actor.scopes[f"team:{team}"] == role, actor.name
    for stranger in (world.chi, world.fay, world.eli):
        await stranger.pull()
        assert f"team:{team}" not in stranger.scopes
        assert await stranger.sees("team", id=team) == []
    assert {one["personId"] for one in await world.ben.sees("team_member", scope=f"team:{team}")} == {
        world.dee.id,
        world.ben.id,
    }


async def test_families_do_not_make_teams(world: World) -> None:
    team = new_id()
    verdict = await world.fay.do("make_team", put("team", team, f"team:{team}", name="Families"))
    assert verdict.problem == "not_yours"


async def test_a_team_that_exists_cannot_be_made_again(world: World) -> None:
    scope = f"team:{world.team}"
    assert (await world.dee.do("make_team", put("team", world.team, scope, name="Mine"))).problem == "scope_exists"


async def test_a_new_admin_enters_every_team_and_an_old_one_leaves_them(world: World) -> None:
    staff, dee, team = f"staff:{world.school}", world.dee.id, f"team:{world.team}"
    await world.ana.did("give_role", put("role", child_id(dee, "admin"), staff, personId=dee, role="admin"))
    await world.dee.pull()
    assert world.dee.scopes[team] == "admin"
    await world.ana.did("end_role", remove("role", child_id(dee, "admin"), staff))
    await world.dee.pull()
    assert team not in world.dee.scopes


async def test_an_admin_who_sits_on_a_team_may_do_what_a_facilitator_may(world: World) -> None:
    await world.chi.did("add_team_member", _seat(world.team, world.ana.id))
    await world.ana.pull()
    assert world.ana.scopes[f"team:{world.team}"] == "facilitator"


async def test_a_member_who_leaves_reads_nothing_more_and_keeps_nothing(world: World) -> None:
    await world.fay.pull()
    assert (await _leave(world.fay, world.team, world.fay.id)).status == "applied"
    assert await world.fay.sees("team_member") == []
    assert f"team:{world.team}" not in world.fay.scopes


async def test_who_leads_the_team_may_end_a_seat_and_a_member_may_not(world: World) -> None:
    assert (await _leave(world.ben, world.team, world.fay.id)).problem == "not_yours"
    assert (await _leave(world.chi, world.team, world.fay.id)).status == "applied"
    assert (await _leave(world.ana, world.team, world.ben.id)).status == "applied"
    assert (await _leave(world.dee, world.team, world.chi.id)).status != "applied"


async def test_a_member_changes_nothing_about_the_team(world: World) -> None:
    scope = f"team:{world.team}"
    assert (await world.ben.do("change_team", put("team", world.team, scope, name="x"))).problem == "not_yours"
    seat = put("team_member", child_id(world.team, world.ben.id), scope, facilitates=True)
    assert (await world.ben.do("change_team_member", seat)).problem == "not_yours"
    assert (await world.fay.do("add_team_member", _seat(world.team, world.dee.id))).problem == "not_yours"


async def test_a_member_who_is_made_facilitator_may_lead(world: World) -> None:
    seat = put("team_member", child_id(world.team, world.ben.id), f"team:{world.team}", facilitates=True)
    await world.chi.did("change_team_member", seat)
    await world.ben.did("change_team", put("team", world.team, f"team:{world.team}", purpose="See more talk"))


async def test_a_room_is_counted_with_one_team_only(world: World) -> None:
    team = new_id()
    verdict = await world.dee.do(
        "make_team",
        put("team", team, f"team:{team}", name="Science", patterns="rooms"),
        _seat(team, world.ben.id, covered=True),
    )
    assert verdict.problem == "covered_elsewhere"
    await _make(world.dee, team, _seat(team, world.ben.id))
    change = put("team_member", child_id(team, world.ben.id), f"team:{team}", covered=True)
    assert (await world.dee.do("change_team_member", change)).problem == "covered_elsewhere"
    grade = put("team_member", child_id(world.team, world.ben.id), f"team:{world.team}", covered=False)
    await world.chi.did("change_team_member", grade)
    await world.dee.did("change_team_member", change)


@pytest.mark.parametrize("wrong", [{"perspectives": ["janitor"]}, {"perspectives": "educator"}, {"name": "x" * 301}])
async def test_a_seat_of_the_wrong_shape_is_refused(world: World, wrong: dict[str, object]) -> None:
    verdict = await world.chi.do("add_team_member", _seat(world.team, world.dee.id, **wrong))
    assert verdict.problem == "wrong_shape"


async def test_a_lesson_and_a_seat_bear_the_ids_of_their_parents(world: World) -> None:
    staff, dee = f"staff:{world.school}", world.dee.id
    lesson = put("class_teacher", new_id(), staff, classId=world.math, personId=dee)
    assert (await world.ana.do("assign_teacher", lesson)).problem == "wrong_shape"
    nobody = put("class_teacher", child_id(world.math, dee), staff, classId=world.math)
    assert (await world.ana.do("assign_teacher", nobody)).problem == "wrong_shape"
    seat = _seat(world.team, dee) | {"id": new_id()}
    assert (await world.chi.do("add_team_member", seat)).problem == "wrong_shape"
    foreign = _seat(world.team, dee) | {"id": child_id(world.team, world.eli.id)}
    assert (await world.chi.do("add_team_member", foreign)).problem == "wrong_shape"
