"""What a request's mutations are going to ask, read in bulk before the first is judged.

Whatever is not foreseen is read when it is asked: this decides how quick an answer is, never what it says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from server.kernel.problems import Refused
from server.sync import registry
from server.sync.offered import Offered
from server.sync.schemas import Mutation, PutOp, RemoveOp
from server.sync.unit import Unit

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def foresee(unit: Unit, persons: Mapping[str, str], offered: Sequence[Offered]) -> None:
    """Rows that are written or named, the memberships of the authors, and what each has seen."""
    readable = [mutation for one in offered if one.school in persons and (mutation := _readable(one))]
    await unit.rows.fetch(row_id for mutation in readable for op in mutation.ops for row_id in _named(op))
    await unit.purges.fetch(rows=(op.id for mutation in readable for op in mutation.ops))
    await unit.applied(m for mutation in readable for op in mutation.ops for ids in op.from_.values() for m in ids)
    for school in {mutation.school for mutation in readable}:
        here = [mutation for mutation in readable if mutation.school == school]
        scopes = {op.scope for mutation in here for op in mutation.ops}
        await unit.audiences.fetch(persons[school], scopes, {scope for one in here for scope in _opened(one)})


def _readable(one: Offered) -> Mutation | None:
    with suppress(Refused):
        return one.read()
    return None


def _named(op: PutOp | RemoveOp) -> Iterable[str]:
    yield op.id
    if isinstance(op, PutOp):
        for field, value in op.set.items():
            if field.endswith("Id") and isinstance(value, str) and _ID.fullmatch(value):
                yield value


def _opened(mutation: Mutation) -> Iterable[str]:
    verb = registry.VERBS.get(mutation.verb)
    if verb and verb.opens:
        for op in mutation.ops:
            if op.scope == f"{verb.opens}:{op.id}":
                yield op.scope
