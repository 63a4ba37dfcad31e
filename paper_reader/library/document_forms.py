"""Full texts and what the reader made of them as plain dictionaries for JSON. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from paper_reader.json_forms import Json, paper_form
from paper_reader.types import (
    Annotation,
    Block,
    DocumentReference,
    Figure,
    FoundPlace,
    PaperText,
    PlannedPass,
    ReadingThrough,
    ReferenceLink,
    Section,
    TextSpan,
)


def paper_text_form(text: PaperText, sections: Sequence[Section] | None = None) -> dict[str, Json]:
    """Give a full text with everything beside it; of the text itself only `sections` where they are named."""
    document = text.document
    return {
        "paper": paper_form(text.paper) if text.paper else None,
        "title": text.title,
        "source": document.source.value,
        "address": document.address,
        "fetched_at": document.fetched_at.isoformat(),
        "notes": list(document.notes),
        "status": text.status.value if text.status else None,
        "outline": outline_form(text),
        "sections": [section_form(one) for one in (document.sections if sections is None else sections)],
        "figures": [_figure_form(one) for one in document.figures],
        "references": _references_form(text),
        "passes": [_pass_form(one, text) for one in text.passes],
        "next_pass": int(text.next_pass),
        "key_sentences": [_span_form(one.span) | {"score": one.score} for one in text.key_sentences],
        "terms": [
            _span_form(one.span) | {"paper_id": one.paper_id, "title": one.title, "year": one.year}
            for one in text.terms
        ],
        "highlights": [
            annotation_form(one.highlight) | {"place": _span_form(one.span) if one.span else None}
            for one in text.highlights
        ],
        "section_notes": [annotation_form(one) for one in text.read.annotations if not one.is_highlight],
        "position": _position_form(text.read),
    }


def outline_form(text: PaperText) -> list[Json]:
    """Give every section with the seconds that each pass takes for it; 0 where a pass leaves it out."""
    seconds = {one.number: {part.section: part.seconds for part in one.parts} for one in text.passes}
    return [
        {
            "anchor": section.anchor,
            "number": section.number,
            "title": section.title,
            "level": section.level,
            "role": section.role.value,
            "seconds": {str(int(number)): of.get(section.anchor, 0) for number, of in seconds.items()},
        }
        for section in text.document.sections
    ]


def section_form(section: Section) -> dict[str, Json]:
    """Give a section with its text."""
    return {
        "anchor": section.anchor,
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "role": section.role.value,
        "blocks": [_block_form(block) for block in section.blocks],
    }


def found_form(words: str, places: Sequence[FoundPlace]) -> dict[str, Json]:
    """Give where words were found."""
    return {
        "words": words,
        "places": [
            {
                "section": one.section,
                "heading": one.heading,
                "anchor": one.anchor,
                "snippet": one.snippet,
                "start": one.start,
                "end": one.end,
            }
            for one in places
        ],
    }


def through_form(read: ReadingThrough) -> dict[str, Json]:
    """Give what the reader made of a paper's text."""
    return {
        "section_notes": [annotation_form(one) for one in read.annotations if not one.is_highlight],
        "highlights": [annotation_form(one) for one in read.annotations if one.is_highlight],
        "passes": {str(int(number)): at.isoformat() for number, at in read.passes.items()},
        "position": _position_form(read),
    }


def annotation_form(one: Annotation) -> dict[str, Json]:
    """Give a note on a section, or a highlight."""
    return {
        "id": one.id,
        "section": one.section,
        "heading": one.heading,
        "anchor": one.anchor,
        "quote": one.quote,
        "text": one.text,
        "created_at": one.created_at.isoformat(),
    }


def _pass_form(planned: PlannedPass, text: PaperText) -> dict[str, Json]:
    done_at = text.read.passes.get(planned.number)
    return {
        "number": int(planned.number),
        "title": planned.title,
        "purpose": planned.purpose,
        "look_for": list(planned.look_for),
        "minutes": planned.minutes,
        "done_at": done_at.isoformat() if done_at else None,
        "parts": [{"section": part.section, "blocks": list(part.blocks)} for part in planned.parts],
    }


def _references_form(text: PaperText) -> list[Json]:
    linked = {one.anchor: one for one in text.references}
    return [_reference_form(one, linked.get(one.anchor)) for one in text.document.references]


def _reference_form(one: DocumentReference, link: ReferenceLink | None) -> dict[str, Json]:
    return {
        "anchor": one.anchor,
        "label": one.label,
        "text": one.text,
        "title": one.title,
        "year": one.year,
        "arxiv_id": one.arxiv_id,
        "doi": one.doi,
        "paper_id": link.paper_id if link else None,
        "paper_title": link.title if link else None,
        "status": link.status.value if link and link.status else None,
    }


def _block_form(block: Block) -> dict[str, Json]:
    return {"anchor": block.anchor, "kind": block.kind.value, "text": block.text, "html": block.html}


def _figure_form(one: Figure) -> dict[str, Json]:
    return {
        "anchor": one.anchor,
        "label": one.label,
        "caption": one.caption,
        "section": one.section,
        "image": one.image,
    }


def _span_form(span: TextSpan) -> dict[str, Json]:
    return {"section": span.section, "anchor": span.anchor, "start": span.start, "end": span.end, "text": span.text}


def _position_form(read: ReadingThrough) -> dict[str, Json] | None:
    where = read.position
    if where is None:
        return None
    return {
        "section": where.section,
        "heading": where.heading,
        "anchor": where.anchor,
        "updated_at": where.updated_at.isoformat(),
    }
