"""A shared visit keeps the group in which the server heard of it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("block_visit", sa.Column("group", sa.String(length=36), server_default="", nullable=False))
