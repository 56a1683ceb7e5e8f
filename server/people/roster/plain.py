"""A single CSV of staff and classes, as a school office makes it by hand (`plain_columns` has its columns).

Without an id column a person is known by email, else by name; a class by its title, period and teacher.
Two teachers of one class need the same class id in both rows.
"""

from server.people.roster.parsed import Org, Reading, Staff, Taught, Teaching
from server.people.roster.plain_columns import COLUMNS, OF_STUDENTS, OF_TEACHERS
from server.people.roster.problems import Unreadable
from server.people.roster.rows import email_of, enlist, known_role
from server.people.roster.table import Record, Table, fold, lost
from server.people.roster.words import grade_band, listed, turned

_TEXT = ("name", "given", "family", "email", "class", "subject", "grade", "period", "room", "school", "id", "class_id")


def read_plain(reading: Reading) -> None:
    """The one file of the package. Raises `Unreadable` if it has no names or lists students."""
    roster = reading.roster
    (file,) = reading.package.named
    with reading.table(file, COLUMNS) as table:
        _refuse_students(table)
        if not any(table.has(column) for column in ("name", "given", "family")):
            raise Unreadable("column_missing", table.file, 1, "name")
        roster.whole_people = True
        roster.whole_classes = roster.whole_teachings = table.has("class")
        for record in table:
            if _usable(reading, table, record):
                _read_row(reading, table, record)


def _refuse_students(table: Table) -> None:
    """A column of students, or names beside a column of teachers: then the names are somebody else's."""
    for title in table.header:
        if fold(title) in OF_STUDENTS:
            raise Unreadable("student_list", table.file, 1, title.strip()[:60])
    names = [title for title in table.header if fold(title) in ("name", "fullname", "nombrecompleto", "firstname")]
    teachers = [title for title in table.header if fold(title) in OF_TEACHERS]
    if names and teachers:
        raise Unreadable("names_twice", table.file, 1, names[0].strip()[:60], teachers[0].strip())


def _usable(reading: Reading, table: Table, record: Record) -> bool:
    unread = lost(record, *_TEXT)
    if unread:
        reading.findings.add("letters_lost", table.file, record.row, table.title(unread))
    too_long = next((name for name in _TEXT if len(record[name]) > reading.limits.value), None)
    if too_long:
        reading.findings.add("value_long", table.file, record.row, table.title(too_long))
    if record.broken or unread or too_long:
        reading.roster.kept_people.update(_names_of(record, _name(table, record)))
        return False
    return True


def _read_row(reading: Reading, table: Table, record: Record) -> None:
    words = listed(record["role"]) or ["teacher"]
    roles = {role for role in (known_role(reading, table, record, word) for word in words) if role}
    name = _name(table, record)
    if not roles:
        reading.roster.kept_people.update(_names_of(record, name))
        return
    org = fold(record["school"])
    if org and org not in reading.roster.orgs:
        reading.roster.orgs[org] = Org(org, record["school"], "school")
    person = _person(reading, table, record, name)
    if person is not None:
        person.roles.setdefault(org, set()).update(roles)
    elif not record["class"]:
        reading.findings.add("name_missing", table.file, record.row, table.title("name"))
    if record["class"]:
        _read_class(reading, table, record, org, person)


def _name(table: Table, record: Record) -> str:
    if record["family"]:
        return f"{record['given'] or record['name']} {record['family']}".strip()
    return turned(record["name"] or record["given"])


def _names_of(record: Record, name: str) -> list[str]:
    """The ids under which a row's person may be known, the surest first."""
    marks = (record["id"], f"email:{record['email'].casefold()}", f"name:{name.casefold()}")
    return [mark for mark in marks if mark not in ("", "email:", "name:")]


def _person(reading: Reading, table: Table, record: Record, name: str) -> Staff | None:
    if not name:
        return None
    person = _names_of(record, name)[0]
    staff = reading.roster.staff.get(person)
    if staff is None:
        staff = Staff(person, table.file, record.row, name, email_of(reading, table, record))
        enlist(reading, staff)
    elif not staff.email:
        staff.email = email_of(reading, table, record)
    return staff


def _read_class(reading: Reading, table: Table, record: Record, org: str, person: Staff | None) -> None:
    roster = reading.roster
    key = record["class_id"] or "|".join((fold(record["class"]), fold(record["period"]), person.id if person else ""))
    if key not in roster.classes:
        if len(roster.classes) >= reading.limits.classes:
            raise Unreadable("too_many_rows", table.file)
        roster.classes[key] = _taught(table, record, key, org)
    if person is not None:
        roster.teachings.append(Teaching(key, person.id, table.file, record.row))


def _taught(table: Table, record: Record, key: str, org: str) -> Taught:
    return Taught(
        key,
        table.file,
        record.row,
        org=org,
        title=record["class"],
        subject=record["subject"] if table.has("subject") else None,
        grade_band=grade_band(record["grade"]) if table.has("grade") else None,
        period=record["period"] if table.has("period") else None,
        room=record["room"] if table.has("room") else None,
    )
