"""What other systems call things, and what we call them."""

from datetime import date

import pytest

from server.people.roster.words import day, grade_band, is_email, role_of, turned


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("teacher", "teacher"),
        ("Professor", "teacher"),
        ("LECTURER", "teacher"),
        ("Maestra", "teacher"),
        ("profesor", "teacher"),
        ("principal", "leader"),
        ("siteAdministrator", "leader"),
        ("administrator", "leader"),
        ("Assistant Principal", "leader"),
        ("subdirectora", "leader"),
        ("ext:coach", "leader"),
        ("EXT:instructionalCoach", "leader"),
        ("aide", "support"),
        ("counselor", "support"),
        ("proctor", "support"),
        ("districtAdministrator", "district"),
        ("systemAdministrator", "district"),
        ("student", "student"),
        ("Estudiante", "student"),
        ("guardian", "family"),
        ("parent", "family"),
        ("relative", "family"),
        ("wizard", None),
        ("", None),
    ],
)
def test_roles(word: str, role: str | None) -> None:
    assert role_of(word) == role


@pytest.mark.parametrize("word", ["admin", "owner", "root", "sysadmin", "representative"])
def test_no_word_in_a_file_makes_an_admin_or_a_representative(word: str) -> None:
    assert role_of(word) in (None, "district")


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        ("09", "9"),
        ("06,07,08", "6–8"),
        ("KG,01,02", "K–2"),
        ("PK", "PK"),
        ("08;06", "6–8"),
        ("9th", "9th"),
        ("10, UG", "10, UG"),
        ("", ""),
    ],
)
def test_grades_become_a_band(cell: str, band: str) -> None:
    assert grade_band(cell) == band


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-03-02", (date(2026, 3, 2), True)),
        ("2026-03-02T10:00:00Z", (date(2026, 3, 2), True)),
        ("3/2/2026", (date(2026, 3, 2), False)),
        ("31/8/2021", (date(2021, 8, 31), False)),
        ("20260302", (date(2026, 3, 2), False)),
        ("2026-02-30", (None, True)),
        ("someday", (None, False)),
        ("99/99/2021", (None, False)),
    ],
)
def test_dates(cell: str, read: tuple[date | None, bool]) -> None:
    assert day(cell) == read


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("ben@oak.example", True),
        ("ben@oak", False),
        ("a b@oak.example", False),
        ("x@@y.z", False),
        ("b@o.e" + "e" * 300, False),
    ],
)
def test_addresses(text: str, is_one: bool) -> None:
    assert is_email(text) is is_one


@pytest.mark.parametrize(
    ("written", "said"),
    [("García, Ana", "Ana García"), ("Ana García", "Ana García"), ("Okafor,", "Okafor,"), ("A, B, C", "A, B, C")],
)
def test_names(written: str, said: str) -> None:
    assert turned(written) == said
