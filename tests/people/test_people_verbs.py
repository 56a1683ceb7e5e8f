"""People and roles change through verbs; what each may see follows in the same moment."""

from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Verdict, World, put, remove


async def _add(admin: Actor, name: str, *roles: str) -> str:
    """Somebody new with these roles, as an admin's screen adds them."""
    person, staff = new_id(), f"staff:{admin.school}"
    await admin.did(
        "add_person",
        put("person", person, staff, name=name, language="es"),
        *(put("role", child_id(person, role), staff, personId=person, role=role) for role in roles),
    )
    return person


async def _give(giver: Actor, person: str, role: str) -> Verdict:
    staff = f"staff:{giver.school}"
    return await giver.do("give_role", put("role", child_id(person, role), staff, personId=person, role=role))


async def _end(ender: Actor, person: str, role: str) -> Verdict:
    return await ender.do("end_role", remove("role", child_id(person, role), f"staff:{ender.school}"))


async def test_an_admin_adds_a_person_whom_every_employee_then_sees(world: World) -> None:
    gil = await _add(world.ana, "Gil", "support")
    assert [one["name"] for one in await world.ben.sees("person", id=gil)] == ["Gil"]
    assert await world.fay.sees("person") == []
    assert await world.eli.sees("person", id=gil) == []


async def test_nobody_else_adds_people(world: World) -> None:
    person, staff = new_id(), f"staff:{world.school}"
    ops = [
        put("person", person, staff, name="Gil"),
        put("role", child_id(person, "teacher"), staff, personId=person, role="teacher"),
    ]
    assert (await world.ben.do("add_person", *ops)).problem == "not_yours"
    eli = await world.eli.do("add_person", *ops)
    assert eli.status == "parked", "a scope that Eli never held looks the same as one that does not exist"
    assert await world.ana.sees("person", id=person) == []


async def test_a_new_person_cannot_bring_a_role_for_somebody_else(world: World) -> None:
    person, staff, ben = new_id(), f"staff:{world.school}", world.ben.id
    verdict = await world.ana.do(
        "add_person",
        put("person", person, staff, name="Gil"),
        put("role", child_id(ben, "leader"), staff, personId=ben, role="leader"),
    )
    assert verdict.problem == "not_agreed_parts"
    assert [role["role"] for role in await world.ana.sees("role", personId=ben)] == ["teacher"]


async def test_a_role_must_bear_the_id_of_its_person_and_name(world: World) -> None:
    staff, ben = f"staff:{world.school}", world.ben.id
    verdict = await world.ana.do("give_role", put("role", new_id(), staff, personId=ben, role="leader"))
    assert verdict.problem == "wrong_shape"


async def test_who_becomes_a_leader_receives_the_leaders_scope_and_who_stops_loses_it(world: World) -> None:
    leaders = f"leaders:{world.school}"
    await world.ben.pull()
    assert leaders not in world.ben.scopes
    assert (await _give(world.ana, world.ben.id, "leader")).status == "applied"
    await world.ben.pull()
    assert (world.ben.scopes[leaders], world.ben.scopes[f"staff:{world.school}"]) == ("leader", "leader")
    assert (await _end(world.ana, world.ben.id, "leader")).status == "applied"
    await world.ben.pull()
    assert leaders not in world.ben.scopes
    assert world.ben.scopes[f"staff:{world.school}"] == "staff"


async def test_who_holds_no_role_any_more_keeps_only_what_is_theirs_alone(world: World) -> None:
    assert (await _end(world.ana, world.dee.id, "teacher")).status == "applied"
    await world.dee.pull()
    assert world.dee.scopes == {f"person:{world.dee.id}": "self"}
    assert await world.dee.sees("person") == []
    assert (await _give(world.ana, world.dee.id, "teacher")).status == "applied"
    await world.dee.pull()
    assert world.dee.scopes[f"staff:{world.school}"] == "staff"


async def test_who_leaves_the_school_leaves_its_teams(world: World) -> None:
    team = f"team:{world.team}"
    assert (await _end(world.ana, world.chi.id, "teacher")).status == "applied"
    await world.chi.pull()
    assert team not in world.chi.scopes
    assert (await _give(world.ana, world.chi.id, "teacher")).status == "applied"
    await world.chi.pull()
    assert world.chi.scopes[team] == "facilitator"


async def test_a_family_member_never_receives_the_directory(world: World) -> None:
    await world.fay.pull()
    kinds = {scope.partition(":")[0] for scope in world.fay.scopes}
    assert kinds == {"person", "school", "team"}
    for kind in ("person", "role", "class", "class_teacher"):
        assert await world.fay.sees(kind) == []
    assert {one["name"] for one in await world.fay.sees("team_member")} == {"Chi", "Ben", "Fay"}


async def test_a_school_keeps_an_admin(world: World) -> None:
    assert (await _end(world.ana, world.ana.id, "admin")).problem == "last_admin"
    await _give(world.ana, world.dee.id, "admin")
    assert (await _end(world.ana, world.ana.id, "admin")).status == "applied"
    assert (await _end(world.dee, world.dee.id, "admin")).problem == "last_admin"
    assert (await _give(world.ana, world.ana.id, "admin")).problem == "not_yours"


async def test_only_admins_give_and_end_roles(world: World) -> None:
    assert (await _give(world.ben, world.ben.id, "leader")).problem == "not_yours"
    assert (await _give(world.ben, world.ben.id, "admin")).problem == "not_yours"
    assert (await _end(world.ben, world.chi.id, "teacher")).problem == "not_yours"
    assert (await _give(world.fay, world.fay.id, "admin")).status == "parked"
    assert (await _give(world.eli, world.ben.id, "leader")).status != "applied"


async def test_another_teacher_confirms_the_representative_and_no_admin_can(world: World) -> None:
    assert (await _give(world.ana, world.chi.id, "representative")).problem == "not_a_representative"
    assert (await _give(world.chi, world.chi.id, "representative")).problem == "not_a_representative"
    assert (await _give(world.ben, world.ana.id, "representative")).problem == "not_a_representative"
    assert (await _give(world.ben, world.chi.id, "representative")).status == "applied"
    assert (await _give(world.ana, world.chi.id, "leader")).problem == "not_a_representative"
    assert (await _end(world.ana, world.chi.id, "representative")).problem == "not_yours"
    assert (await _end(world.chi, world.chi.id, "representative")).status == "applied"


async def test_a_role_for_somebody_who_is_not_known_yet_waits_for_them(world: World) -> None:
    person, staff = new_id(), f"staff:{world.school}"
    assert (await _give(world.ana, person, "leader")).status == "parked"
    await world.ana.did(
        "add_person",
        put("person", person, staff, name="Gil"),
        put("role", child_id(person, "teacher"), staff, personId=person, role="teacher"),
    )
    assert {role["role"] for role in await world.ana.sees("role", personId=person)} == {"leader", "teacher"}


async def test_everybody_changes_their_own_name_and_language_and_nobody_elses(world: World) -> None:
    staff = f"staff:{world.school}"
    await world.ben.did("change_person", put("person", world.ben.id, staff, name="Benjamin", language="es"))
    assert [one["name"] for one in await world.dee.sees("person", id=world.ben.id)] == ["Benjamin"]
    other = await world.ben.do("change_person", put("person", world.dee.id, staff, name="D."))
    address = await world.ben.do("change_person", put("person", world.ben.id, staff, email="new@oak.example"))
    assert (other.problem, address.problem) == ("not_yours", "not_yours")
    await world.ana.did("change_person", put("person", world.dee.id, staff, email="dee@oak.example"))


async def test_an_admin_changes_the_school_and_its_calendar(world: World) -> None:
    scope = f"school:{world.school}"
    await world.ana.did("change_school", put("school", world.school, scope, weekdays=[1, 2, 3, 4], name="Harbor"))
    assert [one["weekdays"] for one in await world.fay.sees("school")] == [[1, 2, 3, 4]]
    for wrong in ({"timeZone": "Mars/Base"}, {"yearEnd": "2020-01-01"}, {"yearStart": "2025-02-30"}):
        verdict = await world.ana.do("change_school", put("school", world.school, scope, **wrong))
        assert verdict.problem == "bad_calendar", wrong
    for field, value in (("weekdays", []), ("weekdays", [8]), ("timeZone", "no such zone"), ("language", "fr")):
        verdict = await world.ana.do("change_school", put("school", world.school, scope, **{field: value}))
        assert verdict.problem == "wrong_shape", field
    assert (await world.ben.do("change_school", put("school", world.school, scope, name="x"))).problem == "not_yours"


async def test_days_off_and_bells_come_and_go(world: World) -> None:
    scope, day, bell = f"school:{world.school}", new_id(), new_id()
    await world.ana.did("mark_day_off", put("day_off", day, scope, day="2026-03-09", title="Parents' day"))
    await world.ana.did("set_bell", put("bell", bell, scope, period="2", starts="09:00", ends="09:50"))
    assert [one["day"] for one in await world.fay.sees("day_off", id=day)] == ["2026-03-09"]
    wrong = await world.ana.do("mark_day_off", put("day_off", new_id(), scope, day="2026-02-30"))
    assert wrong.problem == "bad_calendar"
    await world.ana.did("clear_day_off", remove("day_off", day, scope))
    await world.ana.did("clear_bell", remove("bell", bell, scope))
    assert await world.fay.sees("bell", id=bell) == []
