"""Memberships as they stand inside one transaction: read once, changed in memory, written with the rest."""

from collections.abc import Collection
from typing import cast

from sqlalchemy import Table, bindparam, func, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.people.models import Membership
from server.sync import members
from server.sync.members import Held
from server.sync.pending import Pending, Remembered
from server.sync.prepared import Prepared

_table = cast(Table, Membership.__table__)
_ENTER = Prepared(insert(_table))
_CHANGE = Prepared(
    update(_table)
    .where(_table.c.scope == bindparam("b_scope"), _table.c.person_id == bindparam("b_person"))
    .values(
        role=bindparam("b_role"),
        version=bindparam("b_version"),
        ended=bindparam("b_ended"),
        granted_by=func.coalesce(bindparam("b_by", type_=_table.c.granted_by.type), _table.c.granted_by),
    )
)
"""One statement for letting in again and for ending, so that both keep their order. Who ended it is not kept here."""
_HELD_BY = Question("SELECT scope, role, ended, school_id FROM membership WHERE person_id = $1 AND scope = ANY($2)")
_PEOPLED = Question("SELECT DISTINCT scope FROM membership WHERE scope = ANY($1)")


class Audiences:
    """Who holds which scope, ended memberships too."""

    def __init__(self, session: AsyncSession, pending: Pending) -> None:
        self._session = session
        self._pending = pending
        self._held: Remembered[tuple[str, str], Held | None] = Remembered()
        self._peopled: Remembered[str, bool] = Remembered()

    async def fetch(self, person: str, scopes: Collection[str], opened: Collection[str]) -> None:
        """Read what will be asked: this person's memberships, and whether anybody is in what shall be opened."""
        if scopes:
            found = await _HELD_BY.of(self._session, person, list(scopes))
            self._held.learn(((scope, person), Held(role, bool(ended), of)) for scope, role, ended, of in found)
            self._held.learn(((scope, person), None) for scope in scopes)
        if opened:
            peopled = {scope for (scope,) in await _PEOPLED.of(self._session, list(opened))}
            self._peopled.learn((scope, scope in peopled) for scope in opened)

    async def membership(self, scope: str, person: str) -> Held | None:
        """One membership; it answers "never", "no longer" and "as what"."""
        if (scope, person) not in self._held:
            self._held.learn([((scope, person), await members.membership(self._session, scope, person))])
        return self._held[scope, person]

    async def anyone_in(self, scope: str) -> bool:
        """Whether anybody holds, or ever held, this scope."""
        if scope not in self._peopled:
            self._peopled.learn([(scope, await members.anyone_in(self._session, scope))])
        return self._peopled[scope]

    async def grant(self, scope: str, person: str, *, school: str, role: str, clock: int, by: str) -> bool:
        """Let a person in with a role. False if they were in with that role already."""
        held = await self.membership(scope, person)
        if held is not None and not held.ended and held.role == role:
            return False
        if held is None:
            who = {"scope": scope, "person_id": person, "school_id": school, "granted_by": by}
            self._pending.add(_ENTER, {**who, "role": role, "version": clock, "ended": False, "archived": False})
        else:
            self._change(scope, person, role, clock, ended=False, by=by)
        self._held.change((scope, person), Held(role, False, held.school_id if held else school))
        self._peopled.change(scope, True)
        return True

    async def end(self, scope: str, person: str, clock: int) -> bool:
        """End a membership, if one stands. It stays as a row, so that late devices are told what to put away."""
        held = await self.membership(scope, person)
        if held is None or held.ended:
            return False
        self._change(scope, person, held.role, clock, ended=True, by=None)
        self._held.change((scope, person), held._replace(ended=True))
        return True

    def _change(self, scope: str, person: str, role: str, clock: int, *, ended: bool, by: str | None) -> None:
        who = {"b_scope": scope, "b_person": person, "b_by": by}
        self._pending.add(_CHANGE, {**who, "b_role": role, "b_version": clock, "b_ended": ended})

    def changes(self) -> tuple[int, int]:
        return self._held.changes(), self._peopled.changes()

    def take_back(self, to: tuple[int, int]) -> None:
        self._held.take_back(to[0])
        self._peopled.take_back(to[1])

    def forget(self) -> None:
        self._held.forget()
        self._peopled.forget()
