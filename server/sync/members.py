"""Who holds which scope, and who has read what, as it stands in the store."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.people.models import AccountPerson, Membership, Reading


class Held(NamedTuple):
    """One membership as it stands."""

    role: str
    ended: bool
    school_id: str


_HELD = select(Membership.role, Membership.ended, Membership.school_id).where(
    Membership.scope == bindparam("scope"), Membership.person_id == bindparam("person")
)


async def persons_of(session: AsyncSession, account: str) -> dict[str, str]:
    """School to person, for every school in which the account has one."""
    found = await session.execute(
        select(AccountPerson.school_id, AccountPerson.person_id).where(AccountPerson.account_id == account)
    )
    return {row[0]: row[1] for row in found}


async def membership(session: AsyncSession, scope: str, person: str) -> Held | None:
    """One membership, ended ones too; it answers "never", "no longer" and "as what"."""
    found = (await session.execute(_HELD, {"scope": scope, "person": person})).one_or_none()
    return Held(*found) if found else None


async def anyone_in(session: AsyncSession, scope: str) -> bool:
    """Whether anybody holds, or ever held, this scope."""
    return (
        await session.execute(select(Membership.scope).where(Membership.scope == scope).limit(1))
    ).first() is not None


async def has_read(session: AsyncSession, scope: str, person: str) -> bool:
    """Whether a row of the scope has ever stood in an answer to one of the person's devices (RULINGS 12)."""
    found = await session.execute(select(Reading).where(Reading.scope == scope, Reading.person_id == person))
    return found.scalar_one_or_none() is not None


async def mark_read(session: AsyncSession, read: Iterable[tuple[str, str]], at: str) -> None:
    """Remember the first time that each (scope, person) was answered with rows."""
    for scope, person in read:
        if not await has_read(session, scope, person):
            await session.execute(insert(Reading).values(scope=scope, person_id=person, first_read_at=at))


async def unread(session: AsyncSession, read: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of (scope, person) that have not been answered before."""
    return [(scope, person) for scope, person in read if not await has_read(session, scope, person)]
