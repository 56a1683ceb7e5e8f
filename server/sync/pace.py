"""How fast one account may send: far above what people write, far below what would fill a disk in an hour."""

import time
from dataclasses import dataclass, field

from server.kernel.problems import Refused

AT_ONCE = 16 * 1024 * 1024
EACH_SECOND = 64 * 1024


@dataclass(slots=True)
class Pace:
    """A store of bytes for each account, in this process: spent by sending, refilled by time.

    A thousand queued notes are one megabyte. Who is too fast keeps everything and is told when to go on.
    """

    at_once: int = AT_ONCE
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def spend(self, account: str, size: int) -> None:
        """Take `size` bytes, or `too_many_tries` with the seconds after which they are there."""
        now = time.monotonic()
        left, then = self._left.get(account, (float(self.at_once), now))
        left = min(self.at_once, left + (now - then) * EACH_SECOND)
        if size > left:
            raise Refused("too_many_tries", seconds=1 + int((size - left) / EACH_SECOND))
        self._left[account] = (left - size, now)
