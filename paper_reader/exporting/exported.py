"""What an export knows of a paper beside the paper itself: its records, and what the reader made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from paper_reader.types import (
    NOTHING_READ,
    CitationCount,
    Correction,
    Identifier,
    Paper,
    ReadingList,
    ReadingStatus,
    ReadingThrough,
    SourceRecord,
)

if TYPE_CHECKING:
    from paper_reader.store import Store

CITATION_KEY = "citation_key"  # in a record's `extra`, where an imported file gave the paper one
SeenCount = tuple[CitationCount, datetime]  # a count, and when it came


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPaper:
    """A paper with what its records say and what its reader did. `counts`: every count of a record, oldest first."""

    paper: Paper
    references: tuple[Identifier, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    records: tuple[SourceRecord, ...] = ()
    mark: ReadingStatus | None = None
    marked_at: datetime | None = None
    notes: tuple[tuple[str, datetime], ...] = ()
    through: ReadingThrough = NOTHING_READ  # what the reader did with the full text
    counts: Mapping[tuple[str, str], tuple[SeenCount, ...]] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()  # what the reader said of its records

    @property
    def citation_key(self) -> str | None:
        """The key that the reader's own file gave the paper; the first where several did."""
        return next((one.extra[CITATION_KEY] for one in self.records if one.extra.get(CITATION_KEY)), None)


def bare(listed: ReadingList) -> list[ExportedPaper]:
    """The papers of a list as it holds them."""
    return [ExportedPaper(paper=item.paper) for item in listed.items]


def with_records(store: Store, batches: Iterable[Sequence[Paper]]) -> Iterator[ExportedPaper]:
    """Each paper with its records, mark and notes, a batch in memory at a time."""
    corrections: dict[tuple[str, str], list[Correction]] = {}
    for said in store.corrections.all():
        corrections.setdefault(said.one, []).append(said)
    for batch in batches:
        records: dict[int, list[SourceRecord]] = {paper.id: [] for paper in batch}
        for stored in store.records.of_papers(list(records)):
            records[stored.paper_id].append(stored.record)
        kept = store.keepsakes.of_papers(list(records))
        counts = store.keepsakes.counts_of(list(records))
        for paper in batch:
            own = records[paper.id]
            reader = kept.get(paper.id)
            yield ExportedPaper(
                paper=paper,
                references=tuple(dict.fromkeys([name for one in own for name in one.references])),
                identifiers=tuple(dict.fromkeys([name for one in own for name in one.identifiers])),
                records=tuple(own),
                mark=reader.mark if reader else None,
                marked_at=reader.marked_at if reader else None,
                notes=reader.notes if reader else (),
                through=reader.through if reader else NOTHING_READ,
                counts=counts.get(paper.id, {}),
                corrections=tuple([said for one in own for said in corrections.get((one.source, one.key), ())]),
            )
