"""Nobody is singled out by a restore: no visit of a lost block is ever counted in another one (RULINGS 31)."""

from pathlib import Path

from sqlalchemy import select

from server.kernel.clock import instant
from server.patterns.models import BlockVisit
from tests.backup.story import Tablets, backed_up, restored
from tests.cast import World
from tests.conftest import Founded
from tests.patterns.rooms import days_pass, rooms, visits


async def test_a_block_after_a_restore_shares_no_visit_with_one_that_was_lost(
    world: World, tablets: Tablets, founded: Founded, tmp_path: Path
) -> None:
    """Without the rule the second release would hold the first one's fifteen visits and one more: one teacher's."""
    six = await rooms(world, 6)
    waiting = await visits(world, [[room] for room in six[:5]], noticed=[0])
    file = await backed_up(world, tmp_path)
    waiting += await visits(world, [[room] for room in six[:5] * 2], noticed=[0])
    assert await days_pass(world, 4)
    [lost] = await world.dee.sees("school_release")
    assert lost["visits"] == 15
    async with restored(world, founded, file):
        for actor in world.cast:
            await (actor.pull() if actor is world.eli else tablets.come_again(actor))
        assert await world.dee.sees("school_release") == []
        one_more = await visits(world, [[six[5]]], noticed=[0], shared_at=in_two_days(world))
        assert not await days_pass(world, 30)
        assert await world.dee.sees("school_release") == []
        late = await visits(world, [[room] for room in six[:5] * 3], noticed=[0], shared_at=in_two_days(world))
        assert await days_pass(world, 7)
        [release] = await world.dee.sees("school_release")
        assert release["visits"] == 16
        assert await counted_with(world, release) == {*one_more, *late}
        assert not {*waiting} & await counted_with(world, release)


def in_two_days(world: World) -> str:
    """Well after the restore, by the tablet's clock."""
    world.later(days=2)
    return instant(world.clock.now)


async def counted_with(world: World, release: dict[str, object]) -> set[str]:
    """The visits that this server ever released figures of."""
    assert release
    async with world.app.state.house.database.reading() as session:
        found = await session.execute(select(BlockVisit.walkthrough_id).where(BlockVisit.block_id.like("%-%-%-%-%")))
        return set(found.scalars())
