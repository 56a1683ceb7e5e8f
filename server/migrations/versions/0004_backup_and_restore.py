"""What backups hold, and that a school was restored"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "kept_backup",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=1000), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("elsewhere", sa.Boolean(), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_backup")),
    )
    op.create_table(
        "restoration",
        sa.Column("school_id", sa.String(length=36), nullable=False),
        sa.Column("restored_at", sa.String(length=30), nullable=False),
        sa.Column("backup_at", sa.String(length=30), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "restored_at", name=op.f("pk_restoration")),
    )
