"""Sign in with address and password, sign out, and change the password."""

import asyncio
from ipaddress import IPv6Address, IPv6Network
from typing import Annotated

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Body, SkipValidation
from sqlalchemy import delete

from server.kernel.answers import write_problems
from server.kernel.problems import Refused
from server.kernel.wire import Wire
from server.people.codes import hashed
from server.people.entering import account_with, enter, plain_email
from server.people.house import House
from server.people.models import Account, Session
from server.people.passwords import good_enough, hash_password, is_password
from server.people.schemas import Password, SignedIn, SignIn
from server.people.sessions import Visitor, end_sessions, session_cookie, token_of

AnyRequest = Request[None, None, State]


class NewPassword(Wire):
    """The old password proves that it is still the same person."""

    old: Password
    new: Password


async def proven(house: House, email: str, password: str, address: str) -> Account:
    """The account that this password opens. The answer and its time are the same whether the account exists."""
    who = plain_email(email)
    house.limits.count_try(who, address)
    await slow_down(house, address)
    async with house.database.reading() as reading:
        account = await account_with(reading, who)
    async with house.hashing:
        right = await is_password(account.password_hash if account else None, password)
    if account is None or not right:
        house.limits.failed(address)
        raise Refused("wrong_sign_in")
    house.limits.succeeded(who, address)
    return account


async def slow_down(house: House, address: str) -> None:
    """An address with many failures waits before its next try; nobody is shut out for sharing it."""
    if pause := house.limits.pause(address):
        await asyncio.sleep(pause)


def address_of(request: AnyRequest) -> str:
    """Where a request comes from; behind a trusted proxy the server has put the true address there.

    Of IPv6 the network: one household has more addresses than anybody could count tries by.
    """
    host = request.client.host if request.client else ""
    try:
        address = IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))


@post(
    "/api/sign-in",
    operation_id="signIn",
    summary="Sign in with address and password",
    tags=["sign-in"],
    responses=write_problems(401, 429),
)
async def sign_in(
    request: AnyRequest, house: SkipValidation[House], data: Annotated[SignIn, Body()]
) -> Response[SignedIn]:
    """A new session on this device. Any session that the browser brought along ends."""
    account = await proven(house, data.email, data.password, address_of(request))
    async with house.database.writing() as writing:
        return await enter(
            writing, house, account, data.device_label, known=data.device, planted=token_of(request, house)
        )


@post(
    "/api/sign-out",
    operation_id="signOut",
    summary="End this session",
    tags=["sign-in"],
    status_code=204,
    responses={204: ResponseSpec(None, description="Signed out"), **write_problems()},
)
async def sign_out(request: AnyRequest, house: SkipValidation[House]) -> Response[None]:
    """The session ends, signed in or not; what the device holds is the device's to put away."""
    async with house.database.writing() as writing:
        await writing.execute(delete(Session).where(Session.token_hash == hashed(token_of(request, house))))
    return Response(None, status_code=204, cookies=[session_cookie(house, "")])


@post(
    "/api/password",
    operation_id="changePassword",
    summary="Change the password",
    tags=["sign-in"],
    status_code=204,
    responses=write_problems(401, 403, 422, 429),
)
async def change_password(
    request: AnyRequest,
    house: SkipValidation[House],
    visitor: SkipValidation[Visitor],
    data: Annotated[NewPassword, Body()],
) -> None:
    """Asks for the old password again, and ends every other session of the account."""
    async with house.database.reading() as reading:
        account = await reading.get_one(Account, visitor.account)
    await proven(house, account.email, data.old, address_of(request))
    if not good_enough(data.new, account.email, account.name):
        raise Refused("weak_password")
    async with house.hashing:
        password_hash = await hash_password(data.new)
    async with house.database.writing() as writing:
        (await writing.get_one(Account, visitor.account)).password_hash = password_hash
        await writing.flush()
        await end_sessions(writing, visitor.account, keep=visitor.session)
