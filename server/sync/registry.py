"""The registry of kinds and verbs: importing it imports every chapter. It checks what a mutation may hold."""

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

import server.feedback.mutations
import server.inquiry.mutations
import server.meetings.mutations
import server.patterns.mutations
import server.people.mutations
import server.prompts.mutations
import server.walkthroughs.mutations  # noqa: F401
from server.kernel import verbs as declared
from server.kernel.ids import MutationId, RowId, Scope, is_child_id, scope_type
from server.kernel.problems import Refused
from server.kernel.rows import Synced, columns, fields_struct, kinds
from server.kernel.verbs import Op, Put, Remove, Verb
from server.kernel.wire import Wire
from server.sync.schemas import Mutation, PutOp, RemoveOp

KINDS = MappingProxyType(kinds())
VERBS = MappingProxyType(declared.verbs())


def verb_named(name: str) -> Verb:
    """The verb, or `unknown_verb`: kept and sent again after an update."""
    if name not in VERBS:
        raise Refused("unknown_verb", verb=name)
    return VERBS[name]


def checked(verb: Verb, mutation: Mutation) -> list[Op]:
    """The mutation's ops as the verb agrees to them; `Refused` if a part does not fit."""
    ops = [_op(verb, op) for op in mutation.ops]
    agreed: list[Put | Remove] = [*verb.puts, *verb.removes]
    for allowed in agreed:
        action = "put" if isinstance(allowed, Put) else "remove"
        count = sum(op.action == action and op.model is allowed.model for op in ops)
        if not allowed.least <= count <= allowed.most:
            raise Refused("not_agreed_parts", kind=allowed.model.__tablename__)
    if not ops:
        raise Refused("not_agreed_parts")
    return ops


def permit(verb: Verb, op: Op) -> Put | Remove:
    """What the verb declared about this op."""
    return _permit(verb, "put" if op.action == "put" else "remove", op.model.__tablename__)


def _permit(verb: Verb, action: str, kind: str) -> Put | Remove:
    declared_ops: Iterable[Put | Remove] = verb.puts if action == "put" else verb.removes
    for allowed in declared_ops:
        if allowed.model.__tablename__ == kind:
            return allowed
    raise Refused("not_agreed_parts", kind=kind)


def _op(verb: Verb, op: PutOp | RemoveOp) -> Op:
    allowed = _permit(verb, "put" if isinstance(op, PutOp) else "remove", op.kind)
    model = allowed.model
    if scope_type(op.scope) != model.scope_type:
        raise Refused("not_agreed_parts", kind=op.kind)
    if is_child_id(op.id) and not model.named_by_parents:
        raise Refused("wrong_shape", kind=op.kind)
    seen = {field: [MutationId(m) for m in ids] for field, ids in op.from_.items()}
    if not seen.keys() <= columns(model).keys():
        raise Refused("wrong_shape", kind=op.kind)
    if isinstance(op, RemoveOp):
        return Op("remove", model, RowId(op.id), Scope(op.scope), {}, seen)
    return Op("put", model, RowId(op.id), Scope(op.scope), _values(allowed, model, op.set), seen)


def _values(allowed: Put | Remove, model: type[Synced], values: dict[str, Any]) -> dict[str, Any]:
    if not values:
        raise Refused("wrong_shape", kind=model.__tablename__)
    try:
        msgspec.convert(values, _fields(model))
    except msgspec.ValidationError as error:
        raise Refused("wrong_shape", kind=model.__tablename__, reason=str(error)) from None
    if isinstance(allowed, Put) and allowed.fields is not None:
        column = columns(model)
        if not {column[name] for name in values} <= set(allowed.fields):
            raise Refused("not_agreed_parts", kind=model.__tablename__)
    return values


@cache
def _fields(model: type[Synced]) -> type[Wire]:
    return fields_struct(model)
