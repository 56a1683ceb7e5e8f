"""Every field of every mutation wrong in every way: nothing crashes, nothing leaks, nothing is half applied.

The examples are what the cast really sent: the log and its revisions give each mutation back as it came. Each is sent
again by its author under a new id with one place spoiled. Every place meets some of the wrong values and every value
some of the places; `BRIGHTWALK_WHOLE_GRID=1` lets every place meet every value, which takes minutes.
"""

import copy
import itertools
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from server.kernel.ids import child_id, new_id
from server.people.models import AccountPerson, Membership
from server.sync.models import Feed, Log, Revision
from tests.cast import AT, Actor, World, put
from tests.two_devices import fold

Mutation = dict[str, Any]
Step = str | int

UNKNOWN = "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f"
EACH = 1 if os.environ.get("BRIGHTWALK_WHOLE_GRID") else 7
DEEP: dict[str, Any] = {}
for _ in range(300):
    DEEP = {"a": DEEP}
WRONG: list[Any] = [
    *(
        None,
        True,
        -1,
        2**70,
        1.5,
        "",
        "x" * 9000,
        "a\x00b",
        "\ud800",
        "<script>",
        "${jndi}",
        "'; DROP TABLE log; --",
        "١٢",
    ),
    *([], ["a"], [[]], {}, {"a": 1}, {"op": "put"}, DEEP, ["x"] * 5000, UNKNOWN, UNKNOWN.upper(), f"staff:{UNKNOWN}"),
]


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_whatever_place_of_a_mutation_is_spoiled_the_server_stands(world: World) -> None:
    await _a_day(world)
    strange = [world.eli.id, world.eli.school, f"school:{world.eli.school}", f"walkthrough:{world.eli.id}"]
    elsewhere = await _rows_of(world, world.eli.school)
    tried = 0
    for actor in world.cast:
        await actor.pull()
    for author, mutation in await _examples(world):
        spoiled = list(_spoiled(mutation, [*WRONG, *strange]))
        tried += len(spoiled)
        for start in range(0, len(spoiled), 50):
            await _send(author, spoiled[start : start + 50])
    print(f"{tried} spoiled mutations")
    await fold.check(world.app.state.house.database, {})
    assert await _rows_of(world, world.eli.school) == elsewhere
    assert not await _ours_to_mend(world)


async def _send(author: Actor, mutations: list[Mutation]) -> None:
    """As one request; if that cannot be read as a whole, one by one."""
    request = {"account": author.account, "device": author.device, "asof": author.asof, "mutations": mutations}
    response = await author.http.post("/api/sync", content=_json(request), headers={"content-type": "application/json"})
    told = response.json()
    if response.status_code == 200:
        assert len(told["results"]) == len(mutations)
        held = await _held(author)
        assert {row["scope"] for row in [*told["rows"], *told["records"]]} <= held
        return
    assert response.status_code in (400, 413, 429), response.text
    assert told["number"].startswith(str(response.status_code))
    for one in mutations if len(mutations) > 1 else []:
        await _send(author, [one])


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()  # httpx would refuse half a character; a hostile client does not


def _spoiled(mutation: Mutation, wrong: list[Any]) -> Iterator[Mutation]:
    """The mutation under new ids, each time with one place taken away or put wrong; and some of too much."""
    for nth, path in enumerate(_places(mutation)):
        for value in itertools.islice([*wrong, _places], nth % EACH, None, EACH):
            spoiled = {**copy.deepcopy(mutation), "id": new_id()}
            _spoil(spoiled, path, value)
            yield spoiled
    ops = mutation["ops"]
    for many in (ops * 2, ops * 1000, list(reversed(ops))):
        yield {**mutation, "id": new_id(), "ops": many}
    for unheard in (
        {"text": [UNKNOWN]},
        {"text": [UNKNOWN] * 65},
        {"nothing": [UNKNOWN]},
        {name: [] for name in "abc"},
    ):
        yield {**mutation, "id": new_id(), "ops": [{**op, "from": unheard} for op in ops]}
    yield {**mutation, "id": new_id(), "ops": [{**op, "id": ops[0]["id"]} for op in ops]}


def _places(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to every place in it."""
    if path:
        yield path
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from _places(one, (*path, step))


def _spoil(mutation: Mutation, path: tuple[Step, ...], value: Any) -> None:
    *way, last = path
    place: Any = mutation
    for step in way:
        place = place[step]
    if value is _places:
        del place[last]
    else:
        place[last] = value


async def _a_day(world: World) -> None:
    """Something of everything: a visit, shared and answered; a team sits down; people and classes change."""
    walk = await world.shared(world.ana, world.ben)
    answer = child_id(walk, "response", world.ben.id)
    said = {"teacherId": world.ben.id, "answer": "fits", "text": "Yes", "answeredAt": AT}
    await world.ben.did("answer_feedback", put("response", answer, f"walkthrough:{walk}", **said))
    sitting, team = new_id(), f"team:{world.team}"
    times = {"startedAt": AT, "phaseStartedAt": AT}
    opened = put("meeting", sitting, team, purpose="Talk", minutes=20, phase="gather", heldBy=world.chi.id, **times)
    await world.chi.did("open_meeting", opened)
    thought = put("contribution", new_id(), team, meetingId=sitting, phase="gather", text="We saw pairs at work")
    await world.fay.did("contribute", thought)
    decided = put("decision", child_id(sitting, "decision"), team, meetingId=sitting, text="So", decisionKind="shared")
    await world.chi.did("decide", decided)
    staff = f"staff:{world.school}"
    await world.ana.did("change_class", put("class", world.math, staff, room="115"))
    await world.ana.did(
        "mark_day_off", put("day_off", new_id(), f"school:{world.school}", day="2026-04-03", title="Off")
    )


async def _examples(world: World) -> list[tuple[Actor, Mutation]]:
    """The last mutation of each verb, as it was sent, and who may send it."""
    people = {actor.account: actor for actor in world.cast}
    async with world.app.state.house.database.reading() as session:
        logs = (await session.execute(select(Log).where(Log.status == "applied").order_by(Log.clock))).scalars().all()
        found = select(Revision).where(Revision.effect.is_(False)).order_by(Revision.mutation_id, Revision.position)
        revisions = (await session.execute(found)).scalars().all()
    latest = {log.verb: log for log in logs if log.account_id in people and log.school_id == world.school}
    examples = []
    for log in latest.values():
        ops = [
            {"op": one.op["op"], "kind": one.kind, "id": one.row_id, "scope": one.op["scope"], "from": one.op["from"]}
            | ({"set": one.op["set"]} if one.op["op"] == "put" else {})
            for one in revisions
            if one.mutation_id == log.mutation_id and one.op
        ]
        sent = {"id": "", "school": log.school_id, "verb": log.verb, "schema": 1, "at": AT, "ops": ops}
        examples.append((people[log.account_id], sent))
    assert len(examples) >= 12, [log.verb for log in latest.values()]
    return examples


async def _held(actor: Actor) -> set[str]:
    database = actor.http._transport.app.state.house.database  # type: ignore[attr-defined]
    async with database.reading() as session:
        return set(await fold.scopes_of(session, actor.account))


async def _rows_of(world: World, school: str) -> list[tuple[Any, ...]]:
    """Everything that stands in another school: rows and who holds what."""
    async with world.app.state.house.database.reading() as session:
        rows = await session.execute(
            select(Feed.row_id, Feed.version).where(Feed.school_id == school).order_by(Feed.row_id)
        )
        seats = await session.execute(
            select(Membership.scope, Membership.person_id, Membership.role, Membership.ended)
            .where(Membership.school_id == school)
            .order_by(Membership.scope, Membership.person_id)
        )
        persons = await session.execute(select(AccountPerson.account_id).order_by(AccountPerson.account_id))
        return [tuple(row) for row in [*rows, *seats, *persons]]


async def _ours_to_mend(world: World) -> list[tuple[str, str]]:
    """What was parked because of a fault of ours: an exception that no wrong input may cause."""
    async with world.app.state.house.database.reading() as session:
        found = await session.execute(select(Log.verb, Log.mutation_id).where(Log.waits_for == "fix"))
        return [tuple(row) for row in found]
