"""What was asked of citation services, and when.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "lookups",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_lookups_paper_id"),
        sa.PrimaryKeyConstraint("service", "paper_id", name="pk_lookups"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lookups_paper", "lookups", ["paper_id"], unique=False)
