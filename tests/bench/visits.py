"""Walkthroughs as the app sends them: a note begins with its first words and a tap, is typed on and tapped again."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from server.kernel.ids import child_id, new_id
from tests.cast import AT, put

MUTATIONS, BYTES = 50, 240 * 1024
"""What the app puts into one request (`pwa/src/sync/batch.ts`)."""

LETTERS, TAGS, NOTES = 1500, (8, 12), (4, 8)
SAID = "Seven of nine pairs compared their paths aloud and named the step at which they parted. Ana asked: why there? "

Mutation = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """Where a visit takes place: a class, who teaches it, and what is looked for."""

    school: str
    class_id: str
    teacher: str
    protocol: str
    look_fors: Sequence[str]


def visit(room: Room, observer: str, chance: random.Random) -> list[Mutation]:
    """One walkthrough's mutations, in the order in which they were made, as they wait in the outbox."""
    walk = new_id()
    scope = f"walkthrough:{walk}"

    def did(verb: str, *ops: dict[str, Any], seen: dict[str, list[str]] | None = None) -> Mutation:
        said = [{**op, "from": {field: (seen or {}).get(field, []) for field in op["set"]}} for op in ops]
        return {"id": new_id(), "school": room.school, "verb": verb, "schema": 1, "at": AT, "ops": said}

    def tag(note: str, look_for: str) -> dict[str, Any]:
        return put("note_tag", child_id(note, look_for), scope, noteId=note, lookForId=look_for)

    place = {"classId": room.class_id, "classTitle": "Math 4B", "protocolId": room.protocol}
    started = put("walkthrough", walk, scope, **place, observerId=observer, startedAt=AT, startedOffset=-300)
    there = put("visited", child_id(walk, room.teacher), scope, personId=room.teacher, name="Ben Okafor")
    made = [did("start_walkthrough", started, there)]
    count = chance.randint(*NOTES)
    taps = [chance.sample(room.look_fors, len(room.look_fors)) for _ in range(count)]
    for number, many in enumerate(_shares(chance.randint(*TAGS), count)):
        note, length = new_id(), LETTERS // count
        first, *later = taps[number][: max(many, 1)]
        begun = put("evidence_note", note, scope, text="Seven of", begunAt=AT, begunOffset=-300)
        add = did("add_evidence_note", begun, tag(note, first))
        text = (f"{number}: " + SAID * (1 + length // len(SAID)))[:length]
        typed = did("reword_evidence_note", put("evidence_note", note, scope, text=text), seen={"text": [add["id"]]})
        made += [add, typed, *(did("tag_note", tag(note, look_for)) for look_for in later)]
    return [*made, did("finish_walkthrough", put("walkthrough", walk, scope, finishedAt=AT))]


def reworded(room: Room, scope: str, note: str, seen: str) -> Mutation:
    """One note typed on."""
    text = put("evidence_note", note, scope, text=SAID * 2)
    ops = [{**text, "from": {"text": [seen]}}]
    return {"id": new_id(), "school": room.school, "verb": "reword_evidence_note", "schema": 1, "at": AT, "ops": ops}


def batches(mutations: Sequence[Mutation]) -> Iterator[list[Mutation]]:
    """What goes into each request: no more mutations and no more bytes than the app sends at once."""
    batch: list[Mutation] = []
    size = 0
    for mutation in mutations:
        weight = len(msgspec.json.encode(mutation))
        if batch and (len(batch) == MUTATIONS or size + weight > BYTES):
            yield batch
            batch, size = [], 0
        batch.append(mutation)
        size += weight
    if batch:
        yield batch


def _shares(total: int, parts: int) -> list[int]:
    return [total // parts + (1 if n < total % parts else 0) for n in range(parts)]
