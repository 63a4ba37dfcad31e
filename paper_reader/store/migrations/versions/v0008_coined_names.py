"""Which names papers use, and which paper coined each.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables, both of them empty: they are filled together with the index."""
    op.create_table(
        "paper_mentions",
        sa.Column("paper_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_paper_mentions_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_paper_mentions"),
    )
    op.create_table(
        "coined_names",
        sa.Column("paper_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_coined_names_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_coined_names"),
    )
