"""Joining by a link or a code that an admin hands over: looked at, then used, once, within a week."""

from typing import Annotated

from litestar import Response, post
from litestar.params import Body, SkipValidation
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import write_problems
from server.kernel.clock import instant
from server.kernel.ids import new_id
from server.kernel.problems import Refused
from server.people.codes import hashed, hashed_code
from server.people.entering import account_of, account_with, become, enter, looks_like_email, open_account, plain_email
from server.people.house import House
from server.people.models import Account, JoinLink, Person
from server.people.passwords import good_enough, hash_password
from server.people.queries import living_person, school_name
from server.people.schemas import Join, JoinOffer, LookAtLink, SignedIn
from server.people.sessions import token_of
from server.people.signing_in import AnyRequest, address_of, proven, slow_down


@post(
    "/api/join/look",
    operation_id="lookAtJoinLink",
    summary="Whom a join link lets in",
    tags=["join"],
    status_code=200,
    responses=write_problems(401, 429),
)
async def look(request: AnyRequest, house: SkipValidation[House], data: Annotated[LookAtLink, Body()]) -> JoinOffer:
    """The school and the name, so that the right person uses it. An unknown code says nothing."""
    await slow_down(house, address_of(request))
    async with house.database.reading() as reading:
        link, person = await _valid(reading, house, data.code, address_of(request))
        account = await account_of(reading, person.id)
        return JoinOffer(
            school_name=await school_name(reading, person.school_id),
            name=person.name or "",
            email=account.email if account else person.email,
            needs_password=account is None or account.password_hash is None,
            waits_until=waits_until(link),
        )


@post(
    "/api/join",
    operation_id="join",
    summary="Use a join link",
    tags=["join"],
    responses=write_problems(401, 403, 422, 429),
)
async def join(request: AnyRequest, house: SkipValidation[House], data: Annotated[Join, Body()]) -> Response[SignedIn]:
    """Signed in as the link's person. A new account needs address and password; a used one may set a new password."""
    await slow_down(house, address_of(request))
    async with house.database.reading() as reading:
        link, person = await _valid(reading, house, data.code, address_of(request))
        mine = await account_of(reading, person.id)
    if until := waits_until(link):
        raise Refused("link_waits", until=until)
    joining = await _prepared(house, data, person, mine, address_of(request))
    try:
        async with house.database.writing() as writing:
            await _use(writing, link)
            account = await joining.settle(writing, link)
            return await enter(
                writing, house, account, data.device_label, known=data.device, planted=token_of(request, house)
            )
    except IntegrityError:  # two gave one new address in one moment; the later is asked for its password next time
        raise Refused("wrong_sign_in") from None


def waits_until(link: JoinLink) -> str | None:
    """When a link begins to work; None if it works now (RULINGS 14)."""
    waits = link.takes_effect_at is not None and link.confirmed_at is None and link.takes_effect_at > instant()
    return link.takes_effect_at if waits else None


class _Joining:
    """What the link will do to accounts, decided before the transaction because hashing is slow."""

    def __init__(self, person: Person, account_id: str | None, email: str, password_hash: str | None) -> None:
        self.person, self.account_id, self.email, self.password_hash = person, account_id, email, password_hash

    async def settle(self, writing: AsyncSession, link: JoinLink) -> Account:
        """The account, made, found or given a new password; from now on it is the person.

        A link that was made for nobody yet opens no account that has come since: an admin could have kept
        one of two back (RULINGS 14).
        """
        joined = await account_of(writing, self.person.id)
        if joined is not None and link.takes_effect_at is None:
            raise Refused("link_not_valid")
        if joined is None:
            joined = await self._account(writing)
            await become(writing, joined.id, self.person.id, self.person.school_id)
        if self.password_hash:
            joined.password_hash = self.password_hash
            await writing.flush()
        return joined

    async def _account(self, writing: AsyncSession) -> Account:
        if self.account_id:
            return await writing.get_one(Account, self.account_id)
        if await account_with(writing, self.email):
            raise Refused("wrong_sign_in")
        return await open_account(
            writing,
            new_id(),
            email=self.email,
            name=self.person.name or self.email,
            language=self.person.language,
            password_hash=self.password_hash,
        )


async def _prepared(house: House, data: Join, person: Person, mine: Account | None, address: str) -> _Joining:
    email = plain_email(mine.email if mine else data.email or person.email or "")
    if not looks_like_email(email):
        raise Refused("email_needed")
    if mine is None:
        async with house.database.reading() as reading:
            known = await account_with(reading, email)
        if known:  # an address proves nobody: the account in another school shows its own password
            await proven(house, email, data.password or "", address)
            return _Joining(person, known.id, email, None)
    if data.password is None and mine is not None and mine.password_hash:
        return _Joining(person, mine.id, email, None)
    if data.password is None or not good_enough(data.password, email, person.name or ""):
        raise Refused("weak_password")
    async with house.hashing:
        return _Joining(person, mine.id if mine else None, email, await hash_password(data.password))


async def _valid(reading: AsyncSession, house: House, code: str, address: str) -> tuple[JoinLink, Person]:
    found = await reading.execute(
        select(JoinLink).where(
            or_(JoinLink.token_hash == hashed(code.strip()), JoinLink.code_hash == hashed_code(code)),
            JoinLink.used_at.is_(None),
            JoinLink.expires_at > instant(),
        )
    )
    link = found.scalar_one_or_none()
    person = await living_person(reading, link.person_id) if link else None
    if link is None or person is None:
        house.limits.failed(address)
        raise Refused("link_not_valid")
    return link, person


async def _use(writing: AsyncSession, link: JoinLink) -> None:
    """Once: of two who use it in the same moment, one is too late."""
    used = await writing.execute(
        update(JoinLink).where(JoinLink.id == link.id, JoinLink.used_at.is_(None)).values(used_at=instant())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("link_not_valid")
