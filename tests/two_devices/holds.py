"""What must hold after every step of a history, and at its end, when the network is good (SYNC 4.1)."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from server.sync.purged import emptied
from tests.two_devices import fold, locks
from tests.two_devices.place import Place
from tests.two_devices.tablet import Tablet

TOLD = ("results", "settled", "purged", "records", "rows", "granted", "ended", "behind")
ALWAYS_APPLIED = ("start_walkthrough", "add_evidence_note", "reword_evidence_note", "purge_words", "make_team")


@dataclass(frozen=True)
class Walk:
    """A visit: in which school and by whom (the names of the cast)."""

    id: str
    school: str
    observer: str

    @property
    def scope(self) -> str:
        return f"walkthrough:{self.id}"


class Holds(RuleBasedStateMachine):
    """The law, looked at from outside: the server's tables and what each device holds."""

    founded: ClassVar[Place]
    place: Place
    tablets: list[Tablet]
    saved: dict[str, tuple[Tablet, dict[str, Any]]]
    by: dict[str, str | None]
    """Which device typed a mutation; None where two clones of it may."""
    forged: set[str]
    acknowledged: set[str]
    applied: set[str]
    checked: dict[str, int]
    now: Any
    steps: ClassVar[int]
    gone: dict[str, set[tuple[str, str]]]
    in_backup: set[str]
    """What a backup holds, so that its device may have forgotten it."""

    def run(self, work: Any) -> Any:
        raise NotImplementedError

    def exchange(self, tablet: Tablet, most: int) -> None:
        raise NotImplementedError

    def ask(self, tablet: Tablet, request: dict[str, Any], **trouble: Any) -> dict[str, Any]:
        raise NotImplementedError

    @invariant()
    def the_store_is_a_fold_of_the_log(self) -> None:
        if self.tablets:
            type(self).steps += 1
            assert not locks.out_of_order
            self.checked = self.run(fold.check(self.place.database, self.checked))

    def only_in_held_scopes(self, tablet: Tablet, scopes: dict[str, str], log: dict[str, Any]) -> None:
        """What was applied just now was written by somebody who may write there now, or has just left."""
        applied = {m for m, verdict in log.items() if verdict.status == "applied" and m in self.saved}
        for mutation in applied - self.applied:
            if log[mutation].account_id == tablet.account and self.saved[mutation][1]["verb"] != "leave_team":
                assert {op["scope"] for op in self.saved[mutation][1]["ops"]} <= scopes.keys()
        self.applied = applied

    def nothing_saved_is_missing(self, tablet: Tablet) -> None:
        held = tablet.holds() | self.in_backup
        assert all(mutation in held for mutation, (owner, _) in self.saved.items() if owner is tablet)

    def what_it_shows_is_so(self, tablet: Tablet, answer: dict[str, Any]) -> None:
        """Receipts: applied is applied; a value shown as not pending is the server's. In step means the same rows."""
        if answer["number"] != self.place.answers:
            self.now = self.run(fold.standing(self.place.database, tablet.account))
        glance, (scopes, versions, log) = tablet.glance, self.now
        applied = {mutation for mutation, verdict in log.items() if verdict.status == "applied"}
        assert {mutation for mutation, status in glance["answered"].items() if status == "applied"} <= applied
        assert set(glance["heads"]) <= applied
        assert not glance["strangers"]
        assert not glance["hidden"]
        assert self.acknowledged <= log.keys()
        if answer["number"] == self.place.answers and not answer["more"] and not glance["behind"]:
            assert glance["scopes"] == scopes
            assert glance["versions"] == versions

    def cursors_went_forward(self, before: Any, after: Any, answer: Any) -> None:
        for school, stood in (before["asof"] or {}).items():
            assert after["asof"][school]["clock"] >= stood["clock"]
        anew = {*answer["granted"], *(set(after["scopes"]) - set(before["scopes"]))}
        for scope, cursor in after["behind"].items():
            assert scope in anew or cursor >= before["behind"][scope]  # a scope that was complete is never behind

    def quiesce(self) -> None:
        """A good network, everybody let in again: all that was saved arrives, and all devices hold the same."""
        self.place.builds = self.founded.builds
        self.run(self.place.reopen())  # an update: faults of ours are tried again
        self.acknowledged &= self.run(fold.logged(self.place.database)).keys()
        for tablet in self.tablets:
            self.run(self.place.let_in(tablet.device))
        for school, name in self.place.people.keys() - self.founded.people.keys():
            self.run(self.place.welcome(school, name))
        clocks: dict[str, int] = {}
        while clocks != (clocks := self.run(fold.clocks_of(self.place.database))):
            for tablet in self.tablets:
                self.exchange(tablet, 20)
        self.run(fold.check(self.place.database, {}))
        self.everything_arrived(self.run(fold.logged(self.place.database)))
        self.gone = self.run(fold.purged(self.place.database))
        self.in_the_same_words(self.run(fold.logged(self.place.database)), self.run(fold.words(self.place.database)))
        held = self.run(fold.what_each_holds(self.place.database, self.place.accounts.values()))
        for tablet in self.tablets:
            dump = tablet.dump()
            assert dump["outbox"] == []
            assert dump["base"] == held[tablet.account]  # convergence, and no row too many
            self.nothing_is_said_twice(tablet)
        self.purged_words_are_nowhere(self.run(fold.everything(self.place.database)))
        self.what_stands_was_not_purged(held)
        self.nobody_conflicts_with_themselves(held[self.place.accounts["ana"]])

    def in_the_same_words(self, log: dict[str, Any], kept: dict[str, Any]) -> None:
        """What the server holds of each mutation is what was saved: every value, and what its author had seen."""
        for mutation, (_, whole) in self.saved.items():
            saved = emptied(whole, self.gone.get(mutation, ()))
            applied = {op["id"]: {k: v for k, v in {"set": {}, **op}.items() if k != "id"} for op in saved["ops"]}
            assert mutation not in log or kept[mutation] in (saved, applied), (kept[mutation], saved)

    def purged_words_are_nowhere(self, store: str) -> None:
        """What a purge had seen, and what that had replaced: in no table, and on no device that has synced."""
        past = {
            (one, op["id"])
            for mutation, (_, whole) in self.saved.items()
            if whole["verb"] == "purge_words"
            for op in whole["ops"]
            for one in self.before(op["id"], op["from"].get("text", []))
        }
        words = [
            self.saved[one][1]["ops"][0]["set"]["text"]
            for one, row in past
            if self.saved[one][1]["ops"][0]["id"] == row
        ]
        holdings = [store, *(json.dumps(tablet.dump()) for tablet in self.tablets)]
        assert not [word for word in words for held in holdings if word in held]

    def before(self, row: str, seen: list[str]) -> set[str]:
        """These mutations of a note's text, and all that they had replaced."""
        past, left = set[str](), list(seen)
        while left:
            one = left.pop()
            if one not in past and one in self.saved:
                past.add(one)
                left += [m for op in self.saved[one][1]["ops"] if op["id"] == row for m in op["from"].get("text", [])]
        return past

    def what_stands_was_not_purged(self, held: dict[str, dict[str, Any]]) -> None:
        """Nobody else's words went with it."""
        for row in [row for rows in held.values() for row in rows.values() if "gone" not in row]:
            for field, heads in row["fields"].items():
                assert not [head for head in heads if (row["id"], field) in self.gone.get(head["mutation"], ())], row

    def nothing_is_said_twice(self, tablet: Tablet) -> None:
        """Who is in step and has nothing to say hears nothing."""
        answer = self.ask(tablet, tablet.offer(0))
        told = [answer[part] for part in TOLD]
        assert not any(told), answer
        assert answer["scopes"] is None

    def nobody_conflicts_with_themselves(self, rows: dict[str, Any]) -> None:
        """One device that goes on typing has seen its own words: two that stand came from two devices."""
        for row in rows.values():
            if row["kind"] == "evidence_note" and "gone" not in row:
                living = [head["mutation"] for head in row["fields"]["text"] if head["mutation"] not in row["removed"]]
                typed_on = [self.by[mutation] for mutation in living if self.by.get(mutation)]
                assert len(typed_on) == len(set(typed_on)), (row, typed_on)

    def everything_arrived(self, log: dict[str, Any]) -> None:
        """No word is lost, each device knows what became of its own, and what was honest is applied."""
        for mutation, (tablet, words) in self.saved.items():
            told = tablet.look().glance["answered"].get(mutation)
            if mutation not in log and self.restores and told == "rejected":
                assert mutation in self.forged or words["verb"] not in ALWAYS_APPLIED, words
                continue  # a restored server has forgotten that it refused this; its author's device has not
            assert mutation in log, words
            status = log[mutation].status
            assert told == status or (told is None and mutation in self.in_backup)
            if mutation in self.forged:
                assert status != "applied", words
            elif words["verb"] in ALWAYS_APPLIED:
                assert status == "applied", (words, log[mutation])
