"""Reads about people that routes, checks and later chapters share. Words leave only through a route or sync."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.people.models import AccountPerson, DayOff, Membership, Person, Role, School
from server.people.school_days import Calendar, make_calendar


async def roles_by_person(session: AsyncSession, school: str) -> dict[str, set[str]]:
    """Person to the roles that stand, for a whole school; who holds none is not in it."""
    found = await session.execute(
        select(Role.person_id, Role.role).where(Role.school_id == school, Role.alive.is_(True))
    )
    roles: dict[str, set[str]] = {}
    for person, role in found:
        if person and role:
            roles.setdefault(person, set()).add(role)
    return roles


async def roles_of(session: AsyncSession, person: str) -> set[str]:
    """The roles that one person holds now."""
    found = await session.execute(select(Role.role).where(Role.person_id == person, Role.alive.is_(True)))
    return {role for role in found.scalars() if role}


async def school_calendar(session: AsyncSession, school: str) -> Calendar:
    """The calendar of a school as it stands, with its days off."""
    found = await session.execute(
        select(School.time_zone, School.weekdays, School.year_start, School.year_end).where(School.id == school)
    )
    zone, weekdays, first, last = found.one_or_none() or (None, None, None, None)
    off = await session.execute(select(DayOff.day).where(DayOff.school_id == school, DayOff.alive.is_(True)))
    return make_calendar(zone, weekdays, first, last, off.scalars())


async def standing(session: AsyncSession, school: str, *scopes: str) -> dict[tuple[str, str], str]:
    """(scope, person) to role, for every membership in these scopes that has not ended."""
    found = await session.execute(
        select(Membership.scope, Membership.person_id, Membership.role).where(
            Membership.school_id == school, Membership.scope.in_(scopes), Membership.ended.is_(False)
        )
    )
    return {(scope, person): role for scope, person, role in found}


async def person_in(session: AsyncSession, account: str, school: str) -> str | None:
    """The person that an account is in a school."""
    found = await session.execute(
        select(AccountPerson.person_id).where(AccountPerson.account_id == account, AccountPerson.school_id == school)
    )
    return found.scalar_one_or_none()


async def administers(session: AsyncSession, account: str, school: str) -> str | None:
    """The account's person in that school, if it is an admin there."""
    person = await person_in(session, account, school)
    return person if person and "admin" in await roles_of(session, person) else None


async def living_person(session: AsyncSession, person: str) -> Person | None:
    """The row of a person, whichever school it belongs to: the caller says who may see it."""
    found = await session.execute(select(Person).where(Person.id == person, Person.alive.is_(True)))
    return found.scalar_one_or_none()


async def school_name(session: AsyncSession, school: str) -> str:
    """What a school is called."""
    found = await session.execute(select(School.name).where(School.id == school))
    return found.scalar_one_or_none() or ""
