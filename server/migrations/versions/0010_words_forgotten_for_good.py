"""Which wordings are gone for good"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "purged_wording",
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("mutation_id", sa.String(length=36), nullable=False),
        sa.Column("school_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", "field", "mutation_id", name=op.f("pk_purged_wording")),
    )
    op.create_index("ix_purged_wording_account_school_clock", "purged_wording", ["account_id", "school_id", "clock"])
    op.create_index(op.f("ix_purged_wording_mutation_id"), "purged_wording", ["mutation_id"])
