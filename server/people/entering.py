"""The last step of every way in: a device, a session, and the answer that opens the local store."""

import base64
import re

from litestar import Response
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.clock import instant
from server.kernel.problems import Refused
from server.people.cleared import store_before
from server.people.house import House
from server.people.models import Account, AccountPerson, Device, Language, Person, School
from server.people.queries import roles_of
from server.people.schemas import AccountView, PersonView, SignedIn
from server.people.sessions import device_for, device_of, open_session, session_cookie


async def enter(
    writing: AsyncSession, house: House, account: Account, label: str, *, known: str | None, planted: str
) -> Response[SignedIn]:
    """Sign this account in on a device. `known`: the device it says it is; `planted`: the token it came with."""
    await _not_closed(writing, account, known)
    known = known or await device_of(writing, planted)
    before = await store_before(writing, account.id, known)
    device = await device_for(writing, account.id, label, known)
    token, ends = await open_session(writing, house, device, planted)
    answer = SignedIn(
        account=account_view(account),
        persons=await persons_of(writing, account.id),
        device=device.id,
        store_key=base64.urlsafe_b64encode(device.store_key).decode(),
        session_ends=ends,
        before=before,
    )
    return Response(answer, status_code=201, cookies=[session_cookie(house, token)])


async def _not_closed(writing: AsyncSession, account: Account, known: str | None) -> None:
    """A store of a closed device gets no key: it waits, whole, until it is let in again."""
    device = await writing.get(Device, known) if known else None
    if device is not None and device.account_id == account.id and device.state == "closed":
        raise Refused("device_closed", closing=device.closing, device=device.id)


async def open_account(
    writing: AsyncSession, account_id: str, *, email: str, name: str, language: str | None, password_hash: str | None
) -> Account:
    """A new account; the address must be free."""
    account = Account(
        id=account_id,
        email=email,
        name=name,
        language=language or "en",
        password_hash=password_hash,
        created_at=instant(),
    )
    writing.add(account)
    await writing.flush()
    return account


async def become(writing: AsyncSession, account: str, person: str, school: str) -> None:
    """From now on this account is this person in this school."""
    await writing.execute(insert(AccountPerson).values(person_id=person, account_id=account, school_id=school))


async def account_of(session: AsyncSession, person: str) -> Account | None:
    """The account that is this person, if somebody has joined as it."""
    found = await session.execute(
        select(Account)
        .join(AccountPerson, AccountPerson.account_id == Account.id)
        .where(AccountPerson.person_id == person)
    )
    return found.scalar_one_or_none()


async def account_with(session: AsyncSession, email: str) -> Account | None:
    """The account that signs in with this address."""
    found = await session.execute(select(Account).where(Account.email == plain_email(email)))
    return found.scalar_one_or_none()


def looks_like_email(text: str) -> bool:
    """Whether mail could go there, and a sign-in form would take it."""
    return len(text) <= 254 and re.fullmatch(r"[^@\s\x00]+@[^@\s\x00]+", text) is not None


def plain_email(email: str) -> str:
    """Addresses are one whatever their case."""
    return email.strip().casefold()


def account_view(account: Account) -> AccountView:
    """The account as its owner sees it."""
    language: Language = "es" if account.language == "es" else "en"
    return AccountView(id=account.id, name=account.name, email=account.email, language=language)


async def persons_of(session: AsyncSession, account: str) -> list[PersonView]:
    """Who the account is, school by school."""
    found = await session.execute(
        select(AccountPerson.person_id, AccountPerson.school_id, Person.name, School.name)
        .outerjoin(Person, Person.id == AccountPerson.person_id)
        .outerjoin(School, School.id == AccountPerson.school_id)
        .where(AccountPerson.account_id == account)
        .order_by(AccountPerson.school_id)
    )
    return [
        PersonView(
            id=person,
            school=school,
            school_name=school_name or "",
            name=name or "",
            roles=sorted(await roles_of(session, person)),
        )
        for person, school, name, school_name in found
    ]
