"""What the reader did with full texts: notes on sections and highlights, passes finished, where they stopped.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables, all of them empty."""
    op.create_table(
        "annotations",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("paper_id", _row_id(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_annotations_paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_annotations"),
    )
    op.create_index("ix_annotations_paper", "annotations", ["paper_id"], unique=False)
    op.create_table(
        "passes_done",
        sa.Column("paper_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("done_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_passes_done_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", "number", name="pk_passes_done"),
    )
    op.create_table(
        "reading_positions",
        sa.Column("paper_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_reading_positions_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_reading_positions"),
    )
