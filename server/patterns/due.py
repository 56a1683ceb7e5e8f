"""What time brings, brought by whoever syncs: no job has to run (RULINGS 16)."""

from dataclasses import dataclass, field

from server.kernel import clock
from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId
from server.kernel.verbs import Ledger
from server.patterns.mutations import CLOSE_BLOCKS
from server.patterns.queries import blocks_are_due


@dataclass(slots=True)
class DueBlocks:
    """For sync to ask before it reads for a person of a school. One for each process; it asks once an hour.

    That is enough: deadlines are whole days, and what people do closes blocks by itself. Two processes that
    ask at once are one after the other, and the second finds nothing more to close.
    """

    database: Database
    ledger: Ledger
    _asked: dict[str, str] = field(default_factory=dict)

    async def bring(self, school: SchoolId, author: PersonId) -> bool:
        """Close the blocks that waited for nothing but time, and make what follows; whether there were any."""
        hour = clock.instant()[:13]
        if self._asked.get(school) == hour:
            return False
        self._asked[school] = hour
        async with self.database.reading() as session:
            due = await blocks_are_due(session, school, clock.now())
        if due:
            async with self.ledger.writing(school, author, CLOSE_BLOCKS.name) as write:
                for step in (CLOSE_BLOCKS.effect, *CLOSE_BLOCKS.after):
                    await step(write)
        return due
