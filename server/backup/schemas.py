"""What the admin's page about backups is told."""

from server.kernel.wire import Wire


class GoodBackup(Wire):
    """The newest backup that was read back. `elsewhere`: on another disk than the data, as far as we can tell."""

    made_at: str
    size: int
    sealed: bool
    elsewhere: bool


class FailedBackup(Wire):
    """The last try, if it failed; `problem` is the name of a refusal."""

    at: str
    problem: str


class HeardDevice(Wire):
    """A device that has come back since. `kept_apart`: what it brought and is not applied; `waiting`: still to come."""

    person: str
    label: str
    last_seen: str
    brought: int
    kept_apart: int
    waiting: int


class MissingDevice(Wire):
    """A device that may still hold something, and has not been heard since."""

    person: str
    label: str
    last_seen: str | None


class RestorationView(Wire):
    """One restore: what happened between `backup_at` and `restored_at` was lost here. `brought`: what came back."""

    restored_at: str
    backup_at: str
    brought: int
    kept_apart: int
    heard: list[HeardDevice]
    missing: list[MissingDevice]


class Backups(Wire):
    """`set_up`: whether this server makes one every night."""

    set_up: bool
    newest: GoodBackup | None
    failed: FailedBackup | None
    restorations: list[RestorationView]
