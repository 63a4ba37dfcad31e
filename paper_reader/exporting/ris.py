"""Papers as RIS records, for EndNote, Mendeley, Zotero and the screening tools of reviews; rispy lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from paper_reader.exporting.details import details_of
from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.kinds import Kind, kind_of
from paper_reader.exporting.people import parts_of
from paper_reader.exporting.plain import plain, web_address
from paper_reader.types import Paper, ReadingList

_TYPES: Final = {
    Kind.ARTICLE: "JOUR",
    Kind.MEETING: "CPAPER",
    Kind.REPORT: "RPRT",
    Kind.BOOK: "BOOK",
    Kind.PREPRINT: "UNPB",
    Kind.OTHER: "GEN",
}


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A record for each paper, in the order given."""
    from rispy import RisWriter

    class Writer(RisWriter):  # type: ignore[misc]  # rispy has no types
        """Without the running number that rispy puts before each record; many programs stumble over it."""

        def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's own signature
            return ""

    writer = Writer(delimiter_tags_mapping={})
    for one in exported:
        yield writer.formats([_tags(one)]) + "\n"


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:  # noqa: ARG001
    """The papers of the list in reading order."""
    return papers(exported)


def _tags(exported: ExportedPaper) -> dict[str, str | list[str]]:
    paper = exported.paper
    kind = kind_of(exported)
    details = details_of(exported)
    address = web_address(paper.url)
    tags: dict[str, str | list[str]] = {
        "type_of_reference": _TYPES[kind],
        "id": exported.citation_key or "",
        "title": plain(paper.title),
        "authors": [_person(name) for name in paper.authors],
        "secondary_title": plain(paper.venue or "") if kind is not Kind.BOOK else "",
        "year": str(paper.year) if paper.year else "",
        "date": _date(paper),
        "doi": plain(paper.doi or ""),
        "urls": [address] if address else [],
        "abstract": plain(paper.abstract or ""),
        "keywords": [plain(name) for name in paper.categories],
        "volume": details.volume,
        "number": details.number,
        "start_page": details.first_page,
        "end_page": details.last_page,
        "publisher": _publisher(paper, kind, details.publisher),
        "notes": [f"arXiv:{paper.arxiv_id}"] if paper.arxiv_id else [],
    }
    return {name: value for name, value in tags.items() if value}


def _person(name: str) -> str:
    """Family, Given, Suffix; an organisation has a comma at its end, or readers would turn it round."""
    parts = parts_of(plain(name))
    if not parts.family:
        return f"{parts.whole.replace(',', ',,')}," if "," in parts.whole else parts.whole
    return ", ".join(part for part in (parts.family, parts.given, parts.suffix) if part)


def _publisher(paper: Paper, kind: Kind, told: str) -> str:
    if kind is Kind.BOOK:
        return plain(paper.venue or "")
    return "arXiv" if kind is Kind.PREPRINT else told


def _date(paper: Paper) -> str:
    """The day, where it is one of the year that is shown: a preprint's day is not that of the journal."""
    day = paper.published
    return f"{day:%Y/%m/%d}/" if day is not None and (paper.year is None or day.year == paper.year) else ""
