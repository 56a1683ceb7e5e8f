"""Reads about visits for checks and later chapters. Words leave only through sync."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.walkthroughs.models import Joining, Walkthrough


async def keys_tried(session: AsyncSession, observer: str, day: str) -> int:
    """How many keys an observer has taken in for visits that begin on a day (UTC), taken back ones too."""
    counted = (
        select(func.count())
        .select_from(Joining)
        .join(Walkthrough, Walkthrough.scope == Joining.scope)
        .where(Walkthrough.observer_id == observer, Walkthrough.started_at.startswith(day, autoescape=True))
    )
    return (await session.execute(counted)).scalar_one()
