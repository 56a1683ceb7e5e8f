"""What a closed device has handed in: held apart, and taken in when the device is let in again or its owner says so.

It was parked whole and waits for `device:<id>` (SYNC 5.4): nobody can tell whether its owner or a finder
wrote it. An admin lets the device in and hears how many changes came with it, never a word of them; the
owner may read them and decide, which is the only way when the device has been erased or stays lost.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Router, get, post
from litestar.datastructures import State
from litestar.params import Body, FromPath, SkipValidation
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.answers import problems, write_problems
from server.kernel.problems import PROBLEMS, Refused
from server.kernel.wire import Id, Wire
from server.people.devices import may_let_in
from server.people.models import Device
from server.people.routes import DEPENDENCIES, PRIVATE
from server.people.sessions import Visitor
from server.sync import members
from server.sync.exchange import Exchange
from server.sync.models import Log, Revision
from server.sync.push import Push
from server.sync.verdicts import verdict_of
from server.sync.waiting import settle_as, wake


class TakenIn(Wire):
    """What became of the changes that were held: in, refused (their author is told why), or waiting for others."""

    applied: int
    rejected: int
    parked: int


class Held(Wire):
    """Changes of one device that are held apart, whole, oldest first."""

    mutations: list[dict[str, Any]]


class Decision(Wire):
    """Whether what is held becomes part of the owner's work, or is left out."""

    take: bool


@post(
    "/api/devices/{device:str}/let-in",
    operation_id="letDeviceIn",
    summary="Let a closed device in again",
    tags=["devices"],
    status_code=200,
    responses=write_problems(401, 403, 404),
)
async def let_in(state: State, visitor: SkipValidation[Visitor], device: FromPath[Id]) -> TakenIn:
    """It may sign in again and gets its key back; what it had handed in is taken in now."""
    exchange: Exchange = state.exchange
    async with exchange.database.writing() as session:
        push = Push(session, exchange.secret)
        held = await _locked(push, device)
        found = await session.get(Device, device)
        if found is None or not await may_let_in(session, visitor, found):
            raise Refused("not_found")
        found.state, found.closing, found.closed_at, found.closed_by = "ok", None, None, None
        taken = await _take_in(push, device, held)
        await exchange.hub.announce(session, push.touched.scopes)
    await exchange.after(push.touched)
    return taken


@get(
    "/api/devices/{device:str}/held",
    operation_id="whatIsHeld",
    summary="What my closed device has handed in",
    tags=["devices"],
    responses=problems(401, 403, 404),
)
async def what_is_held(state: State, visitor: SkipValidation[Visitor], device: FromPath[Id]) -> Held:
    """For the device's owner alone: these are words, perhaps about a visit."""
    exchange: Exchange = state.exchange
    async with exchange.database.reading() as session:
        await _own(session, visitor, device)
        kept = [await session.get(Revision, (log.mutation_id, 0)) for log in await _held(session, device)]
    return Held(mutations=[one.op["mutation"] for one in kept if one and one.op and "mutation" in one.op])


@post(
    "/api/devices/{device:str}/held",
    operation_id="decideOnHeld",
    summary="Take in what my closed device has handed in, or leave it out",
    tags=["devices"],
    status_code=200,
    responses=write_problems(401, 403, 404),
)
async def decide(
    state: State, visitor: SkipValidation[Visitor], device: FromPath[Id], data: Annotated[Decision, Body()]
) -> TakenIn:
    """All of it. What is left out stays on the server with its words, as any refused change does."""
    exchange: Exchange = state.exchange
    async with exchange.database.writing() as session:
        push = Push(session, exchange.secret)
        held = await _locked(push, device)
        await _own(session, visitor, device)
        taken = await (_take_in(push, device, held) if data.take else _leave_out(push, held))
        await exchange.hub.announce(session, push.touched.scopes)
    await exchange.after(push.touched)
    return taken


async def _take_in(push: Push, device: str, held: Sequence[Log]) -> TakenIn:
    push.touched.woken.append(f"device:{device}")
    await wake(push)
    return _counted(held)


async def _leave_out(push: Push, held: Sequence[Log]) -> TakenIn:
    for log in held:
        clock = push.unit.tick(log.school_id) if log.author_id else 0
        await settle_as(push, log, verdict_of(log.mutation_id, "rejected", PROBLEMS["left_out"], clock))
    return _counted(held)


def _counted(held: Sequence[Log]) -> TakenIn:
    statuses = [log.status for log in held]
    return TakenIn(*(statuses.count(status) for status in ("applied", "rejected", "parked")))


async def _locked(push: Push, device: str) -> Sequence[Log]:
    """What is held, with the clocks locked of the schools in which its author is somebody: others it made up."""
    accounts = {log.account_id for log in await _held(push.session, device)}
    for account in accounts:
        await push.unit.lock(await members.persons_of(push.session, account))
    return await _held(push.session, device)


async def _held(session: AsyncSession, device: str) -> Sequence[Log]:
    waiting = select(Log).where(Log.waits_for == f"device:{device}").order_by(Log.received_at, Log.clock)
    return (await session.execute(waiting)).scalars().all()


async def _own(session: AsyncSession, visitor: Visitor, device: str) -> None:
    found = await session.get(Device, device)
    if found is None or found.account_id != visitor.account:
        raise Refused("not_found")


def quarantine_routes() -> Router:
    """The routes, with their visitor provided."""
    return Router(
        "/", route_handlers=[let_in, what_is_held, decide], dependencies=DEPENDENCIES, response_headers=PRIVATE
    )
