"""Yours to take (promise 8): everything that the signed-in account may read, as one file."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, Router, get
from litestar.datastructures import State
from litestar.params import SkipValidation
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.answers import problems
from server.people.models import Membership
from server.people.routes import DEPENDENCIES
from server.people.sessions import Visitor
from server.sync import members, merge, order, registry, rowstore
from server.sync.exchange import Exchange
from server.sync.models import Feed


@get(
    "/api/export",
    operation_id="exportMine",
    summary="Everything I may read, as one file",
    tags=["export"],
    responses=problems(401, 403),
)
async def export_mine(state: State, visitor: SkipValidation[Visitor]) -> Response[dict[str, Any]]:
    """Rows by kind, each with its fields as they are shown; where two wordings stand, all of them."""
    exchange: Exchange = state.exchange
    await _mark_read(exchange, visitor.account)
    async with exchange.database.reading() as session:
        rows = await readable(session, visitor.account)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if not row.get("gone"):
            by_kind.setdefault(row["kind"], []).append(_plain(row))
    headers = {"content-disposition": 'attachment; filename="brightwalk.json"', "cache-control": "no-store"}
    return Response({"made": kernel_clock.instant(), "rows": by_kind}, headers=headers)


async def readable(session: AsyncSession, account: str) -> list[dict[str, Any]]:
    """Every row in every scope that the account's persons hold now, and no other."""
    persons = await members.persons_of(session, account)
    held = select(Membership.scope).where(Membership.person_id.in_(persons.values()), Membership.ended.is_(False))
    found = await session.execute(select(*rowstore.PLACE).where(Feed.scope.in_(held)))
    return await rowstore.wire_rows(session, registry.KINDS, [rowstore.Place(*row) for row in found])


async def _mark_read(exchange: Exchange, account: str) -> None:
    """A download is reading too (RULINGS 12); marked before it is read, so that no withdrawal slips in between."""
    async with exchange.database.reading() as session:
        if not await members.unread(session, await _taught(session, account)):
            return
    async with exchange.database.writing() as session:
        await order.lock(session, await members.persons_of(session, account))
        unread = await members.unread(session, await _taught(session, account))
        await members.mark_read(session, unread, kernel_clock.instant())


async def _taught(session: AsyncSession, account: str) -> list[tuple[str, str]]:
    """The visits that the account's persons may read as the teachers who were there."""
    persons = await members.persons_of(session, account)
    taught = select(Membership.scope, Membership.person_id).where(
        Membership.person_id.in_(persons.values()), Membership.role == "teacher", Membership.ended.is_(False)
    )
    return [(scope, person) for scope, person in await session.execute(taught)]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {field: [head["value"] for head in merge.shown(dict(row), field)] for field in row["fields"]}
    values = {field: heads[0] if len(heads) == 1 else heads for field, heads in shown.items() if heads}
    return {"id": row["id"], "scope": row["scope"], **values}


def export_routes() -> Router:
    """The route, with its visitor provided."""
    return Router("/", route_handlers=[export_mine], dependencies=DEPENDENCIES)
