"""Signed in: a random token in a cookie that no script can read, and its hash in our own table.

A token is minted new at every sign-in and the old one dies, so nobody can plant one (session fixation).
An expired session stops the network only; it never locks what is on the device.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.params import SkipValidation
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.clock import instant, now
from server.kernel.ids import AccountId, DeviceId, new_id
from server.kernel.problems import Refused
from server.people.codes import hashed, new_token
from server.people.house import House
from server.people.models import Device, Session
from server.people.signed_in import ends


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the account, the device, and the session that ends at `ends` unless it is used before."""

    account: AccountId
    device: DeviceId
    device_state: str
    session: str
    ends: str
    closing: str | None = None


def cookie_name(house: House) -> str:
    """`__Host-sid` on https, where browsers bind it to this one host; plain `sid` on http."""
    return "__Host-sid" if house.secure else "sid"


def session_cookie(house: House, token: str) -> Cookie:
    """The cookie of a session; an empty token takes it away."""
    return Cookie(
        key=cookie_name(house),
        value=token,
        path="/",
        httponly=True,
        secure=house.secure,
        samesite="lax",
        max_age=house.session_days * 86400 if token else 0,
    )


def token_of(request: Request[Any, Any, Any], house: House) -> str:
    """The token that came with a request; empty without one."""
    return request.cookies.get(cookie_name(house), "")


async def provide_caller(request: Request[Any, Any, Any], house: SkipValidation[House]) -> Visitor:
    """Whoever is signed in, on a closed device too: sync alone answers those (quarantine)."""
    token_hash = hashed(token_of(request, house))
    signed_in = await house.signed_in.look(house.database.glance, token_hash)
    if signed_in is None or signed_in.ends <= instant():
        raise Refused("sign_in_first")
    if signed_in.is_to_be_touched():
        async with house.database.writing() as writing:
            same = Session.token_hash == token_hash
            await writing.execute(update(Session).where(same).values(last_seen=instant()))
        signed_in = await house.signed_in.look(house.database.glance, token_hash) or signed_in
    return Visitor(
        AccountId(signed_in.account),
        DeviceId(signed_in.device),
        signed_in.device_state,
        token_hash,
        signed_in.ends,
        signed_in.closing,
    )


async def provide_visitor(caller: SkipValidation[Visitor]) -> Visitor:
    """The dependency `visitor`: signed in, on a device that the school has not closed."""
    if caller.device_state != "ok":
        raise Refused("device_closed", closing=caller.closing, device=caller.device)
    return caller


async def is_still_here(house: House, visitor: Visitor) -> bool:
    """Whether the session that a long answer began with stands, on a device that is open."""
    found = await house.signed_in.look(house.database.glance, visitor.session)
    return found is not None and found.device_state == "ok" and found.ends > instant()


async def open_session(writing: AsyncSession, house: House, device: Device, planted: str) -> tuple[str, str]:
    """A new session for the device: (token, when it ends). What the device or the browser had before ends."""
    over = (Session.device_id == device.id) | (Session.token_hash == hashed(planted)) | (Session.expires_at < instant())
    await writing.execute(delete(Session).where(over))
    token = new_token()
    session = Session(
        token_hash=hashed(token),
        account_id=device.account_id,
        device_id=device.id,
        created_at=instant(),
        expires_at=instant(now() + timedelta(days=house.session_days)),
        last_seen=instant(),
    )
    writing.add(session)
    await writing.flush()
    return token, _ends(session)


async def device_for(writing: AsyncSession, account: str, label: str, known: str | None) -> Device:
    """The device that this store has been before, if it is this account's and open; else a new one with a new key."""
    device = await writing.get(Device, known) if known else None
    if device is None or device.account_id != account or device.state != "ok":
        device = Device(
            id=new_id(),
            account_id=account,
            state="ok",
            store_key=secrets.token_bytes(32),
            waiting=0,
            created_at=instant(),
        )
        writing.add(device)
    device.last_seen, device.label = instant(), label
    await writing.flush()
    return device


async def device_of(reading: AsyncSession, token: str) -> str | None:
    """The device that a token was last signed in on: the same browser, then, has the same store."""
    found = await reading.execute(select(Session.device_id).where(Session.token_hash == hashed(token)))
    return found.scalar_one_or_none()


async def end_sessions(writing: AsyncSession, account: str, keep: str | None = None) -> None:
    """End every session of an account but one."""
    await writing.execute(delete(Session).where(Session.account_id == account, Session.token_hash != (keep or "")))


def _ends(session: Session) -> str:
    return ends(session.expires_at, session.last_seen)
