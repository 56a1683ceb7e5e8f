"""What people do: every rule is one action on one device, online or not."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from server.kernel.ids import child_id, new_id
from tests.two_devices.model import AT, Model, Op, Walk
from tests.two_devices.place import TEACHES
from tests.two_devices.tablet import Tablet

PICK = st.integers(0, 9)


def put(kind: str, row: str, scope: str, **values: object) -> Op:
    return {"op": "put", "kind": kind, "id": row, "scope": scope, "set": values}


def remove(kind: str, row: str, scope: str) -> Op:
    return {"op": "remove", "kind": kind, "id": row, "scope": scope}


class People(Model):
    """Visits, notes, strengths, shares and answers; a team; roles; and those who try what they may not."""

    @rule(t=PICK, s=PICK)
    def start_a_walkthrough(self, t: int, s: int) -> None:
        self.start(self.observing(t), s)

    def start(self, tablet: Tablet, s: int, walk: Walk | None = None) -> Walk:
        schools = self.place.schools_of(tablet.name)
        walk = walk or Walk(new_id(), schools[s % len(schools)], tablet.name)
        observer = self.place.people[walk.school, walk.observer]
        told = {"classId": self.place.classes[walk.school], "protocolId": self.place.protocols[walk.school]}
        begun = put("walkthrough", walk.id, walk.scope, startedAt=AT, observerId=observer, **told)
        teacher = self.place.people[walk.school, TEACHES[walk.school]]
        visited = put("visited", child_id(walk.id, teacher), walk.scope, personId=teacher, name="teacher")
        self.save(tablet, walk.school, "start_walkthrough", begun, visited)
        self.walks.append(walk)
        return walk

    @rule(t=PICK, w=PICK, ahead=st.booleans())
    def write_a_note(self, t: int, w: int, ahead: bool) -> None:
        """`ahead`: into a visit that this device may not have heard of: it waits on the server."""
        tablet = self.observing(t)
        if walk := self.walk_of(tablet, w, ahead):
            self.note(tablet, walk)

    def note(self, tablet: Tablet, walk: Walk) -> str:
        note = new_id()
        added = put("evidence_note", note, walk.scope, text=self.word(), begunAt=AT)
        self.save(tablet, walk.school, "add_evidence_note", added)
        self.notes.append((note, walk))
        return note

    @rule(t=PICK, n=PICK, crash=st.booleans())
    def type_on(self, t: int, n: int, crash: bool) -> None:
        tablet = self.observing(t)
        for note, walk in self.note_of(tablet, n):
            typed = put("evidence_note", note, walk.scope, text=self.word())
            self.save(tablet, walk.school, "reword_evidence_note", typed, crash=crash)

    @rule(t=PICK, n=PICK, crash=st.booleans())
    def take_words_back(self, t: int, n: int, crash: bool) -> None:
        """A name stood there: a text without it, and what this device shows is to be forgotten for good."""
        tablet = self.observing(t)
        for note, walk in self.note_of(tablet, n):
            clean = put("evidence_note", note, walk.scope, text=self.word())
            self.save(tablet, walk.school, "purge_words", clean, crash=crash)

    @rule(t=PICK, n=PICK)
    def remove_a_note(self, t: int, n: int) -> None:
        tablet = self.observing(t)
        for note, walk in self.note_of(tablet, n):
            self.save(tablet, walk.school, "remove_evidence_note", remove("evidence_note", note, walk.scope))

    @rule(t=PICK, n=PICK)
    def name_a_strength(self, t: int, n: int) -> None:
        tablet = self.observing(t)
        for note, walk in self.note_of(tablet, n):
            self.strength(tablet, walk, note)

    def strength(self, tablet: Tablet, walk: Walk, note: str) -> None:
        strength = new_id()
        named = put("strength", strength, walk.scope, text=self.word())
        link = put("strength_note", child_id(strength, note), walk.scope, strengthId=strength, noteId=note)
        self.save(tablet, walk.school, "name_strength", named, link)

    @rule(t=PICK, w=PICK, whole=st.booleans(), shared=st.sampled_from([True, True, False]))
    def share_or_take_back(self, t: int, w: int, whole: bool, shared: bool) -> None:
        """`whole`: what sharing needs comes first; otherwise it may well be refused."""
        tablet = self.observing(t)
        if walk := self.walk_of(tablet, w) or (self.start(tablet, w) if whole else None):
            if whole and shared:
                self.strength(tablet, walk, self.note(tablet, walk))
            feedback = put("feedback", child_id(walk.id, "feedback"), walk.scope, shared=shared)
            self.save(tablet, walk.school, "share_feedback" if shared else "withdraw_share", feedback)

    @rule(t=PICK, w=PICK, early=st.booleans())
    def answer(self, t: int, w: int, early: bool) -> None:
        """`early`: a teacher answers what only another device has been shown; it waits, or is refused."""
        teachers = [tablet for tablet in self.tablets if tablet.name in ("ben", "eli")]
        tablet = teachers[t % len(teachers)]
        walks = [walk for walk in self.walks if TEACHES[walk.school] == tablet.name]
        walks = [walk for walk in walks if early or walk.scope in tablet.glance["scopes"]]
        if walks:
            walk = walks[w % len(walks)]
            teacher = self.place.people[walk.school, tablet.name]
            said = {"teacherId": teacher, "answer": "fits", "text": self.word()}
            response = put("response", child_id(walk.id, "response", teacher), walk.scope, **said)
            self.save(tablet, walk.school, "answer_feedback", response)

    @rule(t=PICK)
    def bring_a_team_together(self, t: int) -> None:
        if not self.team:
            self.team, cy = new_id(), self.place.people["harbor", "cy"]
            scope = f"team:{self.team}"
            seat = put("team_member", child_id(self.team, cy), scope, personId=cy, facilitates=True)
            self.save(self.anas(t), "harbor", "make_team", put("team", self.team, scope, name=self.word()), seat)

    @rule(t=PICK)
    def change_the_team(self, t: int) -> None:
        tablet = self.tablet(t)
        if self.team and f"team:{self.team}" in tablet.glance["scopes"]:
            changed = put("team", self.team, f"team:{self.team}", purpose=self.word())
            self.save(tablet, "harbor", "change_team", changed)

    @rule(t=PICK, join=st.booleans())
    def cy_leaves_or_joins(self, t: int, join: bool) -> None:
        """Ana lets her in or out, or she leaves by herself: then she is told nothing more of what she has left."""
        tablet, cy = self.observing(t), self.place.people["harbor", "cy"]
        join = join and tablet.name == "ana"
        if self.team and tablet.there([self.team]):
            scope, seat = f"team:{self.team}", child_id(self.team, cy)
            joined = put("team_member", seat, scope, personId=cy, facilitates=True)
            left = remove("team_member", seat, scope)
            self.save(tablet, "harbor", "add_team_member" if join else "leave_team", joined if join else left)

    @rule(t=PICK, lead=st.booleans())
    def ben_becomes_a_leader_or_no_longer(self, t: int, lead: bool) -> None:
        ben, scope = self.place.people["harbor", "ben"], f"staff:{self.place.schools['harbor']}"
        role = child_id(ben, "leader")
        given, ended = put("role", role, scope, personId=ben, role="leader"), remove("role", role, scope)
        if lead or self.anas(t).there([role]):
            self.save(self.anas(t), "harbor", "give_role" if lead else "end_role", given if lead else ended)

    @rule(n=PICK, t=PICK, w=PICK, claimed=st.booleans())
    def forge(self, n: int, t: int, w: int, claimed: bool) -> None:
        """Somebody writes into a visit that is not theirs, by a guessed id; `claimed`: as if it were in their own."""
        tablet = self.tablet(t)
        theirs = [(note, walk) for note, walk in self.notes if walk.observer != tablet.name]
        own = self.walk_of(tablet, w) if claimed else None
        if theirs:
            note, walk = theirs[n % len(theirs)]
            place = own if own else walk
            if place.school in self.place.schools_of(tablet.name):
                forged = put("evidence_note", note, place.scope, text="forged")
                self.forged.add(self.save(tablet, place.school, "reword_evidence_note", forged))

    @rule(t=PICK, how=st.sampled_from(["no_such_verb", "too long", "no part"]))
    def poison(self, t: int, how: str) -> None:
        """A mutation that nothing can be done with never stops what comes after it."""
        tablet = self.tablet(t)
        school = self.place.schools_of(tablet.name)[0]
        scope = f"staff:{self.place.schools[school]}"
        words = "x" * 9000 if how == "too long" else "x"
        broken = put("role" if how == "no part" else "evidence_note", new_id(), scope, text=words)
        verb = "no_such_verb" if how == "no_such_verb" else "reword_evidence_note"
        self.forged.add(self.save(tablet, school, verb, broken))

    def anas(self, t: int) -> Tablet:
        hers = [tablet for tablet in self.tablets if tablet.name == "ana"]
        return hers[t % len(hers)]

    def walk_of(self, tablet: Tablet, w: int, ahead: bool = False) -> Walk | None:
        own = [walk for walk in self.walks if walk.observer == tablet.name]
        there = tablet.there([walk.id for walk in own]) if not ahead else {walk.id for walk in own}
        own = [walk for walk in own if walk.id in there]
        return self.pick(own, w) if own else None

    def note_of(self, tablet: Tablet, n: int) -> list[tuple[str, Walk]]:
        """One note of this observer that the device shows; none if there is none."""
        own = [(note, walk) for note, walk in self.notes if walk.observer == tablet.name]
        there = tablet.there([note for note, _ in own])
        own = [one for one in own if one[0] in there]
        return [self.pick(own, n)] if own else []
