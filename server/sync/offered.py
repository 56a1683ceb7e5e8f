"""A mutation as it came: read just far enough to name it, so that even a broken one gets its own answer."""

import hmac
import json
from dataclasses import dataclass
from typing import Any

import msgspec

from server.kernel.json import size_of
from server.kernel.problems import Refused
from server.kernel.wire import Id, Wire, reject_unstorable
from server.sync.schemas import MUTATION_BYTES, Mutation

_SORTED = json.JSONEncoder(sort_keys=True)


class _Name(Wire):
    id: Id
    school: Id


@dataclass(slots=True)
class Offered:
    """`raw` is the decoded JSON; `size` its length as text, in bytes."""

    id: str
    school: str
    raw: dict[str, Any]
    size: int
    _mutation: Mutation | Refused | None = None

    @property
    def verb(self) -> str:
        verb = self.raw.get("verb")
        return verb[:60] if isinstance(verb, str) and verb.isprintable() else ""

    @property
    def schema(self) -> int:
        schema = self.raw.get("schema", 1)
        return schema if isinstance(schema, int) and 1 <= schema <= 10_000 else 0

    @property
    def is_emptied(self) -> bool:
        """Whether words were taken out of it for good: what it was before cannot be compared, and need not be."""
        return self.raw.get("emptied") is True

    @property
    def at(self) -> str:
        at = self.raw.get("at")
        return at[:30] if isinstance(at, str) and at.isascii() and at.isprintable() else ""

    def content_hash(self, secret: bytes) -> str:
        """What tells a repeat from other words under the same id; keyed, so that it tells nobody else."""
        words = _SORTED.encode(self.raw).encode()  # escapes what UTF-8 cannot say
        return hmac.digest(secret, words, "sha256").hex()

    def read(self) -> Mutation:
        """The mutation in its shape, or `Refused` with what does not fit."""
        if self._mutation is None:
            self._mutation = _read(self.raw, self.size)
        if isinstance(self._mutation, Refused):
            raise self._mutation
        return self._mutation


def _read(raw: dict[str, Any], size: int) -> Mutation | Refused:
    if size > MUTATION_BYTES:
        return Refused("too_large")
    try:
        reject_unstorable(raw)
        return msgspec.convert(raw, Mutation)
    except msgspec.ValidationError as error:
        return Refused("wrong_shape", reason=str(error))
    except Refused as refused:
        return refused


def offered(raw: dict[str, Any]) -> Offered:
    """Read one element of `mutations`. Without an id and a school there is nobody to answer: `malformed`."""
    try:
        name = msgspec.convert(raw, _Name)
    except msgspec.ValidationError:
        raise Refused("malformed") from None
    return Offered(name.id, name.school, raw, size_of(raw))
