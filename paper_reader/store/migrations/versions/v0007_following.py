"""What the reader follows, how far it was refreshed, and what of it was shown.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables, all of them empty."""
    op.create_table(
        "follows",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("followed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_follows"),
    )
    op.create_table(
        "refresh_places",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("refreshed_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_refresh_places"),
    )
    op.create_table(
        "shown_papers",
        sa.Column("paper_id", _row_id(), nullable=False),
        sa.Column("shown_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_shown_papers_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_shown_papers"),
    )
    op.create_table(
        "known_must_reads",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("paper_id", _row_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_known_must_reads_paper_id"),
        sa.PrimaryKeyConstraint("topic", "paper_id", name="pk_known_must_reads"),
    )
    op.create_index("ix_known_must_reads_paper", "known_must_reads", ["paper_id"], unique=False)
