"""Sketches and photos in evidence, and the bytes of photos"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("school", sa.Column("photos", sa.Boolean(), nullable=True))
    _kind("sketch", _words("note_id"), sa.Column("paper", sa.String(length=8), nullable=True), _words("described"))
    _kind("stroke", _words("sketch_id"), _words("points"))
    _kind(
        "picture",
        *(_words(name) for name in ("note_id", "described", "thumb", "sha256")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("width", "height", "size")),
        sa.Column("media_type", sa.String(length=16), nullable=True),
    )
    op.create_table(
        "blob",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("school_id", sa.String(length=36), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("have", sa.BigInteger(), nullable=False),
        sa.Column("let_go_at", sa.String(length=30), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
    )
    op.create_index(op.f("ix_blob_let_go_at"), "blob", ["let_go_at"])
    op.create_table(
        "blob_piece",
        sa.Column("blob_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("blob_id", "at", name=op.f("pk_blob_piece")),
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=True)


def _kind(name: str, *own: sa.Column[str] | sa.Column[int]) -> None:
    """A synced table: its own columns, and what the merge needs."""
    op.create_table(
        name,
        *own,
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("school_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        *(sa.Column(part, sa.JSON(), nullable=False) for part in ("heads", "alternatives", "superseded", "removed")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_scope_version", name, ["scope", "version"])
