"""The one roster that somebody else wrote."""

from pathlib import Path

from server.people.models import Person
from server.people.roster.package import open_package
from server.people.roster.parsed import Roster
from server.people.roster.reading import read_roster
from server.people.roster.spoken import spoken
from tests.people.roster.conftest import TODAY, Importing

SAMPLE = Path(__file__).parent / "sds_sample"
FILES = {file.name: file.read_bytes() for file in SAMPLE.glob("*.csv")}


def sample() -> Roster:
    with open_package(SAMPLE) as package:
        return read_roster(package, TODAY)


def test_it_is_known_as_what_it_is() -> None:
    roster = sample()
    assert roster.format == "School Data Sync 2.1"
    assert (len(roster.orgs), len(roster.staff), len(roster.classes), len(roster.teachings)) == (4, 2, 2, 2)


def test_students_and_guardians_are_counted_and_passed_by() -> None:
    roster = sample()
    assert dict(roster.skipped) == {
        ("roles.csv", "students"): 4,
        ("users.csv", "not_staff"): 6,
        ("enrollments.csv", "students"): 4,
    }
    assert {staff.name for staff in roster.staff.values()} == {"Jason Jonzer", "Kristen Fein"}


def test_its_oddities_are_told_with_file_and_row() -> None:
    told = {(finding.name, finding.file, finding.row, finding.column) for finding in sample().findings.kept}
    assert ("password_column", "users.csv", 1, "password") in told
    assert ("date_style", "roles.csv", 5, "") in told
    assert ("role_past", "roles.csv", 6, "roleEndDate") in told
    assert ("terms_past", "classes.csv", 3, "sessionSourcedIds") in told


async def test_its_one_school_imports(oak: Importing) -> None:
    report = await oak.take(FILES)
    assert report.school is not None
    assert report.school.name == "School of TwoDotOne"
    assert (report.people.new, report.classes.new, report.elsewhere) == (1, 1, 2)
    assert await oak.people() == {"Ana Torres": {"admin", "leader"}, "Kristen Fein": {"teacher"}}
    assert await oak.classes() == {"Biology 10": (False, {"Kristen Fein"})}
    assert ("role_elsewhere", "Ministry of TwoDotOne") in {(one.name, one.value) for one in report.oddities}


async def test_another_of_its_organizations_imports_with_its_departments(oak: Importing) -> None:
    report = await oak.take(FILES, school="College of Engineering")
    assert (report.people.new, report.classes.new) == (1, 1)
    assert await oak.classes() == {"Computer Science 101": (False, {"Jason Jonzer"})}


async def test_no_password_and_no_telephone_reaches_a_person(oak: Importing) -> None:
    await oak.take(FILES)
    kristen = await oak.one(Person, name="Kristen Fein")
    assert kristen.email == "kfein@classrmtest31.org"
    kept = repr({name: getattr(kristen, name) for name in Person.__mapper__.columns.keys()})
    assert "P@ssword123" not in kept
    assert "1234567890" not in kept


async def test_a_second_import_changes_nothing(oak: Importing) -> None:
    await oak.take(FILES)
    again = await oak.take(FILES)
    assert "Nothing had to change" in list(spoken(again))[-1]
    assert (again.people.unchanged, again.classes.unchanged) == (1, 1)
    assert not again.rows


async def test_importing_another_organization_next_ends_what_was_the_first_ones(oak: Importing) -> None:
    await oak.take(FILES)
    report = await oak.take(FILES, school="110001", confirm=True)
    assert (report.people.new, report.people.ended, report.classes.ended) == (1, 1, 1)
    assert await oak.classes() == {
        "Biology 10": (True, set()),
        "Computer Science 101": (False, {"Jason Jonzer"}),
    }
