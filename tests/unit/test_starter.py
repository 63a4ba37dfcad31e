"""The starter catalogue as records of a source."""

from __future__ import annotations

from paper_reader.starter import StarterEntry, record_of, starter_records, starter_version
from paper_reader.types import Identifier, Scheme

ENTRY = StarterEntry(
    key="vaswani2017attention",
    title="Attention Is All You Need",
    authors=("Ashish Vaswani", "Noam Shazeer"),
    year=2017,
    arxiv_id="1706.03762",
    doi="10.5555/ABC",
    venue="NeurIPS 2017",
    topics=("attention-and-transformers",),
    kind="foundation",
    level="core",
    why="Because.",
    needs=("bahdanau2015neural",),
)


def test_an_entry_becomes_a_record_with_its_identifiers_and_opinion() -> None:
    record = record_of(ENTRY)
    assert (record.source, record.key) == ("starter", "vaswani2017attention")
    assert record.identifiers == (
        Identifier(Scheme.STARTER, "vaswani2017attention"),
        Identifier(Scheme.ARXIV, "1706.03762"),
        Identifier(Scheme.DOI, "10.5555/abc"),
    )
    assert record.curation is not None
    assert (record.curation.kind, record.curation.level) == ("foundation", "core")
    assert record.curation.needs == ("bahdanau2015neural",)
    assert (record.year, record.venue, record.abstract) == (2017, "NeurIPS 2017", None)
    assert record.url == "https://arxiv.org/abs/1706.03762"


def test_unknown_identifiers_are_absent_and_not_empty() -> None:
    bare = StarterEntry(
        key="x2000y", title="Y", authors=("X",), year=2000, topics=("t",), kind="core", level="core", why="Z."
    )
    record = record_of(bare)
    assert record.identifiers == (Identifier(Scheme.STARTER, "x2000y"),)
    assert record.url is None


def test_the_shipped_catalogue_reads_whole_and_alike_each_time() -> None:
    records = list(starter_records())
    assert len(records) >= 500
    assert len({record.key for record in records}) == len(records)
    assert all(record.curation and record.curation.topics and record.fetched_at.tzinfo for record in records)
    assert records == list(starter_records())


def test_the_version_names_the_contents() -> None:
    assert starter_version() == starter_version()
    assert len(starter_version()) == 32
