"""Where what is known of a paper comes from: each field's source, each count's date, each record and why it is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.views.words import capital, count, day, source
from paper_reader.types import CitationCount, Coverage, MergeKind, Paper, PaperDetails, StoredRecord

UNKNOWN: Final = "not known"
UNDATED: Final = "date not said"
_DECISIONS: Final = {
    MergeKind.CREATE: "It began this paper.",
    MergeKind.ATTACH: "It was joined to this paper",
    MergeKind.FUSE: "It showed that papers thought to be different are this one",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field with its value and whose word that is."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, by whom, and when it was seen."""

    count: str
    source: str
    seen: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its source gave it, and why it hangs to this paper."""

    source: str
    key: str
    fetched: str
    title: str
    why: str


def facts_with_sources(paper: Paper) -> tuple[Fact, ...]:
    """The fields of a paper. Unknown is said, where a reader would miss it."""
    fields = (
        ("year", "Year", str(paper.year) if paper.year else UNKNOWN),
        ("published", "First published", day(paper.published) if paper.published else UNKNOWN),
        ("venue", "Venue", paper.venue or UNKNOWN),
        ("categories", "Fields", ", ".join(paper.categories) or UNKNOWN),
        ("arxiv_id", "arXiv", paper.arxiv_id or ""),
        ("doi", "DOI", paper.doi or ""),
    )
    named = tuple(Fact(name, value, _whose(paper, field)) for field, name, value in fields if value)
    own = ", ".join(paper.external_ids)
    return (*named, Fact("Number here", str(paper.id), ""), *((Fact("Imported as", own, ""),) if own else ()))


def figures_of(counts: Sequence[CitationCount]) -> tuple[Figure, ...]:
    """Counts with source and date."""
    return tuple(
        Figure(
            f"{one.count:,}", capital(source(one.source)), day(one.observed_on) if one.observed_on else "date not said"
        )
        for one in counts
    )


def coverage_in_words(coverage: Sequence[Coverage]) -> tuple[str, ...]:
    """What each service that was asked or told something knows, in a sentence each."""
    found = []
    for one in coverage:
        if one.count is None and one.references is None and one.asked_at is None:
            continue
        parts = [
            count(one.count, "citation") if one.count is not None else "citations not known",
            count(one.references, "reference") if one.references is not None else "references not known",
        ]
        if one.asked_at is not None:
            parts.append(f"asked on {day(one.asked_at)}")
        found.append(f"{capital(source(one.source))}: {', '.join(parts)}")
    return tuple(found)


def records_of(details: PaperDetails) -> tuple[Record, ...]:
    """All records of a paper, in the order they came."""
    return tuple(map(_record, details.records))


def _record(stored: StoredRecord) -> Record:
    record = stored.record
    return Record(capital(source(record.source)), record.key, day(record.fetched_at), record.title, _why(stored))


def _why(stored: StoredRecord) -> str:
    said = _DECISIONS[stored.decision.kind]
    if stored.decision.kind is MergeKind.CREATE:
        return said
    same = ", ".join(dict.fromkeys(evidence.kind.replace("_", " ") for evidence in stored.decision.evidence))
    return f"{said}: the same {same}." if same else f"{said}."


def _whose(paper: Paper, field: str) -> str:
    record = paper.provenance.get(field, "")
    return capital(source(record.partition(":")[0])) if record else ""
