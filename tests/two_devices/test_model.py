"""A model test: devices, people, a bad network, crashes and restored backups, in any order (SYNC 4).

Each history ends with a good network; then every device must hold what the server holds, no more and no
less, and nothing that anybody saw as saved may be missing. `README.md` says which fault is covered by what.
"""

import asyncio
import inspect
import json
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from server.kernel.ids import child_id, new_id
from tests.postgres import Cluster, postgres  # noqa: F401
from tests.two_devices.model import AT, Walk
from tests.two_devices.people import put
from tests.two_devices.place import Place, run
from tests.two_devices.shelves import Databases, Files, Shelf
from tests.two_devices.tablet import Core, Tablet
from tests.two_devices.trouble import Sync

EXAMPLES = int(os.environ.get("BRIGHTWALK_MODEL_EXAMPLES", "60"))
IN_MEMORY = Path("/dev/shm")  # what a power cut would leave is another test's matter


@pytest.fixture(scope="module")
def machine() -> Iterator[type[Sync]]:
    where = IN_MEMORY if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        address = f"sqlite+aiosqlite:///{folder}/founded.sqlite"
        with over(Files(Path(folder)), address) as machine:
            yield machine


@pytest.fixture(scope="module")
def machine_on_postgres(postgres: Cluster) -> Iterator[type[Sync]]:  # noqa: F811
    with over(Databases(postgres), postgres.database()) as machine:
        yield machine


@contextmanager
def over(shelf: Shelf, address: str) -> Iterator[type[Sync]]:
    """The model over a founded server: two schools, and five devices that are in step."""
    loop, core = asyncio.new_event_loop(), Core()
    place = Place(shelf, address)
    run(loop, place.found())
    settled_in = []
    for number, name in enumerate(("ana", "ana", "cy", "ben", "eli")):
        device = run(loop, place.device(name))
        tablet = Tablet.new(core, f"first-{number}", name, place.accounts[name], device)
        request = tablet.offer(0)
        assert tablet.receive(request, run(loop, place.sync(tablet.account, device, request))) == "done"
        settled_in.append(tablet.look())
    begun = _begun(loop, place, settled_in)
    run(loop, place.database.close())
    Sync.core, Sync.loop, Sync.founded, Sync.settled_in, Sync.begun = core, loop, place, settled_in, begun
    yield Sync
    core.close()
    run(loop, loop.shutdown_default_executor())
    loop.close()


def _begun(loop: asyncio.AbstractEventLoop, place: Place, tablets: list[Tablet]) -> tuple[Walk, str]:
    """A visit with a note that all who may know of it know."""
    walk, note, ben = Walk(new_id(), "harbor", "ana"), new_id(), place.people["harbor", "ben"]
    told = {"classId": place.classes["harbor"], "protocolId": place.protocols["harbor"], "startedAt": AT}
    visit = put("walkthrough", walk.id, walk.scope, observerId=place.people["harbor", "ana"], **told)
    visited = put("visited", child_id(walk.id, ben), walk.scope, personId=ben, name="teacher")
    added = put("evidence_note", note, walk.scope, text="as found", begunAt=AT)
    for verb, ops in (("start_walkthrough", [visit, visited]), ("add_evidence_note", [added])):
        school = place.schools["harbor"]
        tablets[0].save({"id": new_id(), "school": school, "verb": verb, "schema": 1, "at": AT, "ops": ops})
    for tablet in tablets:
        request = tablet.offer(9)
        answer = run(loop, place.sync(tablet.account, tablet.device, request))
        assert tablet.receive(request, answer) == "done"
    return walk, note


@pytest.mark.timeout(15 * max(60, EXAMPLES))
def test_whatever_happens_nothing_is_lost_and_all_devices_agree(machine: type[Sync]) -> None:
    histories(machine, EXAMPLES)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_same_holds_on_postgres(machine_on_postgres: type[Sync]) -> None:
    histories(machine_on_postgres, int(os.environ.get("BRIGHTWALK_MODEL_EXAMPLES_POSTGRES", "6")))


def test_devices_that_come_at_once_lose_nothing_and_skip_nothing(machine: type[Sync]) -> None:
    at_once(machine, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_same_at_once_on_postgres(machine_on_postgres: type[Sync], seed: int) -> None:
    at_once(machine_on_postgres, seed)


def test_the_same_words_are_in_the_log_as_were_saved(machine: type[Sync]) -> None:
    """The hash that tells a repeat from a reused id covers every word of the mutation."""
    one = machine()
    one.arrive(500)
    one.start_a_walkthrough(0, 0)
    tablet = one.tablets[0]
    request = tablet.offer(1)
    assert one.ask(tablet, request)["results"][0]["status"] == "applied"
    twisted = json.loads(json.dumps(request).replace(AT, "2026-03-03T10:00:00.000Z"))
    verdict = one.ask(tablet, twisted)["results"][0]
    assert (verdict["status"], verdict["problem"]["name"]) == ("rejected", "id_reused")
    one.teardown()


def histories(machine: type[Sync], examples: int) -> None:
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    if "BRIGHTWALK_MODEL_UNSHRUNK" not in os.environ:
        phases.append(Phase.shrink)
    steps = int(os.environ.get("BRIGHTWALK_MODEL_STEPS", "40"))
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=phases,
        database=None if "BRIGHTWALK_MODEL_UNSHRUNK" in os.environ else settings.default.database,
        suppress_health_check=list(HealthCheck),
    )
    begun = machine.runs
    try:
        run_state_machine_as_test(machine, settings=chosen)
    finally:
        if machine.failed_in:
            print(f"failed in history {machine.failed_in - begun}")
        print(f"{machine.runs - begun} histories, {machine.steps} steps")


def at_once(machine: type[Sync], seed: int) -> None:
    """Eight devices in two processes: whoever waits for an answer does not keep the others from asking.

    They write visits, share and take back, join and leave, answer and only read, over and over; some answers are
    lost. Nobody is turned away. Then the network is quiet, and all must hold that holds after any history.
    """
    one, chance = machine(), random.Random(seed)
    one.arrive(chance.choice([8, 500]))
    for number in range(3):
        one.clone(number)
    acts = (one.start_a_walkthrough, one.name_a_strength, one.remove_a_note, one.bring_a_team_together)
    more = (
        lambda t, n: one.write_a_note(t, n, ahead=n % 2 == 0),
        lambda t, n: one.type_on(t, n, crash=False),
        lambda t, n: one.take_words_back(t, n, crash=False),
        lambda t, n: one.share_or_take_back(t, n, whole=True, shared=n < 7),
        lambda t, n: one.answer(t, n, early=n > 6),
        lambda t, n: one.cy_leaves_or_joins(t, join=n > 4),
        lambda t, n: one.ben_becomes_a_leader_or_no_longer(t, lead=n > 4),
    )

    async def at_work(number: int) -> None:
        tablet = one.tablets[number]
        for _ in range(12):
            act = chance.choice([*acts, *more])
            named = list(inspect.signature(act).parameters)
            act(*(chance.randrange(10) for _ in named))
            request = tablet.offer(chance.randrange(8))
            answer = await one.place.sync(tablet.account, tablet.device, request, second=chance.random() < 0.5)
            assert answer.get("problem") != "busy"
            if "problem" not in answer and chance.random() < 0.8:
                tablet.receive(request, answer)

    async def all_of_them() -> None:
        await one.place.open_second()
        async with asyncio.timeout(120):
            await asyncio.gather(*(at_work(number) for number in range(len(one.tablets))))

    one.run(all_of_them())
    one.teardown()
