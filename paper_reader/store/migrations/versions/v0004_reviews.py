"""Literature reviews: what was identified, and what was decided of it.

All hangs to records, so merging and splitting papers leaves it alone, see `paper_reader.store.review_tables`.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "reviews",
        sa.Column("id", row_id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("name", name="uq_reviews_name"),
    )
    op.create_table(
        "review_reasons",
        sa.Column("review_id", row_id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_review_reasons_review_id"),
        sa.PrimaryKeyConstraint("review_id", "text", name="pk_review_reasons"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_searches",
        sa.Column("id", row_id, nullable=False),
        sa.Column("review_id", row_id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("first_at", sa.Text(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_review_searches_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_searches"),
    )
    op.create_index("uq_review_searches_query", "review_searches", ["review_id", "source", "query"], unique=True)
    op.create_table(
        "review_decisions",
        sa.Column("id", row_id, nullable=False),
        sa.Column("review_id", row_id, nullable=False),
        sa.Column("record_id", row_id, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_review_decisions_record_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_review_decisions_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_decisions"),
    )
    op.create_index("ix_review_decisions_review", "review_decisions", ["review_id"], unique=False)
    op.create_table(
        "review_notes",
        sa.Column("id", row_id, nullable=False),
        sa.Column("review_id", row_id, nullable=False),
        sa.Column("record_id", row_id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_review_notes_record_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_review_notes_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_notes"),
    )
    op.create_index("ix_review_notes_review", "review_notes", ["review_id"], unique=False)
    op.create_table(
        "review_records",
        sa.Column("search_id", row_id, nullable=False),
        sa.Column("record_id", row_id, nullable=False),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_review_records_record_id"),
        sa.ForeignKeyConstraint(["search_id"], ["review_searches.id"], name="fk_review_records_search_id"),
        sa.PrimaryKeyConstraint("search_id", "record_id", name="pk_review_records"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_records_record", "review_records", ["record_id"], unique=False)
    op.create_table(
        "review_runs",
        sa.Column("search_id", row_id, nullable=False),
        sa.Column("run_id", row_id, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_review_runs_run_id"),
        sa.ForeignKeyConstraint(["search_id"], ["review_searches.id"], name="fk_review_runs_search_id"),
        sa.PrimaryKeyConstraint("search_id", "run_id", name="pk_review_runs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_seeds",
        sa.Column("review_id", row_id, nullable=False),
        sa.Column("record_id", row_id, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_review_seeds_record_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_review_seeds_review_id"),
        sa.PrimaryKeyConstraint("review_id", "record_id", name="pk_review_seeds"),
        sqlite_with_rowid=False,
    )
