"""What time brings, brought by whoever syncs: no job has to run (RULINGS 16)."""

from server.kernel import clock
from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId
from server.kernel.verbs import Ledger
from server.patterns.mutations import CLOSE_BLOCKS
from server.patterns.queries import blocks_are_due


async def close_what_is_due(database: Database, ledger: Ledger, school: SchoolId, author: PersonId) -> bool:
    """Close the blocks that waited for nothing but time, and make what follows from them; whether there were any.

    For sync to call before it reads for a person of the school: a few small queries if nothing is due. Two who
    call it at once are one after the other, and the second finds nothing more to close.
    """
    async with database.reading() as session:
        if not await blocks_are_due(session, school, clock.now()):
            return False
    async with ledger.writing(school, author, CLOSE_BLOCKS.name) as write:
        for step in (CLOSE_BLOCKS.effect, *CLOSE_BLOCKS.after):
            await step(write)
    return True
