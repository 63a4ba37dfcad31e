"""What each source says of one paper's citations and references, and which notices stand against it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from paper_reader.types import Coverage, Lookup, Notice, SourceRecord

SERVICES: Final = ("semantic-scholar", "openalex", "crossref")


def coverage_of(records: Sequence[SourceRecord], lookups: Mapping[str, Lookup]) -> tuple[Coverage, ...]:
    """One entry for each citation service, asked or not, then one for each other source that has said something."""
    known: dict[str, list[SourceRecord]] = {service: [] for service in SERVICES}
    for record in records:
        if record.source in known or record.citation or record.references:
            known.setdefault(record.source, []).append(record)
    return tuple(_of_source(source, found, lookups.get(source)) for source, found in known.items())


def _of_source(source: str, records: Sequence[SourceRecord], lookup: Lookup | None) -> Coverage:
    """Of several records (a preprint's and an article's) the larger figures: each is a part of the whole."""
    counts = [record.citation for record in records if record.citation]
    best = max(counts, key=lambda one: (one.observed_on or date.min, one.count), default=None)
    references = max((len(set(record.references)) for record in records), default=0)
    return Coverage(
        source=source,
        count=best.count if best else None,
        observed_on=best.observed_on if best else None,
        references=references or None,
        asked_at=lookup.asked_at if lookup else None,
        outcome=lookup.outcome if lookup else None,
    )


def notices_of(records: Sequence[SourceRecord]) -> tuple[Notice, ...]:
    """Retractions, corrections and the like that sources tell of, each once, the gravest first."""
    found: dict[Notice, None] = {}
    for record in records:
        if record.extra.get("retracted") == "true":
            found[Notice(kind="retraction", source=record.source)] = None
        for one in json.loads(record.extra.get("updated_by") or "[]"):
            day = date.fromisoformat(one["on"]) if one.get("on") else None
            found[Notice(kind=one["kind"], source=record.source, doi=one.get("doi"), on=day)] = None
    return tuple(sorted(found, key=lambda one: (not one.withdraws, one.on or date.max, one.kind, one.doi or "")))
