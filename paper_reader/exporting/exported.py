"""What an export needs of a paper beside the paper itself, read from its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from paper_reader.exporting.json_lines import ExportedPaper
from paper_reader.types import Identifier, Paper

if TYPE_CHECKING:
    from paper_reader.store import Store


def with_references(store: Store, batches: Iterable[Sequence[Paper]]) -> Iterator[ExportedPaper]:
    """Each paper with what any of its records says that it cites and is called, a batch in memory at a time."""
    for batch in batches:
        cited: dict[int, dict[Identifier, None]] = {paper.id: {} for paper in batch}
        names: dict[int, dict[Identifier, None]] = {paper.id: {} for paper in batch}
        for stored in store.records.of_papers(list(cited)):
            cited[stored.paper_id] |= dict.fromkeys(stored.record.references)
            names[stored.paper_id] |= dict.fromkeys(stored.record.identifiers)
        for paper in batch:
            yield ExportedPaper(paper=paper, references=tuple(cited[paper.id]), identifiers=tuple(names[paper.id]))
