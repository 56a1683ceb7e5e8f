"""What a synced row is: its own typed columns, and what the merge needs to lose no value.

A chapter declares a kind by subclassing `Synced`; the class is the one definition of the kind: its
table, its fields on the wire and, through `server/sync/typescript.py`, its type in the app.

    class EvidenceNote(Synced):
        __tablename__ = "evidence_note"      # also the kind's name on the wire
        scope_type = "walkthrough"           # which audience such a row belongs to
        text: Mapped[Text | None]
        begun_at: Mapped[Instant | None]

Every own column is nullable and holds the head that was committed first: an edit may arrive before
its row, and a purge empties the words. There are no foreign keys between synced rows for the same reason.
"""

import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar

import msgspec
from sqlalchemy import JSON, BigInteger, Boolean, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from server.kernel.db import Base
from server.kernel.wire import Wire


class Synced(Base):
    """A row that travels. `alive` is False once every value that it holds has been removed."""

    __abstract__ = True

    scope_type: ClassVar[str]
    unsigned: ClassVar[bool] = False
    """Whether the row travels without who wrote it, when, and by which mutation; only effects may write such a kind."""

    named_by_parents: ClassVar[bool] = False
    """Whether a device may give such a row a child's id; then each verb's check holds the id to the parents.

    Ids are one namespace. If any row could bear any id, somebody could take the name of a role, a seat or a
    release before the one whose name it is.
    """

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    school_id: Mapped[str] = mapped_column(String(36))
    scope: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(BigInteger)
    alive: Mapped[bool] = mapped_column(Boolean, default=True)
    heads: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    alternatives: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    superseded: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    removed: Mapped[list[str]] = mapped_column(JSON, default=list)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index(f"ix_{cls.__tablename__}_scope_version", "scope", "version"),)


Row = TypeVar("Row", bound=Synced)
SYNC_COLUMNS = frozenset(
    ("id", "school_id", "scope", "version", "alive", "heads", "alternatives", "superseded", "removed")
)


def kinds() -> dict[str, type[Synced]]:
    """Every kind that has been declared, by its name on the wire."""
    return {model.__tablename__: model for model in Synced.__subclasses__()}


@cache
def columns(model: type[Synced]) -> dict[str, str]:
    """Wire field to column: `begunAt` to `begun_at`."""
    return {_camel(name): name for name in model.__mapper__.columns.keys() if name not in SYNC_COLUMNS}


def fields_struct(model: type[Synced]) -> type[Wire]:
    """The kind's fields as a message in which each may be absent; it checks what `set` may hold."""
    hints = typing.get_type_hints(model, include_extras=True)
    named = [
        (column, typing.get_args(hints[column])[0] | msgspec.UnsetType, msgspec.UNSET)
        for column in columns(model).values()
    ]
    struct: type[Wire] = msgspec.defstruct(  # type: ignore[assignment]
        f"{model.__name__}Fields",
        named,
        bases=(Wire,),
        rename="camel",
        kw_only=True,
        forbid_unknown_fields=True,
        module=model.__module__,
    )
    return struct


def read_only(model: type[Row], stored: Mapping[str, Any]) -> Row:
    """A row for reading, from the columns of its table. It belongs to no session, so nothing done to it is kept."""
    row: Row = model.__mapper__.class_manager.new_instance()  # no constructor: it would look at each column
    row.__dict__.update(stored)
    return row


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
