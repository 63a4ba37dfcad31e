"""The tables of the library. Migrations bring a database here; a test holds the two together.

Records hang to papers by `records.paper_id` alone; identifiers, references and counts hang to records. So a merge is
an assignment and can be undone. Identifiers are kept as one text ("arxiv:1706.03762"), times and dates as ISO texts in
UTC: both dialects compare and index them the same way.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row id must be spelled INTEGER

papers = Table(
    "papers",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("change_number", BigInteger, nullable=False),
    Column("fused_into", _Id, ForeignKey("papers.id")),  # a tombstone that points to the paper that took the records
    Column("year", Integer),
    Column("primary_category", Text),
    Column("citation_count", BigInteger),
    Column("content_hash", LargeBinary(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Text),
    Column("venue", Text),
    Column("arxiv_id", Text),
    Column("doi", Text),
    Column("url", Text),
    Column("body", Text, nullable=False),  # lists and provenance as JSON, see paper_rows
    Column("abstract", Text),
    # Each of these answers a question about the whole library without reading the wide rows.
    Index("ix_papers_change", "change_number", "fused_into", "content_hash"),
    Index("ix_papers_columns", "year", "primary_category", "citation_count", "fused_into"),
)

records = Table(
    "records",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("paper_id", _Id, ForeignKey("papers.id"), nullable=False),
    Column("title_key", BigInteger, nullable=False),  # 64 bits of the title's fingerprint; 0 where it is empty
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload_hash", LargeBinary(16), nullable=False),
    Column("fetched_at", Text, nullable=False),
    Column("stored_at", Text, nullable=False),
    Column("decision", Text),  # JSON; empty where the record simply made a paper
    Column("payload", Text, nullable=False),  # the record as it came, JSON
    Index("uq_records_source_key", "source", "key", unique=True),
    Index("ix_records_paper", "paper_id"),
    Index("ix_records_title", "title_key"),
)

record_identifiers = Table(
    "record_identifiers",
    metadata,
    Column("identifier", Text, primary_key=True),
    Column("record_id", _Id, ForeignKey("records.id"), primary_key=True),
    Index("ix_record_identifiers_record", "record_id"),
    sqlite_with_rowid=False,
)

# Under what else records are found that may be of one paper: merge.near_keys. Keys of content that a record no longer
# has may stay: they only bring a record to be looked at. Checking that each points to one took 2 % of an import.
record_keys = Table(
    "record_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("record_id", _Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What the reader has said of two records, by their names; `one` comes first in order.
corrections = Table(
    "corrections",
    metadata,
    Column("one_source", Text, primary_key=True),
    Column("one_key", Text, primary_key=True),
    Column("other_source", Text, primary_key=True),
    Column("other_key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    sqlite_with_rowid=False,
)

record_references = Table(
    "record_references",
    metadata,
    Column("record_id", _Id, ForeignKey("records.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("identifier", Text, nullable=False),
    Index("ix_record_references_identifier", "identifier", "record_id"),
    sqlite_with_rowid=False,
)

# What a paper is looked up by beside its identifiers and titles. Computed from the papers, like the search index.
paper_names = Table(
    "paper_names",
    metadata,
    Column("key", Text, primary_key=True),  # merge.name_key of a name that the paper puts forward
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True),
    Column("kind", Integer, nullable=False),  # merge.NameKind
    Index("ix_paper_names_paper", "paper_id"),
    sqlite_with_rowid=False,
)

paper_authors = Table(
    "paper_authors",
    metadata,
    Column("surname", Text, primary_key=True),
    Column("given", Text, primary_key=True),  # all other words of the name, parted by spaces
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True),
    Index("ix_paper_authors_paper", "paper_id"),
    sqlite_with_rowid=False,
)

# The names that a paper's title and abstract use, its own too. Computed from the papers, like the rows above.
paper_mentions = Table(
    "paper_mentions",
    metadata,
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("keys", Text, nullable=False),  # merge.name_key of each, parted by spaces
)

# The name that a paper coined, the most used one where there are several.
coined_names = Table(
    "coined_names",
    metadata,
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),  # as its paper prints it
    Column("mentions", Integer, nullable=False),  # by other papers, of its year or later
)

record_counts = Table(
    "record_counts",
    metadata,
    Column("record_id", _Id, ForeignKey("records.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1 is the oldest of this record
    Column("count", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("observed_on", Text),  # as the source said it
    Column("seen_at", Text, nullable=False),  # when it came to us
    sqlite_with_rowid=False,
)

# What a citation service said of a paper when it was asked last, so that a miss is not asked again at once.
lookups = Table(
    "lookups",
    metadata,
    Column("service", Text, primary_key=True),
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True),
    Column("asked_at", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # types.LookupOutcome
    Index("ix_lookups_paper", "paper_id"),
    sqlite_with_rowid=False,
)

encoders = Table(
    "encoders",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("encoder_id", _Id, ForeignKey("encoders.id"), nullable=False),
    Column("content_hash", LargeBinary(16), nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float16, little endian
    Index("uq_embeddings_content", "encoder_id", "content_hash", unique=True),
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("read", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("merged", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("rejects_path", Text),
    Column("messages", Text, nullable=False),  # JSON list
)

marks = Table(
    "marks",
    metadata,
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("paper_id", _Id, ForeignKey("papers.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Index("ix_notes_paper", "paper_id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),  # SHA-256 of the secret, which is kept nowhere
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text),
    Column("revoked_at", Text),
    Index("uq_tokens_secret_hash", "secret_hash", unique=True),
)

kept_lists = Table(
    "kept_lists",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("topic", Text),  # what the list was made for; empty for one of chosen papers
    Column("topic_slug", Text),
    Column("share_token", Text),  # whoever has it may read this list
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Index("uq_kept_lists_slug", "slug", unique=True),
    Index("uq_kept_lists_share_token", "share_token", unique=True),
)

kept_items = Table(
    "kept_items",
    metadata,
    Column("list_id", _Id, ForeignKey("kept_lists.id"), primary_key=True, autoincrement=False),
    Column("paper_id", _Id, ForeignKey("papers.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("body", Text, nullable=False),  # level, role, reason and score as they were, JSON
    Index("ix_kept_items_paper", "paper_id"),
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("limits", Text, nullable=False),  # JSON
    Column("created_at", Text, nullable=False),
    Index("uq_saved_searches_slug", "slug", unique=True),
)

topic_visits = Table(
    "topic_visits",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("seen_at", Text, nullable=False),
)
