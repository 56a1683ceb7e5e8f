"""Teachers invite, observers watch together"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "invitation": {
        "teacher_id": sa.String(),
        "class_id": sa.String(),
        "look_for_id": sa.String(),
        "focus_text": sa.String(),
        "day": sa.String(),
        "period": sa.String(),
        "times": sa.String(),
        "until": sa.String(),
    },
    "visit_key": {"key": sa.String(length=12)},
    "joining": {"key": sa.String(length=12), "host_id": sa.String(), "outcome": sa.String(length=16)},
    "companion": {
        "walkthrough_id": sa.String(),
        "observer_id": sa.String(),
        "name": sa.String(),
        "hosts": sa.Boolean(),
    },
    "also_here": {"somebody": sa.Boolean()},
}


def upgrade() -> None:
    for kind, columns in KINDS.items():
        op.create_table(
            kind,
            *(sa.Column(name, of, nullable=True) for name, of in columns.items()),
            sa.Column("id", sa.String(length=36), nullable=False),
            sa.Column("school_id", sa.String(length=36), nullable=False),
            sa.Column("scope", sa.String(length=80), nullable=False),
            sa.Column("version", sa.BigInteger(), nullable=False),
            sa.Column("alive", sa.Boolean(), nullable=False),
            sa.Column("heads", sa.JSON(), nullable=False),
            sa.Column("alternatives", sa.JSON(), nullable=False),
            sa.Column("superseded", sa.JSON(), nullable=False),
            sa.Column("removed", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{kind}")),
        )
        op.create_index(f"ix_{kind}_scope_version", kind, ["scope", "version"], unique=False)
    op.add_column("walkthrough", sa.Column("invitation_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_walkthrough_class_id"), "walkthrough", ["class_id"], unique=False)
