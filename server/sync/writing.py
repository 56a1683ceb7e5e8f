"""`Write` made real: what a verb's check and effects do, merged, versioned and recorded (kernel/verbs.py)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.ids import MutationId, PersonId, SchoolId, scope_of
from server.kernel.problems import Refused
from server.kernel.rows import Synced, columns, read_only
from server.kernel.verbs import Op, Row
from server.sync import merge
from server.sync.models import Revision
from server.sync.prepared import Prepared
from server.sync.stored import content_of, stored
from server.sync.unit import Unit

IMPORT_TICK = 200
RECORD = Prepared(insert(cast(Table, Revision.__table__)))


@dataclass(slots=True)
class Writing:
    """One mutation being written. It satisfies `kernel.verbs.Write`."""

    unit: Unit
    school: SchoolId
    author: PersonId
    mutation: MutationId
    clock: int
    at: str
    ops: Sequence[Op] = ()
    importing: bool = False
    now: datetime = field(default_factory=kernel_clock.now)
    _recorded: int = 0

    @property
    def session(self) -> AsyncSession:
        return self.unit.session

    def op(self, model: type[Synced], action: str = "put") -> Op:
        return next(iter(self.ops_on(model, action)), None) or _missing(model)

    def ops_on(self, model: type[Synced], action: str = "put") -> list[Op]:
        return [op for op in self.ops if op.model is model and op.action == action]

    async def seen(self, model: type[Row], row_id: str) -> Row | None:
        return await self.unit.rows.one(model, self.school, row_id)

    async def row(self, model: type[Row], row_id: str) -> Row | None:
        found = await self.seen(model, row_id)
        return found if found and found.alive else None

    async def rows(self, model: type[Row], **where: Any) -> list[Row]:
        return [read_only(model, row) for row in await self.unit.rows.where(model, self.school, where)]

    async def put(self, model: type[Synced], row_id: str, scope: str, **fields: Any) -> None:
        await self.put_many(model, [(row_id, scope, fields)])

    async def put_many(self, model: type[Synced], rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        wire = {column: name for name, column in columns(model).items()}
        pending = [(row_id, scope, {wire[c]: v for c, v in fields.items()}) for row_id, scope, fields in rows]
        for start in range(0, len(pending), IMPORT_TICK):
            if self.importing and self._recorded:
                self.clock = self.unit.tick(self.school)
            chunk = pending[start : start + IMPORT_TICK]
            loaded = await self.unit.rows.of(model, [row_id for row_id, _, _ in chunk])
            await self._save(model, [(self._effect_of(model, loaded, *row), None) for row in chunk], loaded)

    async def remove(self, model: type[Synced], row_id: str) -> None:
        loaded = await self.unit.rows.of(model, [row_id])
        if row_id not in loaded:
            return
        seen = {name: [h["mutation"] for h in heads] for name, heads in _fields(model, loaded[row_id]).items()}
        op = Op("remove", model, loaded[row_id]["id"], loaded[row_id]["scope"], {}, seen)
        await self._save(model, [(op, None)], loaded)

    async def merge_ops(self) -> None:
        """Step 5, after the check: every op of the mutation into its row."""
        known = await self.unit.applied(m for op in self.ops for ids in op.seen.values() for m in ids)
        for model in dict.fromkeys(op.model for op in self.ops):
            ops = [op for op in self.ops if op.model is model]
            loaded = await self.unit.rows.of(model, [op.id for op in ops])
            await self._save(model, [(op, known) for op in ops], loaded)

    async def grant(self, scope: str, person: str, role: str) -> None:
        let_in = await self.unit.audiences.grant(
            scope, person, school=self.school, role=role, clock=self.clock, by=self.author
        )
        if let_in:
            self._touch(scope)
            self.unit.touched.woken.append(f"member:{scope}:{person}")
            await self.unit.written()

    async def end(self, scope: str, person: str) -> None:
        if await self.unit.audiences.end(scope, person, self.clock):
            self._touch(scope)
            self._touch(scope_of("person", person))  # who is no longer in hears of that, and of nothing after it
            await self.unit.written()

    async def role(self, scope: str, person: str) -> str | None:
        held = await self.unit.audiences.membership(scope, person)
        return held.role if held and not held.ended else None

    async def has_read(self, scope: str, person: str) -> bool:
        return await self.unit.has_read(scope, person)

    async def one_wording(self, model: type[Synced], row_id: str, *fields: str) -> None:
        loaded = await self.unit.rows.of(model, [row_id])
        if row_id not in loaded:
            return
        content = content_of(model, loaded[row_id])
        for name, column in columns(model).items():
            if (not fields or column in fields) and merge.two_wordings(content, name):
                raise Refused("two_wordings", field=name)

    def _effect_of(
        self, model: type[Synced], loaded: Mapping[str, Any], row_id: str, scope: str, values: Mapping[str, Any]
    ) -> Op:
        heads = _fields(model, loaded[row_id]) if row_id in loaded else {}
        seen = {name: [h["mutation"] for h in heads.get(name, [])] for name in values}
        return Op("put", model, row_id, scope, values, seen)  # type: ignore[arg-type]

    async def _save(
        self, model: type[Synced], ops: list[tuple[Op, set[str] | None]], loaded: Mapping[str, Any]
    ) -> None:
        rows: dict[str, tuple[str, merge.Content, bool]] = {}
        for op, known in ops:
            is_new = op.id not in loaded
            if op.id not in rows:
                content = merge.empty() if is_new else content_of(model, loaded[op.id])
                rows[op.id] = (op.scope if is_new else loaded[op.id]["scope"], content, is_new)
            self._merge(rows[op.id][1], op, known)
        self._record([op for op, _ in ops], effect=ops[0][1] is None)
        for row_id, (scope, content, is_new) in rows.items():
            place = {"id": row_id, "school_id": self.school, "scope": scope, "version": self.clock}
            self.unit.rows.save(model, {**place, **stored(model, content)})
            self._touch(scope)
            self.unit.touched.written.append(row_id)
            if is_new:
                self.unit.touched.woken.append(row_id)
        await self.unit.written()

    def _merge(self, content: merge.Content, op: Op, known: set[str] | None) -> None:
        heard = (lambda _: True) if known is None else known.__contains__
        at = self.at if known is not None else kernel_clock.instant(self.now)
        if op.action == "remove":
            merge.remove(content, op.seen)
        else:
            merge.put(content, self.mutation, self.author, at, op.values, op.seen, heard)
        if known is not None and merge.crowded(content):
            raise Refused("two_wordings")

    def _record(self, ops: list[Op], *, effect: bool) -> None:
        for op in ops:
            said = {"op": op.action, "scope": op.scope, "set": dict(op.values), "from": dict(op.seen)}
            what = {"row_id": op.id, "kind": op.model.__tablename__, "effect": effect, "op": said}
            self.unit.pending.add(RECORD, {"mutation_id": self.mutation, "position": self._recorded, **what})
            self._recorded += 1

    def _touch(self, scope: str) -> None:
        self.unit.touched.places.append((self.school, scope))


def _fields(model: type[Synced], row: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    fields: dict[str, list[dict[str, Any]]] = content_of(model, row)["fields"]
    return fields


def _missing(model: type[Synced]) -> Op:
    raise KeyError(model.__tablename__)
