"""The report as lines for the command line, in English."""

from collections import Counter
from collections.abc import Iterable, Iterator

from server.people.roster.problems import SENTENCES
from server.people.roster.report import RosterChange, RosterCounts, RosterFinding, RosterReport

_SHOWN = 20
_SKIPPED = {
    "students": "of students, passed by",
    "families": "of guardians and families, passed by",
    "not_staff": "of people without a role on the staff, passed by",
    "not_teaching": "of others who do not teach, passed by",
}


def spoken(report: RosterReport) -> Iterator[str]:
    """Line by line: what was found, what changes, what is odd, what is next."""
    whole = "a full export" if report.mode == "whole" else "changes only"
    yield f"{report.format}, read as {whole}."
    if report.school is None:
        yield "It holds several schools. Say which with --from-school:"
        yield from (
            f"  {one.sourced_id}  {one.name} ({one.staff} staff, {one.classes} classes)" for one in report.schools
        )
        return
    if report.school.name:
        yield f"School: {report.school.name} ({report.school.sourced_id})."
    yield _counted("People", report.people)
    yield _counted("Classes", report.classes)
    yield from _left_out(report)
    for change in ("new", "changed", "back", "ended", "held"):
        yield from _changes(report.rows, change)
    yield from _findings("Rows left out", report.problems, report.problems_total)
    yield from _findings("Read all the same", report.oddities, report.oddities_total)
    yield from _next(report)


def _counted(group: str, counts: RosterCounts) -> str:
    held = f", {counts.held} waiting for your word" if counts.held else ""
    back = f", {counts.back} back" if counts.back else ""
    return (
        f"{group}: {counts.new} new, {counts.changed} changed{back}, {counts.ended} ended, "
        f"{counts.unchanged} unchanged{held}."
    )


def _left_out(report: RosterReport) -> Iterator[str]:
    for skipped in report.skipped:
        yield f"  {skipped.file}: {skipped.rows} rows {_SKIPPED[skipped.what]}."
    if report.elsewhere:
        yield f"  {report.elsewhere} people and classes of other schools, not imported."
    if report.district:
        yield f"  {report.district} people who work for the district, not imported."


def _changes(rows: Iterable[RosterChange], change: str) -> Iterator[str]:
    found = [row for row in rows if row.change == change]
    if not found:
        return
    yield f"{change.capitalize()}:"
    for row in found[:_SHOWN]:
        told = "; ".join(f"{one.field}: {one.before or '–'} → {one.after or '–'}" for one in row.details)
        yield f"  {row.title} ({row.sourced_id}){': ' + told if told else ''}"
    if len(found) > _SHOWN:
        yield f"  … and {len(found) - _SHOWN} more"


def _findings(title: str, findings: list[RosterFinding], total: int) -> Iterator[str]:
    if not findings:
        return
    yield f"{title} ({total}):"
    shown: Counter[str] = Counter()
    for finding in findings:
        shown[finding.name] += 1
        if shown[finding.name] <= _SHOWN // 4:
            place = f"{finding.file}, row {finding.row}" if finding.row else finding.file
            column = f", {finding.column}" if finding.column else ""
            yield f"  {place}{column}: {finding.sentence}" if place else f"  {finding.sentence}"
    for name, count in shown.items():
        if count > _SHOWN // 4:
            yield f"  … and {count - _SHOWN // 4} more like: {SENTENCES[name]}"


def _next(report: RosterReport) -> Iterator[str]:
    if report.applied:
        new = any(row.change != "held" for row in report.rows)
        yield "Imported." if new else "Nothing had to change: the school is as the roster says."
        return
    yield "Nothing was changed: this was a preview."
    if report.confirmation_needed:
        yield f"{report.staff_ending} of {report.staff_now} staff would end, so the import will ask for --confirm."
    if report.people.held:
        yield "Whoever shares an address is imported with --same ID, once you know that it is the same person."
