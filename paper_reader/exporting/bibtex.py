"""Papers as BibTeX entries with unique, readable keys. bibtexparser lays the entries out, LaTeX text is made here.

Letters stay as they are (UTF-8, which biber and today's LaTeX read); only what LaTeX would stumble over is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from paper_reader.exporting.details import details_of
from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.keys import Keys, key_of
from paper_reader.exporting.kinds import Kind, kind_of
from paper_reader.exporting.latex import latex_text, latex_title, verbatim
from paper_reader.exporting.people import parts_of
from paper_reader.exporting.plain import web_address
from paper_reader.types import ReadingList

_NO_PERSON = re.compile(r",|\band\b|^\s*others\s*$", re.IGNORECASE)
_FIELDS = {Kind.ARTICLE: ("article", "journal"), Kind.MEETING: ("inproceedings", "booktitle")} | {
    Kind.REPORT: ("misc", "howpublished"),
    Kind.BOOK: ("book", "publisher"),
}
_ORDER = [
    "author",
    "title",
    "booktitle",
    "journal",
    "howpublished",
    "year",
    "volume",
    "number",
    "pages",
    "publisher",
    "eprint",
    "archiveprefix",
    "primaryclass",
    "doi",
    "url",
    "abstract",
]


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """An entry for each paper, in the order given. Keys are unique within one file."""
    from bibtexparser.bibdatabase import BibDatabase
    from bibtexparser.bwriter import BibTexWriter

    writer = BibTexWriter()
    writer.indent = "  "
    writer.order_entries_by = None
    writer.display_order = _ORDER
    keys = Keys()
    for one in exported:
        database = BibDatabase()
        database.entries = [_entry(one, keys.unique(key_of(one)))]
        yield writer.write(database)


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:  # noqa: ARG001
    """The papers of the list in reading order."""
    return papers(exported)


def _entry(exported: ExportedPaper, key: str) -> dict[str, str]:
    paper = exported.paper
    kind, place = _FIELDS.get(kind_of(exported), ("misc", ""))
    details = details_of(exported)
    fields = {
        "publisher": latex_text(details.publisher),
        "ENTRYTYPE": kind,
        "ID": key,
        "author": " and ".join(_name(author) for author in paper.authors),
        "title": latex_title(paper.title),
        place: latex_text(paper.venue or ""),
        "year": str(paper.year) if paper.year else "",
        "volume": latex_text(details.volume),
        "number": latex_text(details.number).replace("–", "--"),
        "pages": latex_text(details.pages).replace("–", "--"),
        "eprint": paper.arxiv_id or "",
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "primaryclass": paper.categories[0] if paper.arxiv_id and paper.categories else "",
        "doi": verbatim(paper.doi or ""),
        "url": verbatim(web_address(paper.url) or ""),
        "abstract": latex_text(paper.abstract or ""),
    }
    return {name: value for name, value in fields.items() if name and value}


def _name(author: str) -> str:
    """A name in reading order; one with a comma or the word "and" in it (a company's) is braced, or it would be split.

    So is the name "others", which BibTeX takes for more people, and an organisation's, which has no family name.
    """
    text = latex_text(author)
    whole = not parts_of(author).family and len(author.split()) > 1
    return f"{{{text}}}" if whole or _NO_PERSON.search(author) else text
