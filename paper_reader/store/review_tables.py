"""The tables of literature reviews.

They hang to records and never to papers: a decision stands for whichever paper holds the record that was shown, so it
follows merges and splits without being touched.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from paper_reader.store.tables import metadata

row_id = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row id must be spelled INTEGER

reviews = Table(
    "reviews",
    metadata,
    Column("id", row_id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("stopped_at", Text),  # when screening was declared over before everything was looked at
)

review_reasons = Table(
    "review_reasons",
    metadata,
    Column("review_id", row_id, ForeignKey("reviews.id"), primary_key=True),
    Column("text", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)

review_searches = Table(
    "review_searches",
    metadata,
    Column("id", row_id, primary_key=True),
    Column("review_id", row_id, ForeignKey("reviews.id"), nullable=False),
    Column("channel", Text, nullable=False),  # types.Channel
    Column("source", Text, nullable=False),
    Column("query", Text, nullable=False),  # what makes it the same search when it is made again
    Column("description", Text, nullable=False),  # as it was asked the last time
    Column("first_at", Text, nullable=False),
    Column("last_at", Text, nullable=False),
    Index("uq_review_searches_query", "review_id", "source", "query", unique=True),
)

review_runs = Table(
    "review_runs",
    metadata,
    Column("search_id", row_id, ForeignKey("review_searches.id"), primary_key=True),
    Column("run_id", row_id, ForeignKey("runs.id"), primary_key=True),
    sqlite_with_rowid=False,
)

review_records = Table(
    "review_records",
    metadata,
    Column("search_id", row_id, ForeignKey("review_searches.id"), primary_key=True),
    Column("record_id", row_id, ForeignKey("records.id"), primary_key=True),
    Column("found_at", Text, nullable=False),
    Index("ix_review_records_record", "record_id"),
    sqlite_with_rowid=False,
)

review_seeds = Table(
    "review_seeds",
    metadata,
    Column("review_id", row_id, ForeignKey("reviews.id"), primary_key=True),
    Column("record_id", row_id, ForeignKey("records.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# Decisions are added and taken back, never changed: what was decided when stays to be read.
review_decisions = Table(
    "review_decisions",
    metadata,
    Column("id", row_id, primary_key=True),
    Column("review_id", row_id, ForeignKey("reviews.id"), nullable=False),
    Column("record_id", row_id, ForeignKey("records.id"), nullable=False),  # the record that was shown
    Column("stage", Text, nullable=False),  # types.Stage
    Column("verdict", Text, nullable=False),  # types.Verdict
    Column("reason", Text),
    Column("reviewer", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("covers", Text, nullable=False),  # JSON list: all records of the paper at that time
    Column("undone_at", Text),
    Index("ix_review_decisions_review", "review_id"),
)

review_notes = Table(
    "review_notes",
    metadata,
    Column("id", row_id, primary_key=True),
    Column("review_id", row_id, ForeignKey("reviews.id"), nullable=False),
    Column("record_id", row_id, ForeignKey("records.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Index("ix_review_notes_review", "review_id"),
)
