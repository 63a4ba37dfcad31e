"""What the reader did with a full text as JSON, for moving it to another library. Pure.

`{"annotations": [{"section", "heading", "anchor", "quote", "text", "created_at"}], "passes": {"1": time},
"position": {"section", "heading", "anchor", "updated_at"}}`; what is empty is left out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from paper_reader.types import Annotation, Pass, ReadingPosition, ReadingThrough


class AnnotationLine(msgspec.Struct):
    """A note on a section, or a highlight. Other keys are ignored, here and below."""

    text: str = ""
    section: str = ""
    heading: str = ""
    anchor: str | None = None
    quote: str | None = None
    created_at: datetime | None = None


class PositionLine(msgspec.Struct):
    """Where the reader stopped."""

    section: str
    updated_at: datetime
    heading: str = ""
    anchor: str | None = None


class ThroughLine(msgspec.Struct):
    """All of one paper."""

    annotations: list[AnnotationLine] = []
    passes: dict[str, datetime] = {}
    position: PositionLine | None = None


def line_of_through(read: ReadingThrough) -> dict[str, Any] | None:
    """The form that `through_of_line` reads; None where there is nothing."""
    where = read.position
    form: dict[str, Any] = {
        "annotations": [_annotation(one) for one in read.annotations],
        "passes": {str(int(number)): at.isoformat() for number, at in read.passes.items()},
        "position": {
            "section": where.section,
            "heading": where.heading,
            "anchor": where.anchor,
            "updated_at": where.updated_at.isoformat(),
        }
        if where
        else None,
    }
    return {key: value for key, value in form.items() if value} or None


def through_of_line(line: ThroughLine, moment: datetime) -> ReadingThrough:
    """What a line says; `moment` stands in where a note has no time. What says nothing is passed over."""
    numbers = {str(int(one)): one for one in Pass}
    where = line.position
    return ReadingThrough(
        annotations=tuple(
            Annotation(0, one.section, one.heading, one.text, _aware(one.created_at, moment), one.anchor, one.quote)
            for one in line.annotations
            if one.text.strip() or (one.quote or "").strip()
        ),
        passes={numbers[name]: _aware(at, moment) for name, at in line.passes.items() if name in numbers},
        position=ReadingPosition(where.section, where.heading, where.anchor, _aware(where.updated_at, moment))
        if where
        else None,
    )


def _annotation(one: Annotation) -> dict[str, str]:
    said = {
        "section": one.section,
        "heading": one.heading,
        "anchor": one.anchor,
        "quote": one.quote,
        "text": one.text,
        "created_at": one.created_at.isoformat(),
    }
    return {name: value for name, value in said.items() if value}


def _aware(moment: datetime | None, instead: datetime) -> datetime:
    if moment is None:
        return instead
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
