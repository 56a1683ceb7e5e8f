"""One round trip, the whole of it on one page: take what the device has, answer what is new (ARCHITECTURE 4).

The steps bear the numbers of the protocol: 3 lock · 4 known ids · 5 judge and merge · 6 log · 7 commit ·
8 read one snapshot. Steps 1, 2, 9 and 10 are the device's (`pwa/src/sync`).
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId
from server.kernel.problems import Refused
from server.kernel.trouble import is_of_the_machine
from server.patterns.due import DueBlocks
from server.people.models import Device
from server.sync import members, order, registry, rowstore
from server.sync.events import Hub
from server.sync.models import Log
from server.sync.offered import Offered, offered
from server.sync.pace import Pace
from server.sync.pull import Page, newest, pull
from server.sync.push import Push, Sender
from server.sync.schemas import MUTATIONS, AppBuilds, SyncAnswer, SyncRequest, Verdict
from server.sync.verdicts import stored_verdict
from server.sync.waiting import anything_parked, on_contact, wake
from server.sync.writing import Touched

PROTOCOL = 1
_LOG = logging.getLogger("brightwalk")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a round trip needs besides the request.

    `builds` are the oldest and newest app that may talk; `due` brings what time alone has made ready.
    """

    database: Database
    secret: bytes
    hub: Hub
    due: DueBlocks
    builds: AppBuilds
    pace: Pace = field(default_factory=Pace)

    async def answer(self, account: str, device: str, request: SyncRequest) -> SyncAnswer:
        """Steps 3 to 8 for one request of a signed-in device."""
        self._may_talk(account, device, request)
        async with self.database.reading() as session:
            persons = await members.persons_of(session, account)
            await self._same_timeline(session, persons, request)
            known = await session.get_one(Device, device)
            news = bool(request.mutations) or _out_of_date(known, request) or await anything_parked(session, account)
        sender = Sender(account, persons, device, closed=known.state != "ok", closing=known.closing)
        mutations = [offered(raw) for raw in request.mutations[:MUTATIONS]]
        self.pace.spend(account, sum(one.size for one in mutations))
        try:
            results, touched = await self._take(sender, mutations, request) if news else ([], Touched())
            if not sender.closed:
                await self._bring_what_is_due(persons)
        except Exception as error:
            if mutations or not is_of_the_machine(error):
                raise
            _LOG.error("nothing can be stored (%s): reading goes on", type(error).__name__)
            results, touched = [], Touched()
        return await self._read(sender, request, results, touched)

    async def _bring_what_is_due(self, persons: dict[str, str]) -> None:
        for school, person in persons.items():
            await self.due.bring(SchoolId(school), PersonId(person))

    async def _take(
        self, sender: Sender, mutations: list[Offered], request: SyncRequest
    ) -> tuple[list[Verdict], Touched]:
        async with self.database.writing() as session:
            push = Push(session, self.secret)
            await on_contact(push, sender, {one.school for one in mutations})
            results = await push.take(sender, mutations)  # 3, 4, 5, 6
            await wake(push)
            await _seen(session, sender.device, request)
        self.hub.changed(push.touched.scopes)  # 7
        return results, push.touched

    async def _read(self, sender: Sender, request: SyncRequest, results: list[Verdict], touched: Touched) -> SyncAnswer:
        page, records, settled = Page(), [], []
        async with self.database.reading() as session:  # 8
            if not sender.closed:
                page = await pull(session, sender.persons, request)
                records = await _records(session, page, touched)
                settled = await _settled(session, sender, request)
            read = [(scope, page.taught[scope]) for scope in {r["scope"] for r in page.rows} if scope in page.taught]
            unread = await members.unread(session, sorted(read))
            heard = await newest(session, sender.persons, page.asof)
        if unread and not await self._marked_read(sender, unread):
            return await self._read(sender, request, results, touched)  # a share was taken back meanwhile: look again
        return SyncAnswer(
            account=sender.account,
            persons=sender.persons,
            now=kernel_clock.instant(),
            results=_as_settled(results, settled),
            settled=settled,
            records=records,
            rows=page.rows,
            asof=page.asof,
            granted=page.granted,
            ended=page.ended,
            scopes=page.scopes,
            heard=heard,
            behind=page.behind,
            more=page.more,
            safe={},
            app=self.builds,
            device_state="closed" if sender.closed else "ok",
            closing=sender.closing if sender.closed else None,
        )

    async def _marked_read(self, sender: Sender, unread: list[tuple[str, str]]) -> bool:
        """Whether what is about to be answered may be, still; under the lock that a withdrawal takes too."""
        async with self.database.writing() as session:
            await order.lock(session, sender.persons)
            held = [await members.membership(session, scope, person) for scope, person in unread]
            if any(one is None or one.ended for one in held):
                return False
            await members.mark_read(session, unread, kernel_clock.instant())
        return True

    def _may_talk(self, account: str, device: str, request: SyncRequest) -> None:
        if request.account != account or request.device != device:
            raise Refused("wrong_account")
        if request.protocol > PROTOCOL:
            raise Refused("server_older")
        if request.build and request.build < self.builds.min_build:
            raise Refused("update_needed")

    async def _same_timeline(self, session: AsyncSession, persons: dict[str, str], request: SyncRequest) -> None:
        """Rows came up to `asof`, verdicts up to `heard`, which is ahead of it while pages are still to come."""
        for school, asof in [*(request.asof or {}).items(), *request.heard.items()]:
            if school in persons and not await order.same_timeline(session, school, asof):
                raise Refused("timeline")


def _out_of_date(device: Device, request: SyncRequest) -> bool:
    """Whether what the school sees of this device should be written anew: what waits, its build, that it was here."""
    a_minute_ago = kernel_clock.instant(kernel_clock.now() - timedelta(minutes=1))
    told = (device.waiting, device.build) == (request.waiting, str(request.build))
    return not told or (device.last_seen or "") < a_minute_ago


async def _seen(session: AsyncSession, device: str | None, request: SyncRequest) -> None:
    await session.execute(
        update(Device)
        .where(Device.id == device)
        .values(waiting=request.waiting, build=str(request.build), last_seen=kernel_clock.instant())
    )


async def _records(session: AsyncSession, page: Page, touched: Touched) -> list[dict[str, object]]:
    """The rows that this request touched and its account may read now, unless the page has them anyway."""
    there = {place.row_id for place in page.standing}
    standing = await rowstore.places(session, touched.rows - there)
    readable = [place for place in standing.values() if place.scope in page.held]
    return await rowstore.wire_rows(session, registry.KINDS, readable)


def _as_settled(results: list[Verdict], settled: list[Verdict]) -> list[Verdict]:
    """What waited for a later mutation of the same request was parked and woken since: the last word counts."""
    last = {verdict.id: verdict for verdict in settled}
    return [last.get(one.id, one) if one.status == "parked" else one for one in results]


async def _settled(session: AsyncSession, sender: Sender, request: SyncRequest) -> list[Verdict]:
    """Verdicts of this account's parked mutations that have changed since the device last heard."""
    verdicts: list[Verdict] = []
    for school in sender.persons:
        since = (request.asof or {}).get(school, order.START).clock
        found = await session.execute(
            select(Log).where(Log.account_id == sender.account, Log.school_id == school, Log.settled > since)
        )
        verdicts.extend(stored_verdict(log) for log in found.scalars())
    return verdicts
