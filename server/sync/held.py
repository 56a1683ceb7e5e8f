"""Which scopes an account holds: read once, then kept up to date by what changed since.

A leader holds one scope for each visit of the year, thousands of them. Reading them all, and digesting their
names, at every contact would make a contact cost what the school has stored. Every change of a membership has
the school's clock as its version, so what is new since is a short range of an index.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel.direct import Question
from server.sync import digest
from server.sync.schemas import AsOf

MOST = 1000

_CHANGED = Question(
    "SELECT scope, role, version, ended, archived FROM membership "
    "WHERE person_id = $1 AND version > $2 ORDER BY version"
)
_NONCE = Question("SELECT nonce FROM tick WHERE school_id = $1 AND clock = $2")


class Change(NamedTuple):
    """One membership, as of the version at which it changed last."""

    scope: str
    role: str
    version: int
    ended: bool
    archived: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """`upto`: how far in each school's order. `roles` and `holders`: by scope, as what and by whom.

    `lines` and `states` are those of the digest, in order, so that a digest without the newest scopes is short work.
    """

    persons: Mapping[str, str]
    upto: Mapping[str, AsOf] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[str] = ()
    states: Sequence[int] = (digest.BEGIN,)

    def digest_without(self, scopes: Mapping[str, str]) -> str:
        """The digest of the list before these scopes came into it."""
        if not scopes:
            return digest.finished(self.states[-1], len(self.lines))
        left_out = {digest.line(scope, role) for scope, role in scopes.items()}
        first = min(bisect_left(self.lines, one) for one in left_out)
        rest = [one for one in self.lines[first:] if one not in left_out]
        return digest.finished(digest.states(rest, self.states[first])[-1], first + len(rest))

    def changed(self, person: str, changes: Iterable[Change]) -> "Holding":
        """The same, with these memberships as they stand now."""
        roles, holders, lines = dict(self.roles), dict(self.holders), list(self.lines)
        first = len(lines)
        for one in changes:
            if one.scope in roles:
                place = bisect_left(lines, digest.line(one.scope, roles.pop(one.scope)))
                del lines[place]
                first = min(first, place)
            if not one.ended:
                line = digest.line(one.scope, one.role)
                insort(lines, line)
                first = min(first, bisect_left(lines, line))
                roles[one.scope], holders[one.scope] = one.role, person
        states = [*self.states[:first], *digest.states(lines[first:], self.states[first])]
        return replace(self, roles=roles, holders=holders, lines=lines, states=states)


@dataclass(slots=True)
class Holdings:
    """What was read for each account last. A reader whose snapshot is older, or of another history, reads anew."""

    _kept: dict[str, Holding] = field(default_factory=dict)

    async def at(
        self, session: AsyncSession, account: str, persons: Mapping[str, str], now: Mapping[str, AsOf]
    ) -> Holding:
        """What the account holds in this snapshot, in which its schools' order stands at `now`."""
        holding = self._kept.get(account)
        if holding is None or holding.persons != persons or not await _is_past(session, holding, now):
            holding = Holding(dict(persons))
        for school, person in persons.items():
            since = holding.upto.get(school)
            if since != now[school]:
                changes = await changed(session, person, since.clock if since else 0)
                holding = holding.changed(person, changes) if changes else holding
                holding = replace(holding, upto={**holding.upto, school: now[school]})
        self._keep(account, holding)
        return holding

    def _keep(self, account: str, holding: Holding) -> None:
        self._kept.pop(account, None)
        if len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[account] = holding


async def changed(session: AsyncSession, person: str, since: int) -> list[Change]:
    """The memberships of a person that have changed after a clock, in that order."""
    found = await _CHANGED.of(session, person, since)
    return [
        Change(scope, role, version, bool(ended), bool(archived)) for scope, role, version, ended, archived in found
    ]


async def _is_past(session: AsyncSession, holding: Holding, now: Mapping[str, AsOf]) -> bool:
    for school, upto in holding.upto.items():
        if upto.clock == 0 or upto == now[school]:
            continue
        if upto.clock >= now[school].clock:
            return False
        if [nonce for (nonce,) in await _NONCE.of(session, school, upto.clock)] != [upto.nonce]:
            return False
    return True
