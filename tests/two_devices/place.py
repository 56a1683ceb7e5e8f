"""A server on a file that can be copied away and brought back, with a school in it. No HTTP: the exchange itself."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import insert

from server.content import default_protocol
from server.inquiry.founding import publish_protocol
from server.kernel.db import Base, Database
from server.kernel.ids import PersonId, SchoolId, child_id, new_id
from server.kernel.problems import Refused
from server.patterns.due import DueBlocks
from server.people.models import AccountPerson, ClassTeacher, Device, Person, Role, School, SchoolClass
from server.people.seats import seat_in_school
from server.sync.events import Hub
from server.sync.exchange import Exchange
from server.sync.ledger import SyncLedger
from server.sync.schemas import AppBuilds, SyncRequest

SECRET = b"model"
PEOPLE = {"ana": ("leader", "admin"), "cy": ("leader",), "ben": ("teacher",)}


async def _nobody(_school: str, _scopes: set[str]) -> tuple[set[str], int]:
    return set(), 0


@dataclass(eq=False)
class Place:
    """The server. `crash` names the point at which the next request dies: before_commit or after_commit."""

    path: Path
    school: str = field(default_factory=new_id)
    klass: str = field(default_factory=new_id)
    people: dict[str, str] = field(default_factory=lambda: {name: new_id() for name in PEOPLE})
    accounts: dict[str, str] = field(default_factory=lambda: {name: new_id() for name in PEOPLE})
    protocol: str = ""
    epoch: int = 0

    def open(self) -> None:
        self.database = Database(f"sqlite+aiosqlite:///{self.path}")
        hub = Hub(_nobody)
        self.ledger = SyncLedger(self.database, SECRET, hub)
        builds = AppBuilds(min_build=0, latest_build=1)
        self.exchange = Exchange(self.database, SECRET, hub, DueBlocks(self.database, self.ledger), builds)

    async def found(self) -> None:
        async with self.database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        staff = f"staff:{self.school}"
        async with self.ledger.writing(SchoolId(self.school), PersonId(self.people["ana"]), "found_school") as write:
            await write.put(School, self.school, f"school:{self.school}", name="Harbor")
            for name, roles in PEOPLE.items():
                person = self.people[name]
                await write.put(Person, person, staff, name=name)
                for role in roles:
                    await write.put(Role, child_id(person, role), staff, person_id=person, role=role)
            await write.put(SchoolClass, self.klass, staff, title="Math 4")
            lesson = child_id(self.klass, self.people["ben"])
            await write.put(ClassTeacher, lesson, staff, class_id=self.klass, person_id=self.people["ben"])
            self.protocol = await publish_protocol(write, default_protocol())
            await seat_in_school(write)
        async with self.database.writing() as session:
            for name, person in self.people.items():
                account = self.accounts[name]
                row = {"person_id": person, "account_id": account, "school_id": self.school}
                await session.execute(insert(AccountPerson).values(**row))

    async def device(self, account: str) -> str:
        device = new_id()
        async with self.database.writing() as session:
            await session.execute(
                insert(Device).values(id=device, account_id=account, label="", store_key=b"", waiting=0, created_at="")
            )
        return device

    async def sync(self, account: str, device: str, request: dict[str, Any]) -> dict[str, Any]:
        """The answer as it travels, or {"problem": name}."""
        raw = msgspec.json.encode(request)
        try:
            answer = await self.exchange.answer(account, device, msgspec.json.decode(raw, type=SyncRequest))
        except Refused as refused:
            return {"problem": refused.problem.name}
        travelled: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer))
        return travelled

    def back_up(self, copy: Path) -> None:
        with closing(sqlite3.connect(self.path)) as live, closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)

    async def restore(self, copy: Path) -> None:
        await self.database.close()
        self.epoch += 1
        self.path = self.path.with_name(f"live{self.epoch}.sqlite")
        shutil.copy(copy, self.path)
        self.open()

    async def reopen(self) -> None:
        await self.database.close()
        self.open()


def run(loop: asyncio.AbstractEventLoop, work: Any) -> Any:
    return loop.run_until_complete(work)
