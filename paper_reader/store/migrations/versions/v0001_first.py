"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table of version 0001."""
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cursors"),
    )
    op.create_table(
        "encoders",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_encoders"),
        sa.UniqueConstraint("key", name="uq_encoders_key"),
    )
    op.create_table(
        "papers",
        sa.Column("id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("change_number", sa.BigInteger(), nullable=False),
        sa.Column("fused_into", _row_id(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("primary_category", sa.Text(), nullable=True),
        sa.Column("citation_count", sa.BigInteger(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("arxiv_id", sa.Text(), nullable=True),
        sa.Column("doi", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["fused_into"], ["papers.id"], name="fk_papers_fused_into"),
        sa.PrimaryKeyConstraint("id", name="pk_papers"),
    )
    op.create_index("ix_papers_change", "papers", ["change_number", "fused_into", "content_hash"], unique=False)
    op.create_index(
        "ix_papers_columns", "papers", ["year", "primary_category", "citation_count", "fused_into"], unique=False
    )
    op.create_table(
        "runs",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("read", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("merged", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("rejects_path", sa.Text(), nullable=True),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "embeddings",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("encoder_id", _row_id(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["encoder_id"], ["encoders.id"], name="fk_embeddings_encoder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_embeddings"),
    )
    op.create_index("uq_embeddings_content", "embeddings", ["encoder_id", "content_hash"], unique=True)
    op.create_table(
        "marks",
        sa.Column("paper_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_marks_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_marks"),
    )
    op.create_table(
        "notes",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("paper_id", _row_id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_notes_paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_paper", "notes", ["paper_id"], unique=False)
    op.create_table(
        "records",
        sa.Column("id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("paper_id", _row_id(), nullable=False),
        sa.Column("title_key", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_records_paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
    )
    op.create_index("ix_records_paper", "records", ["paper_id"], unique=False)
    op.create_index("ix_records_title", "records", ["title_key"], unique=False)
    op.create_index("uq_records_source_key", "records", ["source", "key"], unique=True)
    op.create_table(
        "record_counts",
        sa.Column("record_id", _row_id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_counts_record_id"),
        sa.PrimaryKeyConstraint("record_id", "number", name="pk_record_counts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "record_identifiers",
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("record_id", _row_id(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_identifiers_record_id"),
        sa.PrimaryKeyConstraint("identifier", "record_id", name="pk_record_identifiers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_identifiers_record", "record_identifiers", ["record_id"], unique=False)
    op.create_table(
        "record_references",
        sa.Column("record_id", _row_id(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_references_record_id"),
        sa.PrimaryKeyConstraint("record_id", "position", name="pk_record_references"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_references_identifier", "record_references", ["identifier", "record_id"], unique=False)
