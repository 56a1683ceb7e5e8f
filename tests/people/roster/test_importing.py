"""What an import leaves behind in the school: through the ledger, on a real database."""

import pytest
from sqlalchemy import func, select

from server.kernel.ids import child_id, scope_of
from server.kernel.problems import Refused
from server.people.models import Membership, Person, Role, SchoolClass
from server.people.seats import seat_in_school
from server.sync.models import Log
from tests.people.roster.conftest import Files, Importing
from tests.people.roster.making import Rows, large_roster, manifest
from tests.people.roster.test_oneroster import CLASSES, ENROLLMENTS, FILES, ORGS, USERS

STAFF = {"Ben Okafor": {"teacher"}, "Dee Novak": {"teacher"}, "Ana Torres": {"admin", "leader"}}


def users(*rows: tuple[str, ...]) -> Rows:
    return [USERS[0], *rows]


def with_users(*rows: tuple[str, ...], **more: Rows) -> Files:
    return {**FILES, "users.csv": users(*rows), **{f"{name}.csv": content for name, content in more.items()}}


BEN = ("t1", "", "true", "s1", "teacher", "ben", "Ben", "Okafor", "ben@oak.example")
DEE = ("t2", "", "true", "s1", "teacher", "dee", "Dee", "Novak", "dee@oak.example")
CHI = ("t3", "", "true", "s1", "teacher", "chi", "Chi", "Nguyen", "chi@oak.example")


async def test_a_preview_keeps_nothing(oak: Importing) -> None:
    report = await oak.look(FILES)
    assert (report.people.new, report.classes.new, report.applied) == (2, 2, False)
    assert await oak.people() == {"Ana Torres": {"admin", "leader"}}
    assert await oak.classes() == {}


async def test_an_import_brings_staff_classes_and_who_teaches_them(oak: Importing) -> None:
    report = await oak.take(FILES)
    assert report.applied
    assert await oak.people() == STAFF
    assert await oak.classes() == {
        "Algebra I": (False, {"Ben Okafor", "Dee Novak"}),
        "Homeroom 9A": (False, {"Dee Novak"}),
    }
    algebra = await oak.one(SchoolClass, title="Algebra I")
    assert (algebra.subject, algebra.grade_band, algebra.period, algebra.room) == ("Mathematics", "9–10", "2", "B12")
    assert (algebra.sourced_id, algebra.scope) == ("c1", scope_of("staff", oak.school))


async def test_memberships_follow_from_the_roles_that_come(oak: Importing) -> None:
    await oak.take(FILES)
    ben = await oak.one(Person, name="Ben Okafor")
    async with oak.founded.doors.house.database.reading() as session:
        held = await session.execute(select(Membership.scope, Membership.role).where(Membership.person_id == ben.id))
        memberships = {scope.partition(":")[0]: role for scope, role in held}
    assert memberships == {"person": "self", "school": "member", "staff": "staff"}


async def test_an_import_is_one_entry_in_the_log(oak: Importing) -> None:
    await oak.take(large_roster(teachers=60, classes=300, students=50))
    async with oak.founded.doors.house.database.reading() as session:
        entries = await session.execute(select(func.count()).select_from(Log).where(Log.verb == "import_roster"))
        assert entries.scalar_one() == 1


async def test_the_same_roster_again_changes_nothing_and_logs_nothing(oak: Importing) -> None:
    await oak.take(FILES)
    again = await oak.take(FILES)
    assert (again.people.unchanged, again.classes.unchanged) == (2, 2)
    assert {row.change for row in again.rows} == {"held"}
    async with oak.founded.doors.house.database.reading() as session:
        entries = await session.execute(select(func.count()).select_from(Log).where(Log.verb == "import_roster"))
        assert entries.scalar_one() == 1


async def test_a_new_name_is_a_change_of_the_same_person(oak: Importing) -> None:
    await oak.take(FILES)
    before = await oak.one(Person, name="Ben Okafor")
    married = ("t1", "", "true", "s1", "teacher", "ben", "Ben", "Grant", "ben@oak.example")
    report = await oak.take(with_users(married, DEE))
    assert (await oak.one(Person, name="Ben Grant")).id == before.id
    changed = next(row for row in report.rows if row.change == "changed")
    assert [(one.field, one.before, one.after) for one in changed.details] == [("name", "Ben Okafor", "Ben Grant")]


async def test_a_correction_by_hand_stands_until_the_roster_itself_changes(oak: Importing) -> None:
    await oak.take(FILES)
    ben = await oak.one(Person, name="Ben Okafor")
    async with oak.founded.doors.house.ledger.writing(oak.school, oak.founded.admin, "change_person") as write:
        await write.put(Person, ben.id, ben.scope, name="Benjamin Okafor")
    assert (await oak.take(FILES)).people.unchanged == 2
    assert "Benjamin Okafor" in await oak.people()
    moved = ("t1", "", "true", "s1", "teacher", "ben", "Ben", "Grant", "ben@oak.example")
    await oak.take(with_users(moved, DEE))
    assert "Ben Grant" in await oak.people()


async def test_a_role_that_was_ended_by_hand_is_not_given_again(oak: Importing) -> None:
    await oak.take(FILES)
    ben = await oak.one(Person, name="Ben Okafor")
    async with oak.founded.doors.house.ledger.writing(oak.school, oak.founded.admin, "end_role") as write:
        await write.remove(Role, child_id(ben.id, "teacher"))
        await seat_in_school(write, [ben.id])
    report = await oak.take(FILES)
    assert (await oak.people())["Ben Okafor"] == set()
    assert "hand_stands" in {finding.name for finding in report.oddities}


async def test_who_is_missing_from_a_full_export_has_gone_but_is_not_deleted(oak: Importing) -> None:
    await oak.take(FILES)
    report = await oak.take(with_users(DEE, enrollments=ENROLLMENTS[:1] + list(ENROLLMENTS[2:4])), confirm=True)
    assert report.people.ended == 1
    people = await oak.people()
    assert people["Ben Okafor"] == set()
    assert (await oak.classes())["Algebra I"] == (False, {"Dee Novak"})


async def test_who_has_gone_is_not_seated_again_by_a_class_that_still_names_them(oak: Importing) -> None:
    await oak.take(FILES)
    await oak.take(with_users(DEE), confirm=True)
    again = await oak.take(with_users(DEE))
    assert (await oak.classes())["Algebra I"] == (False, {"Dee Novak"})
    assert (again.people.ended, again.classes.unchanged) == (0, 2)
    assert ("person_unknown", "enrollments.csv", 2) in {(one.name, one.file, one.row) for one in again.problems}


async def test_without_classes_who_has_gone_still_parts_from_them(oak: Importing) -> None:
    await oak.take(FILES)
    await oak.take({"manifest.csv": manifest(), "orgs.csv": ORGS, "users.csv": users(DEE)}, confirm=True)
    assert (await oak.classes())["Algebra I"] == (False, {"Dee Novak"})


async def test_who_has_gone_reads_nothing_of_the_school_any_more(oak: Importing) -> None:
    await oak.take(FILES)
    ben = await oak.one(Person, name="Ben Okafor")
    await oak.take(with_users(DEE), confirm=True)
    async with oak.founded.doors.house.database.reading() as session:
        held = await session.execute(
            select(Membership.scope).where(Membership.person_id == ben.id, Membership.ended.is_(False))
        )
        assert {scope.partition(":")[0] for scope in held.scalars()} == {"person"}


async def test_who_comes_back_is_the_same_person(oak: Importing) -> None:
    await oak.take(FILES)
    ben = await oak.one(Person, name="Ben Okafor")
    await oak.take(with_users(DEE), confirm=True)
    report = await oak.take(FILES)
    assert report.people.back == 1
    assert await oak.people() == STAFF
    assert (await oak.one(Person, name="Ben Okafor")).id == ben.id
    assert (await oak.classes())["Algebra I"] == (False, {"Ben Okafor", "Dee Novak"})


async def test_a_class_that_is_missing_has_ended_and_comes_back(oak: Importing) -> None:
    await oak.take(FILES)
    ended = await oak.take({**FILES, "classes.csv": CLASSES[:2], "enrollments.csv": ENROLLMENTS[:3]})
    assert ended.classes.ended == 1
    assert (await oak.classes())["Homeroom 9A"][0] is True
    back = await oak.take(FILES)
    assert back.classes.back == 1
    assert (await oak.classes())["Homeroom 9A"] == (False, {"Dee Novak"})


async def test_a_class_that_was_ended_by_hand_stays_ended(oak: Importing) -> None:
    await oak.take(FILES)
    algebra = await oak.one(SchoolClass, title="Algebra I")
    async with oak.founded.doors.house.ledger.writing(oak.school, oak.founded.admin, "end_class") as write:
        await write.put(SchoolClass, algebra.id, algebra.scope, ended=True)
    report = await oak.take(FILES)
    assert (await oak.classes())["Algebra I"][0] is True
    assert "hand_stands" in {finding.name for finding in report.oddities}


async def test_without_classes_in_the_roster_no_class_is_touched(oak: Importing) -> None:
    await oak.take(FILES)
    report = await oak.take({"manifest.csv": manifest(), "orgs.csv": ORGS, "users.csv": USERS})
    assert report.classes.ended == 0
    assert (await oak.classes())["Algebra I"] == (False, {"Ben Okafor", "Dee Novak"})


async def test_changes_end_only_what_they_name(oak: Importing) -> None:
    await oak.take(FILES)
    gone = ("t1", "tobedeleted", "true", "s1", "teacher", "ben", "Ben", "Okafor", "ben@oak.example")
    changes: Files = {
        "manifest.csv": manifest(orgs="delta", users="delta", classes="delta", enrollments="delta"),
        "users.csv": users(gone, CHI),
        "classes.csv": [("sourcedId", "status", "title"), ("c2", "tobedeleted", "")],
        "enrollments.csv": [
            ("sourcedId", "status", "classSourcedId", "userSourcedId", "role"),
            ("e2", "tobedeleted", "c1", "t2", "teacher"),
            ("e9", "active", "c1", "t3", "teacher"),
        ],
    }
    report = await oak.take(changes, confirm=True)
    assert report.mode == "changes"
    assert await oak.people() == {**STAFF, "Ben Okafor": set(), "Chi Nguyen": {"teacher"}}
    assert await oak.classes() == {"Algebra I": (False, {"Chi Nguyen"}), "Homeroom 9A": (True, {"Dee Novak"})}


async def test_a_row_that_could_not_be_read_ends_nobody(oak: Importing) -> None:
    await oak.take(FILES)
    spoiled = ("t1", "", "true", "s1", "teacher", "ben", "", "", "")
    report = await oak.take(with_users(spoiled, DEE))
    assert report.people.ended == 0
    assert (await oak.people())["Ben Okafor"] == {"teacher"}
    assert (await oak.classes())["Algebra I"] == (False, {"Ben Okafor", "Dee Novak"})


async def test_ending_more_than_a_fifth_of_the_staff_asks_first(oak: Importing) -> None:
    await oak.take(FILES)
    assert (await oak.look(with_users(DEE))).confirmation_needed
    with pytest.raises(Refused) as caught:
        await oak.take(with_users(DEE))
    assert caught.value.problem.name == "roster_ends_many"
    assert caught.value.particulars == {"ending": 1, "staff": 3}
    assert await oak.people() == STAFF


async def test_ending_a_few_of_many_does_not_ask(oak: Importing) -> None:
    many = [(f"x{n}", "", "true", "s1", "teacher", f"x{n}", f"Person{n}", "Grant", "") for n in range(12)]
    await oak.take(with_users(*many, BEN))
    report = await oak.take(with_users(*many))
    assert (report.people.ended, report.confirmation_needed) == (1, False)


async def test_an_export_without_staff_is_refused(oak: Importing) -> None:
    with pytest.raises(Refused) as caught:
        await oak.take(with_users(("p1", "", "true", "s1", "student", "p", "Pat", "Pupil", "")))
    assert caught.value.problem.name == "roster_not_readable"
    assert caught.value.particulars["problem"] == "no_staff"


async def test_several_schools_wait_for_a_choice_and_write_nothing(oak: Importing) -> None:
    orgs = [("sourcedId", "name", "type"), ("s1", "Ash", "school"), ("s2", "Elm", "school")]
    report = await oak.take({**FILES, "orgs.csv": orgs})
    assert report.school is None
    assert [(one.name, one.staff, one.classes) for one in report.schools] == [("Ash", 3, 2), ("Elm", 0, 0)]
    assert await oak.classes() == {}


async def test_the_school_that_was_chosen_is_remembered(oak: Importing) -> None:
    orgs = [("sourcedId", "name", "type"), ("s1", "Ash", "school"), ("s2", "Elm", "school")]
    await oak.take({**FILES, "orgs.csv": orgs}, school="Ash")
    report = await oak.look({**FILES, "orgs.csv": orgs})
    assert report.school is not None
    assert (report.school.name, report.people.unchanged) == ("Ash", 2)
