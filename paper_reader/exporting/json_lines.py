"""One paper a line as JSON: the form that `import` reads, so that a library can be moved, merged and kept.

A line holds everything that an import can bring back: importing the file into an empty library gives the same papers
under the same identifiers, with the same citations among them; where each field came from first is not kept, the
source is then the import. What only this program's own catalogue says is left
out: every library has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paper_reader.types import Identifier, Paper, ReadingList, Scheme

_SAID_ELSEWHERE = (Scheme.EXTERNAL, Scheme.STARTER)  # in `external_ids`; in the catalogue that every library has


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPaper:
    """A paper, the identifiers of what it cites and all of its own, from all of its records."""

    paper: Paper
    references: tuple[Identifier, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A line for each paper; what is unknown is left out."""
    return (line_of(one) for one in exported)


def reading_list(made: ReadingList) -> Iterator[str]:
    """The papers of a list in reading order; what the list says of them is in the list's own JSON."""
    return papers(ExportedPaper(paper=item.paper) for item in made.items)


def line_of(exported: ExportedPaper) -> str:
    """The JSON line of one paper, with its line end."""
    paper = exported.paper
    best = paper.citation_counts[0] if paper.citation_counts else None
    form = {
        "id": paper.external_id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "year": paper.year,
        "published": paper.published.isoformat() if paper.published else None,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "venue": paper.venue,
        "categories": list(paper.categories),
        "citation_count": best.count if best else None,
        "citation_source": best.source if best else None,
        "citation_observed_on": best.observed_on.isoformat() if best and best.observed_on else None,
        "references": [_reference(one) for one in exported.references],
        "url": paper.url,
        "external_ids": list(paper.external_ids),
        "identifiers": _further_names(exported),
    }
    return json.dumps({key: value for key, value in form.items() if value not in (None, [])}, ensure_ascii=False) + "\n"


def _further_names(exported: ExportedPaper) -> list[str]:
    """The identifiers that no other field says, such as a second DOI, with their schemes and in a fixed order."""
    paper = exported.paper
    said = {Identifier(Scheme.ARXIV, paper.arxiv_id or ""), Identifier(Scheme.DOI, paper.doi or "")}
    further = {one for one in exported.identifiers if one.scheme not in _SAID_ELSEWHERE} - said
    return sorted(map(str, further))


def _reference(identifier: Identifier) -> str:
    """As an import writes it: an imported id as it stood, any other with its scheme."""
    return identifier.value if identifier.scheme is Scheme.EXTERNAL else str(identifier)
