"""The tables of what the reader follows and was shown; see `tables`, whose papers they point to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from paper_reader.store.tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row id must be spelled INTEGER

follows = Table(
    "follows",
    metadata,
    Column("kind", Text, primary_key=True),  # topic or category; saved searches are followed as they are
    Column("name", Text, primary_key=True),
    Column("followed_at", Text, nullable=False),
)

refresh_places = Table(
    "refresh_places",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("since", Text, nullable=False),  # the day from which papers were asked for at first
    Column("refreshed_at", Text),  # when everything up to then had come
)

shown_papers = Table(
    "shown_papers",
    metadata,
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("shown_at", Text, nullable=False),
)

known_must_reads = Table(
    "known_must_reads",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Index("ix_known_must_reads_paper", "paper_id"),
)
