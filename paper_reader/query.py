"""What a person typed: an identifier, the library's own number, or words; and limits such as years. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from paper_reader.errors import QueryError
from paper_reader.identifiers import parse_identifier
from paper_reader.types import Identifier, SearchFilter

MAX_QUERY_LETTERS: Final = 5000  # a whole abstract fits; more is a file pasted by mistake
_YEARS: Final = re.compile(r"(?P<first>\d{4})?(?:(?P<dash>\s*(?:-|–|\.\.)\s*)(?P<last>\d{4})?)?")


def read_reference(text: str) -> int | Identifier | str:
    """Tell what names one paper: the library's own number ("12", "#12"), an identifier or address, else a title.

    The number wins over everything else; "external:12" says that an import's own id is meant.
    """
    words = clean_query(text)
    return int(words.removeprefix("#")) if re.fullmatch(r"#?\d{1,18}", words) else parse_identifier(words) or words


def read_query(text: str) -> Identifier | str:
    """Tell whether a search is for one known identifier or address; else its words. A bare number is a word here."""
    words = clean_query(text)
    named = parse_identifier(words)
    return words if named is None or " " in named.value else named


def clean_query(text: str) -> str:
    """Bring `text` on one line; raises `QueryError` where nothing is left or far too much."""
    words = " ".join(text.split())
    if not words:
        raise QueryError('nothing to look for. Give some words, such as: paper-reader search "graph neural networks"')
    if len(words) > MAX_QUERY_LETTERS:
        raise QueryError(f"the query has {len(words):,} letters; at most {MAX_QUERY_LETTERS:,} are read. Shorten it")
    return words


def read_years(text: str) -> tuple[int | None, int | None]:
    """Read "2019", "2019-2021", "2019-" or "-2021" (also with an en dash or "..") as inclusive bounds."""
    found = _YEARS.fullmatch(text.strip())
    if not found or not (found["first"] or found["last"]):
        raise QueryError(f"years {text!r} cannot be read. Write 2019, 2019-2021, 2019- or -2021")
    first = int(found["first"]) if found["first"] else None
    last = int(found["last"]) if found["last"] else None
    if not found["dash"]:
        return first, first
    if first is not None and last is not None and first > last:
        raise QueryError(f"years {text!r} run backwards. Write {last}-{first}")
    return first, last


def read_date(text: str, *, end: bool = False) -> date:
    """Read "2020-01-31", "2020-01" or "2020"; a month or year stands for its first day, as an `end` for its last."""
    numbers = text.strip().split("-")
    try:
        year, month, day = (int(number) for number in (*numbers, *("0", "0", "0"))[:3])
        if len(numbers) > 3 or len(numbers[0]) != 4:
            raise ValueError(text)
        month = month or (12 if end else 1)
        return date(year, month, day or (monthrange(year, month)[1] if end else 1))
    except ValueError:
        raise QueryError(f"the date {text!r} cannot be read. Write it as 2020-01-31") from None


def make_filter(
    *,
    years: str | None = None,
    categories: Sequence[str] = (),
    venues: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> SearchFilter:
    """Put limits as typed into a `SearchFilter`; categories and sources may also stand in one, parted by commas."""
    first, last = read_years(years) if years else (None, None)
    return SearchFilter(
        year_from=first,
        year_to=last,
        categories=_parted(categories, "category"),
        venues=_named(venues, "venue"),
        sources=_parted(sources, "source"),
    )


def limits_in_words(limits: SearchFilter) -> str:
    """Say what a search is limited to: "years 2017-2019, category cs.LG"; nothing where it is not."""
    first, last = limits.year_from, limits.year_to
    years = f"year {first}" if first == last else f"years {first or ''}-{last or ''}"
    named = {"category": limits.categories, "venue": limits.venues, "source": limits.sources}
    words = [f"{what} {' or '.join(names)}" for what, names in named.items() if names]
    return ", ".join(words if first is last is None else [years, *words])


def _parted(values: Sequence[str], what: str) -> tuple[str, ...]:
    return _named([part for value in values for part in value.split(",")], what)


def _named(values: Sequence[str], what: str) -> tuple[str, ...]:
    names = tuple(" ".join(value.split()) for value in values if value.strip())
    if values and not names:
        raise QueryError(f"the {what} to limit to is empty. Name one, or leave the limit out")
    return names


def says_something(text: str, *, common: bool = True) -> bool:
    """Whether `text` has a word at all; with `common` False, one that is no stop word."""
    return any(common or word.lower() not in STOP_WORDS for word in _WORD.findall(text))


# Words too frequent to say why something was found.
STOP_WORDS: Final = frozenset(
    """a an and are as at be by do does for from has have how in into is it its of on or our that the their these this
    those to using via was we were what when where which who why will with""".split()  # noqa: SIM905 - reads better
)
_WORD: Final = re.compile(r"\w+")


def query_terms(text: str) -> tuple[str, ...]:
    """List the words of `text` that matter, in lower case, each once; all of them where every one is a stop word."""
    words = tuple(dict.fromkeys(word.lower() for word in _WORD.findall(text)))
    return tuple(word for word in words if word not in STOP_WORDS) or words


def term_spans(text: str, terms: Sequence[str]) -> list[tuple[int, int, str]]:
    """Find the words of `text` that match a term, as (start, end, term); endings may differ: "graph" takes "graphs"."""
    stems, beginnings = _stems_of(tuple(terms))
    words = ((word, stems.get(_stem(word.group().lower()))) for word in beginnings.finditer(text))
    return [(word.start(), word.end(), term) for word, term in words if term is not None]


@lru_cache(maxsize=256)
def _stems_of(terms: tuple[str, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Which term a stem stands for, and the words that may have one of these stems: those that begin like it."""
    stems: dict[str, str] = {}
    for term in terms:
        stems.setdefault(_stem(term.lower()), term)
    beginnings = "|".join(sorted(re.escape(stem.removesuffix("y")) for stem in stems)) if stems else r"\w\b\B"
    return stems, re.compile(rf"\b(?:{beginnings})\w*", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Cut the commonest English endings; meant for showing matches, so it may err on rare words."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    return word.removesuffix("e") if len(word) > 3 else word


_ENDINGS: Final = (
    *(("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ers", ""), ("er", "")),
    *(("ed", ""), ("ss", "ss"), ("es", ""), ("s", "")),
)
