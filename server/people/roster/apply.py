"""A plan is written: one transaction, through the ledger, so that every device learns of it like of any change."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, insert, tuple_, update

from server.kernel.ids import child_id, scope_of
from server.kernel.verbs import Write
from server.people.models import ClassTeacher, Person, Role, RosterLink, SchoolClass
from server.people.roster.plan import Plan
from server.people.roster.standing import Standing
from server.people.seats import seat_in_school, seat_in_teams

_AT_ONCE = 100


async def write_plan(write: Write, plan: Plan, standing: Standing, source: str) -> None:
    """Rows first, then what is forgotten and remembered, then the memberships that follow from the roles."""
    scope = scope_of("staff", write.school)
    await write.put_many(Person, _rows(scope, plan.people))
    await write.put_many(
        Role, [(child_id(who, role), scope, {"person_id": who, "role": role}) for who, role in sorted(plan.give)]
    )
    for person, role in sorted(plan.end):
        await write.remove(Role, child_id(person, role))
    await write.put_many(SchoolClass, _rows(scope, plan.classes))
    await write.put_many(
        ClassTeacher,
        [(child_id(row, who), scope, {"class_id": row, "person_id": who}) for row, who in sorted(plan.assign)],
    )
    for row, person in sorted(plan.unassign):
        await write.remove(ClassTeacher, child_id(row, person))
    await _remember(write, plan, standing, source)
    if plan.give or plan.end:
        await seat_in_school(write, {person for person, _ in plan.give | plan.end})
        await seat_in_teams(write)


def _rows(scope: str, fields: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str, Mapping[str, object]]]:
    return [(row, scope, values) for row, values in fields.items()]


async def _remember(write: Write, plan: Plan, standing: Standing, source: str) -> None:
    ended = {("role", child_id(person, role)) for person, role in plan.end}
    ended |= {("class_teacher", child_id(row, person)) for row, person in plan.unassign}
    await _forget(write, source, plan.forget | ended)
    fresh: list[dict[str, object]] = []
    known: list[dict[str, object]] = []
    for (kind, sourced_id), link in plan.links.items():
        row: dict[str, object] = {"kind": kind, "sourced_id": sourced_id, "row_id": link.row_id, "said": link.said}
        (known if sourced_id in standing.linked(kind) else fresh).append(row)
    if fresh:
        await write.session.execute(
            insert(RosterLink), [{**row, "school_id": write.school, "source": source} for row in fresh]
        )
    if known:
        table = RosterLink.__table__
        same = (
            (table.c.school_id == write.school)
            & (table.c.source == source)
            & (table.c.kind == bindparam("b_kind"))
            & (table.c.sourced_id == bindparam("b_sourced_id"))
        )
        await write.session.execute(
            update(RosterLink.__table__).where(same).values(row_id=bindparam("b_row_id"), said=bindparam("b_said")),  # type: ignore[arg-type]
            [{f"b_{name}": value for name, value in row.items()} for row in known],
        )


async def _forget(write: Write, source: str, links: Iterable[tuple[str, str]]) -> None:
    pairs = sorted(links)
    for start in range(0, len(pairs), _AT_ONCE):
        await write.session.execute(
            delete(RosterLink).where(
                RosterLink.school_id == write.school,
                RosterLink.source == source,
                tuple_(RosterLink.kind, RosterLink.sourced_id).in_(pairs[start : start + _AT_ONCE]),
            )
        )
