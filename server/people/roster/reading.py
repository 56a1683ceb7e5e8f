"""From a package to a roster: find out which format it is, read it, and refuse what is none of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from server.people.roster.limits import LIMITS, Limits
from server.people.roster.manifest import Manifest, read_manifest, says_deleted
from server.people.roster.oneroster import read_orgs, read_people
from server.people.roster.oneroster_classes import read_classes, read_teachings
from server.people.roster.package import Package
from server.people.roster.parsed import Reading, Roster
from server.people.roster.plain import read_plain
from server.people.roster.problems import Findings, Unreadable
from server.people.roster.sds_v1 import read_sds_v1
from server.people.roster.table import fold

_FAMILY_FILES = (
    *("demographics.csv", "student.csv", "studentenrollment.csv", "guardian.csv", "guardianrelationship.csv"),
    *("relationships.csv", "userflags.csv", "results.csv", "lineitems.csv", "userprofiles.csv", "user.csv"),
)


def read_roster(package: Package, today: date, known: frozenset[str] = frozenset(), limits: Limits = LIMITS) -> Roster:
    """Everything that the package says about staff and classes.

    `known`: ids of people that earlier imports from the same kind of system brought, so that a set of
    changes may name them without repeating their role. Raises `Unreadable`.
    """
    reading = Reading(package, Roster("", "", today), known, limits)
    roster = reading.roster
    if package.folder:
        reading.findings.add("in_folder", value=package.folder)
    if package.single:
        roster.format, roster.source = "CSV", "csv"
        read_plain(reading)
    elif package.has("teacher.csv"):
        roster.format, roster.source = "School Data Sync 1", "sds"
        read_sds_v1(reading)
    else:
        _read_oneroster(reading)
    _tell_what_was_not_opened(reading)
    return roster


def _read_oneroster(reading: Reading) -> None:
    package, roster = reading.package, reading.roster
    if not (package.has("users.csv") or package.has("manifest.csv")):
        raise Unreadable("no_roster")
    manifest = read_manifest(reading)
    roster.format, roster.source = _format(reading, manifest)
    if not package.has("manifest.csv"):
        _do_without_manifest(reading, manifest)
    read_orgs(reading)
    read_people(reading, manifest)
    read_classes(reading, manifest)
    read_teachings(reading, manifest)


def _do_without_manifest(reading: Reading, manifest: Manifest) -> None:
    """A full export, unless rows say that they are to be deleted: then ending the missing would be rash."""
    with _unheard(reading):
        marked = any(says_deleted(reading, name) for name in ("users.csv", "classes.csv", "roles.csv"))
    manifest.forced = marked
    if marked:
        reading.findings.add("read_as_changes")
    elif reading.roster.source == "oneroster":
        reading.findings.add("manifest_missing")


def _format(reading: Reading, manifest: Manifest) -> tuple[str, str]:
    """The format's name and its family; ids of one family stay comparable from year to year."""
    if manifest.version:
        return f"OneRoster {manifest.version[:10]}", "oneroster"
    if not reading.package.has("users.csv"):
        return "OneRoster", "oneroster"
    users = _header(reading, "users.csv")
    if reading.package.has("roles.csv"):
        mark = {"roletype", "sourcedid"} & _header(reading, "roles.csv")
        return ("OneRoster 1.2", "oneroster") if mark else ("School Data Sync 2.1", "sds")
    if "enableduser" in users:
        return "OneRoster 1.1", "oneroster"
    return ("OneRoster 1.0", "oneroster") if "status" in users else ("School Data Sync 2", "sds")


def _header(reading: Reading, name: str) -> set[str]:
    with _unheard(reading), reading.table(name, {}) as table:
        return {fold(title) for title in table.header}


@contextmanager
def _unheard(reading: Reading) -> Iterator[None]:
    """A first look into a file: what it finds will be found again when the file is read."""
    kept = reading.roster.findings
    reading.roster.findings = Findings()
    try:
        yield
    finally:
        reading.roster.findings = kept


def _tell_what_was_not_opened(reading: Reading) -> None:
    for base, name in sorted(reading.package.named.items()):
        if base in _FAMILY_FILES:
            reading.findings.add("file_not_opened", name)
