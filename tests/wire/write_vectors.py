"""Writes the vectors that hold Python and TypeScript to one merge and to the same ids.

Run `python -m tests.wire.write_vectors` after a deliberate change, and read the difference before it is committed:
vectors of a shipped version are never changed, only added to.
"""

import json
import random
from pathlib import Path
from typing import Any

from server.kernel.ids import child_id
from server.sync import merge
from server.sync.digest import digest
from server.sync.purged import emptied

HERE = Path(__file__).parent
FIELDS = ("text", "focus", "position")
VALUES: tuple[Any, ...] = ("7 of 9 pairs", "", None, 3, True, ["a", "b"], {"es": "señas"}, "línea — “dicho”")


def histories(seed: int = 20261121, count: int = 60) -> list[dict[str, Any]]:
    """Random histories of one row, each with the content after every step."""
    chance = random.Random(seed)
    return [_history(chance) for _ in range(count)]


def _history(chance: random.Random) -> dict[str, Any]:
    content, known, steps = merge.empty(), [], []
    for number in range(chance.randint(1, 6)):
        mutation = f"00000000-0000-7000-8000-{chance.randrange(16**4):04x}{number:08x}"
        pen = {"mutation": mutation, "by": chance.choice("ABC"), "at": f"2026-03-02T10:00:0{number}.000Z"}
        op = _op(chance, [*known, "00000000-0000-7000-8000-ffffffffffff"])
        if op["op"] == "put":
            merge.put(content, mutation, pen["by"], pen["at"], op["set"], op["from"], known.__contains__)
        else:
            merge.remove(content, op["from"])
        steps.append({"pen": pen, "op": op, "known": list(known), "content": json.loads(json.dumps(content))})
        known.append(mutation)
    shown = {field: [head["mutation"] for head in merge.shown(content, field)] for field in FIELDS}
    two = [field for field in FIELDS if merge.two_wordings(content, field)]
    return {"steps": steps, "alive": merge.alive(content), "shown": shown, "twoWordings": two}


def _op(chance: random.Random, ids: list[str]) -> dict[str, Any]:
    fields = chance.sample(FIELDS, chance.randint(1, 3))
    seen = {field: chance.sample(ids, chance.randint(0, min(2, len(ids)))) for field in fields}
    if chance.random() < 0.2:
        return {"op": "remove", "from": seen}
    return {"op": "put", "set": {field: chance.choice(VALUES) for field in fields}, "from": seen}


def ids() -> list[dict[str, Any]]:
    """Parents and the child id that follows from them."""
    walk = "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f"
    named = [(walk, "feedback"), (walk, "response", "01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e40"), (walk, "ñandú")]
    return [{"parts": list(parts), "id": child_id(*parts)} for parts in named]


def digests() -> list[dict[str, Any]]:
    """Lists of scopes and their digest."""
    lists: list[dict[str, str]] = [{}, {"school:1": "member"}, {"team:2": "facilitator", "person:1": "self"}]
    return [{"scopes": scopes, "digest": digest(scopes)} for scopes in lists]


def purges() -> list[dict[str, Any]]:
    """Mutations, and what is left of them once these places were purged."""
    note = {"op": "put", "kind": "evidence_note", "id": "n", "scope": "walkthrough:w"}
    link = {"op": "put", "kind": "note_tag", "id": "t", "scope": "walkthrough:w", "set": {"noteId": "n"}, "from": {}}
    named = {**note, "set": {"text": "Maria: 7 of 9", "begunAt": None}, "from": {"text": ["m0"]}}
    bare = {**note, "set": {"text": None}, "from": {"text": ["m0"]}}
    gone = {"op": "remove", "kind": "evidence_note", "id": "n", "scope": "walkthrough:w", "from": {"text": ["m0"]}}
    places = ([], [("n", "text")], [("x", "text"), ("n", "question")], [("n", "text"), ("t", "noteId")])
    named_ones = ([named], [named, link], [bare], [gone, link], [named, {**named, "id": "x"}])
    return [
        {"mutation": whole, "places": [{"row": row, "field": field} for row, field in at], "after": emptied(whole, at)}
        for ops in named_ones
        for at in places
        for whole in ({"id": "m1", "school": "s", "verb": "v", "schema": 1, "at": "", "ops": ops},)
    ]


def write() -> None:
    lists = (("merge_vectors", histories()), ("ids", ids()), ("digests", digests()), ("purge_vectors", purges()))
    for name, vectors in lists:
        lines = ",\n".join(json.dumps(vector, ensure_ascii=False, separators=(",", ":")) for vector in vectors)
        (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    write()
