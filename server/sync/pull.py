"""The way out: everything new in the scopes that an account holds, read in one snapshot (step 8).

For each school the device says where it stands (`asof`), and for scopes that it is still filling how far
it got (`behind`). A page covers the school's order up to some clock T and never splits a version:

- memberships granted in (asof, T] start filling from 0; memberships ended in it are told;
- complete scopes give their rows of (asof, T]; scopes behind give rows up to T, as many as fit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.sync import order, registry, rowstore
from server.sync.held import Holding, Holdings, changed
from server.sync.rowstore import Place
from server.sync.schemas import START, AsOf, SyncRequest

PAGE = 500

_NEWER = (
    "SELECT f.row_id, f.kind, f.scope, f.version FROM feed AS f "
    "JOIN membership AS m ON m.scope = f.scope AND m.person_id = $1 "
    "WHERE f.school_id = $2 AND f.version > $3 AND m.ended IS FALSE AND m.archived IS FALSE AND m.version <= $3 "
)
_NEWER_PAGE = Question(_NEWER + "ORDER BY f.version LIMIT $4")
_NEWER_SAME = Question(_NEWER + "AND f.version = $4")
_OF_SCOPE = Question(
    "SELECT row_id, kind, scope, version FROM feed "
    "WHERE scope = $1 AND version > $2 AND version <= $3 ORDER BY version LIMIT $4"
)
_OF_SCOPE_SAME = Question("SELECT row_id, kind, scope, version FROM feed WHERE scope = $1 AND version = $2")


@dataclass(slots=True)
class Page:
    """What one answer carries of all schools together. `heard`: where each school's order stands in this snapshot."""

    holding: Holding
    heard: dict[str, AsOf]
    standing: list[Place] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    asof: dict[str, AsOf] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    granted: dict[str, str] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    scopes: dict[str, str] | None = None
    more: bool = False
    most: int = PAGE

    def holds(self, scope: str) -> bool:
        """Whether the account may read this scope in this snapshot."""
        return scope in self.holding.roles

    def first_readings(self) -> list[tuple[str, str]]:
        """The visits on this page of which the account's person is the teacher: (scope, person)."""
        roles, scopes = self.holding.roles, sorted({row["scope"] for row in self.rows})
        return [(scope, self.holding.holders[scope]) for scope in scopes if roles.get(scope) == "teacher"]


def nothing_of(heard: dict[str, AsOf]) -> Page:
    """The page of a closed device, which is told nothing but how far verdicts have come."""
    return Page(Holding({}), heard)


async def pull(
    session: AsyncSession, holdings: Holdings, account: str, persons: Mapping[str, str], request: SyncRequest
) -> Page:
    """The next page for this account's persons."""
    heard = await newest(session, persons)
    page = Page(await holdings.at(session, account, persons, heard), heard, most=min(PAGE, request.page))
    for school, person in sorted(persons.items()):
        stands = (request.asof or {}).get(school, START)
        await _school(session, page, _Reader(school, person, stands, request.behind))
    page.more = page.more or bool(page.behind)
    page.scopes = _whole_list_if_needed(page, request)
    page.rows = await rowstore.wire_rows(session, registry.KINDS, page.standing)
    return page


async def newest(session: AsyncSession, schools: Iterable[str]) -> dict[str, AsOf]:
    """Where each school's order stands in this snapshot: every verdict given so far is not after it.

    A device keeps it beside `asof`: if the server is restored while pages are still to come, or the device
    gets none since it is closed, this tells that verdicts were lost.
    """
    return {school: await order.newest(session, school) for school in schools}


@dataclass(frozen=True, slots=True)
class _Reader:
    school: str
    person: str
    stands: AsOf
    behind: Mapping[str, int]


async def _school(session: AsyncSession, page: Page, reader: _Reader) -> None:
    now, since = page.heard[reader.school], reader.stands.clock
    until = await _complete_scopes(session, page, reader, now.clock)
    holders = page.holding.holders
    filling = {scope: cursor for scope, cursor in reader.behind.items() if holders.get(scope) == reader.person}
    for one in await changed(session, reader.person, since) if since != now.clock else ():
        if one.version > until:
            continue
        if one.ended:
            page.ended.append(one.scope)
        else:
            page.granted[one.scope] = one.role
            if not one.archived:
                filling[one.scope] = 0
    for scope, cursor in sorted(filling.items()):
        await _fill(session, page, scope, cursor, until)
    page.asof[reader.school] = now if until == now.clock else await order.stamp(session, reader.school, until)


async def _complete_scopes(session: AsyncSession, page: Page, reader: _Reader, now: int) -> int:
    """Rows of the scopes that the device has in full; answers the clock T up to which this page speaks."""
    since = reader.stands.clock
    if since in (0, now):
        return now  # a device that has nothing has no scope in full either
    asked = (reader.person, reader.school, since)
    room = max(page.most - len(page.standing), 1)
    found = await _places(session, _NEWER_PAGE, *asked, room + 1)
    until = now
    if len(found) > room:
        until = found[room - 1].version
        if found[room].version == until:  # a version is never split over two pages
            same = await _places(session, _NEWER_SAME, *asked, until)
            found = [place for place in found if place.version < until] + same
        found = [place for place in found if place.version <= until]
        page.more = True
    page.standing.extend(place for place in found if place.scope not in reader.behind)
    return until


async def _fill(session: AsyncSession, page: Page, scope: str, cursor: int, until: int) -> None:
    """The next rows of a scope that is still filling; it leaves `behind` once it has reached T."""
    room = page.most - len(page.standing)
    if room <= 0:
        page.behind[scope] = cursor
        return
    found = await _places(session, _OF_SCOPE, scope, cursor, until, room + 1)
    if len(found) > room:
        last = found[room - 1].version
        if found[room].version == last:
            same = await _places(session, _OF_SCOPE_SAME, scope, last)
            found = [place for place in found if place.version < last] + same
        found = [place for place in found if place.version <= last]
        page.behind[scope] = last
    page.standing.extend(found)


async def _places(session: AsyncSession, question: Question, *values: Any) -> list[Place]:
    return [Place(*row) for row in await question.of(session, *values)]


def _whole_list_if_needed(page: Page, request: SyncRequest) -> dict[str, str] | None:
    """The complete list of scopes when the device's own, brought up to date by this page, would differ."""
    if page.more:
        return None
    if request.scopes_digest == page.holding.digest_without(page.granted) and not page.ended:
        return None
    return dict(page.holding.roles)
