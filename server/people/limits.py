"""How often one may try to sign in (RULINGS 38).

Five tries in a quarter of an hour for one account from one address together, so that nobody can lock a
colleague out from elsewhere. An address alone, which a whole school may share, is only slowed down, and
only by failures. Kept in the memory of this process: a restart forgives, and each further process of a
district's server counts for itself.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

from server.kernel.clock import now
from server.kernel.problems import Refused

WINDOW = timedelta(minutes=15)
TRIES = 5
CALM_FAILURES = 30
LONGEST_PAUSE = 4.0
_REMEMBERED = 20_000


class Limits:
    """Tries by who and where. Count each one before the slow work, so that many at once do not slip through."""

    def __init__(self) -> None:
        self._moments: OrderedDict[tuple[str, ...], list[datetime]] = OrderedDict()

    def count_try(self, who: str, address: str) -> None:
        """Count one try; `too_many_tries` if there were too many."""
        recent = self._recent((who, address))
        if len(recent) >= TRIES:
            wait = recent[0] + WINDOW - now()
            raise Refused("too_many_tries", seconds=max(1, int(wait.total_seconds())))
        self._add((who, address))

    def failed(self, address: str) -> None:
        """Remember a failure from this address."""
        self._add((address,))

    def succeeded(self, who: str, address: str) -> None:
        """Forget the tries that led here."""
        self._moments.pop((who, address), None)

    def pause(self, address: str) -> float:
        """How many seconds the next try from this address waits: none, until failures become a habit."""
        extra = len(self._recent((address,))) - CALM_FAILURES
        return min(LONGEST_PAUSE, max(0, extra) * 0.1)

    def _recent(self, key: tuple[str, ...]) -> list[datetime]:
        since = now() - WINDOW
        return [moment for moment in self._moments.get(key, ()) if moment > since]

    def _add(self, key: tuple[str, ...]) -> None:
        self._moments[key] = [*self._recent(key), now()][-200:]
        self._moments.move_to_end(key)
        while len(self._moments) > _REMEMBERED:
            self._moments.popitem(last=False)
