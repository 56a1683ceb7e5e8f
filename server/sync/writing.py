"""`Write` made real: what a verb's check and effects do, merged, versioned and recorded (kernel/verbs.py)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.ids import MutationId, PersonId, SchoolId, scope_of
from server.kernel.problems import Refused
from server.kernel.rows import Synced, columns
from server.kernel.verbs import Op, Row
from server.sync import members, merge, order, rowstore
from server.sync.models import Log, Revision
from server.sync.stored import content_of

IMPORT_TICK = 200
_RECORD = insert(cast(Table, Revision.__table__))


@dataclass(slots=True)
class Touched:
    """What a transaction has changed so far: which audiences to tell, and what parked work to wake."""

    scopes: dict[str, set[str]] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    woken: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Writing:
    """One mutation being written. It satisfies `kernel.verbs.Write`."""

    session: AsyncSession
    school: SchoolId
    author: PersonId
    mutation: MutationId
    clock: int
    at: str
    touched: Touched
    ops: Sequence[Op] = ()
    standing: frozenset[str] = frozenset()
    importing: bool = False
    now: datetime = field(default_factory=kernel_clock.now)
    _recorded: int = 0

    def op(self, model: type[Synced], action: str = "put") -> Op:
        return next(iter(self.ops_on(model, action)), None) or _missing(model)

    def ops_on(self, model: type[Synced], action: str = "put") -> list[Op]:
        return [op for op in self.ops if op.model is model and op.action == action]

    async def row(self, model: type[Row], row_id: str) -> Row | None:
        found = await self.rows(model, id=row_id)
        return found[0] if found else None

    async def rows(self, model: type[Row], **where: Any) -> list[Row]:
        wanted = [getattr(model, name) == value for name, value in where.items()]
        query = select(model).where(model.school_id == self.school, model.alive.is_(True), *wanted).order_by(model.id)
        found = list((await self.session.execute(query.execution_options(populate_existing=True))).scalars())
        for row in found:
            self.session.expunge(row)  # read only: every write goes through the merge
        return found

    async def put(self, model: type[Synced], row_id: str, scope: str, **fields: Any) -> None:
        await self.put_many(model, [(row_id, scope, fields)])

    async def put_many(self, model: type[Synced], rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        wire = {column: name for name, column in columns(model).items()}
        pending = [(row_id, scope, {wire[c]: v for c, v in fields.items()}) for row_id, scope, fields in rows]
        for start in range(0, len(pending), IMPORT_TICK):
            if self.importing and self._recorded:
                self.clock = await order.tick(self.session, self.school)
            chunk = pending[start : start + IMPORT_TICK]
            loaded = await rowstore.load(self.session, model, (row_id for row_id, _, _ in chunk))
            await self._save(model, [(self._effect_of(model, loaded, *row), None) for row in chunk], loaded)

    async def remove(self, model: type[Synced], row_id: str) -> None:
        loaded = await rowstore.load(self.session, model, [row_id])
        if row_id not in loaded:
            return
        seen = {name: [h["mutation"] for h in heads] for name, heads in _fields(model, loaded[row_id]).items()}
        op = Op("remove", model, loaded[row_id]["id"], loaded[row_id]["scope"], {}, seen)
        await self._save(model, [(op, None)], loaded)

    async def merge_ops(self) -> None:
        """Step 5, after the check: every op of the mutation into its row."""
        known = await self._known()
        for model in dict.fromkeys(op.model for op in self.ops):
            ops = [op for op in self.ops if op.model is model]
            standing = {op.id for op in ops} & self.standing
            loaded = await rowstore.load(self.session, model, standing) if standing else {}
            await self._save(model, [(op, known) for op in ops], loaded)

    async def grant(self, scope: str, person: str, role: str) -> None:
        let_in = await members.grant(
            self.session, scope, person, school=self.school, role=role, clock=self.clock, by=self.author
        )
        if let_in:
            self._touch(scope)
            self.touched.woken.append(f"member:{scope}:{person}")

    async def end(self, scope: str, person: str) -> None:
        if await members.end(self.session, scope, person, self.clock):
            self._touch(scope)
            self._touch(scope_of("person", person))  # who is no longer in hears of that, and of nothing after it

    async def role(self, scope: str, person: str) -> str | None:
        held = await members.membership(self.session, scope, person)
        return held.role if held and not held.ended else None

    async def has_read(self, scope: str, person: str) -> bool:
        return await members.has_read(self.session, scope, person)

    async def one_wording(self, model: type[Synced], row_id: str, *fields: str) -> None:
        loaded = await rowstore.load(self.session, model, [row_id])
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
        await rowstore.save(self.session, model, self.school, self.clock, rows)
        await self._record([op for op, _ in ops], effect=ops[0][1] is None)
        for row_id, (scope, _, is_new) in rows.items():
            self._touch(scope)
            self.touched.rows.add(row_id)
            if is_new:
                self.touched.woken.append(row_id)

    def _merge(self, content: merge.Content, op: Op, known: set[str] | None) -> None:
        heard = (lambda _: True) if known is None else known.__contains__
        at = self.at if known is not None else kernel_clock.instant(self.now)
        if op.action == "remove":
            merge.remove(content, op.seen)
        else:
            merge.put(content, self.mutation, self.author, at, op.values, op.seen, heard)
        if known is not None and merge.crowded(content):
            raise Refused("two_wordings")

    async def _record(self, ops: list[Op], *, effect: bool) -> None:
        rows = [
            {
                "mutation_id": self.mutation,
                "position": self._recorded + position,
                "row_id": op.id,
                "kind": op.model.__tablename__,
                "effect": effect,
                "op": {"op": op.action, "scope": op.scope, "set": dict(op.values), "from": dict(op.seen)},
            }
            for position, op in enumerate(ops)
        ]
        self._recorded += len(rows)
        await self.session.execute(_RECORD, rows)

    async def _known(self) -> set[str]:
        seen = {m for op in self.ops for ids in op.seen.values() for m in ids}
        if not seen:
            return set()
        found = await self.session.execute(
            select(Log.mutation_id).where(Log.mutation_id.in_(seen), Log.status == "applied")
        )
        return set(found.scalars())

    def _touch(self, scope: str) -> None:
        self.touched.scopes.setdefault(self.school, set()).add(scope)


def _fields(model: type[Synced], row: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    fields: dict[str, list[dict[str, Any]]] = content_of(model, row)["fields"]
    return fields


def _missing(model: type[Synced]) -> Op:
    raise KeyError(model.__tablename__)
