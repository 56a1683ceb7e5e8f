"""A zip that nobody vouches for: each bad one gets its own sentence, and nothing is read beyond it."""

import io
import zipfile
from dataclasses import replace

import pytest

from server.people.roster.limits import LIMITS
from server.people.roster.problems import Unreadable
from tests.people.roster.conftest import read
from tests.people.roster.making import zipped

USERS = "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\n"
BEN = USERS + "t1,true,s1,teacher,ben,Ben,Okafor\r\n"


def refused(upload: bytes, **limits: int) -> str:
    """The name of the problem with which an upload is refused."""
    with pytest.raises(Unreadable) as caught:
        read(upload, replace(LIMITS, **limits))
    return caught.value.finding.name


def test_a_bomb_that_swells_is_stopped_while_it_is_read() -> None:
    assert refused(zipped({"users.csv": USERS + ("x" * 600 + "\n") * 10_000})) == "zip_swells"


def test_a_bomb_of_many_files_together_is_stopped() -> None:
    files = {name: BEN + ",".join(str(n) for n in range(9_000)) for name in ("users.csv", "classes.csv")}
    assert refused(zipped(files), unpacked=60_000) == "zip_swells"


def test_what_a_header_promises_is_not_believed() -> None:
    packed = bytearray(zipped({"users.csv": BEN + "t2,true,s1,teacher,dee,Dee,Novak\r\n" * 5_000}))
    size = packed.index(b"PK\x01\x02") + 24
    packed[size : size + 4] = (50).to_bytes(4, "little")
    assert refused(bytes(packed)) == "zip_damaged"


def test_a_zip_with_too_many_files_is_refused() -> None:
    assert refused(zipped({f"{number}.csv": "a" for number in range(600)})) == "zip_crowded"


def test_a_list_of_files_that_is_far_too_long_is_never_taken_in() -> None:
    assert refused(zipped({f"{number:0200}.csv": "a" for number in range(400)}), directory=50_000) == "zip_damaged"


def test_a_locked_zip_says_so() -> None:
    packed = bytearray(zipped({"users.csv": BEN}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + place] |= 1
    assert refused(bytes(packed)) == "zip_locked"


@pytest.mark.parametrize(
    "name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "..\\users.csv", "C:/users.csv"]
)
def test_names_that_point_outside_are_refused(name: str) -> None:
    assert refused(zipped({name: BEN})) == "zip_names"


def test_a_file_without_a_name_is_refused() -> None:
    packed = bytearray(zipped({"users.csv": BEN}))
    packed[packed.index(b"PK\x01\x02") + 46] = 0  # a name ends at NUL, and this one begins with it
    assert refused(bytes(packed)) == "zip_names"


def test_a_packing_that_could_eat_the_memory_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("users.csv", BEN)
    assert refused(packed.getvalue()) == "zip_packing"


@pytest.mark.parametrize("cut", [30, 80, 120, 160])
def test_a_zip_that_was_cut_short_is_damaged(cut: int) -> None:
    assert refused(zipped({"users.csv": BEN})[:cut]) == "zip_damaged"


def test_a_zip_whose_bytes_were_changed_is_damaged() -> None:
    packed = bytearray(zipped({"users.csv": BEN * 40}))
    start = packed.index(b"PK\x03\x04") + 45
    packed[start : start + 8] = b"\xff" * 8
    assert refused(bytes(packed)) == "zip_damaged"


def test_a_spreadsheet_is_told_apart_from_a_roster() -> None:
    assert refused(zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})) == "spreadsheet"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "spreadsheet"


def test_the_same_file_twice_is_refused() -> None:
    assert refused(zipped({"a/users.csv": BEN, "b/users.csv": BEN})) == "file_twice"


def test_a_zip_without_a_roster_is_refused() -> None:
    assert refused(zipped({"letter.txt": "Dear all"})) == "no_roster"
    assert (
        refused(zipped({"classes.csv": "sourcedId,title\r\n1,Art\r\n", "orgs.csv": "sourcedId,name\r\n"}))
        == "no_roster"
    )


def test_files_in_one_folder_of_the_zip_are_read_and_that_is_told() -> None:
    roster = read(zipped({"users.csv": BEN, "._users.csv": "x"}, folder="export 2026/"))
    assert roster.staff["t1"].name == "Ben Okafor"
    assert "in_folder" in roster.findings.totals


def test_what_a_computer_adds_to_a_zip_is_no_file_of_the_roster() -> None:
    roster = read(zipped({"export/users.csv": BEN, "__MACOSX/export/users.csv": "x", "export/.DS_Store": "x"}))
    assert set(roster.staff) == {"t1"}


def test_a_zip_with_one_plain_csv_is_read_like_the_csv() -> None:
    assert read(zipped({"our staff.csv": "name,email\r\nBen Okafor,ben@oak.example\r\n"})).format == "CSV"


def test_an_upload_larger_than_any_roster_is_refused_unread() -> None:
    assert refused(b"name\n" + b"x" * 5000, package=4000) == "too_large"
