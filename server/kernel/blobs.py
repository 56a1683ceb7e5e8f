"""Bytes that belong to a row: kept in the database beside it, so that backup, restore and purge include them.

They are known by the row's own id, which is random; whoever may read the row may read them, and the hash only
verifies. They come in pieces, each at its place: a repeated piece changes nothing, a later one is not taken before
its turn, and the answer is always how many bytes are here, so a sender that was cut off goes on from there.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import BigInteger, LargeBinary, String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel import clock
from server.kernel.db import Base

PIECE_BYTES = 64 * 1024
BIN_DAYS = 30
"""What was removed can be brought back for so long."""


class Blob(Base):
    """What the bytes are held to, and how many of them are here. `let_go_at`: when their last reference was removed."""

    __tablename__ = "blob"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    school_id: Mapped[str] = mapped_column(String(36))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    have: Mapped[int] = mapped_column(BigInteger, default=0)
    let_go_at: Mapped[str | None] = mapped_column(String(30), index=True)


class BlobPiece(Base):
    """A run of bytes from the place `at`."""

    __tablename__ = "blob_piece"

    blob_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class Promised:
    """What a row says that its bytes are."""

    id: str
    school_id: str
    media_type: str
    size: int
    sha256: str


async def have(session: AsyncSession, blob: str) -> int:
    """How many bytes are here, from the first on."""
    found = await session.execute(select(Blob.have).where(Blob.id == blob))
    return found.scalar_one_or_none() or 0


async def take(session: AsyncSession, promised: Promised, at: int, content: bytes) -> int:
    """Take a piece if it is the next one; how many bytes are here now. The row is locked by whoever calls."""
    here = await session.get(Blob, promised.id)
    if here is None:
        here = Blob(
            id=promised.id,
            school_id=promised.school_id,
            media_type=promised.media_type,
            size=promised.size,
            sha256=promised.sha256,
            have=0,
        )
        session.add(here)
    if at == here.have and content and at + len(content) <= here.size:
        session.add(BlobPiece(blob_id=promised.id, at=at, content=content))
        here.have = at + len(content)
    await session.flush()
    return here.have


async def whole(session: AsyncSession, blob: str) -> bytes | None:
    """All the bytes; None until the last has come."""
    here = await session.get(Blob, blob)
    if here is None or here.have < here.size:
        return None
    pieces = await session.execute(select(BlobPiece.content).where(BlobPiece.blob_id == blob).order_by(BlobPiece.at))
    return b"".join(pieces.scalars())


def is_as_promised(promised: Promised, content: bytes) -> bool:
    """Whether the bytes are those that the row speaks of."""
    return len(content) == promised.size and hashlib.sha256(content).hexdigest() == promised.sha256


async def let_go(session: AsyncSession, ids: Iterable[str], at: str) -> None:
    """Nothing names them any more."""
    await session.execute(update(Blob).where(Blob.id.in_(list(ids))).values(let_go_at=at))


async def want(session: AsyncSession, ids: Iterable[str]) -> None:
    """Something names them again."""
    await session.execute(update(Blob).where(Blob.id.in_(list(ids))).values(let_go_at=None))


async def forget(session: AsyncSession, ids: Iterable[str]) -> None:
    """Take the bytes away, now: a purge, or what did not verify."""
    gone = list(ids)
    await session.execute(delete(BlobPiece).where(BlobPiece.blob_id.in_(gone)))
    await session.execute(delete(Blob).where(Blob.id.in_(gone)))


async def empty_the_bin(session: AsyncSession) -> None:
    """Take away what nothing has named for thirty days. Cheap, so it runs whenever bytes come in, and at each start."""
    over = clock.instant(clock.now() - timedelta(days=BIN_DAYS))
    found = await session.execute(select(Blob.id).where(Blob.let_go_at < over))
    await forget(session, found.scalars())
