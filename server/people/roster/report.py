"""What an import did, or would do, as it travels to the admin's screen and as text for the command line."""

from typing import Annotated

from msgspec import Meta

from server.kernel.wire import Count, Wire
from server.people.roster.parsed import Org, Roster
from server.people.roster.plan import Change, Plan
from server.people.roster.problems import KEPT, Finding, Findings
from server.people.roster.schools import Choice, Share, candidates


class RosterFinding(Wire):
    """Something odd or wrong: `name` is stable (message `roster_problem_<name>`), `sentence` is English."""

    name: Annotated[str, Meta(examples=["title_missing"])]
    gravity: Annotated[str, Meta(examples=["row"], description="row: left out; oddity: read all the same")]
    file: Annotated[str, Meta(examples=["classes.csv"])]
    row: Annotated[int | None, Meta(description="the header is row 1")]
    column: str
    value: str
    sentence: str


class RosterDetail(Wire):
    """One field of one record, before and after."""

    field: Annotated[str, Meta(examples=["room"])]
    before: str
    after: str


class RosterChange(Wire):
    """One person or class that an import touches. `held`: somebody must first say who it is."""

    group: Annotated[str, Meta(examples=["people"], description="people or classes")]
    change: Annotated[str, Meta(examples=["new"], description="new, changed, back, ended or held")]
    sourced_id: str
    title: str
    file: str
    row: int | None
    details: list[RosterDetail]


class RosterCounts(Wire):
    """How many records; `back`: ended before and named again."""

    new: Count = 0
    changed: Count = 0
    back: Count = 0
    ended: Count = 0
    unchanged: Count = 0
    held: Count = 0


class RosterSkipped(Wire):
    """Rows that were passed by unread. `what`: students, families, not_staff or not_teaching."""

    file: str
    what: Annotated[str, Meta(examples=["students"])]
    rows: Count


class RosterSchool(Wire):
    """A school that the roster holds."""

    sourced_id: str
    name: str
    staff: Count = 0
    classes: Count = 0


class RosterReport(Wire):
    """One import, before or after it. `rows` and findings hold the first 200 of a kind; totals are whole.

    `school` is missing while somebody must choose among `schools`. `mode`: whole (who is missing has gone)
    or changes. `applied`: false for a preview.
    """

    format: Annotated[str, Meta(examples=["OneRoster 1.1"])]
    mode: Annotated[str, Meta(examples=["whole"])]
    applied: bool
    school: RosterSchool | None
    schools: list[RosterSchool]
    people: RosterCounts
    classes: RosterCounts
    elsewhere: Annotated[int, Meta(ge=0, description="people and classes of other schools, not imported")]
    district: Annotated[int, Meta(ge=0, description="people who work for the district, not imported")]
    skipped: list[RosterSkipped]
    rows: list[RosterChange]
    problems: list[RosterFinding]
    problems_total: Count
    oddities: list[RosterFinding]
    oddities_total: Count
    staff_now: Count
    staff_ending: Count
    confirmation_needed: bool


def make_report(
    roster: Roster, findings: Findings, choice: Choice | None, share: Share, plan: Plan, applied: bool
) -> RosterReport:
    """The report of a plan; with no choice made it only lists the schools."""
    chosen = _school(roster, choice.org) if choice and choice.org else None
    return RosterReport(
        format=roster.format,
        mode="whole" if roster.whole_people or roster.whole_classes else "changes",
        applied=applied,
        school=chosen or (RosterSchool(sourced_id="", name="") if choice else None),
        schools=[_school(roster, org) for org in candidates(roster)][:KEPT],
        people=_counts(plan, "people"),
        classes=_counts(plan, "classes"),
        elsewhere=share.elsewhere,
        district=share.district,
        skipped=[RosterSkipped(file=file, what=what, rows=rows) for (file, what), rows in roster.skipped.items()],
        rows=[_change(change) for change in plan.changes],
        problems=[_finding(finding) for finding in findings.of("row")],
        problems_total=findings.total("row"),
        oddities=[_finding(finding) for finding in findings.of("oddity")],
        oddities_total=findings.total("oddity"),
        staff_now=plan.staff_now,
        staff_ending=plan.staff_ending,
        confirmation_needed=plan.needs_confirmation,
    )


def _counts(plan: Plan, group: str) -> RosterCounts:
    return RosterCounts(**{what: count for (of, what), count in plan.counts.items() if of == group})


def _school(roster: Roster, org: Org) -> RosterSchool:
    return RosterSchool(
        sourced_id=org.id,
        name=org.name,
        staff=sum(1 for staff in roster.staff.values() if org.id in staff.roles),
        classes=sum(1 for taught in roster.classes.values() if taught.org == org.id),
    )


def _change(change: Change) -> RosterChange:
    told = [RosterDetail(field=name, before=before, after=after) for name, before, after in change.details]
    return RosterChange(
        group=change.group,
        change=change.what,
        sourced_id=change.sourced_id,
        title=change.title,
        file=change.file,
        row=change.row,
        details=told,
    )


def _finding(finding: Finding) -> RosterFinding:
    return RosterFinding(
        name=finding.name,
        gravity=finding.gravity,
        file=finding.file,
        row=finding.row,
        column=finding.column,
        value=finding.value,
        sentence=finding.sentence,
    )
