"""The school sees that a browser took a device's store away"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("device", sa.Column("cleared_at", sa.String(length=30), nullable=True))
    op.add_column("device", sa.Column("cleared_waiting", sa.BigInteger(), nullable=True))
