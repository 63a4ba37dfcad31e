"""A query as what Scholar can be asked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paper_reader.errors import QueryError
from paper_reader.identifiers import scholar_cluster
from paper_reader.types import Scheme, SourceQuery

RESULTS_PAGE: Final = 10
PROFILE_PAGE: Final = 100
DEEPEST_RESULT: Final = 1000  # Scholar shows no result beyond, whatever number it announces
_PROFILE: Final = re.compile(r"(?:^|[?&]user=)([\w-]{10}AJ)(?:$|&)", re.ASCII)
_LEAST_DIGITS: Final = 12
_LONGEST_QUERY: Final = 256  # letters; Scholar cuts longer ones without a word


class Question(StrEnum):
    """The kinds of questions."""

    SEARCH = "search"
    CITED_BY = "cited by"
    VERSIONS = "versions"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question: words, the number of a cluster, or the id of a profile."""

    question: Question
    text: str
    year_from: int | None = None
    year_to: int | None = None

    @property
    def page_size(self) -> int:
        """How many rows a page has at most."""
        return PROFILE_PAGE if self.question is Question.PROFILE else RESULTS_PAGE


def asking_of(query: SourceQuery) -> Asking:
    """Say what a query asks; `QueryError` for what Scholar cannot be asked."""
    if query.limit is not None and query.limit < 1:
        raise QueryError(f"cannot collect {query.limit} papers. Give a number from 1 on")
    if query.categories or query.set_name:
        raise QueryError("Scholar knows no categories. Leave them out, or use --source arxiv")
    words = " ".join(query.text.split())
    named = [one for one in (words, query.cited_by, query.versions_of, query.author) if one]
    if len(named) != 1:
        raise QueryError("ask Scholar one thing at a time: words, what cites a paper, its versions, or an author")
    if query.cited_by:
        return Asking(question=Question.CITED_BY, text=_cluster(query.cited_by))
    if query.versions_of:
        return Asking(question=Question.VERSIONS, text=_cluster(query.versions_of))
    if query.author and (profile := profile_of(query.author)):
        return Asking(question=Question.PROFILE, text=profile)
    if query.author:
        words = f'author:"{" ".join(query.author.replace(chr(34), " ").split())}"'
    if len(words) > _LONGEST_QUERY:
        raise QueryError(f"the query has {len(words)} letters and Scholar reads {_LONGEST_QUERY}. Shorten it")
    return Asking(
        question=Question.SEARCH,
        text=words,
        year_from=query.date_from.year if query.date_from else None,
        year_to=query.date_to.year if query.date_to else None,
    )


def profile_of(text: str) -> str | None:
    """The id of an author's profile, bare or in its address; None for a name."""
    match = _PROFILE.search(text.strip())
    return match[1] if match else None


def cluster_given(reference: str) -> str | None:
    """The number of a cluster, where a reference to a paper is plainly one: "scholar:…", a link, a very long number.

    Papers of a library have short numbers; clusters are numbered at random, nearly always with more than 15 digits.
    """
    text = reference.strip()
    prefix, colon, rest = text.partition(":")
    if colon and prefix.lower() == Scheme.SCHOLAR:
        return scholar_cluster(rest)
    is_long_number = text.isdecimal() and len(text) >= _LEAST_DIGITS
    return scholar_cluster(text) if is_long_number or "scholar.google." in text else None


def _cluster(text: str) -> str:
    cluster = scholar_cluster(text)
    if cluster is None:
        raise QueryError(f"{text!r} is no number of a paper on Scholar. It stands behind cites= or cluster= in a link")
    return cluster
