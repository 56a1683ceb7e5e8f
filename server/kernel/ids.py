"""Names for things: random, made where the thing is made, usually on a phone without signal."""

import os
import time
import uuid
from typing import NewType

AccountId = NewType("AccountId", str)
PersonId = NewType("PersonId", str)
SchoolId = NewType("SchoolId", str)
DeviceId = NewType("DeviceId", str)
MutationId = NewType("MutationId", str)
RowId = NewType("RowId", str)
Scope = NewType("Scope", str)

_CHILDREN = uuid.UUID("6f1c1c0e-8a55-4d0e-9f0b-2f6f3a7d1b42")


def new_id() -> str:
    """A UUIDv7: 48 bits of milliseconds, the rest from the system's random source (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def child_id(*parts: str) -> RowId:
    """The one id of a child that may exist once under its parents, whoever makes it and wherever.

    Use it only when at least one part is a random id, so that nobody can name it beforehand.
    The phone computes the same (`pwa/src/db/ids.ts`), held equal by `tests/wire/ids.json`.
    """
    return RowId(str(uuid.uuid5(_CHILDREN, "/".join(parts))))


def is_child_id(row_id: str) -> bool:
    """Whether an id could be a child's (version 5): it can be computed beforehand by whoever knows the parents."""
    return row_id[14:15] == "5"


def scope_of(kind: str, owner: str) -> Scope:
    """`walkthrough` and an id give `walkthrough:<id>`, the audience of everything in it."""
    return Scope(f"{kind}:{owner}")


def scope_type(scope: str) -> str:
    """`walkthrough:<id>` gives `walkthrough`."""
    return scope.partition(":")[0]


def scope_owner(scope: str) -> str:
    """`walkthrough:<id>` gives the id."""
    return scope.partition(":")[2]
