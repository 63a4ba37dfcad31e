"""From a result of Scholar to a `SourceRecord`, saying what of it is certain. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from paper_reader.identifiers import identifiers_of
from paper_reader.sources.scholar.row import Row
from paper_reader.types import CitationCount, Identifier, Scheme, SourceRecord

SOURCE: Final = "scholar"
SAVED_PAGE: Final = "scholar-page"
SCHOLAR_URL: Final = "https://scholar.google.com"
_ARXIV_IN_VENUE: Final = re.compile(r"arxiv:\s*([a-z.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)
# Preprint servers put the version, and what is shown of it, behind the DOI.
_AFTER_DOI: Final = re.compile(
    r"(?<=\d)v\d+(?:\.[a-z-]+)*$|(?:\.full(?:-text)?)?\.pdf$|\.full(?:-text)?$", re.IGNORECASE
)
# Publishers whose addresses go on behind the DOI, or whose DOIs have more than one slash.
_PIECES_OF_DOI: Final = {
    "direct.mit.edu": 2,
    "www.taylorfrancis.com": 2,
    "academic.oup.com": 3,
    "iopscience.iop.org": 9,
}
_ORDINARY_PIECES: Final = 2
_VIEWS: Final = ("full", "pdf", "abstract", "html", "epdf", "meta", "summary")
_DOTS: Final = ("…", "...")
_WEB: Final = ("http", "https")


def scholar_record(
    row: Row,
    *,
    source: str,
    fetched_at: datetime,
    seen_on: date | None,
    versions_of: str | None = None,
    cites: str | None = None,
) -> SourceRecord | None:
    """Make the record of one result; None for one without a title or without anything that names it.

    The snippet is no abstract (it is cut out of the text, with gaps), so it stays in `extra`. A version among all
    versions of a paper gets that paper's cluster beside its own; that it shows no count says nothing of the paper.
    `seen_on` is the day when the page was shown, None where nobody knows.
    """
    key = row.cluster or row.profile_key
    if not row.title or key is None:
        return None
    named = _named_by(row)
    clusters = [one for one in (row.cluster, versions_of) if one]
    pub_url = _web_address(row.pub_url)
    return SourceRecord(
        source=source,
        key=key,
        fetched_at=fetched_at,
        title=row.title,
        authors=row.authors,
        year=row.year,
        venue=row.venue,
        identifiers=tuple(dict.fromkeys([*(Identifier(Scheme.SCHOLAR, one) for one in clusters), *named])),
        url=pub_url,
        citation=_count(row, seen_on, is_version=versions_of is not None),
        extra={name: text for name, text in _details(row, named, versions_of, cites).items() if text},
    )


def _named_by(row: Row) -> dict[Identifier, str]:
    """The arXiv ids, DOIs and their like in the row's addresses and venue, each with the place it was found in."""
    found: dict[Identifier, str] = {}
    for place, url in (("its address", row.pub_url), ("the address of its file", row.eprint_url)):
        for identifier in identifiers_of(_cleaned(url)):
            if identifier.scheme is not Scheme.SCHOLAR:  # a link within Scholar leads to other papers too
                found.setdefault(identifier, place)
    if match := _ARXIV_IN_VENUE.search(row.venue or ""):
        for identifier in identifiers_of(f"arXiv:{match[1]}"):
            found.setdefault(identifier, "its venue")
    return found


def _cleaned(url: str | None) -> str | None:
    """An address that ends with its DOI: without version, ".full.pdf" and whatever its host puts behind.

    Where it is not known how much of the address is the DOI, there is none: a wrong name is worse than no name.
    """
    if not url or "/10." not in (parts := urlsplit(url)).path:
        return url
    before, _, doi = unquote(parts.path).partition("/10.")
    pieces = f"10.{_AFTER_DOI.sub('', _AFTER_DOI.sub('', doi))}".split("/")
    while len(pieces) > _ORDINARY_PIECES and pieces[-1] in _VIEWS:
        pieces.pop()
    if (length := _PIECES_OF_DOI.get(parts.hostname or "")) is not None:
        pieces = pieces[:length]
    elif len(pieces) > _ORDINARY_PIECES and not before.startswith("/doi"):
        return None
    return f"https://{parts.hostname}{before}/{'/'.join(pieces)}"


def _web_address(url: str | None) -> str | None:
    """An address that can be opened: results of books and citations link within Scholar itself."""
    whole = urljoin(f"{SCHOLAR_URL}/", url) if url else ""
    parts = urlsplit(whole)
    return whole if parts.scheme in _WEB and parts.hostname else None


def _count(row: Row, seen_on: date | None, *, is_version: bool) -> CitationCount | None:
    if row.cited_by is None or (is_version and not row.cited_by):
        return None
    return CitationCount(row.cited_by, SOURCE, seen_on)


def _details(
    row: Row, named: dict[Identifier, str], versions_of: str | None, cites: str | None
) -> dict[str, str | None]:
    return {
        "snippet": row.snippet,
        "kind": row.kind,
        "authors_cut": "yes" if row.authors_cut else None,
        "title_cut": "yes" if row.title.endswith(_DOTS) else None,
        "venue_cut": "yes" if "…" in (row.venue or "") else None,
        "eprint_url": _web_address(row.eprint_url),
        "profile_entry": row.profile_key,
        "named_by": "; ".join(f"{identifier} in {place}" for identifier, place in named.items()),
        "versions_of": f"{Scheme.SCHOLAR}:{versions_of}" if versions_of else None,
        "cites": f"{Scheme.SCHOLAR}:{cites}" if cites else None,
    }
