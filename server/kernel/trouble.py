"""Whether a failure is the machine's, so that the same may succeed later: lost connection, full disk, deadlock."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

_OF_THE_MACHINE = ("08", "40", "53", "55", "57", "58")
"""Classes of SQLSTATE: connection, rollback (deadlock), resources (disk, memory), locks, operator, system."""


def is_of_the_machine(failure: BaseException) -> bool:
    """True for what says nothing about the words that were being written; asyncpg's errors tell by their SQLSTATE."""
    if isinstance(failure, OperationalError | InterfaceError | sqlite3.OperationalError):
        return True
    if not isinstance(failure, DBAPIError):
        return isinstance(failure, OSError)
    state = getattr(failure.orig, "sqlstate", None) or ""
    return failure.connection_invalidated or state.startswith(_OF_THE_MACHINE)
