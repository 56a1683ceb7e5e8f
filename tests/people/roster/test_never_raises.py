"""Whatever bytes come in, reading ends in a roster or in one of its own problems, never in an accident."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.people.roster.limits import LIMITS
from server.people.roster.parsed import Roster
from server.people.roster.problems import SENTENCES, Unreadable
from server.people.roster.schools import candidates, choose, share_of
from tests.people.roster.conftest import read
from tests.people.roster.making import csv_text, large_roster, zipped
from tests.people.roster.test_oneroster import FILES

calm = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = replace(LIMITS, package=200_000, unpacked=400_000, line=2_000, people=50, classes=50, lines=2_000)

WORDS = (
    *("sourcedId", "role", "teacher", "student", "name", "email", "givenName", "status", "tobedeleted"),
    *("s1", "t1", "c1", "class", "ext:", "9", "sep=;"),
)
MARKS = "\",;\t\n\r\x00é\ufeff'�\ud800"
FILE_NAMES = (
    *("users.csv", "roles.csv", "orgs.csv", "classes.csv", "enrollments.csv", "manifest.csv", "courses.csv"),
    *("academicSessions.csv", "Teacher.csv", "Section.csv", "TeacherRoster.csv", "School.csv"),
    *("x/users.csv", "staff.csv"),
)

words = st.sampled_from((*WORDS, *MARKS))
scraps = st.lists(words | st.text(max_size=4), max_size=60).map("".join)
scribbles = scraps.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=300)
encoded = st.tuples(scraps, st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8-sig"])).map(
    lambda pair: pair[0].encode(pair[1], "replace")
)
names = st.sampled_from(FILE_NAMES)


def attempt(upload: bytes) -> Roster | None:
    """Read; what is refused must be refused in words, and hold no more than a few of the file's."""
    try:
        roster = read(upload, SMALL)
    except Unreadable as unreadable:
        finding = unreadable.finding
    else:
        return _looked_over(roster)
    assert finding.gravity == "file"
    assert finding.sentence
    return None


def _looked_over(roster: Roster) -> Roster:
    for finding in roster.findings.kept:
        assert finding.name in SENTENCES
        assert finding.sentence
        assert len(finding.value) <= 60
    return roster


@calm
@given(scribbles | encoded)
def test_any_bytes_as_one_file(upload: bytes) -> None:
    roster = attempt(upload)
    if roster is not None:
        assert all(staff.name is None or "\x00" not in staff.name for staff in roster.staff.values())


@calm
@given(st.dictionaries(names, scribbles | encoded, max_size=5))
def test_any_bytes_as_the_files_of_a_zip(files: dict[str, bytes]) -> None:
    attempt(zipped(files))


@calm
@given(st.data())
def test_a_good_zip_with_some_bytes_changed(data: st.DataObject) -> None:
    packed = bytearray(zipped(FILES))
    for place in data.draw(st.lists(st.integers(0, len(packed) - 1), min_size=1, max_size=6)):
        packed[place] = data.draw(st.integers(0, 255))
    attempt(bytes(packed))


@calm
@given(st.integers(0, 2500))
def test_a_good_zip_cut_anywhere(cut: int) -> None:
    attempt(zipped(FILES)[:cut])


cells = st.sampled_from(
    ["", "s1", "s2", "t1", "t2", "c1", "teacher", "student", "principal", "true", "false", "x" * 300, "tobedeleted"]
)


@calm
@given(
    st.lists(st.lists(cells, min_size=1, max_size=9), max_size=8),
    st.lists(st.lists(cells, min_size=1, max_size=8), max_size=8),
    st.lists(st.lists(cells, min_size=1, max_size=6), max_size=8),
)
def test_any_rows_under_the_right_headers_give_a_share(
    users: list[list[str]], classes: list[list[str]], enrollments: list[list[str]]
) -> None:
    files = dict(FILES)
    for name, rows in (("users.csv", users), ("classes.csv", classes), ("enrollments.csv", enrollments)):
        files[name] = csv_text([FILES[name][0], *rows])  # type: ignore[list-item]
    roster = attempt(zipped(files))
    if roster is None:
        return
    for org in [*candidates(roster), None]:
        choice = choose(roster, org.id if org else "", None, "Oak Street School")
        if choice is not None:
            share = share_of(roster, choice, frozenset(), frozenset())
            taught = {person for people in share.teachers.values() for person in people}
            assert taught <= share.people.keys() | roster.kept_people | roster.staff.keys()


def test_a_large_export_reads_to_what_it_says() -> None:
    roster = read(large_roster(teachers=40, classes=120, students=300))
    assert (len(roster.staff), len(roster.classes), len(roster.teachings)) == (40, 120, 120)
    assert roster.skipped["users.csv", "students"] == 300
    assert roster.skipped["enrollments.csv", "students"] == 2100


@pytest.mark.parametrize(("people", "problem"), [(20, "too_many_rows"), (60, None)])
def test_there_is_an_end_to_how_many(people: int, problem: str | None) -> None:
    upload = zipped(large_roster(teachers=40, classes=10, students=0))
    try:
        read(upload, replace(LIMITS, people=people))
        told = None
    except Unreadable as unreadable:
        told = unreadable.finding.name
    assert told == problem


def test_an_empty_zip_is_no_roster() -> None:
    packed = io.BytesIO()
    zipfile.ZipFile(packed, "w").close()
    with pytest.raises(Unreadable) as caught:
        read(packed.getvalue())
    assert caught.value.finding.name == "no_roster"
