"""What the routes of this chapter need from the server around them; `app.py` keeps one as `state.house`."""

import asyncio
from dataclasses import dataclass, field

from litestar.datastructures import State

from server.kernel.db import Database
from server.kernel.verbs import Ledger, Step
from server.people.limits import Limits
from server.people.mail import Post
from server.people.signed_in import SignedInDevices


@dataclass(slots=True, kw_only=True)
class House:
    """`address` is what people type, and decides cookie and links. `founding` runs when a school is made."""

    database: Database
    ledger: Ledger
    address: str
    build: str = ""
    demo: bool = False
    session_days: int = 60
    post: Post | None = None
    founding: tuple[Step, ...] = ()
    limits: Limits = field(default_factory=Limits)
    signed_in: SignedInDevices = field(default_factory=SignedInDevices)
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    @property
    def secure(self) -> bool:
        """Whether people come over https."""
        return self.address.startswith("https:")


async def provide_house(state: State) -> House:
    """The dependency `house` of every route in this chapter."""
    house: House = state.house
    return house
