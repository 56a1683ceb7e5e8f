"""What can be set from outside: one row each, from `BRIGHTWALK_*` in the environment or an option.

An option on the command line wins over the environment, the environment over the default. The table
in `server/README.md` says the same for people; `tests/test_docs.py` holds both equal.
"""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOUSE = Path(__file__).resolve().parent.parent
PACKED = HOUSE / "server" / "_pwa"  # the built app inside an installed wheel
INSTALLED = (PACKED / "index.html").is_file() and not (HOUSE / "pwa").is_dir()
PREFIX = "BRIGHTWALK_"


class Stop(Exception):
    """What is missing or in the way, and the way out, in one sentence for whoever typed the command.

    `code` is the exit code.
    """

    code = 1


def _count(text: str) -> int:
    return int(text)


def _yes(text: str) -> bool:
    return {"yes": True, "no": False}[text.lower()]


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _files(text: str) -> tuple[str, ...]:
    words = tuple(shlex.split(text))
    if words not in ((), ("local",)) and len(words) != 2:
        raise ValueError(text)
    return words


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ValueError(text)
    return text.rstrip("/")


def _setting(default: Any, example: str, read: Callable[[str], Any] = str) -> Any:
    return field(default=default, metadata={"read": read, "example": example})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a server is told before it starts. Empty text means: not set."""

    data: Path = _setting(
        (Path.home() if INSTALLED else HOUSE) / ".brightwalk",
        "/srv/brightwalk",
        _path,
    )
    database_url: str = _setting("", "postgresql+asyncpg://brightwalk@/brightwalk")
    host: str = _setting("", "0.0.0.0")
    port: int = _setting(8420, "443", _count)
    public_url: str = _setting("", "https://walk.school.example", _address)
    tls: tuple[str, ...] = _setting((), "local", _files)
    trusted_proxies: str = _setting("127.0.0.1", "10.0.0.2")
    smtp_url: str = _setting("", "smtp+starttls://user:password@mail.school.example:587")
    mail_from: str = _setting("", "Brightwalk <walk@school.example>")
    session_days: int = _setting(60, "30", _count)
    min_build: int = _setting(0, "1200", _count)
    backup_dir: Path | None = _setting(None, "/mnt/backups/brightwalk", _path)
    backup_passphrase: str = _setting("", "nine lanterns over the quiet harbor")
    backup_passphrase_file: str = _setting("", "/etc/brightwalk/passphrase")
    backup_plain: bool = _setting(False, "yes", _yes)
    demo: bool = False  # said by the command `demo` alone: no variable turns a real school into one
    pwa: Path = _setting(
        PACKED if INSTALLED else HOUSE / "pwa" / "dist", "/srv/brightwalk-app", lambda text: Path(text).absolute()
    )

    @property
    def database(self) -> str:
        """The database's address: the one that is set, else a SQLite file in the data folder."""
        return self.database_url or f"sqlite+aiosqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where SQLite keeps the school. A demo has a file of another name, so neither can ever open the other's."""
        return self.data / ("demo.sqlite" if self.demo else "brightwalk.sqlite")

    @property
    def purge_list(self) -> Path:
        """What was purged, outside the database and its backups; the demo has its own."""
        return self.data / ("demo-purged.jsonl" if self.demo else "purged.jsonl")

    @property
    def listen_on(self) -> str:
        """This machine alone, unless told otherwise; every network once there is https. A demo stays at home."""
        return self.host or ("0.0.0.0" if self.tls and not self.demo else "127.0.0.1")

    @property
    def address(self) -> str:
        """What people type to get here, without a slash at its end; links and cookie names follow it."""
        return self.public_url or f"{'https' if self.tls else 'http'}://{self._name()}:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether people arrive over https, which decides the cookie's name and flag."""
        return self.address.startswith("https:")

    def _name(self) -> str:
        return "localhost" if self.listen_on in ("0.0.0.0", "::", "127.0.0.1", "::1") else self.listen_on


def settable() -> "list[Field[Any]]":
    """The settings that the environment may set."""
    return [row for row in fields(Settings) if row.metadata]


def variable(name: str) -> str:
    """`session_days` is set by `BRIGHTWALK_SESSION_DAYS`."""
    return PREFIX + name.upper()


def read(environment: Mapping[str, str], **options: str | None) -> Settings:
    """The settings of this start. `options` are those of the command line, as text; None means: not given."""
    rows = {row.name: row for row in settable()}
    for name in environment:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in rows:
            raise Stop(f"{name} is not a setting. The settings are listed in server/README.md.")
    return Settings(**{name: value for name in rows if (value := _given(rows[name], options, environment)) is not None})


def _given(row: "Field[Any]", options: Mapping[str, str | None], environment: Mapping[str, str]) -> Any:
    """What was given for a setting, read; None if nothing was."""
    option = options.get(row.name)
    text = option if option is not None else environment.get(variable(row.name))
    if not text:
        return None
    try:
        return row.metadata["read"](text)
    except (ValueError, KeyError):
        said_as = variable(row.name) if option is None else f"--{row.name}"
        raise Stop(f"{said_as} is “{text}”, but should look like “{row.metadata['example']}”.") from None
