"""A reader's progress as JSON lines, one paper a line, under names that another library knows too. Pure.

`{"title", "arxiv_id", "doi", "external_ids": [..], "status", "marked_at", "notes": [{"text", "created_at"}],
"through": {…}}`; what is unknown is left out, `through` is as in `store.through_lines`. Times are ISO 8601 with zone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from paper_reader.errors import QueryError
from paper_reader.store.through_lines import ThroughLine, line_of_through
from paper_reader.types import Identifier, ReadingState, ReadingStatus, Scheme


class NoteLine(msgspec.Struct):
    """A note as it is written. Other keys are ignored."""

    text: str
    created_at: datetime | None = None


class ProgressLine(msgspec.Struct):
    """A line as it is written. Other keys are ignored."""

    title: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    external_ids: list[str] = []
    status: ReadingStatus | None = None
    marked_at: datetime | None = None
    notes: list[NoteLine] = []
    through: ThroughLine | None = None


@dataclass(frozen=True, slots=True)
class BroughtProgress:
    """What a line says: the paper by its identifiers and title, its mark, and (text, time) of its notes."""

    identifiers: tuple[Identifier, ...]
    title: str | None
    status: ReadingStatus | None
    marked_at: datetime | None
    notes: tuple[tuple[str, datetime | None], ...]
    through: ThroughLine | None = None

    @property
    def name(self) -> str:
        """What a person calls the paper."""
        return self.title or str(self.identifiers[0])


_decoder = msgspec.json.Decoder(ProgressLine)


def progress_line(state: ReadingState) -> str:
    """Write the line of one paper, with its line end."""
    paper = state.paper
    form = {
        "title": paper.title,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "external_ids": list(paper.external_ids),
        "status": state.status.value if state.status else None,
        "marked_at": state.marked_at.isoformat() if state.marked_at else None,
        "notes": [{"text": note.text, "created_at": note.created_at.isoformat()} for note in state.notes],
        "through": line_of_through(state.through),
    }
    return json.dumps({key: value for key, value in form.items() if value not in (None, [])}, ensure_ascii=False) + "\n"


def read_progress(line: str) -> BroughtProgress:
    """Read one line; raises `QueryError` that says what is wrong with it."""
    try:
        found = _decoder.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise QueryError(str(error)) from error
    schemes = (
        (Scheme.ARXIV, found.arxiv_id),
        (Scheme.DOI, found.doi),
        *((Scheme.EXTERNAL, i) for i in found.external_ids),
    )
    identifiers = tuple(Identifier(scheme, value) for scheme, value in schemes if value)
    if not identifiers and not (found.title or "").strip():
        raise QueryError("it names no paper: there is no title, arxiv_id, doi or external_ids")
    return BroughtProgress(
        identifiers=identifiers,
        title=found.title,
        status=found.status,
        marked_at=_aware(found.marked_at),
        notes=tuple((note.text, _aware(note.created_at)) for note in found.notes if note.text.strip()),
        through=found.through,
    )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
