"""Whether a short query is the name of something ("U-Net") or of somebody ("Yann LeCun"), and whose papers come first.

Pure. The evidence is how the library itself writes the words: what the first hits write in small letters is an
ordinary word ("fusion", "attention"), and what stands in their titles is a subject and not a person ("fisher").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from paper_reader.merge.known_by import MAX_NAME_WORDS, NameKind, is_name_like, name_key
from paper_reader.query import STOP_WORDS, query_terms, term_spans
from paper_reader.types import Paper

EVIDENCE_HITS: Final = 10  # how many first hits are looked at
LANDMARK_CITATIONS: Final = 1000  # so known that even an ordinary word means it first ("dropout")
_MAX_LETTERS: Final = 40
_MAX_PERSON_WORDS: Final = 5
_SHORTEST_SURNAME: Final = 2
_TITLES_OF_A_SUBJECT: Final = 2
_HEADS: Final = (NameKind.HEAD, NameKind.WORD_HEAD)
_PERSON: Final = re.compile(r"[^\W\d_][\w.'’,\- ]+")


def may_be_name(query: str) -> bool:
    """Whether a query is short enough for the name of a method, model, data set or tool."""
    return len(query) <= _MAX_LETTERS and len(query.split()) <= MAX_NAME_WORDS


def may_be_person(query: str) -> bool:
    """Whether a query has the form of a person's name: a few words of letters."""
    words = query.split()
    shaped = len(words) <= _MAX_PERSON_WORDS and len(query) <= _MAX_LETTERS and _PERSON.fullmatch(query)
    return bool(shaped) and not any(letter.isdigit() for letter in query)


def is_subject(query: str, hits: Sequence[Paper]) -> bool:
    """Whether the words of a query stand side by side in titles of the first hits, so that no person is meant."""
    words = re.compile(r"\b" + r"\W+".join(map(re.escape, re.findall(r"\w+", query))), re.IGNORECASE)
    return sum(words.search(paper.title) is not None for paper in hits[:EVIDENCE_HITS]) >= _TITLES_OF_A_SUBJECT


def people_in(query: str, hits: Sequence[Paper]) -> list[tuple[str, tuple[str, ...]]]:
    """The words of a short query that may be surnames, each with the other words that matter ("Kingma Adam").

    A word that any of the first hits has in its title or writes in small letters, with whatever ending, is none.
    """
    words = query.split()
    if not 2 <= len(words) <= _MAX_PERSON_WORDS:
        return []
    return [
        (word, query_terms(" ".join(words[:place] + words[place + 1 :])))
        for place, word in enumerate(words)
        if len(word) >= _SHORTEST_SURNAME
        and may_be_person(word)
        and word.lower() not in STOP_WORDS
        and not any(_is_in_use(word, paper) for paper in hits[:EVIDENCE_HITS])
    ]


def _is_in_use(word: str, paper: Paper) -> bool:
    text = paper.abstract or ""
    return bool(term_spans(paper.title, [word])) or any(
        text[start].islower() for start, _, _ in term_spans(text, [word])
    )


def is_about(paper: Paper, terms: Sequence[str]) -> bool:
    """Whether title and abstract hold every one of some words, whatever their endings."""
    return {term for _, _, term in term_spans(f"{paper.title} {paper.abstract or ''}", terms)} == set(terms)


def named_first(query: str, candidates: Iterable[tuple[Paper, NameKind]], hits: Sequence[Paper]) -> list[Paper]:
    """The papers that are meant by a name, the one that is known best or else the oldest first.

    `candidates` put the name forward. A title's head tells it plainly; a name coined in an abstract counts where no
    candidate and no first hit uses it more than a year earlier (one paper may be printed twice); a title's end only for
    a landmark; and neither counts behind a head. Where the query is an ordinary word, only landmarks are meant.
    """
    found = list(candidates)
    ordinary = _is_ordinary(query, hits)
    first_use = _first_use(query, [paper for paper, _ in found], hits)
    meant = [
        (paper, kind)
        for paper, kind in found
        if _fame(paper)
        or (kind is NameKind.HEAD and not ordinary)
        or (kind is NameKind.COINED and not ordinary and paper.year is not None and paper.year <= first_use + 1)
    ]
    ordered = sorted(meant, key=_order)
    return [paper for place, (paper, kind) in enumerate(ordered) if place == 0 or kind in _HEADS]


def _order(found: tuple[Paper, NameKind]) -> tuple[int, int, int, int]:
    """Landmarks by the magnitude of their citations; else the oldest, since a count that is not known is not small."""
    paper, kind = found
    return -_fame(paper), 9999 if paper.year is None else paper.year, kind, paper.id


def _fame(paper: Paper) -> int:
    """The digits of a landmark's citation count, 0 for other papers. One of the starter catalogue is a landmark."""
    count = paper.citation_count or 0
    return len(str(count)) if count >= LANDMARK_CITATIONS else (4 if paper.curation else 0)


def _is_ordinary(query: str, hits: Sequence[Paper]) -> bool:
    """Whether the first hits write what was typed in small letters more often than not, though it could be a name."""
    if any(is_name_like(word) for word in query.split()):
        return False
    words = re.compile(rf"\b{re.escape(query)}\b", re.IGNORECASE)
    found: list[str] = [use for paper in hits[:EVIDENCE_HITS] for use in words.findall(paper.abstract or "")]
    small = sum(use == use.lower() for use in found)
    return small * 2 > len(found)


def _first_use(query: str, candidates: Sequence[Paper], hits: Sequence[Paper]) -> int:
    """The year of the earliest of these papers that writes the name; all candidates do."""
    key = name_key(query)
    users = [paper for paper in hits[:EVIDENCE_HITS] if key in name_key(f"{paper.title} {paper.abstract or ''}")]
    return min((paper.year for paper in (*candidates, *users) if paper.year is not None), default=0)
