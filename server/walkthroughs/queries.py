"""Reads about visits and pictures, for checks, routes and later chapters. Words leave only through sync."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.blobs import Promised
from server.kernel.problems import Refused
from server.people.models import AccountPerson, Membership, School
from server.walkthroughs.models import EvidenceNote, Joining, Picture, Walkthrough


async def keys_tried(session: AsyncSession, observer: str, day: str) -> int:
    """How many keys an observer has taken in for visits that begin on a day (UTC), taken back ones too."""
    counted = (
        select(func.count())
        .select_from(Joining)
        .join(Walkthrough, Walkthrough.scope == Joining.scope)
        .where(Walkthrough.observer_id == observer, Walkthrough.started_at.startswith(day, autoescape=True))
    )
    return (await session.execute(counted)).scalar_one()


async def picture_for(session: AsyncSession, account: str, picture: str, *, as_observer: bool = False) -> Promised:
    """What the bytes of a picture are, for an account that may read its row now (or write it).

    Everybody else hears `not_found`, whether there is such a picture or not. In a writing session the row is locked,
    so that two senders take turns.
    """
    held = (
        select(Picture)
        .join(EvidenceNote, EvidenceNote.id == Picture.note_id)
        .join(Membership, Membership.scope == Picture.scope)
        .join(AccountPerson, AccountPerson.person_id == Membership.person_id)
        .where(
            Picture.id == picture,
            Picture.alive.is_(True),
            EvidenceNote.alive.is_(True),
            EvidenceNote.scope == Picture.scope,
            AccountPerson.account_id == account,
            Membership.ended.is_(False),
        )
    )
    if as_observer:
        held = held.where(Membership.role == "observer").with_for_update(of=Picture)
    found = (await session.execute(held)).scalars().first()
    if found is None:
        raise Refused("not_found")
    return Promised(found.id, found.school_id, found.media_type or "", found.size or 0, found.sha256 or "")


async def school_keeps_photos(session: AsyncSession, school: str) -> bool:
    """Off unless an admin has switched them on."""
    found = await session.execute(select(School.photos).where(School.id == school, School.alive.is_(True)))
    return bool(found.scalar_one_or_none())
