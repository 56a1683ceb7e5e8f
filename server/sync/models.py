"""What sync itself remembers: the order of each school, the verdict on every mutation, and where rows stand."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.db import Base


class SchoolClock(Base):
    """One counter for each school, raised in the transaction that writes. Its row is the writers' lock."""

    __tablename__ = "school_clock"

    school_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    clock: Mapped[int] = mapped_column(BigInteger)


class Tick(Base):
    """One value of a school's clock and the random nonce of its commit: how a restored server is recognised."""

    __tablename__ = "tick"

    school_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    clock: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    nonce: Mapped[str] = mapped_column(String(16))


class Log(Base):
    """The verdict on one mutation, for ever. It has no words: those are in its revisions (RULINGS 24)."""

    __tablename__ = "log"

    mutation_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    school_id: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[str] = mapped_column(String(36))
    author_id: Mapped[str | None] = mapped_column(String(36))
    device_id: Mapped[str | None] = mapped_column(String(36))
    verb: Mapped[str] = mapped_column(String(60))
    schema: Mapped[int]
    at: Mapped[str] = mapped_column(String(30))
    received_at: Mapped[str] = mapped_column(String(30))
    content_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(10))
    problem: Mapped[str | None] = mapped_column(String(40))
    waits_for: Mapped[str | None] = mapped_column(String(160), index=True)
    clock: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger, default=0)

    __table_args__ = (
        Index("ix_log_account_settled", "account_id", "school_id", "settled"),
        Index("ix_log_account_waits_for", "account_id", "waits_for"),  # every contact asks whether anything waits
    )


class Revision(Base):
    """The words of one op of a mutation, applied or not. A purge empties `op` and nothing else."""

    __tablename__ = "revision"

    mutation_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    effect: Mapped[bool] = mapped_column(default=False)
    op: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class PurgedWording(Base):
    """A mutation that wrote this field of this row, and whose words there are gone for good (README, "A purge").

    It holds no words. `account_id`: whose it was, if it has come here; its devices are told, in the school's order.
    """

    __tablename__ = "purged_wording"

    row_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    mutation_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    school_id: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[str | None] = mapped_column(String(36))
    clock: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_purged_wording_account_school_clock", "account_id", "school_id", "clock"),)


class Feed(Base):
    """Where each row stands in its school's order: one line a row, so that one query finds what is new."""

    __tablename__ = "feed"

    row_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    school_id: Mapped[str] = mapped_column(String(36))
    scope: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        Index("ix_feed_school_version", "school_id", "version"),
        Index("ix_feed_scope_version", "scope", "version"),
    )


class Secret(Base):
    """A random key of this server, made once: it keys the content hashes."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class KeptBackup(Base):
    """One try at a backup: how far it reaches if it was read back and found whole, else why there is none.

    `held`: school to the clock and nonce up to which it holds everything. `elsewhere`: it lies on another disk
    than the database, so that one accident does not take both; only then may devices forget what it holds.
    """

    __tablename__ = "kept_backup"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    made_at: Mapped[str] = mapped_column(String(30))
    place: Mapped[str] = mapped_column(String(1000))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sealed: Mapped[bool] = mapped_column(default=False)
    elsewhere: Mapped[bool] = mapped_column(default=False)
    held: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    problem: Mapped[str | None] = mapped_column(String(300))
