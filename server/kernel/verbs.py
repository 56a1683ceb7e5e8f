"""What a change is: a verb of the domain, who may do it, what it may touch, what must hold, what follows.

A chapter's `mutations.py` declares its verbs; `sync` applies them. One mutation is one verb with its
ops; all apply or none.

    ADD_EVIDENCE_NOTE = Verb(
        "add_evidence_note",
        puts=(Put(EvidenceNote, by=("observer",), new=True), Put(NoteTag, by=("observer",))),
        check=walkthrough_is_open,
    )
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.ids import MutationId, PersonId, RowId, SchoolId, Scope
from server.kernel.rows import Synced

Row = TypeVar("Row", bound=Synced)


@dataclass(frozen=True, slots=True)
class Put:
    """The verb may write this kind; `by` are the roles in the row's scope that may; `fields` limits which.

    `new` True: the row must not exist yet; False: it must; None: either (a deterministic child's id).
    `most`: how many such ops one mutation may hold. `least`: how many it must. `purges`: the earlier wordings of the
    fields that it writes are forgotten for good, everywhere (`server/sync/purging.py`).
    """

    model: type[Synced]
    by: tuple[str, ...]
    fields: tuple[str, ...] | None = None
    new: bool | None = None
    least: int = 0
    most: int = 50
    purges: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """The verb may remove rows of this kind."""

    model: type[Synced]
    by: tuple[str, ...]
    least: int = 0
    most: int = 50


@dataclass(frozen=True, slots=True)
class Op:
    """One op as it came, already checked for shape. `values` and `seen` are keyed by wire field."""

    action: str
    model: type[Synced]
    id: RowId
    scope: Scope
    values: Mapping[str, Any]
    seen: Mapping[str, Sequence[MutationId]]


class Write(Protocol):
    """What a verb's check and effects may do, inside the transaction that carries the mutation.

    Effects write under the mutation's own id, so they come and go with it.
    """

    school: SchoolId
    author: PersonId
    mutation: MutationId
    now: datetime
    ops: Sequence[Op]

    @property
    def session(self) -> AsyncSession:
        """The database, for what only it can answer. A verb that asks for it is judged apart from the others."""

    def op(self, model: type[Synced], action: str = "put") -> Op:
        """The first op on this kind (KeyError if the mutation holds none)."""

    def ops_on(self, model: type[Synced], action: str = "put") -> list[Op]:
        """All ops on this kind."""

    async def seen(self, model: type[Row], row_id: str) -> Row | None:
        """The row if this school has ever had it, removed or not."""

    async def row(self, model: type[Row], row_id: str) -> Row | None:
        """The living row as it stands now (before the ops in a check, after them in an effect)."""

    async def rows(self, model: type[Row], **where: Any) -> list[Row]:
        """The school's living rows whose columns equal `where`, in the order in which they came."""

    async def put(self, model: type[Synced], row_id: str, scope: str, **fields: Any) -> None:
        """Write columns (snake case) of one row, over whatever heads stand; creates the row if new."""

    async def put_many(self, model: type[Synced], rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        """The same for many rows (id, scope, columns): what an import uses."""

    async def remove(self, model: type[Synced], row_id: str) -> None:
        """Remove one row with all the heads that stand."""

    async def grant(self, scope: str, person: str, role: str) -> None:
        """Let a person in; what waited for it is tried again in this transaction."""

    async def end(self, scope: str, person: str) -> None:
        """End a membership, if there is one."""

    async def role(self, scope: str, person: str) -> str | None:
        """The role that a person holds in a scope now."""

    async def has_read(self, scope: str, person: str) -> bool:
        """Whether a row of the scope has stood in an answer to one of that person's devices."""

    async def one_wording(self, model: type[Synced], row_id: str, *fields: str) -> None:
        """Refuse `two_wordings` if one of these columns (all of them if none is named) has two heads."""


Step = Callable[[Write], Awaitable[None]]


async def nothing(_: Write) -> None:
    """The check or effect of a verb that needs none."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One named change. `check` raises `Refused` or `NotYet`; `effect` writes what follows.

    `opens`: the scope type that the verb opens; the row whose id names the scope is put by it and its
    author becomes `opener` there. `after` are effects that later chapters registered, in their order.
    """

    name: str
    puts: tuple[Put, ...] = ()
    removes: tuple[Remove, ...] = ()
    check: Step = nothing
    effect: Step = nothing
    opens: str | None = None
    opener: str | None = None
    after: list[Step] = field(default_factory=list, compare=False)


class Ledger(Protocol):
    """How a route or a command (first run, roster import, demo) writes synced rows: the same log, the same merge."""

    def writing(self, school: SchoolId, author: PersonId, verb: str) -> AbstractAsyncContextManager[Write]:
        """One transaction with one entry in the log; ticks the school's clock every 200 rows."""


_VERBS: dict[str, Verb] = {}


def register(*verbs: Verb) -> None:
    """Make verbs known; a name may be taken once."""
    for verb in verbs:
        if verb.name in _VERBS:
            raise ValueError(f"two verbs are called {verb.name}")
        _VERBS[verb.name] = verb


def follow(verb: Verb, effect: Step) -> None:
    """A later chapter adds what it does after an earlier chapter's verb, in the same transaction."""
    verb.after.append(effect)


def verbs() -> dict[str, Verb]:
    """Every verb that has been registered, by name."""
    return dict(_VERBS)
