"""Visits that are one: who reads along with whom, and which of them holds the feedback.

All pairs of a group hold a `companion` row of each other, and each observer is a member of the other scopes as
"companion", who reads and writes nothing. A join is membership, never a move (RULINGS 10).
"""

from collections.abc import Iterable, Sequence

from server.kernel.clock import moment
from server.kernel.ids import child_id, scope_of, scope_owner
from server.kernel.verbs import Write
from server.people.models import Person
from server.walkthroughs.models import AlsoHere, Companion, Joining, Visited, VisitKey, Walkthrough
from server.walkthroughs.rules import Party, joining_problem, overlap
from server.walkthroughs.visits import is_shared


async def bring_together(write: Write, joining: Joining, keys: Sequence[VisitKey]) -> None:
    """Hold one wish to join against the visits that show its key, and say what came of it."""
    guest = scope_owner(joining.scope)
    named = [scope_owner(key.scope) for key in keys]
    outcomes = []
    for host in [one for one in named if joining.host_id in (None, one)]:
        outcome = await _outcome(write, guest, host, by_key_alone=joining.host_id is None)
        if outcome == "joined":
            await _make_one(write, guest, host)
        if outcome:
            outcomes.append(outcome)
    said = "joined" if "joined" in outcomes else next(iter(outcomes), None)
    if said and said != joining.outcome:
        await write.put(Joining, joining.id, joining.scope, outcome=said)


async def group_of(write: Write, visit: str) -> list[str]:
    """The visit and those that are one with it."""
    companions = await write.rows(Companion, scope=scope_of("walkthrough", visit))
    return [visit, *(one.walkthrough_id for one in companions if one.walkthrough_id)]


async def host_of(write: Write, visit: str) -> str:
    """Which visit of the group holds the feedback: this one, if it stands alone."""
    hosts = await write.rows(Companion, scope=scope_of("walkthrough", visit), hosts=True)
    return next((one.walkthrough_id for one in hosts if one.walkthrough_id), visit)


async def let_go(write: Write, visit: str, also: str | None = None) -> None:
    """This visit stands alone again: nobody of the group reads along in it, nor its observer in the others.

    Without the one that holds the feedback the others are no group either.
    """
    if await host_of(write, visit) == visit:
        for other in (await group_of(write, visit))[2:]:
            await let_go(write, other)
    group = {*(await group_of(write, visit)), *([also] if also else [])} - {visit}
    for other in sorted(group):
        for of, about in ((visit, other), (other, visit)):
            await write.remove(Companion, child_id(of, about, "companion"))
            await write.end(scope_of("walkthrough", of), await _observer(write, about))
    for one in (visit, *sorted(group)):
        await _say_who_was_at(write, one)


async def say_who_was_here(write: Write) -> None:
    """Tell both that somebody else was in the room: not who, nor when, nor what was seen."""
    await _say_who_was_at(write, write.op(Walkthrough).id, and_the_others=True)


async def part_if_discarded(write: Write) -> None:
    """Who puts a visit away no longer watches with others; brought back, its keys and wishes count again."""
    op = write.op(Walkthrough)
    visit = await write.row(Walkthrough, op.id)
    if visit and visit.discarded:
        await let_go(write, op.id)
    else:
        for wish in await write.rows(Joining, scope=op.scope):
            await bring_together(write, wish, await write.rows(VisitKey, key=wish.key))
        for key in await write.rows(VisitKey, scope=op.scope):
            for wish in await write.rows(Joining, key=key.key):
                await bring_together(write, wish, [key])
    await _say_who_was_at(write, op.id, and_the_others=True)


async def party(write: Write, visit: str) -> Party | None:
    """A visit as a join sees it; None if it is put away or was never told whole."""
    row = await write.row(Walkthrough, visit)
    if row is None or row.discarded or not row.observer_id or not row.class_id or not row.started_at:
        return None
    visited = await write.rows(Visited, scope=row.scope)
    return Party(
        id=visit,
        observer=row.observer_id,
        class_id=row.class_id,
        visited=frozenset(one.person_id or "" for one in visited),
        started_at=moment(row.started_at),
        finished_at=moment(row.finished_at) if row.finished_at else None,
        shared=await is_shared(write, row.scope),
    )


async def _outcome(write: Write, guest: str, host: str, *, by_key_alone: bool) -> str | None:
    ours, theirs = await party(write, guest), await party(write, host)
    if guest == host:
        return "own"
    if ours is None or theirs is None:
        return None
    if host in await group_of(write, guest):
        return "joined"
    if await host_of(write, guest) != guest:
        return "elsewhere"
    problem = joining_problem(ours, theirs, by_key_alone=by_key_alone)
    return problem or await _with_all_others(write, guest, host) or "joined"


async def _with_all_others(write: Write, guest: str, host: str) -> str | None:
    """Whoever comes along reads with everybody: each of one side is held against each of the other."""
    for one in [await party(write, visit) for visit in await group_of(write, guest)]:
        for other in [await party(write, visit) for visit in await group_of(write, host)]:
            if one and other and (problem := joining_problem(one, other, by_key_alone=False)):
                return problem
    return None


async def _make_one(write: Write, guest: str, host: str) -> None:
    root = await host_of(write, host)
    group = list(dict.fromkeys([*(await group_of(write, host)), *(await group_of(write, guest))]))
    observers = {visit: await _observer(write, visit) for visit in group}
    names = {visit: await _name(write, person) for visit, person in observers.items()}
    for visit, other in ((one, other) for one in group for other in group if one != other):
        scope, row_id = scope_of("walkthrough", visit), child_id(visit, other, "companion")
        said = {"walkthrough_id": other, "observer_id": observers[other], "name": names[other], "hosts": other == root}
        standing = await write.row(Companion, row_id)
        if standing is None or any(getattr(standing, field) != value for field, value in said.items()):
            await write.put(Companion, row_id, scope, **said)
        await write.grant(scope, observers[other], "companion")
    for visit in group:
        await _say_who_was_at(write, visit)


async def _say_who_was_at(write: Write, visit: str, *, and_the_others: bool = False) -> None:
    others = await _strangers(write, visit)
    scope, row_id = scope_of("walkthrough", visit), child_id(visit, "also_here")
    standing = await write.row(AlsoHere, row_id)
    if others and standing is None:
        await write.put(AlsoHere, row_id, scope, somebody=True)
    elif not others and standing is not None:
        await write.remove(AlsoHere, row_id)
    if and_the_others:
        for other in others:
            await _say_who_was_at(write, other)


async def _strangers(write: Write, visit: str) -> list[str]:
    """The unshared visits of others in the same room at an overlapping time that are not one with this one."""
    own = await party(write, visit)
    if own is None or own.shared:
        return []
    group = await group_of(write, visit)
    here = await write.rows(Walkthrough, class_id=own.class_id)
    others = [await party(write, one.id) for one in _near(own, here) if one.id not in group]
    return [
        one.id for one in others if one and overlap(own, one) and joining_problem(own, one, by_key_alone=False) is None
    ]


def _near(own: Party, visits: Iterable[Walkthrough]) -> Iterable[Walkthrough]:
    """Those of the same days, by the calendar: a class is visited for years."""
    days = {own.started_at.date().toordinal() + step for step in (-1, 0, 1)}
    return [one for one in visits if one.started_at and moment(one.started_at).date().toordinal() in days]


async def _observer(write: Write, visit: str) -> str:
    row = await write.seen(Walkthrough, visit)
    return (row.observer_id if row else None) or ""


async def _name(write: Write, person: str) -> str | None:
    row = await write.seen(Person, person)
    return row.name if row else None
