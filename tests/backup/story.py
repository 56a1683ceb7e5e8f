"""A restore as people live it: devices that remember what they sent, a backup, the same people at a restored server."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server import cli
from server.kernel import clock as kernel_clock
from tests.cast import Actor, World
from tests.conftest import Founded, _actor, running

Mutation = Mapping[str, Any]


@dataclass(eq=False)
class Tablets:
    """What each person's device has sent and been answered: it keeps that, as the app does."""

    sent: dict[str, list[Mutation]] = field(default_factory=dict)

    def keep(self, actor: Actor) -> Actor:
        """From now on remember what this actor sends."""
        push, kept = actor.push, self.sent.setdefault(actor.name, [])

        async def remembering(*mutations: Mutation) -> Any:
            verdicts = await push(*mutations)
            told = zip(mutations, verdicts, strict=True)
            kept.extend(mutation for mutation, verdict in told if verdict.status != "rejected")  # refused is final
            return verdicts

        actor.push = remembering  # type: ignore[method-assign]
        return actor

    async def come_again(self, actor: Actor) -> None:
        """The server says that it was restored; the device offers again all it has, and reads anew."""
        assert await asked(actor) == "timeline"
        actor.base, actor.asof, actor.behind, actor.scopes = {}, None, {}, {}
        for start in range(0, len(self.sent[actor.name]), 50):
            await actor.sync(self.sent[actor.name][start : start + 50])
        await actor.pull()


async def asked(actor: Actor) -> str:
    """What a plain sync is told: "ok" or the name of the problem."""
    words = {"protocol": 1, "account": actor.account, "device": actor.device, "build": 1, "asof": actor.asof}
    response = await actor.http.post("/api/sync", json=words)
    return "ok" if response.is_success else str(response.json()["name"])


@asynccontextmanager
async def restored(world: World, founded: Founded, file: Path) -> AsyncIterator[World]:
    """The same people, with the same devices, at a server that was brought back from this file."""
    there = file.parent / "there"
    with kernel_clock.at(world.clock.now):
        words = ["restore", str(file), "--data", str(there)]
        assert await asyncio.to_thread(cli.run, words) == 0
    async with running(there / "brightwalk.sqlite") as (app, stack):
        for actor in world.cast:
            await _move(actor, app, world, stack, founded)
        world.app = app
        yield world


async def _move(actor: Actor, app: Any, world: World, stack: AsyncExitStack, founded: Founded) -> None:
    known = next(one for one in founded.signed_in.values() if one["device"] == actor.device)
    actor.http = (await _actor(app, world.clock, stack, known)).http


async def backed_up(world: World, folder: Path, name: str = "one.backup") -> Path:
    file = folder / name
    with kernel_clock.at(world.clock.now):
        words = [
            "backup",
            str(file),
            "--plain",
            "--database-url",
            world.app.state.house.database.engine.url.render_as_string(),
        ]
        assert await asyncio.to_thread(cli.run, words) == 0
    return file
