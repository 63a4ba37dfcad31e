"""Papers as BibTeX entries with unique, readable keys. bibtexparser lays the entries out, LaTeX text is made here.

Letters stay as they are (UTF-8, which biber and today's LaTeX read); only what LaTeX would stumble over is escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from paper_reader.exporting.json_lines import ExportedPaper
from paper_reader.exporting.latex import latex_text, latex_title, verbatim
from paper_reader.types import Paper, ReadingList

_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|magazine|annals|j|nature|science|pnas|jmlr|tmlr|jama|bmj|peerj|surveys)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:conference|conf|workshop|symposium|congress|meeting|advances in neural|lecture notes)\b"
    r"|^\D*[ '-](?:19|20)?\d\d$"  # NeurIPS 2017, SIGIR '94
    r"|^[a-z]*[A-Z](?-i:[A-Za-z]*[A-Z]){1,9}$",  # ICML, NeurIPS
    re.IGNORECASE,
)
_REPORT = re.compile(r"\b(?:report|memo|press|thesis)$", re.IGNORECASE)
_ARXIV_VENUE = re.compile(r"^arxiv\b", re.IGNORECASE)
_NO_KEY_WORD = frozenset({"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "how", "what"})
_ORDER = [
    "author",
    "title",
    "booktitle",
    "journal",
    "howpublished",
    "year",
    "eprint",
    "archiveprefix",
    "primaryclass",
    "doi",
    "url",
]


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """An entry for each paper, in the order given. Keys are unique within one file."""
    from bibtexparser.bibdatabase import BibDatabase  # type: ignore[import-untyped]  # has no types
    from bibtexparser.bwriter import BibTexWriter  # type: ignore[import-untyped]  # has no types

    writer = BibTexWriter()
    writer.indent = "  "
    writer.order_entries_by = None
    writer.display_order = _ORDER
    keys = _Keys()
    for one in exported:
        database = BibDatabase()
        database.entries = [_entry(one.paper, keys.unique(key_of(one.paper)))]
        yield writer.write(database)


def reading_list(made: ReadingList) -> Iterator[str]:
    """The papers of the list in reading order."""
    return papers(ExportedPaper(paper=item.paper) for item in made.items)


def key_of(paper: Paper) -> str:
    """First author's family name, year, first telling word of the title: vaswani2017attention. All ASCII."""
    author = _plain(_family_name(paper.authors[0])) if paper.authors else "anonymous"
    words = [word for word in map(_plain, re.split(r"[\s\-–:/]+", paper.title)) if word]
    telling = next((word for word in words if word not in _NO_KEY_WORD), words[0] if words else "untitled")
    return f"{author or 'anonymous'}{paper.year or ''}{telling}"


class _Keys:
    """Makes keys unique: the second of a name gets an a, the third a b. BibTeX does not tell A from a."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, key: str) -> str:
        candidate, number = key, 0
        while candidate in self._taken:
            candidate, number = key + _letters(number), number + 1
        self._taken.add(candidate)
        return candidate


def _letters(number: int) -> str:
    """a, b ... z, aa, ab ..."""
    text = chr(ord("a") + number % 26)
    return text if number < 26 else _letters(number // 26 - 1) + text


def _entry(paper: Paper, key: str) -> dict[str, str]:
    kind, place = _kind(paper)
    fields = {
        "ENTRYTYPE": kind,
        "ID": key,
        "author": " and ".join(latex_text(_name(author)) for author in paper.authors),
        "title": latex_title(paper.title),
        place: latex_text(paper.venue or ""),
        "year": str(paper.year) if paper.year else "",
        "eprint": paper.arxiv_id or "",
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "primaryclass": paper.categories[0] if paper.arxiv_id and paper.categories else "",
        "doi": verbatim(paper.doi or ""),
        "url": verbatim(paper.url or ""),
    }
    return {name: value for name, value in fields.items() if name and value}


def _kind(paper: Paper) -> tuple[str, str]:
    """The entry's type and the field that names where it appeared ("" for none)."""
    if not paper.venue or _ARXIV_VENUE.match(paper.venue):
        return "misc", ""
    if _REPORT.search(paper.venue):
        return "misc", "howpublished"
    meeting = _MEETING.search(paper.venue) and not _JOURNAL.search(paper.venue)
    return ("inproceedings", "booktitle") if meeting else ("article", "journal")


def _name(author: str) -> str:
    """A name with the word "and" in it (a company's, say) is braced, or BibTeX would split it."""
    return f"{{{author}}}" if re.search(r"\band\b", author, re.IGNORECASE) else author


def _family_name(author: str) -> str:
    return author.split(",")[0] if "," in author else author.split()[-1] if author.split() else ""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in folded.lower() if c.isascii() and c.isalnum())
