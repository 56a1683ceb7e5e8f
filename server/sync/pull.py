"""The way out: everything new in the scopes that an account holds, read in one snapshot (step 8).

For each school the device says where it stands (`asof`), and for scopes that it is still filling how far
it got (`behind`). A page covers the school's order up to some clock T and never splits a version:

- memberships granted in (asof, T] start filling from 0; memberships ended in it are told;
- complete scopes give their rows of (asof, T]; scopes behind give rows up to T, as many as fit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.people.models import Membership
from server.sync import order, registry, rowstore
from server.sync.digest import digest
from server.sync.models import Feed
from server.sync.rowstore import PLACE, Place
from server.sync.schemas import AsOf, SyncRequest

PAGE = 500


@dataclass(slots=True)
class Page:
    """What one answer carries of all schools together. `taught`: scopes that a person holds as the teacher."""

    standing: list[Place] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    asof: dict[str, AsOf] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    granted: dict[str, str] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    taught: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, str] | None = None
    more: bool = False


async def pull(session: AsyncSession, persons: Mapping[str, str], request: SyncRequest) -> Page:
    """The next page for this account's persons."""
    page = Page()
    for school, person in sorted(persons.items()):
        stands = (request.asof or {}).get(school, order.START)
        await _school(session, page, _Reader(school, person, stands, request.behind))
    page.scopes = _whole_list_if_needed(page, request)
    page.more = page.more or bool(page.behind)
    page.rows = await rowstore.wire_rows(session, registry.KINDS, page.standing)
    return page


async def newest(session: AsyncSession, schools: Iterable[str], known: Mapping[str, AsOf]) -> dict[str, AsOf]:
    """Where each school's order stands in this snapshot: every verdict given so far is not after it.

    A device keeps it beside `asof`: if the server is restored while pages are still to come, or the device
    gets none since it is closed, this tells that verdicts were lost.
    """
    heard = {}
    for school in schools:
        clock, page = await order.clock_of(session, school), known.get(school)
        heard[school] = page if page and page.clock == clock else await order.stamp(session, school, clock)
    return heard


@dataclass(frozen=True, slots=True)
class _Reader:
    school: str
    person: str
    stands: AsOf
    behind: Mapping[str, int]


async def _school(session: AsyncSession, page: Page, reader: _Reader) -> None:
    found = await session.execute(
        select(Membership.scope, Membership.role, Membership.version, Membership.ended, Membership.archived).where(
            Membership.person_id == reader.person
        )
    )
    members = list(found)
    page.held.update({scope: role for scope, role, _, ended, _ in members if not ended})
    page.taught.update(
        {scope: reader.person for scope, role, _, ended, _ in members if role == "teacher" and not ended}
    )
    now = await order.clock_of(session, reader.school)
    since = reader.stands.clock
    until = await _complete_scopes(session, page, reader, now)
    filling = {}
    for scope, role, version, ended, archived in members:
        if since < version <= until:
            if ended:
                page.ended.append(scope)
            else:
                page.granted[scope] = role
                if not archived:
                    filling[scope] = 0
        elif not ended and scope in reader.behind:
            filling[scope] = reader.behind[scope]
    for scope, cursor in sorted(filling.items()):
        await _fill(session, page, scope, cursor, until)
    page.asof[reader.school] = await order.stamp(session, reader.school, until)


async def _complete_scopes(session: AsyncSession, page: Page, reader: _Reader, now: int) -> int:
    """Rows of the scopes that the device has in full; answers the clock T up to which this page speaks."""
    since = reader.stands.clock
    if since == now:
        return now
    filling = [scope for scope in reader.behind if scope in page.held]
    newer = (
        select(*PLACE)
        .join(Membership, _holds(reader))
        .where(Feed.school_id == reader.school, Feed.version > since, Membership.version <= since)
        .where(Feed.scope.not_in(filling) if filling else Feed.version > since)
        .order_by(Feed.version)
    )
    room = max(PAGE - len(page.standing), 1)
    found = [Place(*row) for row in await session.execute(newer.limit(room + 1))]
    until = now
    if len(found) > room:
        until = found[room - 1].version
        if found[room].version == until:  # a version is never split over two pages
            same = await session.execute(newer.where(Feed.version == until))
            found = [place for place in found if place.version < until] + [Place(*row) for row in same]
        found = [place for place in found if place.version <= until]
        page.more = True
    page.standing.extend(found)
    return until


async def _fill(session: AsyncSession, page: Page, scope: str, cursor: int, until: int) -> None:
    """The next rows of a scope that is still filling; it leaves `behind` once it has reached T."""
    room = PAGE - len(page.standing)
    if room <= 0:
        page.behind[scope] = cursor
        return
    rows = select(*PLACE).where(Feed.scope == scope, Feed.version <= until).order_by(Feed.version)
    found = [Place(*row) for row in (await session.execute(rows.where(Feed.version > cursor).limit(room + 1)))]
    if len(found) > room:
        last = found[room - 1].version
        if found[room].version == last:
            same = await session.execute(rows.where(Feed.version == last))
            found = [place for place in found if place.version < last] + [Place(*row) for row in same]
        found = [place for place in found if place.version <= last]
        page.behind[scope] = last
    page.standing.extend(found)


def _holds(reader: _Reader) -> ColumnElement[bool]:
    return and_(
        Membership.scope == Feed.scope,
        Membership.person_id == reader.person,
        Membership.ended.is_(False),
        Membership.archived.is_(False),
    )


def _whole_list_if_needed(page: Page, request: SyncRequest) -> dict[str, str] | None:
    """The complete list of scopes when the device's own, brought up to date by this page, would differ."""
    if page.more:
        return None
    before = {scope: role for scope, role in page.held.items() if scope not in page.granted}
    if request.scopes_digest == digest(before) and not page.ended:
        return None
    return page.held
