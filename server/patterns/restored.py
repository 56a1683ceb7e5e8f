"""What a restore means for blocks: nothing is counted that a lost block may have counted (RULINGS 31).

The releases of a lost block were seen; if its visits entered another block, together with others, the two could
be subtracted down to one teacher. Nobody can say any more which visits those were. So every visit whose share is
older than the restore stands as counted, in a block that is never released.
"""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.clock import instant, moment
from server.patterns.models import BlockVisit
from server.people.restorations import restorations_of

MAYBE_COUNTED = "before a restore"
"""Stands where a block's id stands."""

GRACE = timedelta(days=1)
"""How far a tablet's clock may be ahead: a share that seems this little younger than the restore counts as older."""


async def count_no_more_what_waits(session: AsyncSession) -> None:
    """At a restore: what waits in it may have been in a block since."""
    await session.execute(update(BlockVisit).where(BlockVisit.block_id.is_(None)).values(block_id=MAYBE_COUNTED))


async def may_have_been_counted(session: AsyncSession, school: str, shared_at: str) -> bool:
    """Whether a share that the server hears of now was made before a restore, so that it may have come back."""
    newest = next(iter(await restorations_of(session, school)), None)
    return newest is not None and shared_at < instant(moment(newest.restored_at) + GRACE)
