"""Papers are looked up by the names they put forward and by their authors.

The tables are made empty; the rows follow the papers, see `paper_reader.store.names`.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes both tables."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "paper_names",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("paper_id", row_id, nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_paper_names_paper_id"),
        sa.PrimaryKeyConstraint("key", "paper_id", name="pk_paper_names"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_authors",
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("paper_id", row_id, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_paper_authors_paper_id"),
        sa.PrimaryKeyConstraint("surname", "given", "paper_id", name="pk_paper_authors"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_paper_names_paper", "paper_names", ["paper_id"], unique=False)
    op.create_index("ix_paper_authors_paper", "paper_authors", ["paper_id"], unique=False)
