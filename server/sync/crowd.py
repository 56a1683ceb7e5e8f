"""How much of one account may wait: each wait is kept whole, and all of them may wake in one transaction."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.sync.models import Log

MOST_WAITING = 2000


async def room_left(session: AsyncSession, account: str) -> int:
    """How many more mutations of this account may wait; beyond that, they go back to their author at once."""
    waiting = select(func.count()).where(Log.account_id == account, Log.waits_for.is_not(None))
    return MOST_WAITING - (await session.execute(waiting)).scalar_one()
