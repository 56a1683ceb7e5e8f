"""Two observers in one room: what the tests of watching together start from."""

from datetime import timedelta
from typing import Any

from server.kernel.clock import instant, moment
from server.kernel.ids import child_id
from tests.cast import Op, World
from tests.walkthroughs.visiting import Visit, started

KEY = "7K3QX9MVB2TD"


def key_of(visit: Visit, key: str = KEY) -> Op:
    """The first observer shows a key."""
    return visit.put("visit_key", child_id(visit.id, "visit_key", key), key=key)


def wish(visit: Visit, host: Visit | None = None, key: str = KEY) -> Op:
    """The second takes it in: from a QR code if the first visit is named, else typed."""
    named: dict[str, Any] = {"hostId": host.id} if host else {}
    return visit.put("joining", child_id(visit.id, "joining", key), key=key, **named)


def no_wish(visit: Visit, key: str = KEY) -> Op:
    return visit.remove("joining", child_id(visit.id, "joining", key))


def parting(host: Visit, guest: Visit) -> Op:
    return host.remove("companion", child_id(host.id, guest.id, "companion"))


async def two(world: World) -> tuple[Visit, Visit]:
    """Ana and Dee, each in an own visit to Ben's class."""
    return await started(world), await started(world, world.dee)


async def together(world: World) -> tuple[Visit, Visit]:
    """The same, joined: Ana is the host."""
    host, guest = await two(world)
    await host.observer.did("show_visit_key", key_of(host))
    await guest.observer.did("join_visit", wish(guest, host))
    return host, guest


async def outcome(visit: Visit) -> Any:
    rows = await visit.observer.sees("joining", scope=visit.scope)
    return rows[0].get("outcome") if rows else None


async def read(visit: Visit, reader: Any) -> list[str]:
    return [row["text"] for row in await reader.sees("evidence_note", scope=visit.scope)]


def later(minutes: int) -> str:
    """A moment after the world's beginning."""
    return instant(moment("2026-03-02T15:00:00.000Z") + timedelta(minutes=minutes))
