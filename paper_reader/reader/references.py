"""What one entry of a list of references says: title, year, arXiv id, DOI. Pure; what cannot be told is None.

Entries come in many styles. The year and the identifiers have forms of their own; the title is what stands between
quotation marks, or the first sentence after the authors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from paper_reader.identifiers import arxiv_id_of_doi, normalise_doi, parse_arxiv_id
from paper_reader.types.document import Reference

_LONGEST: Final = 4000
_ARXIV: Final = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf|html))?[\s:/.]*(?:preprint\s*)?(?:arxiv\s*:?\s*)?(?:abs/)?|\beprint[\s:]*|\bcorr[\s,]*abs/|\babs/)"
    r"((?:[a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?)(?!\d)",
    re.IGNORECASE,
)
_DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<![\d./:–—-])((?:1[89]|20)\d{2})[a-z]?(?![\d/]|[.:–—-]\d)")
_YEAR_ALONE: Final = re.compile(r"[.,]\s+((?:1[89]|20)\d{2})[a-z]?[.,](?=\s)")
_YEAR_IN_BRACKETS: Final = re.compile(r"\(\s*(?:[A-Z][a-z]+\.?\s+(?:\d{1,2},?\s+)?)?((?:1[89]|20)\d{2})[a-z]?\s*\)")
_QUOTED: Final = re.compile(r"[“\"„«]\s*([^”\"»“]{8,400}?)[,.]?\s*[”\"»]|``(.{8,400}?)[,.]?\s*''")
# After the authors: "A. Author and B. Author. 2019. Title. Venue", "Author, A. (2019). Title. Venue"
_AFTER_YEAR: Final = re.compile(r"^.{3,2000}?[.,(\s]\(?((?:1[89]|20)\d{2})[a-z]?\)?\s*[.,:]\s+(?=\S)")
_SENTENCE_END: Final = re.compile(
    r"(?<![\s.][A-Z])(?<!\bvs)(?<!\bJr)(?<!\bSt)[.?!](?=\s+[\W\d]*[A-Z“\"]|\s+ar[xX]iv|\s+(?:ht|www)|\s*$)"
)
_NO_TITLE: Final = re.compile(
    r"^(?:arxiv\b|corr\b|https?:|www\.|doi\b|url\b|proceedings of\b|in (?:proc|advances|international)|vol\.|pp\.|"
    r"technical report\b|\d|accessed\b)",
    re.IGNORECASE,
)
_AFTER_TITLE: Final = re.compile(
    r",? in:\s|[.,]\s+\d{1,2}(?:st|nd|rd|th) ed\.|\.\s+(?:pages?|pp?\.)\s*\d|\.\s+In\s[A-Z]"
)
_INITIALS_END: Final = re.compile(r"(?:^|[\s.,&-])[A-Z]\.?$")


def reference_of(
    anchor: str, label: str, text: str, *, addresses: Sequence[str] = (), parts: Sequence[str] = ()
) -> Reference:
    """Read an entry. `addresses` are where its links lead; `parts` are authors, title, … where the page parts them."""
    text = text[:_LONGEST]
    linked = " ".join(addresses)[:_LONGEST]
    doi = _doi(text) or _doi(linked)
    arxiv_id = _arxiv_id(text) or _arxiv_id(linked) or (arxiv_id_of_doi(doi) if doi else None)
    return Reference(
        anchor=anchor,
        label=label.strip(),
        text=text,
        title=_title(text, parts),
        year=_year(text, arxiv_id),
        arxiv_id=arxiv_id,
        doi=doi,
    )


def _doi(text: str) -> str | None:
    match = _DOI.search(text)
    return normalise_doi(match[0]) if match else None


def _arxiv_id(text: str) -> str | None:
    for match in _ARXIV.finditer(text):
        if parsed := parse_arxiv_id(match[1]):
            return parsed[0]
    return None


def _year(text: str, arxiv_id: str | None) -> int | None:
    """The year in brackets or between stops, else the last one that is no part of a number or an address."""
    plain = re.sub(r"https?://\S+|\b10\.\d{4,9}/\S+|arXiv:\S+", " ", text)
    if match := _YEAR_IN_BRACKETS.search(plain):
        return int(match[1])
    if match := _YEAR_ALONE.search(plain):
        return int(match[1])
    found = [int(year) for year in _YEAR.findall(plain)]
    if found:
        return found[-1]
    if arxiv_id:  # both kinds of ids begin with the year
        digits = int(arxiv_id.rpartition("/")[2][:2])
        return 2000 + digits if digits < 91 else 1900 + digits
    return None


def _title(text: str, parts: Sequence[str]) -> str | None:
    if match := _QUOTED.search(text):
        return _tidy(match[1] or match[2])
    if len(parts) >= 2:  # LaTeXML parts an entry where BibTeX's \newblock stood: authors, title, the rest
        return _tidy(_without_year(parts[1]))
    match = _AFTER_YEAR.match(text)
    if match and not _has_sentence(text[: match.start(1)]) and (title := _first_sentence(text[match.end() :])):
        return title
    return _after_authors(text)


def _after_authors(text: str) -> str | None:
    """The second sentence, where the first is names: initials do not end it."""
    for end in _SENTENCE_END.finditer(text):
        before = text[: end.start()]
        if _INITIALS_END.search(before) or len(before) < 4:
            continue
        return _first_sentence(text[end.end() :].lstrip())
    return None


def _has_sentence(authors: str) -> bool:
    """Whether more than names stands here: a sentence that ends before the last sign, initials aside."""
    return any(
        not _INITIALS_END.search(authors[: end.start()]) for end in _SENTENCE_END.finditer(authors.rstrip(" .,("))
    )


def _first_sentence(rest: str) -> str | None:
    end = _SENTENCE_END.search(rest)
    if end is None:
        return _tidy(rest)
    mark = rest[end.start()]
    return _tidy(rest[: end.start()] + (mark if mark in "?!" else ""))


def _without_year(part: str) -> str:
    return re.sub(r",\s*(?:(?:1[89]|20)\d{2}[a-z]?|[A-Z][a-z]+\s+(?:1[89]|20)\d{2})\.?$", "", part.strip())


def _tidy(title: str) -> str | None:
    title = _AFTER_TITLE.split(title, maxsplit=1)[0].strip().rstrip(".,;").strip()
    if not 4 <= len(title) <= 400 or _NO_TITLE.match(title) or not any(letter.isalpha() for letter in title):
        return None
    return title
