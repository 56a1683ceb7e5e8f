"""In which order each transaction takes the locks of schools: where writers truly come at once, any other would wait
for ever. SQLite has one writer at a time, so there nothing would be seen of it; that is why it is written down here.
"""

from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from server.sync import order

taken: WeakKeyDictionary[AsyncSession, list[str]] = WeakKeyDictionary()
out_of_order: list[list[str]] = []
_held = order._held


async def _watched(session: AsyncSession, school: str) -> int | None:
    mine = taken.setdefault(session, [])
    if school not in mine:
        mine.append(school)
        if mine != sorted(mine):
            out_of_order.append(mine)
    return await _held(session, school)


order._held = _watched
