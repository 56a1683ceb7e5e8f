"""A charter that sets another k: for the blocks that close from then on, and for none that stands (RULINGS 15)."""

from sqlalchemy import select

from server.kernel.ids import new_id
from server.patterns.models import Block
from tests.cast import World
from tests.inquiry.chartering import agreed, laid_open, sign, with_representative
from tests.patterns.rooms import days_pass, rooms, visits


async def test_a_smaller_k_closes_what_has_waited_for_it(world: World) -> None:
    chi = await with_representative(world)
    await visits(world, [[room] for room in await rooms(world, 3)] * 3, noticed=[0])
    assert not await days_pass(world, 4)
    await agreed(world, chi, threshold=3)
    [release] = await world.fay.sees("school_release")
    assert release["visits"] == 9
    assert await thresholds(world) == [3]


async def test_a_larger_k_holds_for_the_next_block_and_changes_none_that_stands(world: World) -> None:
    chi = await with_representative(world)
    five = await rooms(world, 5)
    await visits(world, [[room] for room in five * 3], noticed=[0])
    assert await days_pass(world, 4)
    before = await world.ben.sees("school_release")
    await agreed(world, chi, threshold=7)
    await visits(world, [[room] for room in five * 3], noticed=[0])
    assert not await days_pass(world, 30)
    assert await world.ben.sees("school_release") == before

    await visits(world, [[room] for room in await rooms(world, 2)] * 3, noticed=[0])
    assert await days_pass(world, 4)
    assert sorted(release["visits"] for release in await world.ben.sees("school_release")) == [15, 21]
    assert await thresholds(world) == [5, 7]


async def test_a_charter_that_only_one_side_has_signed_changes_no_k(world: World) -> None:
    await with_representative(world)
    charter = new_id()
    await world.ana.did("lay_open_charter", *laid_open(world, charter, threshold=3))
    await sign(world, world.ana, charter, "leadership")
    await visits(world, [[room] for room in await rooms(world, 4)] * 4, noticed=[0])
    assert not await days_pass(world, 4)


async def test_what_the_next_block_awaits_is_not_said_once_it_is_no_longer_true(world: World) -> None:
    chi = await with_representative(world)
    await visits(world, [[room] for room in await rooms(world, 3)], noticed=[0])
    await days_pass(world, 4)
    await agreed(world, chi, threshold=5)
    assert [row["moreTeachers"] for row in await world.ben.sees("next_block")] == [2]
    await agreed(world, chi, threshold=10)
    assert await world.ben.sees("next_block") == []
    await agreed(world, chi, threshold=5)
    assert [row["moreTeachers"] for row in await world.ben.sees("next_block")] == [2]


async def thresholds(world: World) -> list[int]:
    """The k that each block closed under, as the ledger keeps it."""
    async with world.app.state.house.database.reading() as session:
        return list((await session.execute(select(Block.threshold).order_by(Block.number))).scalars())
