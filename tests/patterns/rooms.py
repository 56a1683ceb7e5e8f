"""Rooms to look into: teachers with a class each, and visits made, shared and waited for over HTTP."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from server.patterns.models import Block
from tests.cast import AT, Actor, Op, World, put


@dataclass(frozen=True)
class Room:
    """A teacher and the class that is visited."""

    teacher: str
    name: str
    class_id: str


async def rooms(world: World, count: int) -> list[Room]:
    """This many new teachers, each with a class."""
    scope = f"staff:{world.school}"
    made = [Room(new_id(), f"Teacher {n}", new_id()) for n in range(count)]
    steps = []
    for room in made:
        role = put("role", child_id(room.teacher, "teacher"), scope, personId=room.teacher, role="teacher")
        steps.append(("add_person", [put("person", room.teacher, scope, name=room.name), role]))
        lesson = child_id(room.class_id, room.teacher)
        taught = put("class_teacher", lesson, scope, classId=room.class_id, personId=room.teacher)
        steps.append(("add_class", [put("class", room.class_id, scope, title=f"Class of {room.name}"), taught]))
    await _push(world.ana, steps)
    return made


async def room_of(world: World, teacher: Actor) -> Room:
    """A class for a member of the cast."""
    class_id, scope = new_id(), f"staff:{world.school}"
    taught = put("class_teacher", child_id(class_id, teacher.id), scope, classId=class_id, personId=teacher.id)
    await world.ana.did("add_class", put("class", class_id, scope, title=f"Class of {teacher.name}"), taught)
    return Room(teacher.id, teacher.name, class_id)


async def visit(world: World, *together: Room, noticed: Iterable[int] = (), shared_at: str | None = None) -> str:
    """Ana's shared visit to one class; the numbers of the look-fors that she noticed. Its id."""
    [walk] = await visits(world, [together], noticed, shared_at)
    return walk


async def visits(
    world: World,
    where: Sequence[Sequence[Room]],
    noticed: Iterable[int] = (),
    shared_at: str | None = None,
    started_at: str | None = None,
) -> list[str]:
    """The same for several classes, in one round trip for each few; `started_at` by the tablet's clock."""
    made = [(new_id(), together) for together in where]
    steps = [
        step for walk, together in made for step in _steps(world, walk, together, tuple(noticed), shared_at, started_at)
    ]
    await _push(world.ana, steps)
    return [walk for walk, _ in made]


async def team_of(world: World, covered: Sequence[Room], patterns: str = "rooms") -> str:
    """A team that covers these rooms; Ana makes it and stays on it. Its id."""
    team = new_id()
    scope = f"team:{team}"
    seats = [
        put(
            "team_member",
            child_id(team, room.teacher),
            scope,
            personId=room.teacher,
            name=room.name,
            perspectives=["educator"],
            covered=True,
            facilitates=False,
        )
        for room in covered
    ]
    await world.ana.did("make_team", put("team", team, scope, name="A team", patterns=patterns), *seats)
    return team


async def days_pass(world: World, days: int) -> bool:
    """Time passes, everybody syncing now and then, which brings what it makes ready: was it a block?"""
    before = await _blocks(world)
    for step in [10] * (days // 10) + [days % 10]:
        world.later(days=step)
        for actor in world.cast:
            await actor.pull()
    return await _blocks(world) > before


async def _blocks(world: World) -> int:
    async with world.app.state.house.database.reading() as session:
        return (await session.execute(select(func.count()).select_from(Block))).scalar_one()


def _steps(
    world: World,
    walk: str,
    together: Sequence[Room],
    noticed: Sequence[int],
    shared_at: str | None,
    started_at: str | None,
) -> list[tuple[str, list[Op]]]:
    scope, note, strength = f"walkthrough:{walk}", new_id(), new_id()
    walkthrough = put(
        "walkthrough",
        walk,
        scope,
        classId=together[0].class_id,
        classTitle="A class",
        protocolId=world.protocol,
        observerId=world.ana.id,
        startedAt=started_at or instant(world.clock.now),
    )
    visited = [
        put("visited", child_id(walk, room.teacher), scope, personId=room.teacher, name=room.name) for room in together
    ]
    tags = [
        put("note_tag", child_id(note, world.look_fors[n]), scope, noteId=note, lookForId=world.look_fors[n])
        for n in noticed
    ]
    rests = put("strength_note", child_id(strength, note), scope, strengthId=strength, noteId=note)
    shared = put("feedback", child_id(walk, "feedback"), scope, shared=True, sharedAt=shared_at or AT)
    return [
        ("start_walkthrough", [walkthrough, *visited]),
        ("add_evidence_note", [put("evidence_note", note, scope, text="7 of 9 pairs compared", begunAt=AT), *tags]),
        ("name_strength", [put("strength", strength, scope, text="They give reasons", position=0), rests]),
        ("share_feedback", [shared]),
    ]


async def _push(actor: Actor, steps: Sequence[tuple[str, list[Op]]]) -> None:
    for start in range(0, len(steps), 40):
        mutations: list[dict[str, Any]] = [
            {
                "id": new_id(),
                "school": actor.school,
                "verb": verb,
                "schema": 1,
                "at": AT,
                "ops": [{**op, "from": {}} for op in ops],
            }
            for verb, ops in steps[start : start + 40]
        ]
        for verdict in await actor.push(*mutations):
            assert verdict.status == "applied", verdict
