"""Rosters made up for tests and for measuring: a district's OneRoster export of any size, always the same."""

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

GIVEN = ("Ada", "Bruno", "Chloé", "Dário", "Elif", "Farah", "Goran", "Hye-jin", "Inés", "Jamal", "Keiko", "Lupe")
FAMILY = ("Abara", "Brandt", "Castañeda", "Dubois", "Eze", "Fuentes", "Grant", "Haddad", "Ibarra", "Jansen", "Kovács")
SUBJECTS = ("Mathematics", "English", "Science", "History", "Spanish", "Art", "Music", "Physical Education")

Rows = Sequence[Sequence[object]]


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def zipped(files: Mapping[str, str | bytes | Rows], folder: str = "") -> bytes:
    """A zip of files, each given as text, bytes or rows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content if isinstance(content, str | bytes) else csv_text(content))
    return packed.getvalue()


def manifest(version: str = "1.1", **modes: str) -> Rows:
    """manifest.csv; files that are not named are bulk."""
    named = ("orgs", "users", "classes", "enrollments", "courses", "academicSessions")
    return [
        ("propertyName", "value"),
        ("manifest.version", "1.0"),
        ("oneroster.version", version),
        *((f"file.{name}", modes.get(name, "bulk")) for name in named),
    ]


def large_roster(teachers: int = 750, classes: int = 6000, students: int = 12_000, seed: int = 7) -> dict[str, Rows]:
    """One school of a OneRoster 1.1 export, its students' rows included, as a system would write it."""
    dice = random.Random(seed)
    users: list[Sequence[object]] = [
        ("sourcedId", "status", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName", "email")
    ]
    for number in range(teachers):
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        role = "administrator" if number % 50 == 0 else "teacher"
        users.append((f"t{number}", "", "true", "s1", role, f"u{number}", given, family, f"t{number}@oak.example"))
    for number in range(students):
        users.append((f"p{number}", "", "true", "s1", "student", f"p{number}", "Nobody", "Imported", ""))
    taught: list[Sequence[object]] = [
        ("sourcedId", "status", "title", "classType", "schoolSourcedId", "grades", "subjects", "periods", "location")
    ]
    enrolled: list[Sequence[object]] = [("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role")]
    for number in range(classes):
        subject, grade = dice.choice(SUBJECTS), dice.randint(6, 12)
        title = f"{subject} {grade} – {number}"
        taught.append(
            (f"c{number}", "", title, "scheduled", "s1", f"{grade:02}", subject, number % 8 + 1, f"R{number % 90}")
        )
        enrolled.append((f"e{number}", f"c{number}", "s1", f"t{number % teachers}", "teacher"))
    for number in range(students * 7):
        enrolled.append((f"k{number}", f"c{number % classes}", "s1", f"p{number % students}", "student"))
    orgs = [("sourcedId", "name", "type"), ("s1", "Oak Street School", "school")]
    return {
        "manifest.csv": manifest(),
        "orgs.csv": orgs,
        "users.csv": users,
        "classes.csv": taught,
        "enrollments.csv": enrolled,
    }


def write_folder(files: Mapping[str, str | bytes | Rows], folder: Path) -> Path:
    """The same files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        text = content if isinstance(content, str | bytes) else csv_text(content)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
