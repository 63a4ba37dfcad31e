"""A paper computed from its records, field by field, each with the record that it came from.

The result depends on the set of records alone, not on their order, and a record given twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import compress
from types import MappingProxyType
from typing import Any, TypeVar

from paper_reader.content import content_hash, embedding_text
from paper_reader.merge import precedence
from paper_reader.merge.entities import readable
from paper_reader.types import CitationCount, Paper, Scheme, SourceRecord

_Value = TypeVar("_Value")
_WHOLE_ABSTRACT = 0.8  # of the longest one; shorter ones are taken for cut
_ARXIV_ADDRESS = "https://arxiv.org/abs/"
_DOI_ADDRESS = "https://doi.org/"
_ARXIV_DOI = "10.48550/"
_ARXIV, _DOI, _EXTERNAL = Scheme.ARXIV, Scheme.DOI, Scheme.EXTERNAL  # an enum's attribute takes five times as long
_TRACED = (
    "title", "abstract", "authors", "published", "venue", "categories", "arxiv_id", "doi", "url", "curation",
)  # fmt: skip


def compute_paper(paper_id: int, records: Sequence[SourceRecord], *, change_number: int = 0) -> Paper:
    """The paper that some records describe; at least one."""
    if len(records) == 1:
        return _of_one(paper_id, readable(records[0]), change_number)
    return of_many(paper_id, records, change_number=change_number)


def of_many(paper_id: int, records: Sequence[SourceRecord], *, change_number: int = 0) -> Paper:
    """The general case; for one record it gives what the short way gives."""
    by_name = {(one.source, one.key): readable(one) for one in records}
    ordered = sorted(by_name.values(), key=precedence.order)
    fields = _Fields(ordered)
    title = fields.pick("title", lambda one: one.title, lambda text: precedence.is_cut(text)) or ""
    abstract = fields.abstract()
    curation = fields.pick("curation", lambda one: one.curation)
    venue, year = fields.venue_and_year()
    arxiv_id = fields.pick("arxiv_id", lambda one: _name(one, _ARXIV))
    doi = fields.pick("doi", lambda one: _name(one, _DOI), lambda text: text.startswith(_ARXIV_DOI))
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=fields.authors(),
        year=year,
        published=fields.published(),
        venue=venue,
        categories=fields.categories(),
        arxiv_id=arxiv_id,
        doi=doi,
        url=fields.url(arxiv_id, doi),
        external_ids=_external_ids(ordered),
        sources=tuple(sorted({one.source for one in ordered})),
        citation_counts=_counts(ordered),
        curation=curation,
        provenance=MappingProxyType(fields.provenance),
        content_hash=content_hash(embedding_text(title, abstract, curation.why if curation else None)),
        change_number=change_number,
    )


def _of_one(paper_id: int, record: SourceRecord, change_number: int) -> Paper:
    """The short way for the rule: a paper with one record. A property test holds it to `of_many`."""
    arxiv_id = doi = None
    external: list[str] = []
    for one in record.identifiers:
        scheme = one.scheme
        if scheme is _EXTERNAL:
            external.append(one.value)
        elif scheme is _ARXIV:
            arxiv_id = arxiv_id or one.value
        elif scheme is _DOI and (doi is None or (doi.startswith(_ARXIV_DOI) > one.value.startswith(_ARXIV_DOI))):
            doi = one.value
    year = record.year if record.year is not None else record.published.year if record.published else None
    url = record.url or _address(arxiv_id, doi)
    curation = record.curation
    values = (record.title, record.abstract, record.authors, record.published, record.venue, record.categories)
    known = list(compress(_TRACED, (*values, arxiv_id, doi, url, curation)))
    if year is not None:
        known.append("year")
    provenance = dict.fromkeys(known, f"{record.source}:{record.key}")
    return Paper(
        id=paper_id,
        title=record.title,
        abstract=record.abstract or None,
        authors=record.authors,
        year=year,
        published=record.published,
        venue=record.venue or None,
        categories=_each_once(record.categories),
        arxiv_id=arxiv_id,
        doi=doi,
        url=url,
        external_ids=_each_once(tuple(external)),
        sources=(record.source,),
        citation_counts=(record.citation,) if record.citation else (),
        curation=curation,
        provenance=MappingProxyType(provenance),
        content_hash=content_hash(embedding_text(record.title, record.abstract, curation.why if curation else None)),
        change_number=change_number,
    )


class _Fields:
    """Picks values out of ordered records and remembers where each came from."""

    def __init__(self, ordered: Sequence[SourceRecord]) -> None:
        self._ordered = ordered
        self._named = [(one, f"{one.source}:{one.key}") for one in ordered]
        self.provenance: dict[str, str] = {}

    def pick(
        self,
        field: str,
        value: Callable[[SourceRecord], _Value | None],
        worse: Callable[[_Value], Any] | None = None,
    ) -> _Value | None:
        """The value of the first record that has one, those that are `worse` last."""
        best: _Value | None = None
        origin = ""
        least: Any = None
        for record, name in self._named:
            said = value(record)
            if not said:
                continue
            if best is None:
                best, origin = said, name
                if worse is None:
                    break
            elif worse is not None and said != best:  # what is said twice need not be judged
                least = least or worse(best)
                if not least:  # False: none can be better
                    break
                order = worse(said)
                if order < least:
                    best, origin, least = said, name, order
        if best is not None:
            self.provenance[field] = origin
        return best

    def abstract(self) -> str | None:
        """The first whole one."""
        longest = max((len(one.abstract) for one in self._ordered if one.abstract), default=0)
        return self.pick(
            "abstract",
            lambda one: one.abstract,
            lambda text: (len(text) < _WHOLE_ABSTRACT * longest, precedence.is_cut(text)),
        )

    def authors(self) -> tuple[str, ...]:
        """The longest list, of equal ones that with the fewest initials."""
        found = self.pick(
            "authors", lambda one: one.authors, lambda names: (-len(names), precedence.share_of_initials(names))
        )
        return found or ()

    def venue_and_year(self) -> tuple[str | None, int | None]:
        """Where it was published, before where the preprint lies; the year is that of the venue taken."""
        venue = self.pick("venue", lambda one: one.venue, precedence.is_preprint_venue)
        taken = self.provenance.get("venue")
        if venue is None or precedence.is_preprint_venue(venue):
            taken = None
        year = self.pick("year", _year)
        for record, name in self._named:
            if taken == name and (said := _year(record)) is not None:
                year, self.provenance["year"] = said, name
        return venue, year

    def published(self) -> date | None:
        """The earliest date that is known."""
        return self.pick("published", lambda one: one.published, lambda day: day)

    def categories(self) -> tuple[str, ...]:
        """All of them, those of the first record first."""
        self.pick("categories", lambda one: one.categories)
        return tuple(dict.fromkeys(name for one in self._ordered for name in one.categories))

    def url(self, arxiv_id: str | None, doi: str | None) -> str | None:
        """The address a record gave, or the one that follows from an identifier."""
        given = self.pick("url", lambda one: one.url)
        derived = _address(arxiv_id, doi) if given is None else None
        if derived is not None:
            self.provenance["url"] = self.provenance["arxiv_id" if arxiv_id else "doi"]
        return given or derived


def _each_once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts)) if len(texts) > 1 else texts


def _year(record: SourceRecord) -> int | None:
    return record.year if record.year is not None else record.published.year if record.published else None


def _address(arxiv_id: str | None, doi: str | None) -> str | None:
    if arxiv_id:
        return _ARXIV_ADDRESS + arxiv_id
    return _DOI_ADDRESS + doi if doi else None


def _name(record: SourceRecord, scheme: Scheme) -> str | None:
    """The record's name in a scheme; a publisher's DOI before arXiv's own."""
    names = [one.value for one in record.identifiers if one.scheme is scheme]
    return min(names, key=lambda name: name.startswith(_ARXIV_DOI)) if names else None


def _external_ids(ordered: Sequence[SourceRecord]) -> tuple[str, ...]:
    found = [name.value for one in ordered for name in one.identifiers if name.scheme is _EXTERNAL]
    return tuple(dict.fromkeys(found))


def _counts(ordered: Sequence[SourceRecord]) -> tuple[CitationCount, ...]:
    """One count a source, its newest; the best known first."""
    best: dict[str, CitationCount] = {}
    for count in sorted((one.citation for one in ordered if one.citation), key=precedence.count_order):
        best.setdefault(count.source, count)
    return tuple(best.values())
