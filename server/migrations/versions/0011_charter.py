"""A charter that two sides sign, and the one under which each visit was made"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBERS = ("minutes", "feedback_days", "threshold")
TEXTS = ("language", "purpose", "never_for", "notice", "readers", "keeping")


def upgrade() -> None:
    _synced("charter", *_numbers(), _word("replaces"))
    _synced(
        "charter_draft",
        *_numbers(),
        _word("replaces"),
        _word("charter_id"),
        sa.Column("put_away", sa.Boolean(), nullable=True),
    )
    _synced("charter_text", _word("charter_id"), *map(_word, TEXTS))
    _synced("charter_draft_text", _word("draft_id"), *map(_word, TEXTS))
    side = sa.Column("side", sa.String(length=16), nullable=True)
    _synced("charter_signature", _word("charter_id"), _word("person_id"), side, _word("name"))
    number = sa.Column("number", sa.BigInteger(), nullable=True)
    _synced("charter_in_force", _word("charter_id"), number, _word("since"))
    op.add_column("walkthrough", _word("charter_id"))


def _numbers() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in NUMBERS]


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=True)


def _synced(kind: str, *own: sa.Column[str] | sa.Column[int] | sa.Column[bool]) -> None:
    """A kind's table: its own columns, and those by which every row travels."""
    op.create_table(
        kind,
        *own,
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
