"""A paper of Semantic Scholar as a record. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from paper_reader.identifiers import identifiers_of, parse_identifier
from paper_reader.sources.dates import likely_day_of, year_of
from paper_reader.sources.fields import archives_of
from paper_reader.types import CitationCount, Identifier, Scheme, SourceRecord

SOURCE: Final = "semantic-scholar"
# A search may not ask for references, a look-up may; so a search only finds, and a look-up brings.
SEARCH_FIELDS: Final = ("paperId", "title")
LOOKUP_FIELDS: Final = (
    "paperId", "corpusId", "externalIds", "url", "title", "abstract", "venue", "year", "referenceCount",
    "citationCount", "influentialCitationCount", "openAccessPdf", "s2FieldsOfStudy", "publicationTypes",
    "publicationDate", "journal", "authors.name", "references.paperId", "references.externalIds",
)  # fmt: skip
# Semantic Scholar's words for the schemes, and how their values are written in full; the strongest first.
_SCHEMES: Final = {
    "ArXiv": "arxiv:{}",
    "DOI": "https://doi.org/{}",
    "PubMed": "pmid:{}",
    "PubMedCentral": "pmcid:PMC{}",
    "ACL": "acl:{}",
    "DBLP": "dblp:{}",
    "CorpusId": "CorpusId:{}",
}
# A reference is one name, so that the number of references stays true: one that other sources use too, where there is.
_STRONG: Final = ("ArXiv", "DOI")


def record_of(paper: Mapping[str, Any], *, fetched_at: datetime) -> SourceRecord | None:
    """Make the record from the paper's own data; None for one without id or title."""
    key = str(paper.get("paperId") or "").lower()
    title = " ".join(_signs(str(paper.get("title") or "")).split())
    if not key or not title:
        return None
    identifiers = _identifiers(paper, key)
    count = paper.get("citationCount")
    return SourceRecord(
        source=SOURCE,
        key=key,
        fetched_at=fetched_at,
        title=title,
        abstract=" ".join(_signs(str(paper.get("abstract") or "")).split()) or None,
        authors=tuple(
            name for one in paper.get("authors") or () if (name := " ".join((one.get("name") or "").split()))
        ),
        year=year_of(paper.get("year")),
        published=likely_day_of(paper.get("publicationDate")),
        venue=paper.get("venue") or (paper.get("journal") or {}).get("name") or None,
        categories=_categories(paper, identifiers),
        identifiers=identifiers,
        url=paper.get("url") or None,
        citation=CitationCount(count, SOURCE, fetched_at.date()) if isinstance(count, int) else None,
        references=tuple(_references(paper)),
        extra=_extra(paper),
    )


def _identifiers(paper: Mapping[str, Any], key: str) -> tuple[Identifier, ...]:
    given = dict(paper.get("externalIds") or {})
    if paper.get("corpusId"):
        given.setdefault("CorpusId", paper["corpusId"])
    named = [form.format(given[name]) for name, form in _SCHEMES.items() if given.get(name)]
    return tuple(dict.fromkeys([Identifier(Scheme.SEMANTIC_SCHOLAR, key), *identifiers_of(*named)]))


def _categories(paper: Mapping[str, Any], identifiers: tuple[Identifier, ...]) -> tuple[str, ...]:
    """The archives nearest to its fields; none for what arXiv has, which names categories of its own."""
    if any(one.scheme is Scheme.ARXIV for one in identifiers):
        return ()
    return archives_of(one.get("category") or "" for one in paper.get("s2FieldsOfStudy") or ())


def _references(paper: Mapping[str, Any]) -> Iterator[Identifier]:
    for cited in paper.get("references") or ():
        known = cited.get("externalIds") or {}
        named = (parse_identifier(_SCHEMES[name].format(known[name])) for name in _STRONG if known.get(name))
        strong = next((one for one in named if one is not None), None)
        if strong is not None:
            yield strong
        elif cited.get("paperId"):
            yield Identifier(Scheme.SEMANTIC_SCHOLAR, str(cited["paperId"]).lower())


def _extra(paper: Mapping[str, Any]) -> dict[str, str]:
    influential = paper.get("influentialCitationCount")
    known = {
        "influential_citations": None if influential is None else str(influential),
        "type": ", ".join(paper.get("publicationTypes") or ()),
        "open_access_url": (paper.get("openAccessPdf") or {}).get("url"),
    }
    return {name: str(value) for name, value in known.items() if value}


def _signs(text: str) -> str:
    """Signs as signs: what publishers escaped, the service has at times escaped once more (&amp;lt;)."""
    return html.unescape(html.unescape(text))
