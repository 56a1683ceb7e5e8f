"""OneRoster 1.0 to 1.2 as systems really write it."""

import pytest

from server.people.roster.problems import Unreadable
from tests.people.roster.conftest import Files, found, read
from tests.people.roster.making import Rows, manifest

ORGS: Rows = [("sourcedId", "name", "type"), ("s1", "Oak Street School", "school")]
USERS: Rows = [
    ("sourcedId", "status", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName", "email"),
    ("t1", "", "true", "s1", "teacher", "ben", "Ben", "Okafor", "ben@oak.example"),
    ("t2", "", "true", "s1", "Teacher", "dee", "Dee", "Novak", "dee@oak.example"),
    ("a1", "", "true", "s1", "administrator", "ana", "Ana", "Torres", "ana@oak.example"),
    ("p1", "", "true", "s1", "student", "pat", "Pat", "Pupil", "pat@oak.example"),
    ("g1", "", "true", "s1", "guardian", "gil", "Gil", "Guardian", "gil@home.example"),
]
CLASSES: Rows = [
    ("sourcedId", "title", "grades", "classType", "schoolSourcedId", "subjects", "periods", "location"),
    ("c1", "Algebra I", "09,10", "scheduled", "s1", "Mathematics", "2", "B12"),
    ("c2", "Homeroom 9A", "09", "homeroom", "s1", "", "", ""),
]
ENROLLMENTS: Rows = [
    ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"),
    ("e1", "c1", "s1", "t1", "teacher", "true"),
    ("e2", "c1", "s1", "t2", "teacher", "false"),
    ("e3", "c2", "s1", "t2", "teacher", "true"),
    ("e4", "c1", "s1", "p1", "student", ""),
    ("e5", "c1", "s1", "a1", "administrator", ""),
]
FILES: Files = {
    "manifest.csv": manifest(),
    "orgs.csv": ORGS,
    "users.csv": USERS,
    "classes.csv": CLASSES,
    "enrollments.csv": ENROLLMENTS,
}


def refused(files: Files) -> tuple[str, str, str]:
    with pytest.raises(Unreadable) as caught:
        read(files)
    return caught.value.finding.name, caught.value.finding.file, caught.value.finding.column


def test_a_full_export_of_1_1_gives_staff_classes_and_who_teaches_them() -> None:
    roster = read(FILES)
    assert roster.format == "OneRoster 1.1"
    assert {staff.name: staff.roles for staff in roster.staff.values()} == {
        "Ben Okafor": {"s1": {"teacher"}},
        "Dee Novak": {"s1": {"teacher"}},
        "Ana Torres": {"s1": {"leader"}},
    }
    algebra = roster.classes["c1"]
    assert (algebra.title, algebra.grade_band, algebra.subject) == ("Algebra I", "9–10", "Mathematics")
    assert (algebra.period, algebra.room) == ("2", "B12")
    assert [(one.class_id, one.person_id) for one in roster.teachings] == [("c1", "t1"), ("c1", "t2"), ("c2", "t2")]
    assert roster.findings.kept == []


def test_students_and_families_leave_nothing_but_a_number() -> None:
    roster = read({**FILES, "demographics.csv": [("sourcedId", "birthDate"), ("p1", "2012-01-01")]})
    assert dict(roster.skipped) == {
        ("users.csv", "students"): 1,
        ("users.csv", "families"): 1,
        ("enrollments.csv", "students"): 1,
        ("enrollments.csv", "not_teaching"): 1,
    }
    assert ("file_not_opened", "demographics.csv", None) in found(roster)
    kept = repr(roster)
    assert not [word for word in ("Pupil", "Guardian", "p1", "g1", "2012") if word in kept]


def test_a_demographics_file_that_is_no_file_at_all_does_not_matter() -> None:
    assert len(read({**FILES, "demographics.csv": b"\x00\xff\x00"}).staff) == 3


def test_roles_of_1_2_come_from_their_own_file_several_to_a_person() -> None:
    roster = read(
        {
            "manifest.csv": manifest("1.2"),
            "orgs.csv": [*ORGS, ("d1", "Oak District", "district")],
            "users.csv": [
                ("sourcedId", "enabledUser", "username", "givenName", "familyName", "preferredGivenName", "email"),
                ("u1", "true", "eli", "Elias", "Brandt", "Eli", "eli@oak.example"),
                ("u2", "true", "pat", "Pat", "Pupil", "", ""),
            ],
            "roles.csv": [
                ("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId", "beginDate", "endDate"),
                ("r1", "u1", "primary", "teacher", "s1", "2025-08-01", "2026-06-30"),
                ("r2", "u1", "secondary", "ext:instructionalCoach", "s1", "", ""),
                ("r3", "u1", "secondary", "districtAdministrator", "d1", "", ""),
                ("r4", "u2", "primary", "student", "s1", "", ""),
            ],
        }
    )
    assert roster.format == "OneRoster 1.2"
    assert [(one.name, one.roles) for one in roster.staff.values()] == [
        ("Eli Brandt", {"s1": {"teacher", "leader"}, "d1": {"district"}})
    ]
    assert ("extended_value", "roles.csv", 3) in found(roster)


def test_vendor_columns_odd_order_and_case_do_not_matter() -> None:
    users = [
        ("GivenName", "metadata.x", "ROLE", "sourcedid", "FAMILYNAME", "ext_vendor_studentPassword", "orgSourcedIDs"),
        ("Ben", "junk", "TEACHER", "t1", "Okafor", "secret", "s1"),
    ]
    roster = read({**FILES, "users.csv": users, "enrollments.csv": ENROLLMENTS[:2]})
    assert roster.staff["t1"].name == "Ben Okafor"
    assert ("password_column", "users.csv", 1) in found(roster)
    assert "secret" not in repr(roster)


def test_1_0_without_enabled_user_and_with_term_in_the_singular_is_read() -> None:
    users = [
        ("sourcedId", "status", "orgSourcedIds", "role", "givenName", "familyName"),
        ("t1", "", "s1", "teacher", "B", "O"),
    ]
    classes = [("sourcedId", "title", "grade", "schoolSourcedId", "termSourcedId"), ("c1", "Art", "2", "s1", "1")]
    roster = read({"orgs.csv": ORGS, "users.csv": users, "classes.csv": classes})
    assert (roster.format, roster.classes["c1"].grade_band) == ("OneRoster 1.0", "2")
    assert ("manifest_missing", "", None) in found(roster)


def test_a_manifest_tells_a_full_export_from_changes() -> None:
    whole, changes = read(FILES), read({**FILES, "manifest.csv": manifest(users="delta", enrollments="delta")})
    assert (whole.whole_people, whole.whole_classes, whole.whole_teachings) == (True, True, True)
    assert (changes.whole_people, changes.whole_classes, changes.whole_teachings) == (False, True, False)


def test_a_word_in_the_manifest_that_is_not_known_is_told() -> None:
    roster = read({**FILES, "manifest.csv": manifest(users="partial")})
    assert ("manifest_odd", "manifest.csv", 5) in found(roster)
    assert roster.whole_people


def test_rows_to_be_deleted_without_a_manifest_mean_changes_only() -> None:
    users = [*USERS, ("t3", "tobedeleted", "true", "s1", "teacher", "x", "Old", "Hand", "")]
    roster = read({"orgs.csv": ORGS, "users.csv": users})
    assert not roster.whole_people
    assert roster.staff["t3"].gone
    assert "read_as_changes" in roster.findings.totals


def test_an_account_that_is_switched_off_counts_as_gone() -> None:
    users = [*USERS, ("t3", "", "FALSE", "s1", "teacher", "x", "Old", "Hand", "")]
    roster = read({**FILES, "users.csv": users})
    assert roster.staff["t3"].gone
    assert ("person_disabled", "users.csv", 7) in found(roster)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("", "", "true", "s1", "teacher", "x", "No", "Id", ""), "id_missing"),
        (("t1", "", "true", "s1", "teacher", "x", "Twice", "There", ""), "id_twice"),
        (("t9", "", "true", "s1", "teacher", "x", "", "", ""), "name_missing"),
        (("t9", "", "true", "s1", "wizard", "x", "Odd", "Role", ""), "role_unknown"),
        (("t9", "", "true", "s1", "teacher", "x", "N" * 400, "Long", ""), "value_long"),
        (("t9", "", "true", "s1", "teacher", "x", "Odd", "Mail", "not an address"), "email_odd"),
        (("t9", "perhaps", "true", "s1", "teacher", "x", "Odd", "Status", ""), "status_odd"),
        (("t9", "", "true", "s1", "teacher", "x", "Too", "Wide", "", "extra"), "cells_many"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_number(row: tuple[str, ...], problem: str) -> None:
    roster = read({**FILES, "users.csv": [*USERS, row]})
    assert (problem, "users.csv", 7) in found(roster)


def test_a_row_that_cannot_be_used_protects_the_person_it_names() -> None:
    roster = read({**FILES, "users.csv": [*USERS, ("t9", "", "true", "s1", "teacher", "x", "", "", "")]})
    assert roster.kept_people == {"t9"}
    assert "t9" not in roster.staff


def test_a_class_without_a_title_takes_its_courses() -> None:
    courses = [("sourcedId", "title", "subjects", "grades"), ("k1", "Biology", "Science", "10")]
    classes = [
        ("sourcedId", "title", "courseSourcedId", "schoolSourcedId"),
        ("c1", "", "k1", "s1"),
        ("c2", "", "", "s1"),
    ]
    roster = read({**FILES, "courses.csv": courses, "classes.csv": classes})
    biology = roster.classes["c1"]
    assert (biology.title, biology.subject, biology.grade_band) == ("Biology", "Science", "10")
    assert ("title_missing", "classes.csv", 3) in found(roster)


def test_codes_for_subjects_say_nothing_to_a_person_and_are_left_out() -> None:
    classes = [
        ("sourcedId", "title", "schoolSourcedId", "subjects"),
        ("c1", "Art", "s1", "0"),
        ("c2", "Sets", "s1", "04,Maths"),
    ]
    roster = read({**FILES, "classes.csv": classes})
    assert [one.subject for one in roster.classes.values()] == ["", "Maths"]


def test_a_session_date_that_is_none_is_told() -> None:
    sessions = [("sourcedId", "title", "endDate"), ("1", "Year", "someday"), ("2", "Old", "6/11/2021")]
    roster = read({**FILES, "academicSessions.csv": sessions})
    assert ("date_odd", "academicSessions.csv", 2) in found(roster)
    assert ("date_style", "academicSessions.csv", 3) in found(roster)


def test_an_enrollment_without_class_or_person_is_told() -> None:
    roster = read({**FILES, "enrollments.csv": [*ENROLLMENTS, ("e9", "", "s1", "t1", "teacher", "")]})
    assert ("id_missing", "enrollments.csv", 7) in found(roster)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"manifest.csv": manifest(), "orgs.csv": ORGS}, ("file_missing", "", "")),
        ({**FILES, "users.csv": [("name", "role"), ("Ben", "teacher")]}, ("column_missing", "users.csv", "sourcedId")),
        ({**FILES, "users.csv": [("sourcedId", "givenName"), ("1", "Ben")]}, ("column_missing", "users.csv", "role")),
        (
            {**FILES, "users.csv": [("sourcedId", "role"), ("1", "teacher")]},
            ("column_missing", "users.csv", "givenName"),
        ),
        (
            {**FILES, "enrollments.csv": [("sourcedId",), ("1",)]},
            ("column_missing", "enrollments.csv", "classSourcedId"),
        ),
        ({**FILES, "orgs.csv": [("id",), ("1",)]}, ("column_missing", "orgs.csv", "sourcedId")),
        ({**FILES, "users.csv": b""}, ("empty_file", "users.csv", "")),
        ({**FILES, "classes.csv": b"\x00" * 40}, ("not_a_table", "classes.csv", "")),
    ],
    ids=["no_users", "no_id", "no_role", "no_names", "no_class", "orgs", "empty", "nul"],
)
def test_an_export_that_cannot_be_used_is_refused_whole(files: Files, problem: tuple[str, str, str]) -> None:
    assert refused(files) == problem


def test_changes_may_leave_the_users_out() -> None:
    assert read({"manifest.csv": manifest(users="absent", classes="delta"), "classes.csv": CLASSES}).staff == {}


def test_changes_to_roles_alone_name_a_person_who_came_before() -> None:
    roles = [("sourcedId", "userSourcedId", "role", "orgSourcedId"), ("r1", "t1", "principal", "s1")]
    roster = read({"manifest.csv": manifest("1.2", users="absent", classes="delta"), "roles.csv": roles}, known=("t1",))
    assert roster.staff["t1"].roles == {"s1": {"leader"}}
    assert roster.staff["t1"].name is None


def test_a_change_of_name_alone_is_read_for_people_who_came_before_and_for_nobody_else() -> None:
    files: Files = {
        "manifest.csv": manifest("1.2", users="delta"),
        "roles.csv": [("sourcedId", "userSourcedId", "role", "orgSourcedId"), ("r1", "t5", "teacher", "s1")],
        "users.csv": [
            ("sourcedId", "status", "givenName", "familyName"),
            ("t1", "active", "Ben", "Okafor-Grant"),
            ("p1", "active", "Pat", "Pupil"),
            ("t5", "active", "Fay", "Fuentes"),
        ],
    }
    roster = read(files, known=("t1",))
    assert {one.name for one in roster.staff.values()} == {"Ben Okafor-Grant", "Fay Fuentes"}
    assert "Pupil" not in repr(roster)


def test_a_role_of_somebody_whom_no_users_row_names_is_told() -> None:
    files: Files = {
        "users.csv": [("sourcedId", "givenName", "familyName"), ("t1", "Ben", "Okafor")],
        "roles.csv": [
            ("sourcedId", "userSourcedId", "role", "orgSourcedId"),
            ("r1", "t1", "teacher", "s1"),
            ("r2", "t2", "teacher", "s1"),
        ],
    }
    roster = read(files)
    assert ("person_unknown", "roles.csv", 3) in found(roster)
    assert set(roster.staff) == {"t1"}
