"""How much of one account may wait: each wait is kept whole, and all of them may wake in one transaction."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.sync.models import Log

MOST_WAITING = 2000


async def is_crowded(session: AsyncSession, account: str) -> bool:
    """Whether as many mutations of this account wait as may: what would wait too goes back to its author at once."""
    waiting = select(func.count()).where(Log.account_id == account, Log.waits_for.is_not(None))
    return (await session.execute(waiting)).scalar_one() >= MOST_WAITING
