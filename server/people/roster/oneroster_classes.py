"""classes.csv, and of enrollments.csv the rows of teachers alone: a student's row is counted and passed by."""

from datetime import date

from server.people.roster.manifest import Manifest
from server.people.roster.parsed import Reading, Taught, Teaching
from server.people.roster.problems import Unreadable
from server.people.roster.rows import status_gone, usable
from server.people.roster.table import Record, Table
from server.people.roster.words import day, grade_band, listed, role_of

_SESSIONS = {"id": ("sourcedId",), "until": ("endDate",)}
_COURSES = {
    "id": ("sourcedId",),
    "title": ("title",),
    "subject": ("subjects", "subject"),
    "grades": ("grades", "grade"),
}
_CLASSES = {
    "id": ("sourcedId",),
    "status": ("status",),
    "title": ("title", "name"),
    "code": ("classcode", "code"),
    "org": ("schoolSourcedId", "orgsourcedid", "schoolsourcedids", "orgsourcedids"),
    "course": ("coursesourcedid",),
    "terms": ("termsourcedids", "termsourcedid", "sessionsourcedids", "sessionsourcedid"),
    "grades": ("grades", "grade"),
    "subject": ("subjects", "subject"),
    "period": ("periods", "period"),
    "room": ("location", "room"),
}
_ENROLLMENTS = {
    "class": ("classSourcedId", "sectionsourcedid"),
    "person": ("userSourcedId",),
    "role": ("role",),
    "status": ("status",),
}
_Course = tuple[str, str, str]


def read_classes(reading: Reading, manifest: Manifest) -> None:
    """classes.csv with what courses.csv adds to it. Without the file no class is touched."""
    if not reading.package.has("classes.csv"):
        return
    roster = reading.roster
    roster.whole_classes = manifest.whole("classes")
    courses, terms = _courses(reading), _terms(reading)
    with reading.table("classes.csv", _CLASSES) as table:
        table.need("id")
        for record in table:
            if not usable(reading, table, record, "title", "subject", "period", "room"):
                roster.kept_classes.add(record["id"])
                continue
            if record["id"] in roster.classes:
                reading.findings.add("id_twice", table.file, record.row, table.title("id"), record["id"])
                continue
            taught = _taught(table, record, courses.get(record["course"]))
            taught.gone = status_gone(reading, table, record)
            if not taught.title and not taught.gone:
                reading.findings.add("title_missing", table.file, record.row, table.title("title"))
                roster.kept_classes.add(taught.id)
                continue
            if len(roster.classes) >= reading.limits.classes:
                raise Unreadable("too_many_rows", table.file)
            roster.classes[taught.id] = taught
            _look_at_terms(reading, table, record, terms)


def read_teachings(reading: Reading, manifest: Manifest) -> None:
    """The rows of teachers in enrollments.csv. Roles repeat, so each spelling is judged once."""
    if not reading.package.has("enrollments.csv"):
        return
    roster = reading.roster
    roster.whole_teachings = manifest.whole("enrollments")
    verdicts: dict[str, str] = {}
    with reading.table("enrollments.csv", _ENROLLMENTS) as table:
        table.need("class", "person", "role")
        place = table.places["role"]
        for record in table:
            word = record.cells[place] if place < len(record.cells) else ""
            if word not in verdicts:
                verdicts[word] = _verdict(word)
            if verdicts[word] != "teacher":
                reading.skip(table.file, verdicts[word])
            elif record["class"] and record["person"] and not record.broken:
                gone = status_gone(reading, table, record)
                roster.teachings.append(Teaching(record["class"], record["person"], table.file, record.row, gone))
            elif not record.broken:
                empty = "person" if record["class"] else "class"
                reading.findings.add("id_missing", table.file, record.row, table.title(empty))
            if len(roster.teachings) > reading.limits.classes * 2:
                raise Unreadable("too_many_rows", table.file)


def _verdict(word: str) -> str:
    role = role_of(word.strip())
    return {"teacher": "teacher", "student": "students", "family": "families"}.get(role or "", "not_teaching")


def _courses(reading: Reading) -> dict[str, _Course]:
    if not reading.package.has("courses.csv"):
        return {}
    with reading.table("courses.csv", _COURSES) as table:
        return {
            record["id"]: (record["title"], _subject(record["subject"]), record["grades"])
            for record in table
            if record["id"] and not record.broken
        }


def _terms(reading: Reading) -> dict[str, date]:
    """The last day of each term; a date that is none is reported."""
    terms: dict[str, date] = {}
    if not reading.package.has("academicsessions.csv"):
        return terms
    with reading.table("academicsessions.csv", _SESSIONS) as table:
        for record in table:
            until, standard = day(record["until"])
            if until is None:
                reading.findings.add("date_odd", table.file, record.row, table.title("until"), record["until"])
                continue
            if not standard:
                reading.findings.once("date_style", table.file, record.row, value=record["until"])
            terms[record["id"]] = until
    return terms


def _taught(table: Table, record: Record, course: _Course | None) -> Taught:
    title, subject, grades = course or ("", "", "")
    subject = _subject(record["subject"]) or subject
    grades = record["grades"] or grades
    return Taught(
        record["id"],
        table.file,
        record.row,
        org=(listed(record["org"]) or [""])[0],
        title=record["title"] or title or record["code"],
        subject=subject if table.has("subject") or course else None,
        grade_band=grade_band(grades) if table.has("grades") or grades else None,
        period=", ".join(listed(record["period"])) if table.has("period") else None,
        room=record["room"] if table.has("room") else None,
    )


def _subject(cell: str) -> str:
    """Subjects by name; bare codes (`0`, `04`) say nothing to a person."""
    return ", ".join(name for name in listed(cell) if any(letter.isalpha() for letter in name))


def _look_at_terms(reading: Reading, table: Table, record: Record, terms: dict[str, date]) -> None:
    named = [terms[term] for term in listed(record["terms"]) if term in terms]
    if named and max(named) < reading.roster.today:
        reading.findings.add("terms_past", table.file, record.row, table.title("terms"))
