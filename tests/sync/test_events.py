"""Live: who holds a touched scope is told within a second, of the clock and of nothing else."""

import asyncio
import contextlib

from tests.cast import World


async def hear(world: World, account: str, news: list[dict[str, int]], heard: asyncio.Event) -> None:
    async for told in world.app.state.exchange.hub.listen(account):
        news.append(told)
        heard.set()


async def test_only_those_who_hold_a_touched_scope_are_told_and_only_the_clock(world: World) -> None:
    for actor in world.cast:
        await actor.pull()
    heard: dict[str, list[dict[str, int]]] = {actor.name: [] for actor in world.cast}
    rung = {actor.name: asyncio.Event() for actor in world.cast}
    ears = [asyncio.create_task(hear(world, one.account, heard[one.name], rung[one.name])) for one in world.cast]
    await asyncio.sleep(0)
    await world.shared(world.ana, world.ben)
    async with asyncio.timeout(5):
        await rung["Ben"].wait()
        await rung["Ana Reyes"].wait()
    for ear in ears:
        ear.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ear
    assert heard["Eli"] == []
    assert heard["Fay"] == []
    assert all(told.keys() == {world.school} for told in heard["Ben"])
    assert all(isinstance(clock, int) for told in heard["Ben"] for clock in told.values())


async def test_who_is_not_signed_in_hears_nothing(world: World) -> None:
    world.eli.http.cookies.clear()
    response = await world.eli.http.get("/api/sync/events")
    assert response.status_code == 401
