"""Devices that push without pause at a server that keeps dying. Each has an outbox, and forgets nothing by itself."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from server.kernel.ids import new_id
from tests.cast import AT

A_REQUEST = 12


@dataclass
class Pusher:
    """One device of one observer. `saved`: every mutation it ever made; `told`: every verdict it ever got."""

    http: httpx.AsyncClient
    who: dict[str, Any]
    chance: random.Random
    next: Callable[[int], tuple[str, dict[str, Any]]]
    """The verb and the op of the change of this number."""
    saved: dict[str, dict[str, Any]] = field(default_factory=dict)
    outbox: list[str] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: int = 0
    cut: int = 0
    """How many requests died under way: the server was killed while it had them, before or after its commit."""

    async def storm(self, over: asyncio.Event) -> None:
        """Write and push, until told that it is over; then push until nothing is left."""
        while not (over.is_set() and not self.outbox):
            if not over.is_set():
                self._write()
            await self._push()

    def _write(self) -> None:
        for _ in range(self.chance.randint(1, A_REQUEST) if len(self.outbox) < 3 * A_REQUEST else 0):
            verb, op = self.next(len(self.saved))
            self.save(verb, op)

    def save(self, verb: str, *ops: dict[str, Any]) -> None:
        told = [{**op, "from": {name: [] for name in op["set"]}} for op in ops]
        mutation = {"id": new_id(), "school": self.who["school"], "verb": verb, "schema": 1, "at": AT, "ops": told}
        self.saved[mutation["id"]] = mutation
        self.outbox.append(mutation["id"])

    async def _push(self) -> None:
        """A prefix of the outbox. Only an answer takes anything out of it."""
        offered = self.outbox[:A_REQUEST]
        request = {"protocol": 1, "account": self.who["account"], "device": self.who["device"]}
        try:
            mutations = [self.saved[mutation] for mutation in offered]
            response = await self.http.post("/api/sync", json={**request, "mutations": mutations})
        except httpx.TransportError as error:
            self.cut += not isinstance(error, httpx.ConnectError)
            await asyncio.sleep(0.05)  # nobody there: a device waits a little too
            return
        assert response.status_code in (200, 503), response.text
        self.refused += response.status_code == 503
        for verdict in response.json().get("results", []):
            self._take(verdict)

    def _take(self, verdict: dict[str, Any]) -> None:
        before = self.told.setdefault(verdict["id"], verdict)
        assert before == verdict, "a verdict that was given stands for ever"
        self.outbox.remove(verdict["id"])


async def until_told(pushers: Sequence[Pusher], storm: Sequence[asyncio.Task[None]], more: int) -> None:
    """Come back when this many more changes have been answered; a device that gave up ends the test."""
    goal = sum(len(pusher.told) for pusher in pushers) + more
    while sum(len(pusher.told) for pusher in pushers) < goal:
        for task in storm:
            assert not task.done(), task.exception()
        await asyncio.sleep(0.001)
