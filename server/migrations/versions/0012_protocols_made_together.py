"""Protocols are drafted and shaped together; a team may count two look-fors as one"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    put_away: sa.Column[bool] = sa.Column("put_away", sa.Boolean(), nullable=True)
    _synced("protocol_draft", *map(_word, ("replaces", "starter", "source", "reason", "protocol_id")), put_away)
    position: sa.Column[int] = sa.Column("position", sa.BigInteger(), nullable=True)
    _synced("draft_look_for", _word("draft_id"), _word("dimension"), position)
    _synced("draft_wording", *map(_word, ("of", "part", "language", "text")))
    _synced("draft_comment", *map(_word, ("draft_id", "person_id", "text")))
    _synced("draft_shaped", _word("draft_id"), _word("person_id"))
    _synced("same_look_for", *map(_word, ("earlier_id", "later_id", "since")))
    op.add_column("protocol", _word("source"))


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
