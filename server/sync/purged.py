"""Which wordings are gone for good: as it stands in a transaction, and as devices are told (README, "A purge")."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.sync.pending import Remembered
from server.sync.schemas import START, AsOf, Purged

Place = tuple[str, str]
"""A row, and one of its fields."""

_FIELDS = Question("SELECT row_id, field FROM purged_wording WHERE row_id = ANY($1)")
_PLACES = Question("SELECT mutation_id, row_id, field FROM purged_wording WHERE mutation_id = ANY($1)")
_SINCE = Question(
    "SELECT mutation_id, row_id, field FROM purged_wording "
    "WHERE account_id = $1 AND school_id = $2 AND clock > $3 ORDER BY clock"
)
_BROUGHT = Question(
    "SELECT p.mutation_id, p.row_id, p.field FROM purged_wording AS p JOIN log ON log.mutation_id = p.mutation_id "
    "WHERE p.mutation_id = ANY($1) AND log.account_id = $2"
)


class Entry(NamedTuple):
    """One wording to be forgotten, as the list outside the backups has it. It tells no word of it."""

    school: str
    row: str
    field: str
    mutation: str
    account: str | None = None


def emptied(mutation: dict[str, Any], places: Collection[Place]) -> dict[str, Any]:
    """The mutation without what it wrote at these places; the same on every device (`pwa/src/sync/purge.ts`).

    It may have come in any shape: what is no op stays what it is. A mutation that wrote nothing there is not changed.
    """
    ops = mutation.get("ops")
    if not isinstance(ops, list):
        return mutation
    without = [_op_without(op, places) for op in ops]
    return mutation if without == ops else {**mutation, "ops": without, "emptied": True}


def _op_without(op: Any, places: Collection[Place]) -> Any:
    written = op.get("set") if isinstance(op, dict) else None
    if not isinstance(written, dict):
        return op
    row = str(op.get("id"))
    kept = {field: None if (row, field) in places else value for field, value in written.items()}
    return {**op, "set": kept}


class Purges:
    """What has been purged, by row and by mutation; read once, in bulk where it is known what will be asked."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._fields: Remembered[str, frozenset[str]] = Remembered()
        self._places: Remembered[str, frozenset[Place]] = Remembered()

    async def fetch(self, mutations: Iterable[str] = (), rows: Iterable[str] = ()) -> None:
        """Read what is not known yet of these mutations, and of these rows."""
        if asked := [one for one in dict.fromkeys(mutations) if one not in self._places]:
            places: dict[str, set[Place]] = {one: set() for one in asked}
            for mutation, row, field in await _PLACES.of(self._session, asked):
                places[mutation].add((row, field))
            self._places.learn((one, frozenset(found)) for one, found in places.items())
        if asked := [one for one in dict.fromkeys(rows) if one not in self._fields]:
            fields: dict[str, set[str]] = {one: set() for one in asked}
            for row, field in await _FIELDS.of(self._session, asked):
                fields[row].add(field)
            self._fields.learn((one, frozenset(found)) for one, found in fields.items())

    async def places(self, mutation: str) -> frozenset[Place]:
        """Where this mutation has nothing to say any more."""
        await self.fetch(mutations=[mutation])
        return self._places[mutation]

    async def fields(self, row: str) -> frozenset[str]:
        """The fields of a row that were purged."""
        await self.fetch(rows=[row])
        return self._fields[row]

    async def add(self, entry: Entry) -> None:
        """One more, written down by the caller."""
        place = (entry.row, entry.field)
        self._places.change(entry.mutation, await self.places(entry.mutation) | {place})
        self._fields.change(entry.row, await self.fields(entry.row) | {entry.field})

    def changes(self) -> tuple[int, int]:
        return self._places.changes(), self._fields.changes()

    def take_back(self, to: tuple[int, int]) -> None:
        self._places.take_back(to[0])
        self._fields.take_back(to[1])

    def forget(self) -> None:
        self._places.forget()
        self._fields.forget()


async def to_tell(
    session: AsyncSession, account: str, schools: Iterable[str], stands: Mapping[str, AsOf], brought: Iterable[str]
) -> list[Purged]:
    """What a device of this account has to forget: purged since it stood there, or among what it has just brought."""
    found: set[tuple[str, str, str]] = set()
    for school in schools:
        found.update(map(tuple, await _SINCE.of(session, account, school, stands.get(school, START).clock)))
    if mutations := list(brought):
        found.update(map(tuple, await _BROUGHT.of(session, mutations, account)))
    return [Purged(mutation=mutation, row=row, field=field) for mutation, row, field in sorted(found)]
