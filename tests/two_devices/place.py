"""A server whose store can be copied away and brought back, with two schools in it. No HTTP: the exchange itself."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import insert, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from server.content import default_protocol
from server.inquiry.founding import publish_protocol
from server.kernel.db import Base, Database
from server.kernel.ids import PersonId, SchoolId, child_id, new_id
from server.kernel.problems import Refused
from server.kernel.verbs import Write
from server.people.models import AccountPerson, ClassTeacher, Device, Person, Role, School, SchoolClass
from server.people.seats import seat_in_school
from server.sync import quarantine, registry
from server.sync.opening import Sync, open_sync
from server.sync.order import newest, same_timeline
from server.sync.purge_list import PurgeList
from server.sync.push import Push
from server.sync.schemas import AppBuilds, AsOf, SyncRequest
from tests.two_devices.shelves import Shelf

HARBOR = {"ana": ("leader", "admin"), "cy": ("leader",), "ben": ("teacher",)}
LAKE = {"eli": ("leader", "admin", "teacher"), "ana": ("leader",)}
TEACHES = {"harbor": "ben", "lake": "eli"}


class Killed(Exception):
    """The server's process ended here."""


class Mortal(Database):
    """A database under a process that can be killed just before or just after a commit, the next or a later one.

    "commit fails": the disk is full or the line is cut; the process lives on, with whatever it remembers.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.death = ""
        self.spared = 0

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        async with super().writing() as session:
            yield session
            self._die("before commit", Killed())
            self._die("commit fails", OperationalError("COMMIT", {}, OSError("the disk is full")))
        self._die("after commit", Killed())

    def _die(self, where: str, how: Exception) -> None:
        if self.death == where and not self.spared:
            self.death = ""
            raise how
        self.spared -= self.death == where


@dataclass(eq=False)
class Place:
    """The server. `people` are persons by school and name; Ana is in both schools with one account."""

    shelf: Shelf
    address: str
    schools: dict[str, str] = field(default_factory=lambda: {"harbor": new_id(), "lake": new_id()})
    classes: dict[str, str] = field(default_factory=lambda: {"harbor": new_id(), "lake": new_id()})
    protocols: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=lambda: {name: new_id() for name in ("ana", "ben", "cy", "eli")})
    people: dict[tuple[str, str], str] = field(default_factory=dict)
    builds: AppBuilds = dataclasses.field(default_factory=lambda: AppBuilds(min_build=0, latest_build=1))
    safe: dict[str, AsOf] = field(default_factory=dict)
    answers: int = 0
    second: tuple[Mortal, Sync] | None = None
    purge_list: PurgeList = dataclasses.field(default_factory=PurgeList)

    async def open(self) -> None:
        self.database, self.sync_core = await self._process()
        self.second = None

    async def _process(self) -> tuple[Mortal, Sync]:
        database = Mortal(self.address)
        core = await open_sync(database, self.builds, self.purge_list)
        return database, dataclasses.replace(core, exchange=dataclasses.replace(core.exchange, safe=self._safe))

    async def _safe(self, schools: Iterable[str]) -> dict[str, int]:
        """How far the last backup reaches that was read back and found whole, if it is of this timeline."""
        async with self.database.reading() as session:
            held = {school: self.safe[school] for school in schools if school in self.safe}
            return {school: asof.clock for school, asof in held.items() if await same_timeline(session, school, asof)}

    async def close(self) -> None:
        await self.database.close()
        await self._close_second()

    async def reopen(self) -> None:
        await self.close()
        await self.open()

    async def _close_second(self) -> None:
        if self.second:
            await self.second[0].close()
        self.second = None

    async def _door(self, second: bool) -> tuple[Mortal, Sync]:
        """One of two processes over the same database; the second begins when somebody first comes to it."""
        if not second:
            return self.database, self.sync_core
        return self.second or await self.open_second()

    async def open_second(self) -> tuple[Mortal, Sync]:
        self.second = await self._process()
        return self.second

    async def _killed(self, second: bool) -> None:
        """One process is gone and started anew; what the other one remembers, it remembers still."""
        if second:
            await self._close_second()
        else:
            await self.database.close()
            self.database, self.sync_core = await self._process()

    async def found(self) -> None:
        self.database = Mortal(self.address)
        async with self.database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await self.database.close()
        await self.open()
        for school, staff in (("harbor", HARBOR), ("lake", LAKE)):
            self.people |= {(school, name): new_id() for name in staff}
            await self._found(school, staff)
            for name in staff:
                await self._belongs(school, name)

    async def _found(self, school: str, staff: dict[str, tuple[str, ...]]) -> None:
        first = self.people[school, next(iter(staff))]
        async with self._writing(school, first) as write:
            await write.put(School, self.schools[school], f"school:{self.schools[school]}", name=school)
            for name, roles in staff.items():
                await self._seat(write, school, name, roles)
            klass, teacher, scope = self.classes[school], self.people[school, TEACHES[school]], self._staff(school)
            await write.put(SchoolClass, klass, scope, title="Math 4")
            await write.put(ClassTeacher, child_id(klass, teacher), scope, class_id=klass, person_id=teacher)
            self.protocols[school] = await publish_protocol(write, default_protocol())
            await seat_in_school(write)

    async def welcome(self, school: str, name: str) -> None:
        """Somebody comes to a school by a hand that is not a device's (an import, say). Said twice it is said once."""
        person = self.people.setdefault((school, name), new_id())
        async with self._writing(school, self.people[school, TEACHES[school]]) as write:
            await self._seat(write, school, name, ("leader",))
            await seat_in_school(write, [person])
        async with self.database.reading() as session:
            known = await session.get(AccountPerson, person)
        if known is None:
            await self._belongs(school, name)

    async def device(self, name: str) -> str:
        device = new_id()
        row = {"id": device, "account_id": self.accounts[name], "label": "", "store_key": b"", "waiting": 0}
        async with self.database.writing() as session:
            await session.execute(insert(Device).values(**row, created_at=""))
        return device

    async def close_device(self, device: str) -> None:
        async with self.database.writing() as session:
            await session.execute(update(Device).where(Device.id == device).values(state="closed", closing="seal"))

    async def let_in(self, device: str) -> None:
        """As the route does it: what the device has handed in while it was closed is taken in now."""
        async with self.database.writing() as session:
            push = Push(session, self.sync_core.exchange.secret)
            held = await quarantine._locked(push, device)
            await session.execute(update(Device).where(Device.id == device).values(state="ok", closing=None))
            await quarantine._take_in(push, device, held)

    async def sync(
        self,
        account: str,
        device: str,
        request: dict[str, Any],
        *,
        second: bool = False,
        death: str = "",
        spared: int = 0,
        fault: str = "",
    ) -> dict[str, Any]:
        """The answer as it travels, or {"problem": name}: "killed" if the process died, `death` says where.

        `second`: it comes to the other of two processes.
        """
        raw = msgspec.json.encode(request)
        database, core = await self._door(second)
        database.death, database.spared = death, spared
        self.answers += 1
        good = registry.VERBS
        try:
            registry.VERBS = _with_a_fault(fault)  # type: ignore[assignment]
            answer = await core.exchange.answer(account, device, msgspec.json.decode(raw, type=SyncRequest))
        except Refused as refused:
            return {"problem": refused.problem.name}
        except OperationalError:
            return {"problem": "busy"}
        except Killed:
            await self._killed(second)
            return {"problem": "killed"}
        finally:
            registry.VERBS = good
            database.death = ""
        travelled: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer))
        return travelled

    async def back_up(self, *, whole: bool) -> str:
        """A copy. `whole`: it was read back, so devices may forget what it holds."""
        async with self.database.reading() as session:
            if whole:
                self.safe = {school: await newest(session, school) for school in self.schools.values()}
        await self.close()
        copy = self.shelf.copy(self.address)
        await self.open()
        return copy

    async def restore(self, copy: str) -> None:
        await self.close()
        self.address = self.shelf.copy(copy)
        await self.open()

    def schools_of(self, name: str) -> list[str]:
        return [school for school, who in self.people if who == name]

    def persons_of(self, name: str) -> set[str]:
        return {person for (_, who), person in self.people.items() if who == name}

    def _staff(self, school: str) -> str:
        return f"staff:{self.schools[school]}"

    def _writing(self, school: str, author: str) -> Any:
        return self.sync_core.ledger.writing(SchoolId(self.schools[school]), PersonId(author), "found_school")

    async def _seat(self, write: Write, school: str, name: str, roles: tuple[str, ...]) -> None:
        person = self.people[school, name]
        await write.put(Person, person, self._staff(school), name=name)
        for role in roles:
            await write.put(Role, child_id(person, role), self._staff(school), person_id=person, role=role)

    async def _belongs(self, school: str, name: str) -> None:
        row = {"person_id": self.people[school, name], "school_id": self.schools[school]}
        async with self.database.writing() as session:
            await session.execute(insert(AccountPerson).values(**row, account_id=self.accounts[name]))


def _with_a_fault(verb: str) -> dict[str, Any]:
    async def broken(_: Write) -> None:
        raise ZeroDivisionError

    known = dict(registry.VERBS)
    return {**known, verb: dataclasses.replace(known[verb], check=broken)} if verb else known


def run(loop: asyncio.AbstractEventLoop, work: Any) -> Any:
    return loop.run_until_complete(work)
