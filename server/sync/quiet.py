"""The answer to a device that has nothing to say and nothing to hear, given again while nothing can have changed.

Most contacts are of this kind. What is remembered is one answer for each device, and it is given again only if
- the device asks the same, word for word;
- the account and its device stand as they did (`standing.py`), asked anew unless nothing at all was committed;
- what time alone may bring was looked for within this hour, and the device was written down within this minute.

So a closed device, an ended membership, a restored server, parked work and a new school are never hidden. Only
`safe` and the time of day, which move without any of these, are put in fresh by the exchange.
"""

from dataclasses import dataclass, field

from server.kernel import clock as kernel_clock
from server.kernel.glance import Glance
from server.sync.schemas import SyncAnswer, SyncRequest
from server.sync.standing import Standing, seen_long_ago, standing

MOST = 5000


@dataclass(slots=True)
class _Told:
    request: SyncRequest
    answer: SyncAnswer
    stands: Standing
    hour: str
    last_seen: str
    mark: int | None


@dataclass(slots=True)
class Quiet:
    """One remembered answer for each device; the oldest goes when there are too many."""

    glance: Glance
    _told: dict[str, _Told] = field(default_factory=dict)

    async def again(self, account: str, device: str, request: SyncRequest) -> SyncAnswer | None:
        """The answer that was given last, if it is still the answer."""
        told = self._told.get(device)
        if (
            told is None
            or told.answer.account != account
            or told.request != request
            or told.hour != _hour()
            or seen_long_ago(told.last_seen)
        ):
            return None
        mark = self.glance.mark()
        if mark is None or mark != told.mark:
            stands, told.last_seen = await standing(self.glance, account, device)
            if stands != told.stands:
                del self._told[device]
                return None
            told.mark = mark
        return told.answer

    async def bearings(self, account: str, device: str) -> tuple[int | None, Standing, str]:
        """Take the bearings before an answer is read, so that what is committed meanwhile counts as new."""
        mark = self.glance.mark()
        stands, last_seen = await standing(self.glance, account, device)
        return mark, stands, last_seen

    def keep(
        self, device: str, request: SyncRequest, answer: SyncAnswer, bearings: tuple[int | None, Standing, str]
    ) -> None:
        """Remember an answer that brought nothing to a device that brought nothing."""
        mark, stands, last_seen = bearings
        self._told.pop(device, None)
        if request.mutations or stands.parked or stands.device_state != "ok" or _brings(answer):
            return
        if len(self._told) >= MOST:
            del self._told[next(iter(self._told))]
        self._told[device] = _Told(request, answer, stands, _hour(), last_seen, mark)


def _brings(answer: SyncAnswer) -> bool:
    rows = answer.results or answer.settled or answer.purged or answer.records or answer.rows
    scopes = answer.granted or answer.ended or answer.behind or answer.scopes is not None
    return bool(rows or scopes or answer.more)


def _hour() -> str:
    return kernel_clock.instant()[:13]
