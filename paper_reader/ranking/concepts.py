"""What comes first to learn: the order of two concepts, as far as a set of papers shows it.

A concept is a name and the papers that mention it. Five things tell which of two is learned first:

- how often it is itself the subject: of the papers that mention a tool ("likelihood") few have it in the title, of
  those that mention a subject of its own ("topic modeling") many. By far the strongest;
- which was first mentioned in an earlier year;
- whether papers with the one in the title mention the other more than the reverse (reference distance, Liang et al.
  2015, with mentions in place of links: references are known of few papers);
- the length of its name: what is built on something is named after it ("recurrent neural network");
- how many papers mention it at all, which takes back what a mere frequent name gains from the first year.

Each is a difference that changes its sign with the order of the pair, so that who comes first does not hang on who is
named first. The weights are fitted by `scripts/measure_order.py`; docs/order.md has the measurement. Pure.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# Of the logarithms and differences of `differences`, in its order; positive: speaks for being learned first.
WEIGHTS = (0.81, 0.80, 16.6, 0.90, -0.34)
# As if so many papers more, without the concept, were known: a share of three papers says little.
TITLED_OF = 3.0
PAPERS_MORE = 5.0
YEARS = 10.0

_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
# Words that a name may have or not have at its end.
_LOOSE_ENDS = frozenset({"algorithm", "method", "model", "technique", "analysi"})


@dataclass
class Concept:
    """A name with the papers that mention it in title or abstract, and those of them with it in the title.

    Papers are given by any number that is theirs. `first_year` is None where no paper with a year mentions it.
    """

    name: str
    mentioned: set[int] = field(default_factory=set)
    titled: set[int] = field(default_factory=set)
    first_year: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paper as its words are counted; `number` names it."""

    number: int
    title: str
    abstract: str
    year: int | None


def concepts_in(names: Iterable[str], texts: Iterable[Text]) -> dict[str, Concept]:
    """Who mentions each name, plural or singular, in one pass over the texts."""
    concepts = {name: Concept(name) for name in names}
    by_first: defaultdict[str, list[tuple[tuple[str, ...], Concept]]] = defaultdict(list)
    for concept in concepts.values():
        for form in _forms(concept.name):
            by_first[form[0]].append((form, concept))
    for text in texts:
        title = words_of(text.title)
        for concept, in_title in _found([*title, "", *words_of(text.abstract)], len(title), by_first):
            concept.mentioned.add(text.number)
            if in_title:
                concept.titled.add(text.number)
            if text.year is not None and (concept.first_year is None or text.year < concept.first_year):
                concept.first_year = text.year
    return concepts


def words_of(text: str) -> list[str]:
    """The words of a text in the form in which they are compared: small, plurals and possessives fallen."""
    return [_singular(word) for word in _WORD.findall(text.lower().replace("'s", "").replace("’s", ""))]


def lean(first: Concept, second: Concept, weights: Sequence[float] = WEIGHTS) -> float:
    """Above 0 where `first` is learned before `second`, below 0 where after; 0 where nothing tells."""
    return sum(weight * value for weight, value in zip(weights, differences(first, second), strict=True))


def differences(first: Concept, second: Concept) -> tuple[float, float, float, float, float]:
    """What speaks for `first` before `second`: tool-likeness, earlier year, mentions, shorter name, more papers."""
    years = (
        0.0 if first.first_year is None or second.first_year is None else (second.first_year - first.first_year) / YEARS
    )
    return (
        math.log(subject_share(second) / subject_share(first)),
        years,
        _mentions(second, first) - _mentions(first, second),
        (len(set(words_of(second.name))) - len(set(words_of(first.name)))) / 2,
        math.log((len(first.mentioned) + 1) / (len(second.mentioned) + 1)),
    )


def subject_share(concept: Concept) -> float:
    """How many of the papers that mention a concept have it in the title, drawn towards a quarter where few do."""
    return (len(concept.titled) + 1) / (len(concept.mentioned) + TITLED_OF + 1)


def _mentions(about: Concept, other: Concept) -> float:
    """The share of the papers with the one in the title that mention the other."""
    return len(about.titled & other.mentioned) / (len(about.titled) + PAPERS_MORE)


def _forms(name: str) -> set[tuple[str, ...]]:
    words = tuple(words_of(_IN_BRACKETS.sub(" ", name.replace("_", " "))))
    if len(words) > 2 and words[-1] in _LOOSE_ENDS:
        return {words, words[:-1]}
    return {words} if words else set()


def _found(
    words: Sequence[str], title_length: int, by_first: Mapping[str, Sequence[tuple[tuple[str, ...], Concept]]]
) -> Iterator[tuple[Concept, bool]]:
    for place, word in enumerate(words):
        for form, concept in by_first.get(word, ()):
            if tuple(words[place : place + len(form)]) == form:
                yield concept, place < title_length


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
