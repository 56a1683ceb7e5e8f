"""The messages of `POST /api/sync` (ARCHITECTURE 4, RULINGS 6). New fields get defaults; none is renamed."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from server.kernel.wire import Count, Id, Instant, Wire, Word

MUTATION_BYTES = 64 * 1024
REQUEST_BYTES = 256 * 1024
MUTATIONS = 50

Scopes = Annotated[str, Meta(max_length=80, pattern=r"^[a-z]+:[0-9a-f-]{36}$")]
Seen = dict[str, Annotated[list[Id], Meta(max_length=64)]]


class AsOf(Wire):
    """Where a device stands in one school's order; the nonce says on which timeline."""

    clock: Count
    nonce: Annotated[str, Meta(max_length=16)]


START = AsOf(clock=0, nonce="")


class PutOp(Wire, tag_field="op", tag="put", forbid_unknown_fields=False):
    """Write these fields of one row; `from` names the heads that stood on the author's screen."""

    kind: Word
    id: Id
    scope: Scopes
    set: dict[str, Any]
    from_: Seen = msgspec.field(name="from", default_factory=dict)


class RemoveOp(Wire, tag_field="op", tag="remove"):
    """Take one row away; `from` names every head that its author saw."""

    kind: Word
    id: Id
    scope: Scopes
    from_: Seen = msgspec.field(name="from", default_factory=dict)


class Mutation(Wire):
    """One verb with its ops, made on a device and never changed once it has been offered."""

    id: Id
    school: Id
    verb: Word
    ops: Annotated[list[PutOp | RemoveOp], Meta(max_length=200)]
    schema: Annotated[int, Meta(ge=1, le=10_000)] = 1
    at: Instant = "1970-01-01T00:00:00.000Z"
    emptied: bool = False
    """Its device has taken words out of it that were purged. Whatever it held before, it is the same mutation."""


class SyncRequest(Wire):
    """What a device has to say, and where it stands."""

    account: Id
    device: Id
    protocol: Annotated[int, Meta(ge=1, le=1000)] = 1
    build: Annotated[int, Meta(ge=0, le=2**31)] = 0
    waiting: Annotated[int, Meta(ge=0, le=2**31)] = 0
    asof: dict[str, AsOf] | None = None
    heard: dict[str, AsOf] = msgspec.field(default_factory=dict)
    behind: dict[str, Count] = msgspec.field(default_factory=dict)
    scopes_digest: Annotated[str, Meta(max_length=64)] = ""
    page: Annotated[int, Meta(ge=1, le=2**31, description="at most so many rows in the answer, for slow lines")] = 500
    mutations: Annotated[
        list[dict[str, Any]], Meta(max_length=1000, description="each a Mutation, judged and answered one by one")
    ] = msgspec.field(default_factory=list)


class ProblemNote(Wire):
    """A numbered problem, said for one mutation."""

    number: str
    name: str
    sentence: str


class Verdict(Wire):
    """What became of one mutation. All three are final receipts: the server holds it durably."""

    id: str
    status: Literal["applied", "rejected", "parked"]
    clock: int
    problem: ProblemNote | None = None
    waits_for: str | None = None


class Purged(Wire):
    """A wording to be forgotten: what this mutation wrote into this field of this row."""

    mutation: str
    row: str
    field: str


class AppBuilds(Wire):
    """The oldest app that may talk, and the newest that there is."""

    min_build: int
    latest_build: int


class SyncAnswer(Wire):
    """Verdicts, and everything new in the scopes that the account holds, a page at a time."""

    account: str
    persons: dict[str, str]
    now: str
    results: list[Verdict]
    settled: list[Verdict]
    records: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    asof: dict[str, AsOf]
    granted: dict[str, str]
    ended: list[str]
    behind: dict[str, int]
    more: bool
    safe: dict[str, int]
    app: AppBuilds
    device_state: Literal["ok", "closed"] = "ok"
    closing: Literal["seal", "erase"] | None = None
    scopes: dict[str, str] | None = None
    heard: dict[str, AsOf] = msgspec.field(default_factory=dict)
    purged: list[Purged] = msgspec.field(default_factory=list)
