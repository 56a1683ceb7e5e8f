"""What every format asks of a row: can it be used, is it still there, which role, which address."""

from server.people.roster.parsed import Reading, Staff
from server.people.roster.problems import Unreadable
from server.people.roster.table import Record, Table, lost
from server.people.roster.words import day, is_email, role_of, without_mark


def usable(reading: Reading, table: Table, record: Record, *columns: str) -> bool:
    """Whether a row can be taken; what keeps it out is reported. Its id is kept from being ended."""
    if not record["id"]:
        reading.findings.add("id_missing", table.file, record.row, table.title("id"))
        return False
    unread = lost(record, "id", *columns)
    if unread:
        reading.findings.add("letters_lost", table.file, record.row, table.title(unread))
        return False
    too_long = next((name for name in ("id", *columns) if len(record[name]) > reading.limits.value), None)
    if too_long:
        reading.findings.add("value_long", table.file, record.row, table.title(too_long))
        return False
    return not record.broken


def status_gone(reading: Reading, table: Table, record: Record) -> bool:
    """Whether the row's status says that it has gone."""
    status = record.folded("status")
    if status in ("tobedeleted", "inactive", "deleted"):
        return True
    if status not in ("", "active"):
        reading.findings.add("status_odd", table.file, record.row, table.title("status"), record["status"])
    return False


def known_role(reading: Reading, table: Table, record: Record, word: str) -> str | None:
    """The staff role that a word means; None, counted or reported, if it means none."""
    role = role_of(word)
    if role in ("student", "family"):
        reading.skip(table.file, "students" if role == "student" else "families")
        return None
    if role is None:
        reading.findings.add("role_unknown", table.file, record.row, table.title("role"), word)
        if record["id"]:
            reading.roster.kept_people.add(record["id"])
        return None
    if word[:4].lower() == "ext:":
        reading.findings.once("extended_value", table.file, record.row, table.title("role"), without_mark(word))
    return role


def look_at_end(reading: Reading, table: Table, record: Record) -> None:
    """Report a role whose dates have passed. It counts all the same: real exports forget to move them."""
    if not record["until"]:
        return
    until, standard = day(record["until"])
    if until is None:
        reading.findings.add("date_odd", table.file, record.row, table.title("until"), record["until"])
        return
    if not standard:
        reading.findings.once("date_style", table.file, record.row, value=record["until"])
    if until < reading.roster.today:
        reading.findings.add("role_past", table.file, record.row, table.title("until"), record["until"])


def email_of(reading: Reading, table: Table, record: Record) -> str | None:
    """The address: its own column, else a user name that is one. None where the file has neither."""
    if record["email"]:
        if is_email(record["email"]):
            return record["email"]
        reading.findings.add("email_odd", table.file, record.row, table.title("email"))
    found = next((record[name] for name in ("directory", "username") if is_email(record[name])), None)
    return found or ("" if table.has("email") else None)


def enlist(reading: Reading, staff: Staff) -> None:
    """Add a person; there is an end to how many."""
    if len(reading.roster.staff) >= reading.limits.people:
        raise Unreadable("too_many_rows", staff.file)
    reading.roster.staff[staff.id] = staff
