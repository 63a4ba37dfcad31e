"""The tables of what the reader did with full texts; see `tables`, whose papers they point to.

Places are kept by the anchors that the text had and in words beside it, so that another version of the text, in which
anchors are others, still shows what was written and where it stood.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from paper_reader.store.tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row id must be spelled INTEGER

paper_annotations = Table(
    "annotations",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("paper_id", _Id, ForeignKey("papers.id"), nullable=False),
    Column("section", Text, nullable=False),  # its anchor
    Column("heading", Text, nullable=False),  # the section in words: "3.1 Attention"
    Column("anchor", Text),  # the piece of text that a highlight stands in
    Column("quote", Text),  # the passage; empty for a note on the section
    Column("text", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Index("ix_annotations_paper", "paper_id"),
)

passes_done = Table(
    "passes_done",
    metadata,
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("done_at", Text, nullable=False),
)

reading_positions = Table(
    "reading_positions",
    metadata,
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("section", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("anchor", Text),
    Column("updated_at", Text, nullable=False),
)
