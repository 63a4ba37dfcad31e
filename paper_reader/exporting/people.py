"""A name in reading order taken apart into family name, given names and suffix, as RIS, CSL and Zotero want it.

Nobody can tell this of every name. Where in doubt a name stays whole, so that no format turns it round.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "la", "le", "du", "di", "da", "do", "dos", "das", "del", "della", "degli"}
    | {"ten", "ter", "te", "zu", "zum", "zur", "af", "av", "bin", "ibn", "al", "el", "vom", "'t", "y"}
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NOT_A_PERSON = re.compile(
    r"[,;0-9@&/()]|\b(?:and|of|for|the|team|collaboration|consortium|group|project|inc|ltd|llc|institute|university"
    r"|committee|foundation|association|society|organi[sz]ation|department|laborator(?:y|ies)|labs?|working|network)\b",
    re.IGNORECASE,
)


class PersonName(NamedTuple):
    """A name in parts; where `family` is empty, `whole` is all that can be said."""

    whole: str
    family: str = ""
    given: str = ""
    suffix: str = ""


def parts_of(name: str) -> PersonName:
    """The parts of a name in reading order; whole for organisations and single words."""
    whole = " ".join(name.split())
    words = whole.split()
    suffix = ""
    if len(words) > 2 and words[-1].rstrip(".").lower() in _SUFFIXES:
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    if len(words) < 2 or _NOT_A_PERSON.search(" ".join(words)):
        return PersonName(whole)
    start = next((place for place, word in enumerate(words) if word in _PARTICLES), len(words) - 1)
    start = min(start, len(words) - 1)
    if start == 0:
        return PersonName(whole)
    return PersonName(whole, " ".join(words[start:]), " ".join(words[:start]), suffix)
