"""How names are written, and how people type them: "U-Net", "unet" and "u net" are one thing. Pure.

Ordinary words are left to the analyzer (letters and digits, lower case, stemmed). What it takes apart or throws away
is put together here: a compound's parts joined ("U-Net" gives "unet", "GPT-4" gives "gpt4"), and names that end in a
sign ("C++", "C#").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

SIGNED = re.compile(r"(?<![^\W_])[^\W\d_](?:\+\+|#)(?!\w)")  # one letter and a sign: C++, C#, F#
COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[-‐‑‒–./_][^\W_]++)+")
BETWEEN = re.compile(r"[-‐‑‒–./_](?=[^\W_])")  # what may join two parts
WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»')
SHORT_PART = 2
LONGEST_NAME = 40  # a joined compound beyond this is an address or a formula

# Too frequent in English to find anything by; left out of a query that has other words, kept inside phrases.
STOPWORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below between both but
    by can could did do does doing down during each few for from further had has have having he her here hers him
    his how i if in into is it its itself just me more most my no nor not now of off on once only or other our ours
    out over own same she should so some such than that the their theirs them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with would you your
    """.split()  # noqa: SIM905 - read as a text, 130 quoted words are noise
)


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A typed query.

    `words` in order, repeated as typed. `joined` are neighbouring words as one ("auto encoder" as "autoencoder"), for
    texts that write it so; those in `names` are also asked for among the texts' own compounds ("u net" as "U-Net").
    `phrases` are word sequences that must be there.
    """

    words: tuple[str, ...]
    joined: tuple[str, ...]
    names: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


def names_in(text: str) -> list[str]:
    """The compounds and signed names of a text, lower case and joined, once for each time they stand there.

    A compound of three or more parts also gives its neighbouring pairs: "GPT-4-turbo" is found as "gpt4".
    """
    names = _signed(text)
    for compound in _compounds(text):
        names += _joins(WORD.findall(compound.lower()))
    return [name for name in names if len(name) <= LONGEST_NAME]


def read_query(text: str) -> ReadQuery:
    """What a person typed. Any text can be read; an unbalanced quotation mark is only a mark."""
    phrases = [tuple(WORD.findall(next(filter(None, groups), "").lower())) for groups in QUOTED.findall(text)]
    words = WORD.findall(text.lower())
    signed = _signed(text)
    runs = [run for run in _neighbours(words) if len("".join(run)) <= LONGEST_NAME]
    telling = [word for word in words if word not in STOPWORDS] or words
    return ReadQuery(
        words=tuple(telling),
        joined=tuple(dict.fromkeys([*signed, *map("".join, runs)])),
        names=frozenset([*signed, *("".join(run) for run in runs if _has_short_part(run))]),
        phrases=tuple(phrase for phrase in dict.fromkeys(phrases) if phrase),
    )


def _compounds(text: str) -> Iterator[str]:
    """What `COMPOUND` finds; looking for what joins it, which is rare, takes half the time."""
    end = 0
    for joint in BETWEEN.finditer(text):
        start = joint.start()
        if start < end:
            continue
        while start > end and text[start - 1].isalnum():
            start -= 1
        if found := COMPOUND.match(text, start):
            yield found.group()
            end = found.end()


def _signed(text: str) -> list[str]:
    """Names such as "c++". Looking for the sign first spares nearly every text the search."""
    return [match.group().lower() for match in SIGNED.finditer(text)] if "+" in text or "#" in text else []


def _has_short_part(run: Sequence[str]) -> bool:
    """Whether a part says little by itself, as in "U-Net", "GPT-4", "word 2 vec".

    Compounds of longer parts ("graph-based") are found by those, and would only count twice.
    """
    return any(len(part) <= SHORT_PART or part.isdigit() for part in run)


def _joins(parts: Sequence[str]) -> list[str]:
    whole = ["".join(parts)]
    return whole if len(parts) < 3 else [*whole, *map("".join, pairwise(parts))]


def _neighbours(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each two and three neighbouring words."""
    return [*pairwise(words), *zip(words, words[1:], words[2:], strict=False)]
