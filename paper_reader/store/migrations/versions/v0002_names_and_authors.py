"""Papers are looked up by the names they put forward and by their authors; filled from the papers that are there.

Revision ID: 0002
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from paper_reader.merge.authors import person
from paper_reader.merge.known_by import names_of
from paper_reader.store import dialect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PAPERS_A_PAGE = 5000


def upgrade() -> None:
    """Makes and fills both tables."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    names = op.create_table(
        "paper_names",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("paper_id", row_id, nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_paper_names_paper_id"),
        sa.PrimaryKeyConstraint("key", "paper_id", name="pk_paper_names"),
        sqlite_with_rowid=False,
    )
    authors = op.create_table(
        "paper_authors",
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("paper_id", row_id, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_paper_authors_paper_id"),
        sa.PrimaryKeyConstraint("surname", "given", "paper_id", name="pk_paper_authors"),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    for page in _pages(connection):
        _fill(connection, names, [row for paper in page for row in _names(paper)])
        _fill(connection, authors, [row for paper in page for row in _authors(paper)])
    op.create_index("ix_paper_names_paper", "paper_names", ["paper_id"], unique=False)
    op.create_index("ix_paper_authors_paper", "paper_authors", ["paper_id"], unique=False)


def _pages(connection: sa.Connection) -> Iterator[list[Any]]:
    """The papers as version 0001 has them, some thousands at a time."""
    papers = sa.table("papers", *map(sa.column, ("id", "fused_into", "title", "abstract", "body")))
    last = 0
    while True:
        wanted = sa.select(papers).where(papers.c.id > last, papers.c.fused_into.is_(None))
        rows = list(connection.execute(wanted.order_by(papers.c.id).limit(_PAPERS_A_PAGE)))
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _names(paper: Any) -> list[tuple[Any, ...]]:
    return [(key, paper.id, int(kind)) for key, kind in names_of(paper.title, paper.abstract).items()]


def _authors(paper: Any) -> list[tuple[Any, ...]]:
    people = {person(name) for name in json.loads(paper.body).get("authors", ())}
    return [(surname, " ".join(given), paper.id) for surname, given in people if surname]


def _fill(connection: sa.Connection, table: sa.Table, rows: list[tuple[Any, ...]]) -> None:
    # Sorted, since neighbours in the index then change together.
    dialect.insert_many(connection, table, [column.name for column in table.columns], sorted(rows))
