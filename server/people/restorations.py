"""That a school was brought back from a backup: since when, and from where in its order.

What came after that place is lost here until devices bring it back. Chapters ask this before they take
something for new that may only have come back.
"""

from sqlalchemy import BigInteger, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.db import Base


class Restoration(Base):
    """One restore of one school: it lost what came after `clock`, between `backup_at` and `restored_at`."""

    __tablename__ = "restoration"

    school_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    restored_at: Mapped[str] = mapped_column(String(30), primary_key=True)
    backup_at: Mapped[str] = mapped_column(String(30))
    clock: Mapped[int] = mapped_column(BigInteger)


async def restorations_of(session: AsyncSession, school: str) -> list[Restoration]:
    """Every restore of a school, newest first."""
    mine = select(Restoration).where(Restoration.school_id == school)
    return list((await session.execute(mine.order_by(Restoration.restored_at.desc()))).scalars())
