"""What a restored school must know of itself, and what must not come back with it."""

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.backup.manifest import Manifest
from server.kernel import clock
from server.patterns.restored import count_no_more_what_waits
from server.people.models import JoinLink, School, Session
from server.people.restorations import Restoration
from server.sync.models import KeptBackup


async def mark(session: AsyncSession, there: Manifest, *, end_sessions: bool) -> None:
    """One `restoration` for each school; open join links end; what waited to be counted is counted no more."""
    now = clock.instant()
    clocks = {one.id: one.clock for one in there.schools}
    for school in (await session.execute(select(School.id))).scalars().all():
        row = {"school_id": school, "restored_at": now, "backup_at": there.made_at, "clock": clocks.get(school, 0)}
        await session.execute(insert(Restoration).values(**row))
    # A link that was open then may have been used since; used once more it would let in whoever kept the letter.
    await session.execute(update(JoinLink).where(JoinLink.used_at.is_(None)).values(expires_at=now))
    await count_no_more_what_waits(session)
    # What the old place's backups hold is known there. Here `safe` begins anew with the first backup of its own.
    await session.execute(delete(KeptBackup))
    if end_sessions:
        await session.execute(delete(Session))
