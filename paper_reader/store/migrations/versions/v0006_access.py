"""Tokens for the HTTP API; reading lists and searches that the reader keeps; when a topic was last looked at.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables, all of them empty."""
    op.create_table(
        "tokens",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
    )
    op.create_index("uq_tokens_secret_hash", "tokens", ["secret_hash"], unique=True)
    op.create_table(
        "kept_lists",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("topic_slug", sa.Text(), nullable=True),
        sa.Column("share_token", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_lists"),
    )
    op.create_index("uq_kept_lists_slug", "kept_lists", ["slug"], unique=True)
    op.create_index("uq_kept_lists_share_token", "kept_lists", ["share_token"], unique=True)
    op.create_table(
        "kept_items",
        sa.Column("list_id", _row_id(), nullable=False),
        sa.Column("paper_id", _row_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["kept_lists.id"], name="fk_kept_items_list_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_kept_items_paper_id"),
        sa.PrimaryKeyConstraint("list_id", "paper_id", name="pk_kept_items"),
    )
    op.create_index("ix_kept_items_paper", "kept_items", ["paper_id"], unique=False)
    op.create_table(
        "saved_searches",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
    )
    op.create_index("uq_saved_searches_slug", "saved_searches", ["slug"], unique=True)
    op.create_table(
        "topic_visits",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_topic_visits"),
    )
