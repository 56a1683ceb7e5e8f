"""Rows as they stand inside one transaction: read once, in bulk where it is known beforehand what will be asked.

What the transaction changes is changed here first, so that whoever asks next sees it, written or not.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.rows import Row, Synced, read_only
from server.sync import registry, rowstore
from server.sync.pending import Pending, Remembered
from server.sync.rowstore import Stored

AT_ONCE = 400


class Met:
    """One row, and of which kind it is."""

    __slots__ = ("_shown", "model", "row")

    def __init__(self, model: type[Synced], row: Stored) -> None:
        self.model, self.row = model, row
        self._shown: Synced | None = None

    def shown(self) -> Synced:
        """The row for reading; many tags ask for the same look-for."""
        if self._shown is None:
            self._shown = read_only(self.model, self.row)
        return self._shown


class Rows:
    """Every row that the transaction has met, by id: ids are one namespace. None: there is no such row."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._met: Remembered[str, Met | None] = Remembered()
        self._unwritten: Remembered[str, bool] = Remembered()  # and whether the row is new
        self._lists: dict[tuple[Any, ...], list[Stored]] = {}

    async def fetch(self, ids: Iterable[str]) -> None:
        """Read what has not been met: one query for where rows stand, and one for each kind among them."""
        wanted = [row_id for row_id in dict.fromkeys(ids) if row_id not in self._met]
        for start in range(0, len(wanted), AT_ONCE):
            chunk = wanted[start : start + AT_ONCE]
            by_kind: dict[str, list[str]] = {}
            for place in (await rowstore.places(self._session, chunk)).values():
                by_kind.setdefault(place.kind, []).append(place.row_id)
            for kind, of_it in by_kind.items():
                model = registry.KINDS[kind]
                loaded = await rowstore.load(self._session, model, of_it)
                self._met.learn((row_id, Met(model, row)) for row_id, row in loaded.items())
            self._met.learn((row_id, None) for row_id in chunk)

    async def standing(self, ids: Collection[str]) -> dict[str, Met]:
        """Those of the rows that there are, of any kind, living or not."""
        if not all(map(self._met.__contains__, ids)):
            await self.fetch(ids)
        return {row_id: found for row_id in ids if (found := self._met[row_id]) is not None}

    async def one(self, model: type[Row], school: str, row_id: str) -> Row | None:
        """A row of this kind and school for reading, living or not."""
        if row_id not in self._met:
            await self.fetch([row_id])
        found = self._met[row_id]
        if found is None or found.model is not model or found.row["school_id"] != school:
            return None
        return cast(Row, found.shown())

    async def of(self, model: type[Synced], ids: Collection[str]) -> dict[str, Stored]:
        """Those of the rows that are of this kind, living or not."""
        return {row_id: one.row for row_id, one in (await self.standing(ids)).items() if one.model is model}

    async def where(self, model: type[Synced], school: str, where: Mapping[str, Any]) -> list[Stored]:
        """The school's living rows of a kind whose columns equal `where`, by id, with what has changed since."""
        key = (model, school, *where.items())
        if key not in self._lists:
            self._lists[key] = await rowstore.living(self._session, model, school, where)
        found = {row["id"]: row for row in self._lists[key] if row["id"] not in self._unwritten}
        same = {**where, "school_id": school, "alive": True}
        for row_id in self._unwritten:
            one = self._met[row_id]
            if one and one.model is model and all(one.row[name] == value for name, value in same.items()):
                found[row_id] = one.row
        return [found[row_id] for row_id in sorted(found)]

    def save(self, model: type[Synced], row: Stored) -> None:
        """A row as it shall be."""
        row_id, known = row["id"], self._met.get(row["id"])
        new = known is None or known.model is not model  # an id that another kind bears: the store will say so
        self._unwritten.change(row_id, new or self._unwritten.get(row_id, False))
        self._met.change(row_id, Met(model, row))

    def hand_over(self, pending: Pending) -> None:
        """What is unwritten goes to be written, each row once; lists that are asked again come from the store."""
        for row_id, new in self._unwritten.items():
            if one := self._met[row_id]:
                rowstore.write(pending, one.model, one.row, new=new)
        self._unwritten.forget()
        self._lists.clear()

    def changes(self) -> tuple[int, int]:
        return self._met.changes(), self._unwritten.changes()

    def take_back(self, to: tuple[int, int]) -> None:
        self._met.take_back(to[0])
        self._unwritten.take_back(to[1])
        self._lists.clear()

    def forget(self) -> None:
        self._met.forget()
        self._unwritten.forget()
        self._lists.clear()
