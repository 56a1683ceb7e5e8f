"""A visit made step by step by one observer: what the tests of walkthroughs and feedback start from."""

from dataclasses import dataclass
from typing import Any

from server.kernel.clock import instant
from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Op, Verdict, World, put, remove


@dataclass(frozen=True)
class Visit:
    """One visit. `put` and `remove` make ops in its scope; the verbs most tests need have methods."""

    observer: Actor
    id: str
    look_fors: tuple[str, ...]

    @property
    def scope(self) -> str:
        return f"walkthrough:{self.id}"

    @property
    def feedback(self) -> str:
        return child_id(self.id, "feedback")

    def put(self, kind: str, row_id: str, **fields: Any) -> Op:
        return put(kind, row_id, self.scope, **fields)

    def remove(self, kind: str, row_id: str) -> Op:
        return remove(kind, row_id, self.scope)

    def note(self, note: str, text: str = "Three students explained why 3/4 is larger.") -> Op:
        return self.put("evidence_note", note, text=text, begunAt=instant(), begunOffset=-300)

    def tag(self, note: str, look_for: str | None = None) -> Op:
        look_for = look_for or self.look_fors[0]
        return self.put("note_tag", child_id(note, look_for), noteId=note, lookForId=look_for)

    def rests(self, strength: str, note: str) -> Op:
        return self.put("strength_note", child_id(strength, note), strengthId=strength, noteId=note)

    def sharing(self) -> Op:
        return self.put("feedback", self.feedback, shared=True, sharedAt=instant())

    def withdrawing(self) -> Op:
        return self.put("feedback", self.feedback, shared=False, sharedAt=None)

    def answering(self, teacher: Actor, answer: str = "fits", text: str = "Thank you.") -> Op:
        response = child_id(self.id, "response", teacher.id)
        return self.put("response", response, teacherId=teacher.id, answer=answer, text=text, answeredAt=instant())

    def consenting(self, teacher: Actor, note: str, yes: bool = True) -> Op:
        return self.put("consent", child_id(note, "consent", teacher.id), noteId=note, teacherId=teacher.id, yes=yes)

    async def noted(self, text: str = "Three students explained why 3/4 is larger.") -> str:
        """Add a note with one look-for; its id."""
        note = new_id()
        await self.observer.did("add_evidence_note", self.note(note, text), self.tag(note))
        return note

    async def named(self, *notes: str, text: str = "Students give reasons for their answers.") -> str:
        """Name a strength that rests on these notes; its id."""
        strength = new_id()
        links = [self.rests(strength, note) for note in notes]
        await self.observer.did("name_strength", self.put("strength", strength, text=text, position=0), *links)
        return strength

    async def shared(self) -> Verdict:
        return await self.observer.did("share_feedback", self.sharing())


def opening(visit: str, observer: Actor, class_id: str, protocol: str, *visited: Actor, **changes: Any) -> list[Op]:
    """The ops of `start_walkthrough`; `changes` replace fields of the walkthrough."""
    scope = f"walkthrough:{visit}"
    fields = {
        "classId": class_id,
        "classTitle": "Math 4",
        "protocolId": protocol,
        "observerId": observer.id,
        "startedAt": instant(),
        "startedOffset": -300,
    }
    people = [put("visited", child_id(visit, who.id), scope, personId=who.id, name=who.name) for who in visited]
    return [put("walkthrough", visit, scope, **{**fields, **changes}), *people]


async def protocol_of(observer: Actor) -> tuple[str, tuple[str, ...]]:
    """The first protocol in force and its look-fors, as the observer's device has them."""
    protocol = min(await observer.sees("protocol", inForce=True), key=lambda row: row["position"])["id"]
    return protocol, tuple(row["id"] for row in await observer.sees("look_for", protocolId=protocol))


async def started(world: World, observer: Actor | None = None, *visited: Actor, class_id: str | None = None) -> Visit:
    """Ana in Ben's math class, unless said otherwise."""
    observer = observer or world.ana
    protocol, look_fors = await protocol_of(observer)
    visit = Visit(observer, new_id(), look_fors)
    ops = opening(visit.id, observer, class_id or world.math, protocol, *(visited or (world.ben,)))
    await observer.did("start_walkthrough", *ops)
    return visit


async def ready(world: World, observer: Actor | None = None) -> tuple[Visit, str, str]:
    """A visit with one note and one strength on it, not shared yet: the visit, the note, the strength."""
    visit = await started(world, observer)
    note = await visit.noted()
    return visit, note, await visit.named(note)


async def given(world: World, observer: Actor | None = None) -> tuple[Visit, str, str]:
    """The same, shared."""
    visit, note, strength = await ready(world, observer)
    await visit.shared()
    return visit, note, strength
