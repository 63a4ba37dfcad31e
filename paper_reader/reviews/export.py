"""A review as a file: tables and JSON lines with every decision, other forms as any export writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from paper_reader.errors import UsageError
from paper_reader.exporting import FORMATS, ExportedPaper, write_papers
from paper_reader.exporting.csv_table import lines
from paper_reader.exporting.json_lines import line_of
from paper_reader.exporting.plain import plain
from paper_reader.exporting.table import Row, paper_rows
from paper_reader.reviews.forms import standing_form
from paper_reader.reviews.words import outcome_of
from paper_reader.types import IdentifiedBy, Review, ReviewedPaper, Stage

XLSX: Final = "xlsx"
_STAGES: Final = {Stage.TITLE_ABSTRACT: "title_abstract", Stage.FULL_TEXT: "full_text"}
_PARTS: Final = ("", "_reason", "_by", "_at")
HEADS: Final = (
    *("outcome", "identified_by", "records"),
    *(f"{name}{part}" for name in _STAGES.values() for part in _PARTS),
    "review_notes",
)


def written(
    form: str,
    review: Review,
    papers: Sequence[ExportedPaper],
    standing: Mapping[int, ReviewedPaper],
    searches: Sequence[IdentifiedBy],
) -> Iterator[str] | bytes:
    """The papers in the form of this name; a workbook is bytes. Raises `UsageError` for a form that is not there."""
    if form == XLSX:
        from paper_reader.exporting.workbook import workbook

        return workbook(_rows(papers, standing, searches), name=review.name)
    if form == "csv":
        return lines(_rows(papers, standing, searches))
    if form == "jsonl":
        return _json_lines(review, papers, standing)
    if form not in FORMATS:
        raise UsageError(f"there is no export format {form!r}. There are: {', '.join([*FORMATS, XLSX])}")
    return write_papers(form, papers)


def _rows(
    papers: Iterable[ExportedPaper], standing: Mapping[int, ReviewedPaper], searches: Sequence[IdentifiedBy]
) -> Iterator[Row]:
    """A header, then how each paper stands and what it is."""
    named = {one.search_id: one.source for one in searches}
    listed = list(papers)
    described = paper_rows(listed)
    yield (*HEADS, *next(described))
    for one, row in zip(listed, described, strict=True):
        yield (*_standing_cells(standing[one.paper.id], named), *row)


def _standing_cells(standing: ReviewedPaper, named: Mapping[int, str]) -> Row:
    found_by = "; ".join(dict.fromkeys(plain(named[search_id]) for search_id in standing.searches))
    cells: list[str | int | None] = [outcome_of(standing), found_by, len(standing.records)]
    for stage in _STAGES:
        decision = standing.decisions.get(stage)
        cells += (
            [None] * len(_PARTS)
            if decision is None
            else [
                decision.verdict.value,
                plain(decision.reason or "") or None,
                plain(decision.reviewer),
                decision.decided_at.isoformat(timespec="seconds"),
            ]
        )
    return (*cells, "; ".join(plain(note.text) for note in standing.notes) or None)


def _json_lines(
    review: Review, papers: Iterable[ExportedPaper], standing: Mapping[int, ReviewedPaper]
) -> Iterator[str]:
    """What an import reads, with the decisions in a key of their own, which an import leaves aside."""
    for one in papers:
        decided = standing[one.paper.id]
        mine = {"name": review.name, "outcome": outcome_of(decided)} | standing_form(decided)
        yield json.dumps(json.loads(line_of(one)) | {"review": mine}, ensure_ascii=False) + "\n"
