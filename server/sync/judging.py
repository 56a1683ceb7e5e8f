"""One mutation before the law: may its author, does it hold, what follows. Steps 5 of ARCHITECTURE 4."""

from server.kernel.ids import scope_owner
from server.kernel.problems import NotYet, Refused
from server.kernel.verbs import Op, Put, Verb
from server.sync import registry
from server.sync.purging import forget_earlier_wordings
from server.sync.rows import Met
from server.sync.schemas import Mutation
from server.sync.writing import Writing


async def judge(writing: Writing, mutation: Mutation) -> None:
    """Apply the mutation. Raises `Refused` (final) or `NotYet` (parked); the caller rolls back to its savepoint."""
    verb = registry.verb_named(mutation.verb)
    ops = registry.checked(verb, mutation)
    opened = await _opened(writing, verb, ops)
    standing = await writing.unit.rows.standing([op.id for op in ops])
    await _authorize(writing, verb, ops, standing, opened)
    writing.ops = ops
    if opened:
        await writing.grant(opened, writing.author, verb.opener or "")
    await verb.check(writing)
    await writing.merge_ops()
    await forget_earlier_wordings(writing, verb)
    await verb.effect(writing)
    for follow in verb.after:
        await follow(writing)


async def _opened(writing: Writing, verb: Verb, ops: list[Op]) -> str | None:
    """The scope that this mutation opens: the one whose id is the id of a row it puts (RULINGS 8)."""
    if verb.opens is None:
        return None
    naming = [op for op in ops if op.scope == f"{verb.opens}:{op.id}"]
    if len(naming) != 1:
        raise Refused("not_agreed_parts")
    scope = naming[0].scope
    known = await writing.unit.rows.standing([scope_owner(scope)])
    if known or await writing.unit.audiences.anyone_in(scope):
        raise Refused("scope_exists")
    return scope


async def _authorize(writing: Writing, verb: Verb, ops: list[Op], standing: dict[str, Met], opened: str | None) -> None:
    roles: dict[str, str] = {opened: verb.opener or ""} if opened else {}
    for op in ops:
        if op.scope not in roles:
            roles[op.scope] = await _role(writing, op.scope)
        allowed = registry.permit(verb, op)
        if roles[op.scope] not in allowed.by:
            raise Refused("not_yours")
        _stands_right(op, allowed, standing.get(op.id))


async def _role(writing: Writing, scope: str) -> str:
    """The author's role in a scope of this school. Never in it: wait; no longer in it: refused (RULINGS 21)."""
    held = await writing.unit.audiences.membership(scope, writing.author)
    if held is None:
        raise NotYet(f"member:{scope}:{writing.author}")
    if held.ended:
        raise Refused("scope_lost")
    if held.school_id != writing.school:
        raise Refused("other_school")
    return held.role


def _stands_right(op: Op, allowed: object, place: Met | None) -> None:
    """A row never moves: what is stored decides its scope and kind, not what the mutation claims."""
    if place is None:
        if op.action == "remove" or (isinstance(allowed, Put) and allowed.new is False):
            raise NotYet(op.id)
        return
    if place.row["scope"] != op.scope or place.model is not op.model:
        # a child's id fits its own parents only: refused as if the child were not there
        raise Refused("wrong_shape" if op.model.named_by_parents and op.action == "put" else "not_yours")
    if isinstance(allowed, Put) and allowed.new:
        raise Refused("already_exists")
