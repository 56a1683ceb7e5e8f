"""Which session a token opens, asked at every request: remembered only while the database is known not to have changed.

A session that has ended and a device that was closed therefore count from the moment of their commit, in this
process or in any other; nothing here waits for a time to pass.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from server.kernel.clock import instant, moment, now
from server.kernel.glance import Glance

IDLE = timedelta(days=14)
TOUCH_AFTER = timedelta(hours=1)
MOST = 5000

_SESSION = """
SELECT s.account_id, s.device_id, d.state, d.closing, s.last_seen, s.expires_at
FROM session AS s JOIN device AS d ON d.id = s.device_id
WHERE s.token_hash = :token_hash
"""


class SignedInDevice(NamedTuple):
    """One session and its device. `ends` unless it is used before."""

    account: str
    device: str
    device_state: str
    closing: str | None
    last_seen: str
    ends: str

    def is_to_be_touched(self) -> bool:
        """Whether it is time to write down that this session is used; a closed device's is not."""
        return self.device_state == "ok" and self.last_seen < instant(now() - TOUCH_AFTER)


@dataclass(slots=True)
class SignedInDevices:
    """What was found at which state of the database; the oldest goes when there are too many."""

    _found: dict[str, tuple[int, SignedInDevice]] = field(default_factory=dict)

    async def look(self, glance: Glance, token_hash: str) -> SignedInDevice | None:
        """The session of a token, as it stands now, ended or not; None if there is none."""
        mark = glance.mark()
        known = self._found.get(token_hash)
        if known and known[0] == mark:
            return known[1]
        self._found.pop(token_hash, None)
        rows = await glance.rows(_SESSION, token_hash=token_hash)
        if not rows:
            return None
        account, device, state, closing, last_seen, expires_at = rows[0]
        found = SignedInDevice(account, device, state, closing, last_seen, ends(expires_at, last_seen))
        if mark is not None:
            self._remember(token_hash, mark, found)
        return found

    def _remember(self, token_hash: str, mark: int, found: SignedInDevice) -> None:
        if len(self._found) >= MOST:
            del self._found[next(iter(self._found))]
        self._found[token_hash] = (mark, found)


def ends(expires_at: str, last_seen: str) -> str:
    """When a session ends: at its term, or after two weeks of silence."""
    return min(expires_at, instant(moment(last_seen) + IDLE))
