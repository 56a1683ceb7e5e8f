"""One observer, a tablet and a laptop that seldom see each other: whatever is drafted, shared and withdrawn on both,
in the end the field, the memberships and coverage agree, and what the teacher can read rests on evidence."""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.kernel.clock import instant
from server.kernel.ids import new_id
from tests.cast import Actor, Op, Verdict, World
from tests.conftest import PASSWORD, client
from tests.walkthroughs.visiting import Visit, given, ready

STEPS = 40
HONEST_REFUSALS = {"strength_without_note", "nothing_to_share", "walkthrough_discarded", "already_shared", None}


@dataclass
class Machine:
    """A device that is offline until `meet`; its edits name what its screen showed, its own included."""

    actor: Actor
    outbox: list[dict[str, Any]] = field(default_factory=list)
    own: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)

    def save(self, verb: str, *ops: Op) -> None:
        mutation = new_id()
        body = {"id": mutation, "school": self.actor.school, "verb": verb, "schema": 1, "at": instant()}
        self.outbox.append({**body, "ops": [self._seen(op, mutation) for op in ops]})

    async def meet(self, most: int) -> None:
        offered, self.outbox = self.outbox[:most], self.outbox[most:]
        self.verdicts += await self.actor.push(*offered)

    def ids(self, kind: str) -> list[str]:
        held = [row for row in self.actor.base.values() if row["kind"] == kind and not row.get("gone")]
        return sorted(str(row["id"]) for row in held)

    def _seen(self, op: Op, mutation: str) -> Op:
        heads = self.actor.base.get(op["id"], {}).get("fields", {})
        shown = {name: [head["mutation"] for head in heads.get(name, [])] for name in heads}
        fields = op["set"] if op["op"] == "put" else shown
        seen = {name: [*shown.get(name, []), *self.own.get((op["id"], name), [])] for name in fields}
        if op["op"] == "put":
            for name in fields:
                self.own[op["id"], name] = [*self.own.get((op["id"], name), []), mutation]
        return {**op, "from": seen}


@pytest.fixture
async def machines(world: World) -> AsyncIterator[list[Machine]]:
    """Ana's tablet, and the laptop on which she signs in too."""
    async with client(world.app, world.clock) as http:
        body = {"email": "ana@harbor.example", "password": PASSWORD, "deviceLabel": "laptop"}
        told = (await http.post("/api/sign-in", json=body)).json()
        laptop = Actor("Ana", http, world.ana.id, world.ana.school, world.ana.account, told["device"])
        yield [Machine(world.ana), Machine(laptop)]


def draft(dice: random.Random, visit: Visit, machine: Machine) -> None:
    """One thing that an observer may do on a machine that holds the visit."""
    notes, strengths = machine.ids("evidence_note"), machine.ids("strength")
    strength, note = new_id(), new_id()
    steps: list[Callable[[], None]] = [
        lambda: machine.save("add_evidence_note", visit.note(note), visit.tag(note)),
        lambda: machine.save("share_feedback", visit.sharing()),
        lambda: machine.save("share_feedback", visit.sharing()),
        lambda: machine.save("withdraw_share", visit.withdrawing()),
        lambda: machine.save("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=True)),
        lambda: machine.save("discard_walkthrough", visit.put("walkthrough", visit.id, discarded=False)),
    ]
    if notes:
        some = dice.choice(notes)
        named = visit.put("strength", strength, text="Reasons are given", position=0)
        steps.append(lambda: machine.save("name_strength", named, visit.rests(strength, some)))
        steps.append(lambda: machine.save("remove_evidence_note", visit.remove("evidence_note", some)))
    if strengths:
        one = dice.choice(strengths)
        steps.append(lambda: machine.save("drop_strength", visit.remove("strength", one)))
    if links := machine.ids("strength_note"):
        link = visit.remove("strength_note", dice.choice(links))
        steps.append(lambda: machine.save("lift_strength_from_note", link))
    dice.choice(steps)()


async def agreed(world: World, visit: Visit) -> bool:
    """Whether the visit is shared, once field, membership, coverage and what Ben reads say the same."""
    [feedback] = await world.ana.sees("feedback", scope=visit.scope) or [{"shared": False}]
    heads = world.ana.base.get(visit.feedback, {}).get("fields", {}).get("shared", [])
    shared = feedback.get("shared") is True
    assert len(await world.ana.sees("coverage")) == int(shared), heads
    await world.ben.pull()
    assert (visit.scope in world.ben.scopes) == shared, heads
    if shared:
        notes = {row["id"] for row in await world.ben.sees("evidence_note", scope=visit.scope)}
        links = await world.ben.sees("strength_note", scope=visit.scope)
        strengths = {row["id"] for row in await world.ben.sees("strength", scope=visit.scope)}
        assert strengths
        assert strengths <= {link["strengthId"] for link in links if link["noteId"] in notes}
        assert not any(row.get("discarded") for row in await world.ben.sees("walkthrough", scope=visit.scope))
    else:
        assert [row for row in world.ben.base.values() if row["scope"] == visit.scope] == []
    return shared


@pytest.mark.parametrize("seed", range(8))
async def test_a_day_on_two_devices_ends_in_agreement(world: World, machines: list[Machine], seed: int) -> None:
    dice = random.Random(seed)
    visit, _, _ = await ready(world)
    for machine in machines:
        await machine.actor.pull()
    for _ in range(STEPS):
        machine = dice.choice(machines)
        if dice.random() < 0.7:
            draft(dice, visit, machine)
        else:
            await machine.meet(dice.randint(0, 3))
    for machine in machines:
        while machine.outbox:
            await machine.meet(3)
    verdicts = [verdict for machine in machines for verdict in machine.verdicts]
    assert {verdict.problem for verdict in verdicts} <= HONEST_REFUSALS
    assert all(verdict.status != "parked" for verdict in verdicts)
    await agreed(world, visit)


async def test_withdrawing_takes_back_a_share_of_the_other_device_too(world: World, machines: list[Machine]) -> None:
    visit, _, _ = await ready(world)
    tablet, laptop = machines
    for machine in machines:
        await machine.actor.pull()
        machine.save("share_feedback", visit.sharing())
    tablet.save("withdraw_share", visit.withdrawing())
    for machine in (tablet, laptop, tablet):
        await machine.meet(1)
    assert not await agreed(world, visit)


async def test_a_share_that_meets_an_unseen_withdrawal_lets_nobody_in(world: World, machines: list[Machine]) -> None:
    visit, _, _ = await given(world)
    tablet, laptop = machines
    for machine in machines:
        await machine.actor.pull()
    tablet.save("withdraw_share", visit.withdrawing())
    laptop.save("share_feedback", visit.sharing())
    await tablet.meet(1)
    await laptop.meet(1)
    assert not await agreed(world, visit)
    await laptop.actor.pull()
    laptop.own.clear()
    laptop.save("share_feedback", visit.sharing())
    await laptop.meet(1)
    assert await agreed(world, visit)
