"""The state of a history, and what a step is made of."""

import asyncio
import copy
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from server.kernel.ids import new_id
from server.sync import pull
from server.sync.purge_list import PurgeList
from tests.two_devices import fold
from tests.two_devices.holds import Holds, Walk
from tests.two_devices.place import Place, run
from tests.two_devices.shelves import Files
from tests.two_devices.tablet import Core, Tablet

AT = "2026-03-02T10:00:00.000Z"
Op = dict[str, Any]


class Model(Holds):
    """Ana has two devices and belongs to two schools; Cy observes, Ben and Eli teach; more devices come by cloning."""

    core: ClassVar[Core]
    loop: ClassVar[asyncio.AbstractEventLoop]
    founded: ClassVar[Place]
    settled_in: ClassVar[list[Tablet]]
    begun: ClassVar[tuple[Walk, str]]
    runs: ClassVar[int] = 0
    steps: ClassVar[int] = 0
    failed_in: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        Model.runs += 1
        self.place = copy.copy(self.founded)
        self.place.people = dict(self.founded.people)
        if isinstance(self.place.shelf, Files):
            self.place.shelf = Files(Path(tempfile.mkdtemp(dir=self.place.shelf.folder)))
        self.place.address = self.place.shelf.copy(self.founded.address)
        self.outside = tempfile.TemporaryDirectory()
        self.place.purge_list = PurgeList(Path(self.outside.name) / "purged.jsonl")
        self.run(self.place.open())
        self.tablets: list[Tablet] = []
        self.saved: dict[str, tuple[Tablet, dict[str, Any]]] = {}
        self.by: dict[str, str | None] = {}
        self.forged: set[str] = set()
        self.acknowledged: set[str] = set()
        self.walks: list[Walk] = []
        self.notes: list[tuple[str, Walk]] = []
        self.team = ""
        self.close = False
        self.words = 0
        self.checked: dict[str, int] = {}
        self.now: Any = None
        self.applied: set[str] = set()
        self.restores = 0
        self.in_backup: set[str] = set()

    @initialize(page=st.sampled_from([500, 500, 500, 40, 8]), close=st.booleans())
    def arrive(self, page: int, close: bool = False) -> None:
        """One visit of Ana's with one note is on her devices. `close`: most of what happens, happens there."""
        pull.PAGE = page
        self.close = close
        walk, note = self.begun
        self.walks, self.notes = [walk], [(note, walk)]
        self.tablets = [tablet.clone(self._key(i)) for i, tablet in enumerate(self.settled_in)]
        self.checked = self.run(fold.check(self.place.database, {}))

    def teardown(self) -> None:
        try:
            if self.tablets and sys.exc_info()[0] is None:
                self.quiesce()
        finally:
            if isinstance(sys.exc_info()[1], Exception):
                Model.failed_in = Model.failed_in or Model.runs
            pull.PAGE = 500
            self.run(self.place.close())
            self.place.shelf.clear()
            self.outside.cleanup()

    def run(self, work: Any) -> Any:
        return run(self.loop, work)

    # what a step is made of -----------------------------------------------------------------------------

    def save(self, tablet: Tablet, school: str, verb: str, *ops: Op, crash: bool = False) -> str:
        """One edit on a device. What folds into it is replaced by it; `crash`: the device dies before it is stored."""
        self.words += 1
        named = {"id": new_id(), "school": self.place.schools[school], "verb": verb}
        before = set(tablet.outbox)
        saved = tablet.save({**named, "schema": self.words % 3 + 1, "at": AT, "ops": list(ops)}, crash=crash)
        for folded in before - set(tablet.outbox):
            if self.saved.get(folded, (None,))[0] is tablet:
                del self.saved[folded]
        if not crash:
            self.saved[saved["id"]] = (tablet, saved)
            self.by[saved["id"]] = tablet.key
            self.nothing_saved_is_missing(tablet)
        return str(saved["id"])

    def ask(self, tablet: Tablet, request: dict[str, Any], **trouble: Any) -> dict[str, Any]:
        """The server's answer, which must hold nothing that the account may not read, and tell of no one else."""
        answer: dict[str, Any] = self.run(self.place.sync(tablet.account, tablet.device, request, **trouble))
        if "problem" in answer:
            return answer
        scopes, _, log = self.now = self.run(fold.standing(self.place.database, tablet.account))
        self.only_in_held_scopes(tablet, scopes, log)
        rows = [*answer["rows"], *answer["records"]]
        if answer["deviceState"] == "closed":
            assert (rows, answer["granted"], answer["settled"], answer["asof"]) == ([], {}, [], {})
        assert all(row["scope"] in scopes for row in rows)
        assert answer["scopes"] in (None, scopes)
        assert answer["granted"].items() <= scopes.items()
        assert not scopes.keys() & set(answer["ended"])
        for verdict in [*answer["results"], *answer["settled"]]:
            mine = log[verdict["id"]]
            refused = verdict["problem"] and verdict["problem"]["name"] == "id_reused"
            assert refused or (mine.status, mine.account_id) == (verdict["status"], tablet.account)
        return {**answer, "number": self.place.answers, "restores": self.restores}

    def deliver(self, tablet: Tablet, request: dict[str, Any], answer: dict[str, Any], crash: bool = False) -> str:
        """An answer reaches its device; after it, what the device shows must be so.

        An answer from before a restore may say what is no longer so: the device will find out at its next contact.
        """
        if answer.get("problem") == "timeline":
            return tablet.restart(request, crash=crash)
        if "problem" in answer:
            return str(answer["problem"])
        before = tablet.glance
        word = tablet.receive(request, answer, crash=crash)
        self.nothing_saved_is_missing(tablet)
        if word != "stale" and not crash and answer["deviceState"] == "ok":
            if answer["restores"] == self.restores:
                self.acknowledged |= {verdict["id"] for verdict in answer["results"]}
                self.what_it_shows_is_so(tablet, answer)
            self.cursors_went_forward(before, tablet.glance, answer)
        return word

    def exchange(self, tablet: Tablet, most: int) -> None:
        for _ in range(400):
            request = tablet.offer(most)
            if self.deliver(tablet, request, self.ask(tablet, request)) == "done":
                return
        raise AssertionError("no progress")

    # who and where -------------------------------------------------------------------------------------------

    def word(self) -> str:
        self.words += 1
        return f"word {self.words}."

    def pick(self, some: Sequence[Any], number: int) -> Any:
        """One of some; in a `close` history mostly one of the first two."""
        return some[(max(0, number - 6) if self.close and number % 3 else number) % len(some)]

    def tablet(self, t: int) -> Tablet:
        chosen: Tablet = self.tablets[t % 2] if self.close and t % 3 else self.tablets[t % len(self.tablets)]
        return chosen

    def observing(self, t: int) -> Tablet:
        eyes = [tablet for tablet in self.tablets if tablet.name in ("ana", "cy")]
        return eyes[t % 2] if self.close and t % 3 else eyes[t % len(eyes)]

    def _key(self, number: int) -> str:
        return f"{Model.runs}-{number}"
