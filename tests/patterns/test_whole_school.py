"""Six weeks of a school over HTTP, and every figure that came of it held against what really happened."""

import random
from collections import Counter

from sqlalchemy import select

from server.patterns.models import Block, BlockVisit
from server.patterns.rules import THRESHOLD
from tests.cast import World
from tests.patterns.attacker import smallest_leak
from tests.patterns.rooms import Room, days_pass, rooms, team_of, visits


async def test_no_figure_of_a_whole_school_rests_on_fewer_teachers_than_it_may(world: World) -> None:
    chance = random.Random(20260302)
    staff = await rooms(world, 12)
    await team_of(world, staff[:6])
    await team_of(world, staff[6:8], patterns="school")
    truth: dict[str, tuple[Room, set[str]]] = {}
    for _ in range(6):
        for noticed in ((0,), (0, 1), (1, 2), (2,)):
            seen = [chance.choice(staff) for _ in range(3)]
            made = await visits(world, [[room] for room in seen], noticed=noticed)
            tags = {world.look_fors[n] for n in noticed}
            truth |= {walk: (room, tags) for walk, room in zip(made, seen, strict=True)}
        await days_pass(world, 7)

    blocks = await _blocks(world)
    releases = {release["id"]: release for release in await world.fay.sees("school_release")}
    assert len(releases) == len(blocks) >= 3
    views = []
    for release, walks in zip(sorted(releases.values(), key=lambda r: r["block"]), blocks, strict=True):
        assert release["visits"] == len(walks)
        assert len({truth[walk][0].teacher for walk in walks}) >= THRESHOLD
        for figure in release["figures"]:
            with_it = [walk for walk in walks if figure["lookFor"] in truth[walk][1]]
            assert len({truth[walk][0].teacher for walk in with_it}) >= THRESHOLD
            assert figure["nearlyAll"] or figure["noticed"] == len(with_it)
            views += [{(walk, figure["lookFor"]) for walk in cells} for cells in (with_it, walks)]
    assert smallest_leak(views[::2], _teachers(truth), THRESHOLD) is None
    assert smallest_leak(views[1::2], _teachers(truth), THRESHOLD) is None


async def _blocks(world: World) -> list[list[str]]:
    """The visits of each block, in the order in which the blocks closed."""
    async with world.app.state.house.database.reading() as session:
        query = select(Block.number, BlockVisit.walkthrough_id).join(Block, Block.id == BlockVisit.block_id)
        rows = (await session.execute(query)).all()
        held: dict[int, list[str]] = {}
        for number, walk in rows:
            held.setdefault(number, []).append(walk)
    assert max(Counter(walk for walks in held.values() for walk in walks).values()) == 1
    return [held[number] for number in sorted(held)]


def _teachers(truth: dict[str, tuple[Room, set[str]]]) -> dict[str, frozenset[str]]:
    return {walk: frozenset((room.teacher,)) for walk, (room, _) in truth.items()}
