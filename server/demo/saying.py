"""Mutations as a device writes them: ids from the seed, one verb with its ops, told times."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from server.kernel.clock import instant

Op = dict[str, Any]
Mutation = dict[str, Any]
Heads = dict[str, list[str]]


class Pen:
    """Writes mutations of one school. The same seed gives the same ids."""

    def __init__(self, school: str, rng: Random) -> None:
        self.school = school
        self._rng = rng

    def new_id(self, when: datetime) -> str:
        """A UUIDv7 of that moment, its noise from the seed."""
        milliseconds = int(when.timestamp() * 1000)
        value = (milliseconds & (1 << 48) - 1) << 80 | self._rng.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))

    def mutation(self, verb: str, when: datetime, *ops: Op) -> Mutation:
        """One verb with its ops, made at that moment."""
        at = instant(when)
        return {"id": self.new_id(when), "school": self.school, "verb": verb, "schema": 1, "at": at, "ops": list(ops)}


def put(kind: str, row: str, scope: str, seen: Heads | None = None, /, **values: Any) -> Op:
    """An op that writes wire fields; `seen` names the heads that stood on the screen."""
    return {"op": "put", "kind": kind, "id": row, "scope": scope, "set": values, "from": seen or {}}


def without_names(text: str, names: Sequence[str]) -> bool:
    """Whether a note could be quoted to a team without naming one of these people."""
    return not any(name in text for name in names)
