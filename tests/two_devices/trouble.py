"""What the network, the machines and the school do to sync: lost and late messages, deaths, restores, changes."""

import copy
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from server.sync.schemas import AppBuilds
from tests.two_devices import fold
from tests.two_devices.people import PICK, People, put
from tests.two_devices.tablet import Tablet

REQUESTS = ["ok", "ok", "ok", "ok", "ok", "lost request", "late", "twice", "crash before"]
ANSWERS = ["ok", "ok", "ok", "lost", "late", "twice", "crash"]
DEATHS = st.sampled_from(["", "", "", "before commit", "after commit", "commit fails"])
FAULTS = st.sampled_from(["", "", "", "", "add_evidence_note", "share_feedback", "start_walkthrough"])


class Sync(People):
    """Round trips under every fate, and what happens beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[tuple[Tablet, dict[str, Any]]] = []
        self.late: list[tuple[Tablet, dict[str, Any], dict[str, Any]]] = []
        self.files: list[tuple[str, list[dict[str, Any]]]] = []
        self.backups: list[str] = [self.founded.address]

    @rule(
        t=PICK,
        most=st.integers(0, 4),
        sent=st.sampled_from(REQUESTS),
        back=st.sampled_from(ANSWERS),
        second=st.booleans(),
        death=DEATHS,
        spared=st.integers(0, 1),
        fault=FAULTS,
    )
    def sync(
        self,
        t: int,
        most: int,
        sent: str = "ok",
        back: str = "ok",
        second: bool = False,
        death: str = "",
        spared: int = 0,
        fault: str = "",
    ) -> None:
        """One round trip. `sent` and `back`: what becomes of the request and of its answer on the way.

        `second`: it comes to the other process. `death`: that process dies, or its disk is full, at a commit;
        `fault`: it has a bug in that verb, until it is started anew.
        """
        tablet = self.tablet(t)
        request = tablet.offer(most, crash=sent == "crash before")
        if sent in ("late", "twice"):
            self.strays.append((tablet, copy.deepcopy(request)))
        if sent in ("lost request", "late", "crash before"):
            return
        answer = self.ask(tablet, request, second=second, death=death, spared=spared, fault=fault)
        if back in ("late", "twice"):
            self.late.append((tablet, copy.deepcopy(request), copy.deepcopy(answer)))
        if back in ("ok", "twice", "crash"):
            self.deliver(tablet, request, answer, crash=back == "crash")

    @rule(i=PICK, again=st.booleans())
    def a_late_answer_arrives(self, i: int, again: bool) -> None:
        """Out of its turn; `again`: and once more, later."""
        if self.late:
            tablet, request, answer = self.late[i % len(self.late)] if again else self.late.pop(i % len(self.late))
            self.deliver(tablet, copy.deepcopy(request), copy.deepcopy(answer))

    @rule(t=PICK)
    def get_in_step(self, t: int) -> None:
        """A good quarter of an hour: everything that waits goes, everything new comes."""
        tablet = self.tablets[t % len(self.tablets)]
        request = tablet.offer(10)
        for _ in range(12):
            answer = self.ask(tablet, request)
            if self.deliver(tablet, request, answer) not in ("more", "restart", "stale"):
                return
            request = tablet.offer(10)

    @rule(first=st.integers(0, 1), n=PICK, sent=st.booleans())
    def type_by_turns(self, first: int, n: int, sent: bool) -> None:
        """Ana types on one device, looks at the other, and types on there; `sent`: the last of it arrives as well."""
        for turn in (first, 1 - first):
            self.get_in_step(turn)
            tablet = self.tablets[turn]
            for note, walk in self.note_of(tablet, n):
                typed = put("evidence_note", note, walk.scope, text=self.word())
                self.save(tablet, walk.school, "reword_evidence_note", typed)
            if sent or turn == first:
                self.get_in_step(turn)

    @rule(i=PICK)
    def a_stray_request_arrives(self, i: int) -> None:
        if self.strays:
            tablet, request = self.strays.pop(i % len(self.strays))
            self.ask(tablet, request)

    @rule(t=PICK)
    def two_tabs(self, t: int) -> None:
        tablet = self.tablet(t)
        one, other = tablet.offer(2), tablet.offer(3)
        first, second = self.ask(tablet, one), self.ask(tablet, other)
        self.deliver(tablet, other, second)
        self.deliver(tablet, one, first)

    @rule(t=PICK)
    def clone(self, t: int) -> None:
        if len(self.tablets) < 7:
            tablet = self.tablet(t)
            self.tablets.append(tablet.clone(self._key(len(self.tablets))))
            for mutation in tablet.outbox:
                self.by[mutation] = None  # either may send it now

    @rule(t=PICK, other=PICK)
    def another_persons_session(self, t: int, other: int) -> None:
        tablet, stranger = self.tablet(t), self.tablet(other)
        if stranger.account != tablet.account:
            answer = self.run(self.place.sync(stranger.account, stranger.device, tablet.offer(3)))
            assert answer == {"problem": "wrong_account"}

    @rule(whole=st.sampled_from([False, False, False, True]))
    def back_up(self, whole: bool = False) -> None:
        """`whole`: it is read back. Devices may forget what it holds, so no older one is restored from now on."""
        if whole:
            log = self.run(fold.logged(self.place.database))
            self.in_backup = {mutation for mutation, verdict in log.items() if verdict.status == "applied"}
            self.backups = [self.run(self.place.back_up(whole=True))]
        elif len(self.backups) < 5:
            self.backups.append(self.run(self.place.back_up(whole=False)))

    @rule(i=PICK)
    def restore(self, i: int) -> None:
        self.run(self.place.restore(self.backups[i % len(self.backups)]))
        self.restores += 1
        self.acknowledged &= self.run(fold.logged(self.place.database)).keys()
        self.checked = {}

    @rule(i=PICK, j=PICK, t=PICK, kept=st.booleans())
    def two_restores(self, i: int, j: int, t: int, kept: bool) -> None:
        """Between them only one device comes by; `kept`: what it brings is in a backup of its own."""
        self.restore(i)
        self.get_in_step(t)
        if kept:
            self.back_up()
        self.restore(j)

    @rule(t=PICK, other=PICK, crash=st.booleans())
    def carry_a_rescue_file(self, t: int, other: int, crash: bool) -> None:
        """What waits on one device goes in a file to another of the same person, who may open it again later."""
        tablet = self.tablet(t)
        self.files.append((tablet.account, tablet.pack()))
        for mutation in tablet.outbox:
            self.by[mutation] = None  # either may send it now
        self.a_rescue_file_is_opened(len(self.files) - 1, other, crash)

    @rule(i=PICK, t=PICK, crash=st.booleans())
    def a_rescue_file_is_opened(self, i: int, t: int, crash: bool) -> None:
        if self.files:
            account, mutations = self.files[i % len(self.files)]
            same = [tablet for tablet in self.tablets if tablet.account == account]
            same[t % len(same)].unpack(mutations, crash=crash)

    @rule()
    def start_the_server_anew(self) -> None:
        self.run(self.place.reopen())

    @rule(t=PICK, s=PICK)
    def cy_writes_for_another_school_too_early(self, t: int, s: int) -> None:
        """A visit that Cy began there before anybody had let her in; then somebody does."""
        cys = [tablet for tablet in self.tablets if tablet.name == "cy"]
        self.place.people.setdefault(("lake", "cy"), "")
        if not self.place.people["lake", "cy"]:
            del self.place.people["lake", "cy"]
            self.run(self.place.welcome("lake", "cy"))
        self.start(cys[t % len(cys)], s)

    @rule(t=PICK, state=st.sampled_from(["closed", "ok", "ok"]))
    def the_school_closes_a_device_or_lets_it_in(self, t: int, state: str) -> None:
        device = self.tablet(t).device
        self.run(self.place.close_device(device) if state == "closed" else self.place.let_in(device))

    @rule(oldest=st.sampled_from([1, 2]))
    def the_server_wants_newer_apps(self, oldest: int) -> None:
        self.place.builds = AppBuilds(min_build=oldest, latest_build=2)
        self.run(self.place.reopen())

    @rule(t=PICK)
    def a_device_updates_its_app(self, t: int) -> None:
        self.tablet(t).build = 2
