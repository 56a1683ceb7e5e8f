"""What later chapters ask about what a school agreed."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.inquiry.models import Charter, CharterInForce


async def thresholds(session: AsyncSession, school: str) -> list[int]:
    """On how many teachers a pattern rests, by the charters that came into force: the newest, which holds, first."""
    signed = (
        select(Charter.threshold)
        .join(CharterInForce, CharterInForce.charter_id == Charter.id)
        .where(CharterInForce.school_id == school, Charter.school_id == school, Charter.threshold.is_not(None))
        .order_by(CharterInForce.number.desc())
    )
    return [threshold for threshold in (await session.execute(signed)).scalars() if threshold]
