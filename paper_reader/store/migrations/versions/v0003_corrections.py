"""What the reader has corrected in the merging of records, and keys under which near titles are found.

The keys of records that are there already are filled in when papers are next brought in, see
`paper_reader.store.record_keys`.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "corrections",
        sa.Column("one_source", sa.Text(), nullable=False),
        sa.Column("one_key", sa.Text(), nullable=False),
        sa.Column("other_source", sa.Text(), nullable=False),
        sa.Column("other_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one_source", "one_key", "other_source", "other_key", name="pk_corrections"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "record_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record_id", row_id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "record_id", name="pk_record_keys"),
        sqlite_with_rowid=False,
    )
