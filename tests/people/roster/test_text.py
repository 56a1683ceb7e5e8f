"""Bytes to rows: whatever a school's spreadsheet or system makes of a CSV."""

import codecs
from dataclasses import replace

import pytest

from server.people.roster.limits import LIMITS
from server.people.roster.plain_columns import template
from server.people.roster.problems import Unreadable
from tests.people.roster.conftest import found, read

PLAIN = "Name,Email,Class\r\nInés Castañeda,ines@oak.example,Álgebra\r\n"


def names(upload: bytes) -> list[str | None]:
    return [staff.name for staff in read(upload).staff.values()]


def refused(upload: bytes, **limits: int) -> tuple[str, int | None]:
    with pytest.raises(Unreadable) as caught:
        read(upload, replace(LIMITS, **limits))
    return caught.value.finding.name, caught.value.finding.row


@pytest.mark.parametrize(
    "upload",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("cp1252"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.replace(",", ";").encode("cp1252"),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.rstrip().encode(),
        ("\r\n\r\n" + PLAIN).encode(),
        ("sep=;\r\n" + PLAIN.replace(",", ";")).encode(),
    ],
    ids=[
        *("utf8", "mark", "windows", "utf16", "utf16be", "bare_utf16le", "bare_utf16be", "unix", "old_mac"),
        *("semicolons", "excel_text", "no_last_end", "blank_first", "sep_line"),
    ],
)
def test_a_file_is_read_however_it_was_saved(upload: bytes) -> None:
    roster = read(upload)
    assert [staff.name for staff in roster.staff.values()] == ["Inés Castañeda"]
    assert [taught.title for taught in roster.classes.values()] == ["Álgebra"]


def test_windows_letters_are_told_with_the_first_row_that_has_them() -> None:
    roster = read(b"name\r\nBen Okafor\r\n" + "Inés Ibarra".encode("cp1252") + b"\r\n")
    assert found(roster) == {("not_utf8", "staff.csv", 3)}


def test_a_file_of_two_encodings_loses_no_name() -> None:
    mixed = b"name\r\n" + "Inés\r\n".encode() + "Zoë\r\n".encode("cp1252")
    assert names(mixed) == ["Inés", "Zoë"]


def test_a_character_that_nobody_can_read_costs_its_row_only() -> None:
    roster = read(b"name,email\r\nBen\x81,ben@oak.example\r\nDee Novak,dee@oak.example\r\n")
    assert [staff.name for staff in roster.staff.values()] == ["Dee Novak"]
    assert ("letters_lost", "staff.csv", 2) in found(roster)


def test_a_nul_inside_costs_its_row_only() -> None:
    roster = read(b"name\r\nBen\x00 Okafor\r\nDee Novak\r\n")
    assert [staff.name for staff in roster.staff.values()] == ["Dee Novak"]
    assert ("letters_lost", "staff.csv", 2) in found(roster)


def test_control_characters_and_odd_spaces_are_cleaned_away() -> None:
    assert names("name\r\n  Ben\u00a0\x0b  Okafor\x07 \r\n".encode()) == ["Ben Okafor"]


def test_composed_and_decomposed_letters_are_stored_alike() -> None:
    assert names("name\r\nIne\u0301s\r\n".encode()) == ["Inés"]


@pytest.mark.parametrize(
    ("upload", "problem"),
    [
        (b"", "empty_file"),
        (b"  \r\n \n", "empty_file"),
        (codecs.BOM_UTF8, "empty_file"),
        (codecs.BOM_UTF16_LE, "empty_file"),
        (b"\x00" * 50, "not_a_table"),
        (b"%PDF-1.7 name,email", "not_a_table"),
        (b"<!DOCTYPE html><html>", "not_a_table"),
        (b'{"name": "Ben"}', "not_a_table"),
        (b"\x1f\x8b\x08\x00", "not_a_table"),
        (b"\xff\xd8\xff\xe0JFIF", "not_a_table"),
        (b"Dear all,\r\nplease find", "column_missing"),
        (b",,,\r\n1,2,3,4\r\n", "column_missing"),
    ],
)
def test_what_is_no_table_is_refused_with_its_own_sentence(upload: bytes, problem: str) -> None:
    assert refused(upload)[0] == problem


def test_a_line_without_end_is_refused_before_it_is_taken_in() -> None:
    assert refused(b"name\r\n" + b"x" * 300_000) == ("line_too_long", 2)


def test_more_lines_than_any_roster_has_are_refused() -> None:
    assert refused(b"name\r\n" + b"\n" * 200, lines=100) == ("too_many_rows", 101)


def test_a_quotation_mark_that_is_never_closed_cannot_swallow_rows() -> None:
    rows = "".join(f"Person {number},p{number}@oak.example\r\n" for number in range(40))
    assert refused(f'name,email\r\n"Ben Okafor,ben@oak.example\r\n{rows}'.encode()) == ("quote_open", 2)


def test_two_open_quotation_marks_cannot_swallow_the_rows_between() -> None:
    text = 'name,email\r\n"Ben,b@oak.example\r\nDee,d@oak.example\r\n"Eli,e@oak.example\r\n'
    assert refused(text.encode())[0] == "quote_open"


def test_a_line_break_inside_quotes_is_one_row_and_rows_below_keep_their_numbers() -> None:
    roster = read(b'name,room,role\r\n"Ben Okafor","B\r\n12",teacher\r\nDee,1,janitor\r\n')
    assert ("role_unknown", "staff.csv", 4) in found(roster)


def test_a_row_with_too_many_cells_is_left_out_as_its_columns_cannot_be_trusted() -> None:
    roster = read(b"name,email\r\nOkafor, Ben,ben@oak.example\r\nDee Novak,dee@oak.example\r\n")
    assert [staff.name for staff in roster.staff.values()] == ["Dee Novak"]
    assert ("cells_many", "staff.csv", 2) in found(roster)


def test_short_rows_and_empty_cells_at_the_end_are_ordinary() -> None:
    assert names(b"name,email,role\r\nBen\r\nDee,d@oak.example,,,,\r\n\r\n") == ["Ben", "Dee"]


def test_headers_are_found_in_any_case_order_and_spelling() -> None:
    roster = read(b"ROOM ; E-Mail;Full_Name;Vendor junk\r\nB1;ben@oak.example;Ben Okafor;x\r\n")
    assert [(staff.name, staff.email) for staff in roster.staff.values()] == [("Ben Okafor", "ben@oak.example")]


def test_a_column_that_is_there_twice_is_read_once_and_told() -> None:
    roster = read(b"name,email,Name\r\nBen,b@oak.example,Other\r\n")
    assert [staff.name for staff in roster.staff.values()] == ["Ben"]
    assert ("column_twice", "staff.csv", 1) in found(roster)


def test_a_password_column_is_passed_by_and_told() -> None:
    roster = read("name,Password,Contraseña\r\nBen,hunter2,hunter3\r\n".encode())
    assert roster.findings.totals["password_column"] == 2
    assert "hunter" not in repr(roster)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_template_reads_without_a_word_of_complaint(language: str) -> None:
    roster = read(template(language).encode())
    assert (len(roster.staff), len(roster.classes), roster.findings.kept) == (3, 2, [])
    assert sorted(role for staff in roster.staff.values() for held in staff.roles.values() for role in held) == [
        *("leader", "teacher", "teacher"),
    ]
    assert len([one for one in roster.teachings if one.class_id == "C-1"]) == 2


def test_a_header_may_have_a_line_break_inside_its_quotes() -> None:
    assert names(b'"Full\r\nname",email\r\nBen,b@oak.example\r\n') == ["Ben"]
