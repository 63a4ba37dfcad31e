"""Keys under which records are found that may be one paper though their titles differ. Pure.

A record has at most two: its first author with the longest word of its title's main part, and with the beginning of
its abstract. Both are narrow: in a library of 100,000 papers a key brings one stranger for every nine records.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from paper_reader.merge.authors import person
from paper_reader.merge.title_words import main_part
from paper_reader.titles import folded, title_fingerprint
from paper_reader.types import SourceRecord

_WORD: Final = re.compile(r"[a-z0-9]{4,}")
_STEM = 7  # letters: "augmented" and "augumented" differ, "network" and "networks" do not
_ABSTRACT_READ = 160  # characters, which give the letters below even with LaTeX between
_ABSTRACT_LETTERS = 60
_NO_WORDS: Final = frozenset({"with", "from", "that", "this", "towards", "toward", "through", "between", "using"})


def near_keys(record: SourceRecord) -> tuple[int, ...]:
    """The record's keys, signed 64-bit integers; none for a record without authors."""
    if not record.authors:
        return ()
    surname, given = person(record.authors[0])
    if not surname:
        return ()
    who = f"{surname} {given[0][0] if given else ''}"
    keys = []
    word = _longest_word(main_part(record.title))
    if word:
        keys.append(_key(f"t {who} {word[:_STEM]}"))
    if record.abstract:
        letters = title_fingerprint(record.abstract[:_ABSTRACT_READ])[:_ABSTRACT_LETTERS]
        if len(letters) == _ABSTRACT_LETTERS:
            keys.append(_key(f"a {who} {letters}"))
    return tuple(keys)


def _longest_word(text: str) -> str:
    """The longest word, of equally long ones the first of the alphabet; long words are rare ones."""
    words = _WORD.findall(text.lower() if text.isascii() else folded(text))
    return min((word for word in words if word not in _NO_WORDS), key=lambda word: (-len(word), word), default="")


def _key(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
