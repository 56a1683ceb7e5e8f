"""Waiting for what a mutation names: the difference between "not there" and "not here yet" (RULINGS 21)."""

from typing import TypeVar

from server.kernel.problems import NotYet
from server.kernel.rows import Synced
from server.kernel.verbs import Write

Row = TypeVar("Row", bound=Synced)


async def known(write: Write, model: type[Row], row_id: str, scope: str | None = None) -> Row:
    """The row as it stands, removed ones too; a mutation that names one we never saw is parked.

    A row of another school, or of another scope than the one named, counts as never seen: the answer
    must not tell a guesser that it exists.
    """
    row = await seen(write, model, row_id)
    if row is None or (scope is not None and row.scope != scope):
        raise NotYet(row_id)
    return row


async def seen(write: Write, model: type[Row], row_id: str) -> Row | None:
    """The row if this school has ever had it, removed or not."""
    return await write.seen(model, row_id)
