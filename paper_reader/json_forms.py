"""Values as plain dictionaries for JSON: the shapes that programs outside rely on. Pure; adding a key is no break.

Unknown is null or an empty list, never 0. Dates are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from paper_reader.types import (
    BuildProgress,
    CitationCount,
    Correction,
    CorrectionReport,
    Coverage,
    IndexStatus,
    LibraryStatus,
    Notice,
    Paper,
    PaperDetails,
    Part,
    ReaderNote,
    ReadingList,
    ReadingListItem,
    RunReport,
    SearchHit,
    SearchResult,
    Signal,
    StoredRecord,
    Topic,
)

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None


def paper_form(paper: Paper) -> dict[str, Json]:
    """Give all that is known of a paper, without the provenance of its fields."""
    best = paper.citation_counts[0] if paper.citation_counts else None
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "published": _date(paper.published),
        "venue": paper.venue,
        "categories": list(paper.categories),
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "url": paper.url,
        "external_id": paper.external_id,
        "external_ids": list(paper.external_ids),
        "sources": list(paper.sources),
        "citation_count": best.count if best else None,
        "citation_source": best.source if best else None,
        "citation_observed_on": _date(best.observed_on) if best else None,
        "abstract": paper.abstract,
        "why": paper.curation.why if paper.curation else None,
    }


def hit_form(hit: SearchHit) -> dict[str, Json]:
    """Give a hit; `found_by` holds each retriever's own rank."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "found_by": dict(hit.found_by),
        "snippet": hit.snippet,
        "paper": paper_form(hit.paper),
    }


def search_form(result: SearchResult) -> dict[str, Json]:
    """Give an answer of the search."""
    return {
        "query": result.query,
        "mode": result.mode.value,
        "hits": [hit_form(hit) for hit in result.hits],
        "notes": list(result.notes),
    }


def reading_list_form(reading_list: ReadingList) -> dict[str, Json]:
    """Give a reading list with every signal, the unknown ones as null."""
    return {
        "topic": reading_list.topic,
        "topic_slug": reading_list.topic_slug,
        "generated_at": reading_list.generated_at.isoformat(),
        "items": [_item_form(item) for item in reading_list.items],
        "notes": list(reading_list.notes),
    }


def part_form(part: Part) -> dict[str, Json]:
    """Give a part of the roadmap with its topics."""
    return {
        "slug": part.slug,
        "number": part.number,
        "title": part.title,
        "description": part.description,
        "topics": [topic_form(topic) for topic in part.topics],
    }


def topic_form(topic: Topic) -> dict[str, Json]:
    """Give a topic of the roadmap."""
    return {
        "slug": topic.slug,
        "title": topic.title,
        "description": topic.description,
        "level": topic.level,
        "prerequisites": list(topic.prerequisites),
        "phrasings": list(topic.phrasings),
        "aliases": list(topic.aliases),
        "categories": list(topic.categories),
    }


def run_form(run: RunReport) -> dict[str, Json]:
    """Give how a run ended."""
    return {
        "run_id": run.run_id,
        "kind": run.kind,
        "description": run.description,
        "outcome": run.outcome.value,
        "started_at": run.started_at.isoformat(),
        "finished_at": _date(run.finished_at),
        "read": run.read,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "merged": run.merged,
        "rejected": run.rejected,
        "rejects_path": run.rejects_path,
        "messages": list(run.messages),
    }


def index_form(status: IndexStatus) -> dict[str, Json]:
    """Give how the index stands."""
    plain = {name: _plain(getattr(status, name)) for name in IndexStatus.__slots__ if name != "build"}
    return plain | {"build": build_form(status.build) if status.build else None}


def build_form(build: BuildProgress) -> dict[str, Json]:
    """Give how far a build of the index is."""
    return {name: _plain(getattr(build, name)) for name in BuildProgress.__slots__}


def status_form(status: LibraryStatus) -> dict[str, Json]:
    """Give the library at a glance."""
    return {
        "data_dir": status.data_dir,
        "database": status.database,
        "papers": status.papers,
        "marks": {mark.value: count for mark, count in status.marks.items()},
        "index": index_form(status.index),
        "last_run": run_form(status.last_run) if status.last_run else None,
    }


def note_form(note: ReaderNote) -> dict[str, Json]:
    """Give a note of the reader."""
    return {"id": note.id, "text": note.text, "created_at": note.created_at.isoformat()}


def details_form(details: PaperDetails, *, with_records: bool) -> dict[str, Json]:
    """Give a paper with provenance, mark and notes, and the records it comes from where they are asked for."""
    form = paper_form(details.paper) | {
        "citation_counts": [_citation_form(count) for count in details.paper.citation_counts],
        "count_history": [_citation_form(count) for count in details.count_history],
        "coverage": [_coverage_form(one) for one in details.coverage],
        "notices": [_notice_form(one) for one in details.notices],
        "provenance": dict(details.paper.provenance),
        "status": details.status.value if details.status else None,
        "notes": [note_form(note) for note in details.notes],
    }
    if not with_records:
        return form
    return form | {
        "records": [record_form(stored) for stored in details.records],
        "corrections": [_said_form(one) for one in details.corrections],
    }


def _said_form(said: Correction) -> dict[str, Json]:
    return {
        "records": [{"source": source, "key": key} for source, key in (said.one, said.other)],
        "kind": said.kind.value,
        "made_at": said.made_at.isoformat(),
    }


def _coverage_form(one: Coverage) -> dict[str, Json]:
    return {
        "source": one.source,
        "count": one.count,
        "observed_on": one.observed_on.isoformat() if one.observed_on else None,
        "references": one.references,
        "asked_at": one.asked_at.isoformat() if one.asked_at else None,
        "outcome": one.outcome.value if one.outcome else None,
    }


def _notice_form(one: Notice) -> dict[str, Json]:
    on = one.on.isoformat() if one.on else None
    return {"kind": one.kind, "source": one.source, "doi": one.doi, "on": on, "withdraws": one.withdraws}


def correction_form(report: CorrectionReport) -> dict[str, Json]:
    """Give what a correction did, or would do."""
    return {
        "papers": [
            {
                "id": paper.paper_id,
                "title": paper.title,
                "new": paper.is_new,
                "records": [{"source": source, "key": key} for source, key in paper.records],
            }
            for paper in report.papers
        ],
        "gone": {str(number): survivor for number, survivor in report.gone.items()},
        "dry_run": report.is_trial,
        "notes": list(report.notes),
    }


def record_form(stored: StoredRecord) -> dict[str, Json]:
    """Give a record as its source described the paper, and why it hangs to this paper."""
    record = stored.record
    return {
        "source": record.source,
        "key": record.key,
        "fetched_at": record.fetched_at.isoformat(),
        "stored_at": stored.stored_at.isoformat(),
        "title": record.title,
        "authors": list(record.authors),
        "year": record.year,
        "venue": record.venue,
        "categories": list(record.categories),
        "identifiers": [str(identifier) for identifier in record.identifiers],
        "url": record.url,
        "citation": _citation_form(record.citation) if record.citation else None,
        "references": len(record.references),
        "extra": dict(record.extra),
        "decision": stored.decision.kind.value,
        "evidence": [
            {"kind": evidence.kind, "value": evidence.value, "record": evidence.record}
            for evidence in stored.decision.evidence
        ],
        "fused": list(stored.decision.fused),
    }


def _item_form(item: ReadingListItem) -> dict[str, Json]:
    return {
        "position": item.position,
        "level": item.level.value,
        "role": item.role.value,
        "reason": item.reason,
        "score": item.score,
        "signals": {name: _signal_form(signal) for name, signal in item.signals.items()},
        "paper": paper_form(item.paper),
        "facet": item.facet or None,
        "needs": [
            {"paper_id": one.paper_id, "title": one.title, "position": one.position, "why": one.why}
            for one in item.needs
        ],
    }


def _signal_form(signal: Signal) -> dict[str, Json]:
    return {
        "value": signal.value,
        "detail": signal.detail,
        "source": signal.source,
        "as_of": _date(signal.as_of),
    }


def _citation_form(citation: CitationCount) -> dict[str, Json]:
    return {"count": citation.count, "source": citation.source, "observed_on": _date(citation.observed_on)}


def _date(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _plain(value: object) -> Json:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"no plain form of {type(value).__name__}")
