"""A closed device is sealed or erased; a school says when devices lock"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("device", sa.Column("closing", sa.String(length=8), nullable=True))
    op.add_column("device", sa.Column("closed_at", sa.String(length=30), nullable=True))
    op.add_column("device", sa.Column("closed_by", sa.String(length=36), nullable=True))
    op.add_column("school", sa.Column("lock_after", sa.BigInteger(), nullable=True))
    op.add_column("school", sa.Column("lock_wanted", sa.Boolean(), nullable=True))
