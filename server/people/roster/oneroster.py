"""OneRoster 1.0 to 1.2 and Microsoft School Data Sync 2 and 2.1: one family of files with small differences.

1.1 writes role and schools into users.csv; 1.2 and SDS 2.1 have a roles.csv, with several roles in
several schools. Who has no staff role is not read beyond that fact.
"""

from server.people.roster.manifest import Manifest
from server.people.roster.parsed import Org, Reading, Staff
from server.people.roster.problems import Unreadable
from server.people.roster.rows import email_of, enlist, known_role, look_at_end, status_gone, usable
from server.people.roster.table import Record, Table
from server.people.roster.words import listed

_ORGS = {"id": ("sourcedId",), "name": ("name",), "kind": ("type",), "parent": ("parentSourcedId",)}
_ROLES = {
    "id": ("userSourcedId",),
    "org": ("orgSourcedId",),
    "role": ("role",),
    "until": ("endDate", "roleenddate"),
    "status": ("status",),
}
_USERS = {
    "id": ("sourcedId",),
    "status": ("status",),
    "enabled": ("enabledUser",),
    "orgs": ("orgSourcedIds", "orgsourcedid"),
    "role": ("role", "roles"),
    "given": ("givenName",),
    "family": ("familyName",),
    "given_preferred": ("preferredgivenname", "preferredfirstname"),
    "family_preferred": ("preferredfamilyname", "preferredlastname"),
    "email": ("email",),
    "username": ("username",),
    "directory": ("activedirectorymatchid",),
}


_READ = ("given", "family", "given_preferred", "family_preferred", "email")


def read_orgs(reading: Reading) -> None:
    """orgs.csv, which a set of changes may leave out."""
    if not reading.package.has("orgs.csv"):
        return
    with reading.table("orgs.csv", _ORGS) as table:
        table.need("id", "name")
        for record in table:
            if not usable(reading, table, record, "name"):
                continue
            org = Org(record["id"], record["name"], record.folded("kind"), record["parent"])
            reading.roster.orgs[org.id] = org


def read_people(reading: Reading, manifest: Manifest) -> None:
    """users.csv with roles.csv, if there is one. Raises `Unreadable` if neither can be used."""
    roster = reading.roster
    apart = reading.package.has("roles.csv")
    if apart:
        _read_roles(reading, all_roles=manifest.whole("roles"))
    if not reading.package.has("users.csv"):
        if manifest.changes_only:
            return
        raise Unreadable("file_missing", value="users.csv")
    roster.whole_people = manifest.whole("users") and (not apart or manifest.whole("roles"))
    with reading.table("users.csv", _USERS) as table:
        table.need("id")
        if not apart:
            table.need("role")
        if not (table.has("given") or table.has("family")):
            raise Unreadable("column_missing", table.file, 1, "givenName")
        seen: set[str] = set()
        for record in table:
            staff = _with_roles(reading, record) if apart else _with_role(reading, table, record)
            if staff is None:
                continue
            if not usable(reading, table, record, *_READ):
                _leave_out(reading, record["id"])
                continue
            if staff.id in seen:
                reading.findings.add("id_twice", table.file, record.row, table.title("id"), staff.id)
                continue
            seen.add(staff.id)
            _describe(reading, table, record, staff)
    if apart and roster.whole_people:
        _leave_out_unnamed(reading)


def _read_roles(reading: Reading, all_roles: bool) -> None:
    with reading.table("roles.csv", _ROLES) as table:
        table.need("id", "org", "role")
        for record in table:
            role = known_role(reading, table, record, record["role"])
            if role is None or not usable(reading, table, record, "org"):
                continue
            staff = reading.roster.staff.get(record["id"])
            if staff is None:
                staff = Staff(record["id"], table.file, record.row, all_roles=all_roles)
                enlist(reading, staff)
            gone = status_gone(reading, table, record)
            (staff.taken if gone else staff.roles).setdefault(record["org"], set()).add(role)
            look_at_end(reading, table, record)


def _with_roles(reading: Reading, record: Record) -> Staff | None:
    """The person that roles.csv named, or that an earlier import brought (a change of name alone)."""
    staff = reading.roster.staff.get(record["id"])
    if staff is None and record["id"] in reading.known and not reading.roster.whole_people:
        staff = Staff(record["id"], "", record.row, all_roles=False)
        enlist(reading, staff)
    if staff is None:
        reading.skip(reading.package.named["users.csv"], "not_staff")
    return staff


def _with_role(reading: Reading, table: Table, record: Record) -> Staff | None:
    roles = {known_role(reading, table, record, word) for word in listed(record["role"]) or [""]} - {None}
    if not roles or not record["id"]:
        return Staff("", table.file, record.row) if roles else None
    staff = reading.roster.staff.get(record["id"]) or Staff(record["id"], table.file, record.row)
    if not staff.roles:
        staff.roles = {org: {role for role in roles if role} for org in listed(record["orgs"]) or [""]}
    return staff


def _describe(reading: Reading, table: Table, record: Record, staff: Staff) -> None:
    """Take name and address; without a name the person stays as the school already has them."""
    given = record["given_preferred"] or record["given"]
    family = record["family_preferred"] or record["family"]
    name = f"{given} {family}".strip()
    if not name:
        reading.findings.add("name_missing", table.file, record.row, table.title("given"))
        _leave_out(reading, staff.id)
        return
    staff.file, staff.row, staff.name = table.file, record.row, name
    staff.email = email_of(reading, table, record)
    staff.gone = status_gone(reading, table, record)
    if record.folded("enabled") in ("false", "0", "no") and not staff.gone:
        staff.gone = True
        reading.findings.add("person_disabled", table.file, record.row, table.title("enabled"))
    enlist(reading, staff)


def _leave_out_unnamed(reading: Reading) -> None:
    for staff in [staff for staff in reading.roster.staff.values() if staff.name is None]:
        reading.findings.add("person_unknown", staff.file, staff.row, "userSourcedId", "users.csv")
        _leave_out(reading, staff.id)


def _leave_out(reading: Reading, person: str) -> None:
    reading.roster.kept_people.add(person)
    reading.roster.staff.pop(person, None)
