"""Releases that travel, and the ledger of blocks under them, which never leaves the server."""

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.kernel.db import Base
from server.kernel.rows import Synced
from server.kernel.wire import Count, Day, Id, Wire, Word


class Figure(Wire):
    """In how many of a block's visits one look-for was noticed.

    `noticed` is None and `nearly_all` True where the visits left over belong to so few teachers
    that the number would point at them. A look-for without a figure is withheld, and says nothing.
    """

    look_for: Id
    noticed: Count | None = None
    nearly_all: bool = False


class SchoolRelease(Synced):
    """One block's figures, as every member of the school reads them; written once, never changed."""

    __tablename__ = "school_release"
    scope_type = "school"
    unsigned = True

    block: Mapped[Count | None]
    closed_on: Mapped[Day | None]
    visits: Mapped[Count | None]
    figures: Mapped[list[Figure] | None] = mapped_column(JSON)
    protocol_id: Mapped[Id | None]
    first_day: Mapped[Day | None]
    last_day: Mapped[Day | None]
    group: Mapped[Word | None]


class TeamRelease(Synced):
    """The same block's figures for a team whose patterns hold it."""

    __tablename__ = "team_release"
    scope_type = "team"
    unsigned = True

    block: Mapped[Count | None]
    closed_on: Mapped[Day | None]
    visits: Mapped[Count | None]
    figures: Mapped[list[Figure] | None] = mapped_column(JSON)
    protocol_id: Mapped[Id | None]
    first_day: Mapped[Day | None]
    last_day: Mapped[Day | None]
    group: Mapped[Word | None]


class NextBlock(Synced):
    """About how many more teachers' visits the school's next block awaits; one of two words only."""

    __tablename__ = "next_block"
    scope_type = "school"
    unsigned = True

    more_teachers: Mapped[Count | None]


class TeamNextBlock(Synced):
    """The same for the rooms that a team's patterns cover."""

    __tablename__ = "team_next_block"
    scope_type = "team"
    unsigned = True

    more_teachers: Mapped[Count | None]


class Block(Base):
    """A frozen set of visits in the release ledger. `group` is a team's id, or empty for everyone else."""

    __tablename__ = "block"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    school_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    group: Mapped[str] = mapped_column(String(36))
    protocol_id: Mapped[str] = mapped_column(String(36))
    threshold: Mapped[int]
    closed_on: Mapped[str] = mapped_column(String(10))


class BlockVisit(Base):
    """A shared visit in the ledger: when the server heard of the share, and, once counted, its block for ever.

    `heard_at` is the server's own time, because no device's clock may shorten a teacher's days to answer.
    `group` is the team that covered the rooms then: nobody draws a team around visits that wait already.
    """

    __tablename__ = "block_visit"

    walkthrough_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    school_id: Mapped[str] = mapped_column(String(36))
    heard_at: Mapped[str] = mapped_column(String(30))
    group: Mapped[str] = mapped_column(String(36), server_default="")
    block_id: Mapped[str | None] = mapped_column(String(36))

    __table_args__ = (Index("ix_block_visit_school_block", "school_id", "block_id"),)
