"""Papers as CSL-JSON, which Zotero, Pandoc and citeproc read: one list of items, written item by item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from paper_reader.exporting.details import details_of
from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.keys import Keys, key_of
from paper_reader.exporting.kinds import Kind, kind_of
from paper_reader.exporting.people import parts_of
from paper_reader.exporting.plain import plain, web_address
from paper_reader.types import Paper, ReadingList

_Json: TypeAlias = str | int | Sequence["_Json"] | Mapping[str, "_Json"]
_TYPES: Final = {
    Kind.ARTICLE: "article-journal",
    Kind.MEETING: "paper-conference",
    Kind.REPORT: "report",
    Kind.BOOK: "book",
    Kind.PREPRINT: "article",  # CSL 1.0.2's word for a preprint
    Kind.OTHER: "document",
}


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A list with an item for each paper; their ids are citation keys, unique within the file."""
    keys = Keys()
    between = "[\n"
    for one in exported:
        item = _item(one, keys.unique(key_of(one)))
        yield between + json.dumps(item, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:  # noqa: ARG001
    """The papers of the list in reading order."""
    return papers(exported)


def _item(exported: ExportedPaper, key: str) -> dict[str, _Json]:
    paper = exported.paper
    kind = kind_of(exported)
    details = details_of(exported)
    item: dict[str, _Json] = {
        "id": key,
        "citation-key": key,
        "type": _TYPES[kind],
        "title": plain(paper.title),
        "author": [_person(name) for name in paper.authors],
        "issued": _issued(paper),
        "container-title": plain(paper.venue or "") if kind is not Kind.BOOK else "",
        "volume": details.volume,
        "issue": details.number,
        "page": details.pages.replace("–", "-"),
        "publisher": _publisher(paper, kind, details.publisher),
        "number": f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "",
        "DOI": plain(paper.doi or ""),
        "URL": web_address(paper.url) or "",
        "abstract": plain(paper.abstract or ""),
        "keyword": ", ".join(map(plain, paper.categories)),
    }
    return {name: value for name, value in item.items() if value}


def _person(name: str) -> dict[str, _Json]:
    parts = parts_of(plain(name))
    if not parts.family:
        return {"literal": parts.whole}
    person: dict[str, _Json] = {"family": parts.family, "given": parts.given}
    return person | {"suffix": parts.suffix} if parts.suffix else person


def _publisher(paper: Paper, kind: Kind, told: str) -> str:
    if kind is Kind.BOOK:
        return plain(paper.venue or "")
    return "arXiv" if kind is Kind.PREPRINT else told


def _issued(paper: Paper) -> dict[str, _Json]:
    day = paper.published
    if day is not None and (paper.year is None or paper.year == day.year):
        return {"date-parts": [[day.year, day.month, day.day]]}
    return {"date-parts": [[paper.year]]} if paper.year else {}
