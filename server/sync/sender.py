"""Who pushes, and whose clocks tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from server.people.accounts import Closing


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pushes: an account, its person in each school, and the device; `closed` goes to quarantine.

    `closing`: what a closed device does with its store then, as it is told.
    """

    account: str
    persons: dict[str, str]
    device: str | None
    closed: bool = False
    closing: Closing | None = None

    def orders(self, schools: Iterable[str]) -> set[str]:
        """The clocks under which mutations for these schools are written: the schools' own, and the account's.

        A school that the account does not belong to hears nothing of it. What waits there to be let in is in the
        account's own order, so that a device notices when a restored server has lost it.
        """
        return {school if school in self.persons else self.account for school in schools}
