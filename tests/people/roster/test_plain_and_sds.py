"""The CSV that a school office makes by hand, and School Data Sync 1, which needs no roles at all."""

import pytest

from server.people.roster.problems import Unreadable
from tests.people.roster.conftest import Files, found, read
from tests.people.roster.making import csv_text

HEADER = ("Name", "Email", "Role", "Class", "Subject", "Grade", "Period", "Room")


def plain(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    return csv_text([header, *rows]).encode()


def test_one_row_is_one_teacher_in_one_class() -> None:
    roster = read(
        plain(
            ("Ben Okafor", "ben@oak.example", "teacher", "Algebra I", "Mathematics", "9", "2", "B12"),
            ("Ben Okafor", "ben@oak.example", "teacher", "Geometry", "Mathematics", "10", "4", "B12"),
            ("Ana Torres", "ana@oak.example", "Principal", "", "", "", "", ""),
        )
    )
    assert {staff.name: staff.roles for staff in roster.staff.values()} == {
        "Ben Okafor": {"": {"teacher"}},
        "Ana Torres": {"": {"leader"}},
    }
    assert [(one.title, one.subject, one.grade_band, one.period, one.room) for one in roster.classes.values()] == [
        ("Algebra I", "Mathematics", "9", "2", "B12"),
        ("Geometry", "Mathematics", "10", "4", "B12"),
    ]
    assert len(roster.teachings) == 2


def test_spanish_headers_and_roles_are_understood() -> None:
    roster = read(
        plain(
            ("Inés", "Castañeda", "ines@roble.example", "maestra", "Álgebra", "Matemáticas", "9", "2", "B12"),
            ("Lea", "Fuentes", "lea@roble.example", "Directora", "", "", "", "", ""),
            ("Omar", "Haddad", "omar@roble.example", "orientador", "", "", "", "", ""),
            header=(
                "Nombre",
                "Apellidos",
                "Correo electrónico",
                "Cargo",
                "Clase",
                "Materia",
                "Grado",
                "Período",
                "Salón",
            ),
        )
    )
    assert {staff.name: staff.roles[""] for staff in roster.staff.values()} == {
        "Inés Castañeda": {"teacher"},
        "Lea Fuentes": {"leader"},
        "Omar Haddad": {"support"},
    }
    assert [(one.title, one.period, one.room) for one in roster.classes.values()] == [("Álgebra", "2", "B12")]


def test_without_a_role_column_everybody_teaches() -> None:
    roster = read(plain(("Ben Okafor",), header=("Teacher",)))
    assert roster.staff["name:ben okafor"].roles == {"": {"teacher"}}


def test_last_name_first_is_turned_round() -> None:
    roster = read(plain(("García López, Ana",), header=("Name",)))
    assert [staff.name for staff in roster.staff.values()] == ["Ana García López"]


def test_several_roles_may_stand_in_one_cell() -> None:
    roster = read(plain(("Ben Okafor", "teacher; coach"), header=("Name", "Role")))
    assert roster.staff["name:ben okafor"].roles == {"": {"teacher", "leader"}}


def test_two_rows_with_one_class_id_are_one_class_with_two_teachers() -> None:
    roster = read(plain(("Ben", "Art", "7"), ("Dee", "Art", "7"), header=("Name", "Class", "Section")))
    assert len(roster.classes) == 1
    assert {one.person_id for one in roster.teachings} == {"name:ben", "name:dee"}


def test_a_file_of_staff_alone_says_nothing_about_classes() -> None:
    roster = read(plain(("Ben", "b@oak.example"), header=("Name", "Email")))
    assert (roster.whole_people, roster.whole_classes, roster.whole_teachings) == (True, False, False)


def test_a_class_without_a_teacher_is_still_a_class() -> None:
    roster = read(plain(("", "Art"), header=("Name", "Class")))
    assert len(roster.classes) == 1
    assert not roster.staff


@pytest.mark.parametrize("title", ["Student Name", "Student ID", "Date of Birth", "Guardian", "Estudiante", "Alumno"])
def test_a_list_of_students_is_refused_by_its_header(title: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(plain(("Ben", "x"), header=("Teacher", title)))
    assert caught.value.finding.name == "student_list"


def test_names_beside_a_column_of_teachers_are_somebody_elses() -> None:
    with pytest.raises(Unreadable) as caught:
        read(plain(("Pat Pupil", "Ben Okafor"), header=("Name", "Teacher")))
    assert caught.value.finding.name == "names_twice"


def test_a_student_among_the_staff_is_passed_by() -> None:
    roster = read(plain(("Pat Pupil", "student"), ("Ben", "teacher"), header=("Name", "Role")))
    assert [staff.name for staff in roster.staff.values()] == ["Ben"]
    assert dict(roster.skipped) == {("staff.csv", "students"): 1}


def test_a_row_with_a_class_id_as_long_as_a_letter_is_left_out() -> None:
    roster = read(plain(("Ben", "Art", "7" * 400), header=("Name", "Class", "Section")))
    assert ("value_long", "staff.csv", 2) in found(roster)
    assert roster.kept_people == {"name:ben"}


V1: Files = {
    "School.csv": [("SIS ID", "Name"), ("10", "Oak Street School"), ("20", "Elm School")],
    "Teacher.csv": [
        ("SIS ID", "School SIS ID", "First Name", "Last Name", "Username", "Password", "Status", "Title"),
        ("1", "10", "Craig", "Beane", "cbeane@oak.example", "P@ssw0rd", "Active", ""),
        ("1", "20", "Craig", "Beane", "cbeane@oak.example", "P@ssw0rd", "Active", ""),
        ("2", "10", "Daisy", "Todd", "DTodd", "P@ssw0rd", "Active", "Principal"),
        ("3", "10", "Dana", "Mills", "DMills", "P@ssw0rd", "Inactive", ""),
    ],
    "Section.csv": [
        ("SIS ID", "School SIS ID", "Section Name", "Course Subject", "Periods", "Status"),
        ("11", "10", "Math - Algebra 1", "Math", "1", "Active"),
        ("12", "20", "Gym 2", "Gym", "7", "Active"),
    ],
    "TeacherRoster.csv": [("Section SIS ID", "SIS ID"), ("11", "1"), ("12", "1")],
    "Student.csv": [("SIS ID", "First Name"), ("900", "Pat")],
    "StudentEnrollment.csv": [("Section SIS ID", "SIS ID"), ("11", "900")],
}


def test_school_data_sync_1_is_read_and_its_students_files_stay_shut() -> None:
    roster = read(V1)
    assert (roster.format, roster.source) == ("School Data Sync 1", "sds")
    assert {one.name: (one.email, one.roles, one.gone) for one in roster.staff.values()} == {
        "Craig Beane": ("cbeane@oak.example", {"10": {"teacher"}, "20": {"teacher"}}, False),
        "Daisy Todd": (None, {"10": {"leader"}}, False),
        "Dana Mills": (None, {"10": {"teacher"}}, True),
    }
    assert {one.title: (one.org, one.subject, one.period) for one in roster.classes.values()} == {
        "Math - Algebra 1": ("10", "Math", "1"),
        "Gym 2": ("20", "Gym", "7"),
    }
    shut = {file for name, file, _ in found(roster) if name == "file_not_opened"}
    assert shut == {"Student.csv", "StudentEnrollment.csv"}
    assert "Pat" not in repr(roster)
    assert "P@ss" not in repr(roster)


def test_its_british_headers_are_the_same_columns() -> None:
    roster = read(
        {
            "School.csv": [("DfE Number", "Name"), ("10", "Oak Street School")],
            "Teacher.csv": [
                ("ID", "School Dfe Number", "First Name", "Last Name", "Username"),
                ("1", "10", "C", "B", "cb"),
            ],
            "Section.csv": [("ID", "School DfE Number", "Section Name"), ("11", "10", "Art")],
            "TeacherRoster.csv": [("Section ID", "ID"), ("11", "1")],
        }
    )
    assert roster.staff["1"].roles == {"10": {"teacher"}}
    assert roster.classes["11"].org == "10"
    assert len(roster.teachings) == 1


@pytest.mark.parametrize(
    ("file", "row", "problem"),
    [
        ("Teacher.csv", ("", "10", "No", "Id", "x", "", "", ""), "id_missing"),
        ("Teacher.csv", ("9", "10", "", "", "", "", "", ""), "name_missing"),
        ("Section.csv", ("99", "10", "", "Math", "1", ""), "title_missing"),
        ("Section.csv", ("11", "10", "Again", "Math", "1", ""), "id_twice"),
        ("TeacherRoster.csv", ("", "1"), "id_missing"),
    ],
)
def test_its_bad_rows_are_told(file: str, row: tuple[str, ...], problem: str) -> None:
    rows = [*V1[file], row]
    assert (problem, file, len(rows)) in found(read({**V1, file: rows}))


def test_school_data_sync_2_has_its_roles_with_the_users() -> None:
    roster = read(
        {
            "orgs.csv": [("sourcedId", "name", "type"), ("1", "Oak", "school")],
            "users.csv": [
                ("sourcedId", "orgSourcedIds", "givenName", "familyName", "username", "password", "role", "grade"),
                ("14", "1", "Susana", "Rocha", "srocha@oak.example", "P@ssword123", "Lecturer", ""),
                ("15", "1", "Shawna", "Roy", "sroy@oak.example", "P@ssword123", "aide", ""),
                ("16", "1", "Ora", "Klein", "oklein@oak.example", "P@ssword123", "Student", "6"),
            ],
        }
    )
    assert roster.format == "School Data Sync 2"
    assert {one.name: one.roles for one in roster.staff.values()} == {
        "Susana Rocha": {"1": {"teacher"}},
        "Shawna Roy": {"1": {"support"}},
    }
