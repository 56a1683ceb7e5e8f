"""Microsoft School Data Sync 1: School.csv, Section.csv, Teacher.csv and TeacherRoster.csv, also in its UK words.

Everybody in Teacher.csv is a teacher. The same person may stand there once for each school.
"""

from server.people.roster.parsed import Org, Reading, Staff, Taught, Teaching
from server.people.roster.problems import Unreadable
from server.people.roster.rows import email_of, enlist, known_role, status_gone, usable
from server.people.roster.table import Record, Table
from server.people.roster.words import grade_band, listed, role_of

_ID = ("SIS ID", "id")
_SCHOOL = ("School SIS ID", "schooldfenumber")
_SCHOOLS = {"id": (*_ID, "dfenumber", "schooldfenumber"), "name": ("name",)}
_TEACHERS = {
    "id": _ID,
    "org": _SCHOOL,
    "given": ("firstname",),
    "family": ("lastname",),
    "username": ("Username",),
    "email": ("email",),
    "directory": ("activedirectorymatchid",),
    "role": ("title",),
    "status": ("status",),
}
_SECTIONS = {
    "id": _ID,
    "org": _SCHOOL,
    "title": ("Section Name",),
    "subject": ("coursesubject", "coursename"),
    "grades": ("coursegrade", "grade", "grades", "sectiongrade"),
    "period": ("periods", "period"),
    "room": ("room", "location"),
    "status": ("status",),
}
_ROSTER = {"class": ("Section SIS ID", "sectionid"), "person": _ID, "status": ("status",)}


def read_sds_v1(reading: Reading) -> None:
    """Everything that the four files say; Teacher.csv must be among them."""
    roster, package = reading.roster, reading.package
    if package.has("school.csv"):
        _read_schools(reading)
    roster.whole_people = True
    _read_teachers(reading)
    if package.has("section.csv"):
        roster.whole_classes = True
        _read_sections(reading)
    if package.has("teacherroster.csv"):
        roster.whole_teachings = True
        _read_teachings(reading)


def _read_schools(reading: Reading) -> None:
    with reading.table("school.csv", _SCHOOLS) as table:
        table.need("id", "name")
        for record in table:
            if usable(reading, table, record, "name"):
                reading.roster.orgs[record["id"]] = Org(record["id"], record["name"], "school")


def _read_teachers(reading: Reading) -> None:
    staff = reading.roster.staff
    with reading.table("teacher.csv", _TEACHERS) as table:
        table.need("id", "username")
        for record in table:
            if not usable(reading, table, record, "given", "family", "email"):
                reading.roster.kept_people.add(record["id"])
                continue
            role = role_of(record["role"]) or "teacher"
            if role in ("student", "family"):
                known_role(reading, table, record, record["role"])
                continue
            if record["id"] in staff:
                staff[record["id"]].roles.setdefault(record["org"], set()).add(role)
                continue
            name = f"{record['given']} {record['family']}".strip() or record["username"]
            if not name:
                reading.findings.add("name_missing", table.file, record.row, table.title("given"))
                reading.roster.kept_people.add(record["id"])
                continue
            one = Staff(record["id"], table.file, record.row, name, email_of(reading, table, record))
            one.roles = {record["org"]: {role}}
            one.gone = status_gone(reading, table, record)
            enlist(reading, one)


def _read_sections(reading: Reading) -> None:
    roster = reading.roster
    with reading.table("section.csv", _SECTIONS) as table:
        table.need("id", "title")
        for record in table:
            if not usable(reading, table, record, "title", "subject", "period", "room"):
                roster.kept_classes.add(record["id"])
            elif record["id"] in roster.classes:
                reading.findings.add("id_twice", table.file, record.row, table.title("id"), record["id"])
            elif not record["title"]:
                reading.findings.add("title_missing", table.file, record.row, table.title("title"))
                roster.kept_classes.add(record["id"])
            elif len(roster.classes) >= reading.limits.classes:
                raise Unreadable("too_many_rows", table.file)
            else:
                roster.classes[record["id"]] = _taught(table, record)
                roster.classes[record["id"]].gone = status_gone(reading, table, record)


def _taught(table: Table, record: Record) -> Taught:
    return Taught(
        record["id"],
        table.file,
        record.row,
        org=record["org"],
        title=record["title"],
        subject=record["subject"] if table.has("subject") else None,
        grade_band=grade_band(record["grades"]) if table.has("grades") else None,
        period=", ".join(listed(record["period"])) if table.has("period") else None,
        room=record["room"] if table.has("room") else None,
    )


def _read_teachings(reading: Reading) -> None:
    with reading.table("teacherroster.csv", _ROSTER) as table:
        table.need("class", "person")
        for record in table:
            if record.broken:
                continue
            if not record["class"] or not record["person"]:
                empty = "person" if record["class"] else "class"
                reading.findings.add("id_missing", table.file, record.row, table.title(empty))
                continue
            gone = status_gone(reading, table, record)
            reading.roster.teachings.append(Teaching(record["class"], record["person"], table.file, record.row, gone))
