"""A mutation as it came: read just far enough to name it, so that even a broken one gets its own answer."""

import json
from dataclasses import dataclass
from typing import Any

import msgspec

from server.kernel.problems import Refused
from server.kernel.wire import Id, Wire, reject_unstorable
from server.sync.schemas import MUTATION_BYTES, Mutation


class _Name(Wire):
    id: Id
    school: Id


@dataclass(frozen=True, slots=True)
class Offered:
    """`raw` is the decoded JSON; `size` its length as text."""

    id: str
    school: str
    raw: dict[str, Any]
    size: int

    @property
    def verb(self) -> str:
        verb = self.raw.get("verb")
        return verb[:60] if isinstance(verb, str) and verb.isprintable() else ""

    @property
    def schema(self) -> int:
        schema = self.raw.get("schema", 1)
        return schema if isinstance(schema, int) and 1 <= schema <= 10_000 else 0

    @property
    def at(self) -> str:
        at = self.raw.get("at")
        return at[:30] if isinstance(at, str) and at.isascii() and at.isprintable() else ""

    def read(self) -> Mutation:
        """The mutation in its shape, or `Refused` with what does not fit."""
        if self.size > MUTATION_BYTES:
            raise Refused("too_large")
        reject_unstorable(self.raw)
        try:
            return msgspec.convert(self.raw, Mutation)
        except msgspec.ValidationError as error:
            raise Refused("wrong_shape", reason=str(error)) from None


def offered(raw: dict[str, Any]) -> Offered:
    """Read one element of `mutations`. Without an id and a school there is nobody to answer: `malformed`."""
    try:
        name = msgspec.convert(raw, _Name)
    except msgspec.ValidationError:
        raise Refused("malformed") from None
    return Offered(name.id, name.school, raw, len(json.dumps(raw, separators=(",", ":"))))
