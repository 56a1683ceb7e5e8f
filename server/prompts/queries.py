"""Which teams have a release that no prompts speak of yet."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.patterns.models import TeamRelease
from server.prompts.models import Prompt


async def teams_without_prompts(session: AsyncSession, school: str) -> list[str]:
    """The scopes of teams whose newest release is newer than their newest prompts."""
    released = select(TeamRelease.scope, func.max(TeamRelease.block)).where(TeamRelease.school_id == school)
    prompted = select(Prompt.scope, func.max(Prompt.block)).where(Prompt.school_id == school)
    newest = await session.execute(released.group_by(TeamRelease.scope))
    asked = dict((await session.execute(prompted.group_by(Prompt.scope))).all())
    return sorted(scope for scope, block in newest if block is not None and block > (asked.get(scope) or 0))
