"""One import from end to end, for the screen and for the command: read, choose, compare, and write if asked.

Reading happens in a thread and outside any transaction; comparing happens again inside the one that
writes, so that what is written fits what stands then.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.clock import now
from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId
from server.kernel.problems import Refused
from server.kernel.verbs import Ledger
from server.people.models import RosterLink
from server.people.roster.apply import write_plan
from server.people.roster.package import Package
from server.people.roster.parsed import Roster
from server.people.roster.plan import Plan
from server.people.roster.plan_classes import ClassesPlan
from server.people.roster.plan_people import PeoplePlan
from server.people.roster.problems import Findings, Unreadable
from server.people.roster.reading import read_roster
from server.people.roster.report import RosterReport, make_report
from server.people.roster.schools import Choice, Share, choose, share_of
from server.people.roster.standing import Standing, load_standing

Opener = Callable[[], AbstractContextManager[Package]]


@dataclass(frozen=True, slots=True)
class Asked:
    """`school`: which school of the roster, by its id or name. `same`: ids of people confirmed to be those
    with the same address here (`*`: all). `confirm`: go on although many of the staff would end.
    """

    school: str = ""
    confirm: bool = False
    same: frozenset[str] = frozenset()


@dataclass(slots=True)
class Compared:
    """What comparing gave. Without a choice the plan is empty."""

    findings: Findings
    choice: Choice | None
    share: Share
    plan: Plan


async def preview(database: Database, school: SchoolId, opened: Opener, asked: Asked) -> RosterReport:
    """What an import would do. Nothing is kept. Raises `roster_not_readable`."""
    roster = await _read(database, school, opened)
    async with database.reading() as session:
        standing = await load_standing(session, school, roster.source)
    compared = _compared(roster, standing, asked)
    return make_report(roster, compared.findings, compared.choice, compared.share, compared.plan, False)


async def bring_in(
    database: Database, ledger: Ledger, school: SchoolId, author: PersonId, opened: Opener, asked: Asked
) -> RosterReport:
    """Import. Raises `roster_not_readable`, or `roster_ends_many` unless that is confirmed.

    While a school must be chosen nothing is written, and the report says among which.
    """
    roster = await _read(database, school, opened)
    async with database.reading() as session:
        standing = await load_standing(session, school, roster.source)
    first = _compared(roster, standing, asked)
    if first.choice is None or first.plan.is_empty:
        done = first.choice is not None
        return make_report(roster, first.findings, first.choice, first.share, first.plan, done)
    async with ledger.writing(school, author, "import_roster") as write:
        standing = await load_standing(write.session, school, roster.source)
        compared = _compared(roster, standing, asked)
        plan = compared.plan
        if plan.needs_confirmation and not asked.confirm:
            raise Refused("roster_ends_many", ending=plan.staff_ending, staff=plan.staff_now)
        await write_plan(write, plan, standing, roster.source)
    return make_report(roster, compared.findings, compared.choice, compared.share, compared.plan, True)


async def _read(database: Database, school: SchoolId, opened: Opener) -> Roster:
    async with database.reading() as session:
        known = await _known(session, school)
    today = now().date()

    def read() -> Roster:
        with opened() as package:
            return read_roster(package, today, known)

    try:
        return await asyncio.to_thread(read)
    except Unreadable as unreadable:
        raise refusal(unreadable) from unreadable


async def _known(session: AsyncSession, school: SchoolId) -> frozenset[str]:
    found = await session.execute(
        select(RosterLink.sourced_id).where(RosterLink.school_id == school, RosterLink.kind == "person")
    )
    return frozenset(found.scalars())


def _compared(roster: Roster, standing: Standing, asked: Asked) -> Compared:
    """Choose the school and make the plan. The roster itself is left as it was read."""
    roster = replace(roster, findings=roster.findings.copied())
    plan = Plan(findings=roster.findings)
    linked = next(iter(standing.linked("school")), None)
    try:
        choice = choose(roster, asked.school, linked, standing.school_name)
        if choice is None:
            return Compared(roster.findings, None, Share(), plan)
        share = share_of(roster, choice, standing.known_people, standing.known_classes)
        if roster.whole_people and all(wanted.gone for wanted in share.people.values()):
            raise Unreadable("no_staff")
    except Unreadable as unreadable:
        raise refusal(unreadable) from unreadable
    PeoplePlan(plan, roster, share, standing, asked.same).make()
    ClassesPlan(plan, roster, share, standing).make()
    _remember_choice(plan, standing, choice)
    return Compared(roster.findings, choice, share, plan)


def _remember_choice(plan: Plan, standing: Standing, choice: Choice) -> None:
    if choice.org is None:
        return
    plan.forget |= {("school", other) for other in standing.linked("school") if other != choice.org.id}
    plan.link(standing, "school", choice.org.id, "", {})


def refusal(unreadable: Unreadable) -> Refused:
    """The problem that people meet: which file, which row, and why."""
    finding = unreadable.finding
    return Refused(
        "roster_not_readable",
        problem=finding.name,
        sentence=finding.sentence,
        file=finding.file,
        row=finding.row,
        column=finding.column,
        value=finding.value,
    )
