"""A model test: devices, people, a bad network, crashes and restored backups, in any order (SYNC 4).

Each history ends with a good network; then every device must hold what the server holds, no more and no
less, and nothing that anybody saw as saved may be missing.
"""

import asyncio
import copy
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from server.kernel.ids import child_id, new_id
from tests.two_devices import fold
from tests.two_devices.place import Place, run
from tests.two_devices.tablet import Core, Tablet

PICK = st.integers(0, 9)
FATES = st.sampled_from(["ok", "ok", "ok", "lost request", "lost answer", "late", "twice", "crash at answer"])
AT = "2026-03-02T10:00:00.000Z"


class Sync(RuleBasedStateMachine):
    """Ana has two devices, Cy one, Ben (who teaches) one; more come by cloning."""

    core: Core
    loop: asyncio.AbstractEventLoop
    template: Path
    founded: Place

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.place = copy.copy(self.founded)
        self.place.path = Path(shutil.copy(self.template, self.folder / "live.sqlite"))
        self.place.open()
        self.tablets: list[Tablet] = []
        self.strays: list[tuple[Tablet, dict[str, Any]]] = []
        self.saved: dict[str, tuple[Tablet, dict[str, Any]]] = {}
        self.forged: set[str] = set()
        self.acknowledged: set[str] = set()
        self.backups: list[Path] = []
        self.walks: list[tuple[str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.team = ""
        self.restored = False
        self.words = 0

    @initialize()
    def arrive(self) -> None:
        for name in ("ana", "ana", "cy", "ben"):
            account = self.place.accounts[name]
            device = run(self.loop, self.place.device(account))
            key = f"{self.folder.name}-{len(self.tablets)}"
            self.tablets.append(Tablet.new(self.core, key, account, device, self.place.people[name]))
        for tablet in self.tablets:
            self._exchange(tablet, 0)

    def teardown(self) -> None:
        try:
            if self.tablets:
                self._quiesce()
        finally:
            run(self.loop, self.place.database.close())
            shutil.rmtree(self.folder, ignore_errors=True)

    # what people do ---------------------------------------------------------------------------------

    @rule(t=PICK)
    def start_a_walkthrough(self, t: int) -> None:
        tablet = self._observer(t)
        walk = new_id()
        scope = f"walkthrough:{walk}"
        started = {"classId": self.place.klass, "protocolId": self.place.protocol, "observerId": tablet.person}
        ben = self.place.people["ben"]
        put = self._put(tablet, "walkthrough", walk, scope, startedAt=AT, **started)
        visited = self._put(tablet, "visited", child_id(walk, ben), scope, personId=ben, name="Ben")
        self._save(tablet, "start_walkthrough", put, visited)
        self.walks.append((walk, tablet.person))

    @rule(t=PICK, w=PICK)
    def write_a_note(self, t: int, w: int) -> None:
        tablet, walk = self._walk_of(t, w)
        if walk:
            note = new_id()
            put = self._put(tablet, "evidence_note", note, f"walkthrough:{walk}", text=self._word(), begunAt=AT)
            self._save(tablet, "add_evidence_note", put)
            self.notes.append((note, walk))

    @rule(t=PICK, n=PICK, crash=st.booleans())
    def type_on(self, t: int, n: int, crash: bool) -> None:
        tablet, note, walk = self._note_of(t, n)
        if note:
            put = self._put(tablet, "evidence_note", note, f"walkthrough:{walk}", text=self._word())
            self._save(tablet, "reword_evidence_note", put, crash=crash)
            if not crash:
                heads = (tablet.view(note) or {})["fields"]["text"]
                assert heads[-1]["value"] == put["set"]["text"]  # read your own writes, offline

    @rule(t=PICK, n=PICK)
    def remove_a_note(self, t: int, n: int) -> None:
        tablet, note, walk = self._note_of(t, n)
        if note:
            op = {"op": "remove", "kind": "evidence_note", "id": note, "scope": f"walkthrough:{walk}"}
            self._save(tablet, "remove_evidence_note", {**op, "from": tablet.seen(note)})

    @rule(t=PICK, n=PICK)
    def name_a_strength(self, t: int, n: int) -> None:
        tablet, note, walk = self._note_of(t, n)
        if note:
            strength, scope = new_id(), f"walkthrough:{walk}"
            put = self._put(tablet, "strength", strength, scope, text=self._word())
            link = self._put(tablet, "strength_note", child_id(strength, note), scope, strengthId=strength, noteId=note)
            self._save(tablet, "name_strength", put, link)

    @rule(t=PICK, w=PICK)
    def share(self, t: int, w: int) -> None:
        tablet, walk = self._walk_of(t, w)
        if walk:
            row = child_id(walk, "feedback")
            self._save(tablet, "share_feedback", self._put(tablet, "feedback", row, f"walkthrough:{walk}", shared=True))

    @rule(w=PICK)
    def answer(self, w: int) -> None:
        tablet = self.tablets[3]
        walks = [walk for walk, _ in self.walks if f"walkthrough:{walk}" in tablet.dump()["scopes"]]
        if walks:
            walk = walks[w % len(walks)]
            row = child_id(walk, "response", tablet.person)
            said = {"teacherId": tablet.person, "answer": "fits", "text": self._word()}
            self._save(tablet, "answer_feedback", self._put(tablet, "response", row, f"walkthrough:{walk}", **said))

    @rule(t=PICK)
    def bring_a_team_together(self, t: int) -> None:
        if not self.team:
            tablet, cy = self.tablets[t % 2], self.place.people["cy"]
            self.team = new_id()
            scope = f"team:{self.team}"
            seat = self._put(tablet, "team_member", child_id(self.team, cy), scope, personId=cy, facilitates=True)
            self._save(tablet, "make_team", self._put(tablet, "team", self.team, scope, name=self._word()), seat)

    @rule(t=PICK)
    def change_the_team(self, t: int) -> None:
        tablet = self._tablet(t)
        if self.team and f"team:{self.team}" in tablet.dump()["scopes"]:
            put = self._put(tablet, "team", self.team, f"team:{self.team}", purpose=self._word())
            self._save(tablet, "change_team", put)

    @rule(t=PICK, join=st.booleans())
    def cy_leaves_or_joins(self, t: int, join: bool) -> None:
        tablet, cy = self.tablets[t % 2], self.place.people["cy"]
        if not self.team or not tablet.view(self.team):
            return
        scope, seat = f"team:{self.team}", child_id(self.team, cy)
        if join:
            put = self._put(tablet, "team_member", seat, scope, personId=cy, facilitates=True)
            self._save(tablet, "add_team_member", put)
        else:
            op = {"op": "remove", "kind": "team_member", "id": seat, "scope": scope, "from": tablet.seen(seat)}
            self._save(tablet, "leave_team", op)

    @rule(n=PICK, t=PICK)
    def forge(self, n: int, t: int) -> None:
        """Somebody writes into a visit that is not theirs, by a guessed id."""
        tablet = self._tablet(t)
        theirs = [(note, walk) for note, walk in self.notes if self._observer_of(walk) != tablet.person]
        if theirs:
            note, walk = theirs[n % len(theirs)]
            put = self._put(tablet, "evidence_note", note, f"walkthrough:{walk}", text="forged")
            self.forged.add(self._save(tablet, "reword_evidence_note", put))

    # what the network and the machines do --------------------------------------------------------------

    @rule(t=PICK, most=st.integers(0, 4), fate=FATES)
    def sync(self, t: int, most: int, fate: str) -> None:
        tablet = self._tablet(t)
        request = tablet.offer(most)
        if fate in ("late", "twice"):
            self.strays.append((tablet, copy.deepcopy(request)))
        if fate in ("lost request", "late"):
            return
        answer = self._ask(tablet, request)
        if fate != "lost answer":
            self._deliver(tablet, request, answer, crash=fate == "crash at answer")

    @rule(i=PICK)
    def a_stray_request_arrives(self, i: int) -> None:
        if self.strays:
            tablet, request = self.strays.pop(i % len(self.strays))
            self._ask(tablet, request)

    @rule(t=PICK)
    def two_tabs(self, t: int) -> None:
        tablet = self._tablet(t)
        one, other = tablet.offer(2), tablet.offer(3)
        first, second = self._ask(tablet, one), self._ask(tablet, other)
        self._deliver(tablet, other, second)
        self._deliver(tablet, one, first)

    @rule(t=PICK)
    def clone(self, t: int) -> None:
        if len(self.tablets) < 6:
            tablet = self._tablet(t)
            twin = tablet.clone(f"{self.folder.name}-{len(self.tablets)}")
            self.tablets.append(twin)

    @rule(t=PICK, other=PICK)
    def another_persons_session(self, t: int, other: int) -> None:
        tablet, stranger = self._tablet(t), self._tablet(other)
        if stranger.account != tablet.account:
            answer = run(self.loop, self.place.sync(stranger.account, stranger.device, tablet.offer(3)))
            assert answer == {"problem": "wrong_account"}

    @rule()
    def back_up(self) -> None:
        if len(self.backups) < 4:
            copy_to = self.folder / f"backup{len(self.backups)}.sqlite"
            self.place.back_up(copy_to)
            self.backups.append(copy_to)

    @rule(i=PICK)
    def restore(self, i: int) -> None:
        if self.backups:
            run(self.loop, self.place.restore(self.backups[i % len(self.backups)]))
            self.restored = True

    # what must always hold --------------------------------------------------------------------------------

    @invariant()
    def the_store_is_a_fold_of_the_log(self) -> None:
        run(self.loop, fold.check(self.place.database))

    @invariant()
    def nothing_acknowledged_is_missing(self) -> None:
        if not self.restored:
            assert self.acknowledged <= run(self.loop, fold.logged(self.place.database)).keys()

    def _quiesce(self) -> None:
        for _ in range(3):
            for tablet in self.tablets:
                self._exchange(tablet, 4)
        log = run(self.loop, fold.logged(self.place.database))
        for mutation, (_, words) in self.saved.items():
            assert mutation in log, words
            if mutation in self.forged:
                assert log[mutation].status != "applied"
            elif words["verb"] in ("start_walkthrough", "add_evidence_note", "reword_evidence_note"):
                assert log[mutation].status == "applied", (words, log[mutation].status, log[mutation].waits_for)
        held = run(self.loop, fold.what_each_holds(self.place.database, self.place.people.values()))
        for tablet in self.tablets:
            dump = tablet.dump()
            assert dump["outbox"] == []
            assert dump["base"] == held[tablet.person]  # convergence, and no row too many

    # parts ---------------------------------------------------------------------------------------------------

    def _save(self, tablet: Tablet, verb: str, *ops: dict[str, Any], crash: bool = False) -> str:
        mutation = {"id": new_id(), "school": self.place.school, "verb": verb, "schema": 1, "at": AT, "ops": list(ops)}
        before = {entry["mutation"]["id"] for entry in tablet.dump()["outbox"]}
        tablet.save(mutation, crash=crash)
        after = {entry["mutation"]["id"]: entry["mutation"] for entry in tablet.dump()["outbox"]}
        for folded in before - after.keys():
            if self.saved.get(folded, (None,))[0] is tablet:
                del self.saved[folded]
        if not crash:
            self.saved[mutation["id"]] = (tablet, after[mutation["id"]])
        return str(mutation["id"])

    def _put(self, tablet: Tablet, kind: str, row: str, scope: str, **values: Any) -> dict[str, Any]:
        seen = tablet.seen(row)
        heads = {field: seen.get(field, []) for field in values}
        return {"op": "put", "kind": kind, "id": row, "scope": scope, "set": values, "from": heads}

    def _ask(self, tablet: Tablet, request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = run(self.loop, self.place.sync(tablet.account, tablet.device, request))
        if "problem" not in answer:
            scopes = run(self.loop, fold.scopes_of(self.place.database, tablet.person))
            assert all(row["scope"] in scopes for row in [*answer["rows"], *answer["records"]])
        return answer

    def _deliver(self, tablet: Tablet, request: dict[str, Any], answer: dict[str, Any], crash: bool = False) -> str:
        if answer.get("problem"):
            assert answer["problem"] == "timeline"
            return tablet.restart(request)
        word = tablet.receive(request, answer, crash=crash)
        if word != "stale" and not crash:
            self.acknowledged |= {verdict["id"] for verdict in answer["results"]}
            dump = tablet.dump()
            assert {row["scope"] for row in dump["base"].values()} <= dump["scopes"].keys()
        return word

    def _exchange(self, tablet: Tablet, most: int) -> None:
        for _ in range(200):
            request = tablet.offer(most)
            if self._deliver(tablet, request, self._ask(tablet, request)) == "done":
                return
        raise AssertionError("no progress")

    def _word(self) -> str:
        self.words += 1
        return f"word {self.words}"

    def _tablet(self, t: int) -> Tablet:
        return self.tablets[t % len(self.tablets)]

    def _observer(self, t: int) -> Tablet:
        return self.tablets[t % 3]

    def _observer_of(self, walk: str) -> str:
        return next(person for known, person in self.walks if known == walk)

    def _walk_of(self, t: int, w: int) -> tuple[Tablet, str | None]:
        tablet = self._observer(t)
        own = [walk for walk, person in self.walks if person == tablet.person and tablet.view(walk)]
        return tablet, own[w % len(own)] if own else None

    def _note_of(self, t: int, n: int) -> tuple[Tablet, str | None, str]:
        tablet = self._observer(t)
        own = [(note, walk) for note, walk in self.notes if (tablet.view(note) or {}).get("alive")]
        own = [(note, walk) for note, walk in own if self._observer_of(walk) == tablet.person]
        return (tablet, *own[n % len(own)]) if own else (tablet, None, "")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[Sync]]:
    loop, folder = asyncio.new_event_loop(), tmp_path_factory.mktemp("founded")
    place = Place(folder / "founded.sqlite")
    place.open()
    run(loop, place.found())
    place.back_up(folder / "template.sqlite")
    run(loop, place.database.close())
    Sync.core, Sync.loop, Sync.founded, Sync.template = Core(), loop, place, folder / "template.sqlite"
    yield Sync
    Sync.core.close()
    run(loop, loop.shutdown_default_executor())
    loop.close()


def test_whatever_happens_nothing_is_lost_and_all_devices_agree(machine: type[Sync]) -> None:
    examples = int(os.environ.get("BRIGHTWALK_MODEL_EXAMPLES", "60"))
    phases = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_same_words_are_in_the_log_as_were_saved(machine: type[Sync]) -> None:
    """The hash that tells a repeat from a reused id covers every word of the mutation."""
    one = machine()
    one.arrive()
    one.start_a_walkthrough(0)
    tablet = one.tablets[0]
    request = tablet.offer(1)
    assert one._ask(tablet, request)["results"][0]["status"] == "applied"
    twisted = json.loads(json.dumps(request).replace(AT, "2026-03-03T10:00:00.000Z"))
    verdict = one._ask(tablet, twisted)["results"][0]
    assert (verdict["status"], verdict["problem"]["name"]) == ("rejected", "id_reused")
    one.teardown()
