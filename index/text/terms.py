"""How names are written, and how people type them: "U-Net", "unet" and "u net" are one thing. Pure.

Ordinary words are left to the analyzer (letters and digits, lower case, stemmed). What it takes apart or throws away
is put together here: a compound's parts joined ("U-Net" gives "unet", "GPT-4" gives "gpt4"), and names that end in a
sign ("C++", "C#").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SIGNED = re.compile(r"(?<![^\W_])[^\W\d_](?:\+\+|#)(?!\w)")  # one letter and a sign: C++, C#, F#
COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑‒–./_][^\W_]+)+")
WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»')
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

    `words` in order, repeated as typed; `joined` names that may stand in a text as one word; `phrases` word sequences
    that must be there.
    """

    words: tuple[str, ...]
    joined: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]


def names_in(text: str) -> list[str]:
    """The compounds and signed names of a text, lower case and joined, once for each time they stand there.

    A compound of three or more parts also gives its neighbouring pairs: "GPT-4-turbo" is found as "gpt4".
    """
    names = [match.group().lower() for match in SIGNED.finditer(text)]
    for match in COMPOUND.finditer(text):
        names += _joins(WORD.findall(match.group().lower()))
    return [name for name in names if len(name) <= LONGEST_NAME]


def read_query(text: str) -> ReadQuery:
    """What a person typed. Any text can be read; an unbalanced quotation mark is only a mark."""
    phrases = [tuple(WORD.findall(next(filter(None, groups), "").lower())) for groups in QUOTED.findall(text)]
    words = WORD.findall(text.lower())
    joined = [*names_in(text), *_neighbours(words)]
    telling = [word for word in words if word not in STOPWORDS] or words
    return ReadQuery(
        words=tuple(telling),
        joined=tuple(dict.fromkeys(name for name in joined if name not in telling)),
        phrases=tuple(phrase for phrase in dict.fromkeys(phrases) if phrase),
    )


def _joins(parts: Sequence[str]) -> list[str]:
    whole = ["".join(parts)]
    return whole if len(parts) < 3 else [*whole, *map("".join, pairwise(parts))]


def _neighbours(words: Sequence[str]) -> list[str]:
    """Two and three neighbouring words as one: "u net", "word 2 vec"."""
    pairs = list(map("".join, pairwise(words)))
    triples = ["".join(triple) for triple in zip(words, words[1:], words[2:], strict=False)]
    return [name for name in (*pairs, *triples) if len(name) <= LONGEST_NAME]
