"""Making join links, and what their owner may say about one that an admin made for an account in use (RULINGS 14)."""

from datetime import timedelta

from litestar import post
from litestar.params import FromPath, SkipValidation
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import write_problems
from server.kernel.clock import instant, now
from server.kernel.ids import new_id
from server.kernel.problems import Refused
from server.kernel.wire import Id
from server.people.codes import hashed, hashed_code, new_code, new_token
from server.people.entering import account_of
from server.people.house import House
from server.people.mail import join_letter, takeover_letter
from server.people.models import Account, AccountPerson, Device, JoinLink, Person, Role, School
from server.people.queries import administers, living_person, school_name
from server.people.schemas import JoinLinkMade, PendingLink
from server.people.sessions import Visitor

VALID = timedelta(days=7)
TAKEOVER_WAIT = timedelta(hours=24)


@post(
    "/api/people/{person:str}/join-link",
    operation_id="makeJoinLink",
    summary="A new one-time way in for a person",
    tags=["join"],
    responses=write_problems(401, 403, 404),
)
async def make_join_link(
    house: SkipValidation[House], visitor: SkipValidation[Visitor], person: FromPath[Id]
) -> JoinLinkMade:
    """Link and code are shown to the admin now and never again; earlier ones of the same person end."""
    token, code = new_token(), new_code()
    async with house.database.writing() as writing:
        row, maker = await _administered(writing, visitor, person)
        account = await account_of(writing, person)
        in_use = account is not None and await _in_use(writing, account)
        link = JoinLink(
            id=new_id(),
            token_hash=hashed(token),
            code_hash=hashed_code(code),
            person_id=person,
            school_id=row.school_id,
            made_by=maker,
            created_at=instant(),
            expires_at=instant(now() + VALID),
            takes_effect_at=instant(now() + TAKEOVER_WAIT) if in_use else None,
        )
        await _expire(writing, JoinLink.person_id == person)
        writing.add(link)
        school = await school_name(writing, row.school_id)
    made = JoinLinkMade(
        link=f"{house.address}/join#{token}",
        code=code,
        mailed=False,
        expires=link.expires_at,
        takes_effect=link.takes_effect_at,
    )
    made.mailed = await _mail(house, made, row, account, school)
    return made


@post(
    "/api/join-links/{link:str}/confirm",
    operation_id="confirmJoinLink",
    summary="Let a link to an account in use work at once",
    tags=["join"],
    status_code=204,
    responses=write_problems(401, 403, 404),
)
async def confirm_join_link(house: SkipValidation[House], visitor: SkipValidation[Visitor], link: FromPath[Id]) -> None:
    """The owner, from a device that was there before the link was made; or the teacher representative."""
    async with house.database.writing() as writing:
        pending = await _pending(writing, visitor, link)
        device = await writing.get_one(Device, visitor.device)
        if pending.mine and device.created_at >= pending.made_at:
            raise Refused("not_yours")
        (await writing.get_one(JoinLink, link)).confirmed_at = instant()


@post(
    "/api/join-links/{link:str}/refuse",
    operation_id="refuseJoinLink",
    summary="End a link to an account in use",
    tags=["join"],
    status_code=204,
    responses=write_problems(401, 403, 404),
)
async def refuse_join_link(house: SkipValidation[House], visitor: SkipValidation[Visitor], link: FromPath[Id]) -> None:
    """It will never work; the row stays as a record that it was made."""
    async with house.database.writing() as writing:
        await _pending(writing, visitor, link)
        await _expire(writing, JoinLink.id == link)


async def pending_links(session: AsyncSession, account: str) -> list[PendingLink]:
    """The links that wait for this account's yes: those to itself, and as representative those to colleagues."""
    mine = select(AccountPerson.person_id).where(AccountPerson.account_id == account)
    represented = select(Role.school_id).where(
        Role.person_id.in_(mine), Role.role == "representative", Role.alive.is_(True)
    )
    found = await session.execute(
        select(JoinLink, Person.name, School.name, JoinLink.person_id.in_(mine))
        .join(Person, Person.id == JoinLink.person_id)
        .join(School, School.id == JoinLink.school_id)
        .where(
            or_(JoinLink.person_id.in_(mine), JoinLink.school_id.in_(represented)),
            JoinLink.takes_effect_at.is_not(None),
            JoinLink.confirmed_at.is_(None),
            JoinLink.used_at.is_(None),
            JoinLink.expires_at > instant(),
        )
        .order_by(JoinLink.created_at)
    )
    return [
        PendingLink(
            id=link.id,
            mine=is_mine,
            name=name or "",
            school_name=school or "",
            made_at=link.created_at,
            takes_effect=link.takes_effect_at or "",
        )
        for link, name, school, is_mine in found
    ]


async def _administered(session: AsyncSession, visitor: Visitor, person: str) -> tuple[Person, str]:
    """The person's row and the admin who asks. Somebody else's person is as unknown as nobody's."""
    row = await living_person(session, person)
    admin = await administers(session, visitor.account, row.school_id) if row else None
    if row is None or admin is None:
        raise Refused("not_found")
    return row, admin


async def _pending(session: AsyncSession, visitor: Visitor, link: str) -> PendingLink:
    for pending in await pending_links(session, visitor.account):
        if pending.id == link:
            return pending
    raise Refused("not_found")


async def _in_use(session: AsyncSession, account: Account) -> bool:
    device = await session.execute(select(Device.id).where(Device.account_id == account.id).limit(1))
    return account.password_hash is not None or device.first() is not None


async def _expire(session: AsyncSession, which: ColumnElement[bool]) -> None:
    await session.execute(
        update(JoinLink)
        .where(which, JoinLink.used_at.is_(None), JoinLink.expires_at > instant())
        .values(expires_at=instant())
    )


async def _mail(house: House, made: JoinLinkMade, person: Person, account: Account | None, school: str) -> bool:
    """An account in use is written to at its own address only, never at one that an admin may have changed."""
    to = account.email if account else person.email
    if house.post is None or not to:
        return False
    language, name = person.language or "en", person.name or ""
    if made.takes_effect:
        await house.post.send(to, *takeover_letter(language, school=school, name=name))
    letter = join_letter(language, school=school, name=name, link=made.link, code=made.code, until=made.expires[:10])
    return await house.post.send(to, *letter)
