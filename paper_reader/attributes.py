"""Which facts of a paper a search can be limited by: the engine's numbers and tags, for papers and filters alike. Pure.

Letters' case never matters. A category also stands under its archive ("cs.LG" under "cs"), a source under its family
("arxiv-oai" under "arxiv"), a venue also without its year ("NeurIPS 2017" under "neurips").
"""

from __future__ import annotations

import re
from typing import Final

from index.document import Document, Filter, Vector
from paper_reader.types import Paper, SearchFilter

_YEAR_OF_VENUE: Final = re.compile(r"[\s,'’-]*\b(19|20)\d{2}\b\s*$")


def document_of(paper: Paper, vector: Vector) -> Document:
    """Turn a paper into what the engine indexes; `vector` is that of its embedding text."""
    return Document(
        id=paper.id,
        title=paper.title,
        body=paper.abstract or (paper.curation.why if paper.curation else ""),
        vector=vector,
        numbers=numbers_of(paper),
        tags=tags_of(paper),
    )


def numbers_of(paper: Paper) -> dict[str, int]:
    """List the paper's numbers that can be limited; what is unknown is absent."""
    return {} if paper.year is None else {"year": paper.year}


def tags_of(paper: Paper) -> dict[str, tuple[str, ...]]:
    """List the paper's tags that can be limited; what is unknown is absent."""
    tags = {
        "category": [form for name in paper.categories for form in (name, name.partition(".")[0])],
        "venue": [form for form in (paper.venue, _YEAR_OF_VENUE.sub("", paper.venue)) if form] if paper.venue else [],
        "source": [form for name in paper.sources for form in (name, name.partition("-")[0])],
    }
    return {field: tuple(dict.fromkeys(_folded(name) for name in names)) for field, names in tags.items() if names}


def engine_filter(limits: SearchFilter) -> Filter:
    """Say the limits in the engine's words."""
    years = (limits.year_from, limits.year_to)
    wanted = {"category": limits.categories, "venue": limits.venues, "source": limits.sources}
    return Filter(
        ranges={} if years == (None, None) else {"year": years},
        any_of={field: frozenset(map(_folded, names)) for field, names in wanted.items() if names},
    )


def passes(paper: Paper, limits: SearchFilter) -> bool:
    """Whether the paper meets every limit: the same answer as the engine's filter gives inside a search."""
    asked, numbers, tags = engine_filter(limits), numbers_of(paper), tags_of(paper)
    in_ranges = all(
        field in numbers and (low is None or numbers[field] >= low) and (high is None or numbers[field] <= high)
        for field, (low, high) in asked.ranges.items()
    )
    return in_ranges and all(names.intersection(tags.get(field, ())) for field, names in asked.any_of.items())


def _folded(name: str) -> str:
    return " ".join(name.lower().split())
