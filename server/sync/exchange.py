"""One round trip, the whole of it on one page: take what the device has, answer what is new (ARCHITECTURE 4).

The steps bear the numbers of the protocol: 3 lock · 4 known ids · 5 judge and merge · 6 log · 7 commit ·
8 read one snapshot. Steps 1, 2, 9 and 10 are the device's (`pwa/src/sync`).
"""

import logging
from dataclasses import dataclass, field

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import clock as kernel_clock
from server.kernel.db import Database
from server.kernel.ids import PersonId, SchoolId
from server.kernel.problems import Refused
from server.kernel.trouble import is_of_the_machine
from server.patterns.due import DueBlocks
from server.sync import members, order, registry, rowstore
from server.sync.events import Hub
from server.sync.held import Holdings
from server.sync.offered import Offered, offered
from server.sync.pace import Pace
from server.sync.pull import Page, newest, nothing_of, pull
from server.sync.purge_list import PurgeList
from server.sync.purged import to_tell
from server.sync.push import Push
from server.sync.quiet import Quiet
from server.sync.reach import Reach, nothing_is_safe
from server.sync.schemas import MUTATIONS, AppBuilds, Purged, SyncAnswer, SyncRequest, Verdict
from server.sync.sender import Sender
from server.sync.standing import Standing, same_timeline, seen_long_ago, seen_now, standing
from server.sync.unit import Touched
from server.sync.verdicts import as_settled, settled_since
from server.sync.waiting import on_contact, waits_in, wake

PROTOCOL = 1
Written = tuple[list[Verdict], Touched]
_LOG = logging.getLogger("brightwalk")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a round trip needs besides the request.

    `builds`: the oldest and newest app that may talk; `due` brings what time alone has made ready; `safe`: reach.py.
    """

    database: Database
    secret: bytes
    hub: Hub
    due: DueBlocks
    builds: AppBuilds
    pace: Pace = field(default_factory=Pace)
    safe: Reach = nothing_is_safe
    purge_list: PurgeList = field(default_factory=PurgeList)
    holdings: Holdings = field(default_factory=Holdings)
    quiet: Quiet = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quiet", Quiet(self.database.glance))

    async def after(self, touched: Touched) -> None:
        """What follows a commit: listeners are told, and what was purged leaves the rest of the disk too."""
        self.hub.changed(touched.scopes)
        if touched.purged:
            self.purge_list.add(touched.purged)
            await self.database.forget_old_pages()

    async def answer(self, account: str, device: str, request: SyncRequest) -> SyncAnswer:
        """Steps 3 to 8 for one request of a signed-in device."""
        self._may_talk(account, device, request)
        if told := await self.from_memory(account, device, request):
            return told
        return await self._now(await self._anew(account, device, request))

    async def from_memory(self, account: str, device: str, request: SyncRequest) -> SyncAnswer | None:
        """The answer to a device that brings nothing, if it is certain that there is nothing for it."""
        told = await self.quiet.again(account, device, request)
        return await self._now(told) if told else None

    async def _now(self, told: SyncAnswer) -> SyncAnswer:
        return replace(told, now=kernel_clock.instant(), safe=await self.safe(told.persons))

    async def _anew(self, account: str, device: str, request: SyncRequest) -> SyncAnswer:
        stands, last_seen = await standing(self.database.glance, account, device)
        await self._same_timeline(stands, request)
        news = bool(request.mutations) or stands.parked or not stands.is_told(request) or seen_long_ago(last_seen)
        sender = Sender(account, dict(stands.persons), device, stands.device_state != "ok", stands.closing)
        results, touched = await self._write(sender, request, news, stands.parked)
        bearings = await self.quiet.bearings(account, device)
        answer = await self._read(sender, request, results, touched)
        self.quiet.keep(device, request, answer, bearings)
        return answer

    async def _write(self, sender: Sender, request: SyncRequest, news: bool, parked: bool) -> Written:
        mutations = [offered(raw) for raw in request.mutations[:MUTATIONS]]
        self.pace.spend(sender.account, sum(one.size for one in mutations))
        try:
            waits = await waits_in(self.database.glance, sender.account) if parked else set()
            results, touched = await self._take(sender, mutations, request, waits) if news else ([], Touched())
            if not sender.closed:
                await self._bring_what_is_due(sender.persons)
        except Exception as error:
            if mutations or not is_of_the_machine(error):
                raise
            _LOG.error("nothing can be stored (%s): reading goes on", type(error).__name__)
            results, touched = [], Touched()
        return results, touched

    async def _bring_what_is_due(self, persons: dict[str, str]) -> None:
        for school, person in persons.items():
            await self.due.bring(SchoolId(school), PersonId(person))

    async def _take(self, sender: Sender, mutations: list[Offered], request: SyncRequest, waits: set[str]) -> Written:
        """Before anything else the locks of all orders that may be written in: whoever waits there holds nothing."""
        async with self.database.writing() as session:
            push = Push(session, self.secret)
            await push.unit.lock(sender.orders({*waits, *(one.school for one in mutations)}))  # 3
            if waits:
                await on_contact(push, sender, waits)
            results = await push.take(sender, mutations)  # 4, 5, 6
            await wake(push)
            await seen_now(session, sender.device, request, len(results))
            await self.hub.announce(session, push.touched.scopes)
        await self.after(push.touched)  # 7
        return results, push.touched

    async def _read(self, sender: Sender, request: SyncRequest, results: list[Verdict], touched: Touched) -> SyncAnswer:
        records: list[dict[str, object]] = []
        settled: list[Verdict] = []
        purged: list[Purged] = []
        async with self.database.reading() as session:  # 8
            if sender.closed:
                page = nothing_of(await newest(session, sender.persons))
            else:
                page = await pull(session, self.holdings, sender.account, sender.persons, request)
                records = await _records(session, page, touched)
                stands, brought = request.asof or {}, (one.id for one in results)
                settled = await settled_since(session, sender.account, sender.persons, stands)
                purged = await to_tell(session, sender.account, sender.persons, stands, brought)
            if sender.account in request.heard or any(one.clock == 0 for one in results):
                page.heard[sender.account] = await order.newest(session, sender.account)
            unread = await members.unread(session, page.first_readings())
        if unread and not await self._marked_read(sender, unread):
            return await self._read(sender, request, results, touched)  # a share was taken back meanwhile: look again
        return SyncAnswer(
            account=sender.account,
            persons=sender.persons,
            now="",
            results=as_settled(results, settled),
            settled=settled,
            purged=purged,
            records=records,
            rows=page.rows,
            asof=page.asof,
            granted=page.granted,
            ended=page.ended,
            scopes=page.scopes,
            heard=page.heard,
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

    async def _same_timeline(self, stands: Standing, request: SyncRequest) -> None:
        """Rows came up to `asof`, verdicts up to `heard`, also of the account itself (`Sender.orders`)."""
        for school, asof in [*(request.asof or {}).items(), *request.heard.items()]:
            newest_there = stands.clocks.get(school)
            if newest_there and not await same_timeline(self.database.glance, school, asof, newest_there):
                raise Refused("timeline")


async def _records(session: AsyncSession, page: Page, touched: Touched) -> list[dict[str, object]]:
    """The rows that this request touched and its account may read now, unless the page has them anyway."""
    there = {place.row_id for place in page.standing}
    standing = await rowstore.places(session, touched.rows - there)
    readable = [place for place in standing.values() if page.holds(place.scope)]
    return await rowstore.wire_rows(session, registry.KINDS, readable)
