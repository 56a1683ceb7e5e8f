"""Tables that never travel: accounts, devices, sessions, join links, memberships and what was read.

Every secret a person carries (session token, join link, code, first-run link) is stored as its hash
only. Moments are UTC text, as everywhere.
"""

from typing import Literal

from sqlalchemy import JSON, BigInteger, Boolean, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.db import Base

DeviceState = Literal["ok", "closed", "wiped"]
Closing = Literal["seal", "erase"]


class Account(Base):
    """Who signs in. `email` is lower case; without a password the account is entered by join link only."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(300), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(8), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[str] = mapped_column(String(30))


class AccountPerson(Base):
    """Which person an account is in which school; a person belongs to one account for good."""

    __tablename__ = "account_person"

    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    school_id: Mapped[str] = mapped_column(String(36))


class Device(Base):
    """One local store of one account: a browser profile or an installed app.

    `store_key` is the escrowed copy of the key of that store (32 random bytes), given out only by a full
    sign-in (RULINGS 28). `state`: `ok`; `closed` sends to quarantine and reads nothing; `wiped` when the
    device has confirmed that it is empty. `closing`: what a closed device does once it has handed in what it
    had: `seal` drops the key, which comes back when it is let in again; `erase` takes the store away.
    `cleared_at`: its browser had taken the store away, with so many changes unsent as far as was known.
    """

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    label: Mapped[str] = mapped_column(String(300))
    state: Mapped[DeviceState] = mapped_column(String(8), default="ok")
    store_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    build: Mapped[str | None] = mapped_column(String(60))
    waiting: Mapped[int] = mapped_column(BigInteger, default=0)
    last_seen: Mapped[str | None] = mapped_column(String(30))
    created_at: Mapped[str] = mapped_column(String(30))
    closing: Mapped[Closing | None] = mapped_column(String(8))
    closed_at: Mapped[str | None] = mapped_column(String(30))
    closed_by: Mapped[str | None] = mapped_column(String(36))
    cleared_at: Mapped[str | None] = mapped_column(String(30))
    cleared_waiting: Mapped[int | None] = mapped_column(BigInteger)


class Session(Base):
    """One signed-in device; the cookie holds the token, the row its SHA-256."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    device_id: Mapped[str] = mapped_column(String(36), index=True)
    created_at: Mapped[str] = mapped_column(String(30))
    expires_at: Mapped[str] = mapped_column(String(30))
    last_seen: Mapped[str] = mapped_column(String(30))


class JoinLink(Base):
    """A way in for one person, once, by link or by typed code.

    `takes_effect_at` is set when the person's account has been used before: an admin's new link then
    waits 24 hours unless an old device confirms it (RULINGS 14).
    """

    __tablename__ = "join_link"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    school_id: Mapped[str] = mapped_column(String(36))
    made_by: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[str] = mapped_column(String(30))
    expires_at: Mapped[str] = mapped_column(String(30))
    takes_effect_at: Mapped[str | None] = mapped_column(String(30))
    confirmed_at: Mapped[str | None] = mapped_column(String(30))
    used_at: Mapped[str | None] = mapped_column(String(30))


class FirstRun(Base):
    """The one-time link that lets the first person found a school on an empty server."""

    __tablename__ = "first_run"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[str] = mapped_column(String(30))
    used_at: Mapped[str | None] = mapped_column(String(30))


class Membership(Base):
    """What one person may read, and as what. Carries a version, so that a grant travels like a row.

    `ended` memberships stay: a device that comes back late must be told what to put away.
    `archived`: of an earlier school year; sent only when asked for (RULINGS 26).
    """

    __tablename__ = "membership"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    school_id: Mapped[str] = mapped_column(String(36))
    role: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(BigInteger)
    ended: Mapped[bool] = mapped_column(Boolean, default=False)
    archived: Mapped[bool] = mapped_column(Boolean, default=False)
    granted_by: Mapped[str | None] = mapped_column(String(36))

    __table_args__ = (Index("ix_membership_person_version", "person_id", "version"),)


class Reading(Base):
    """When a row of a scope first stood in an answer to one of a person's devices: "read" (RULINGS 12)."""

    __tablename__ = "reading"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    first_read_at: Mapped[str] = mapped_column(String(30))


class RosterLink(Base):
    """Which row an imported record became, so that the next import changes it instead of doubling it.

    `said`: a short digest of what the roster said of each field last, so that an import changes only what
    the roster changed, and an admin's own correction stands.
    """

    __tablename__ = "roster_link"

    school_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    sourced_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    row_id: Mapped[str] = mapped_column(String(36), index=True)
    said: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
