"""Keys under which records are found that may be one paper though their titles differ. Pure.

A record has at most two: its first author with the longest word of its title's main part, and with the beginning of
its abstract. Both are narrow: in a library of 100,000 papers a key brings one stranger for every nine records.

Keys are 32 bits, which are quick to make, to sort and to keep. In a library of a million records one in two thousand
keys is that of another record too, which is then looked at for nothing.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from paper_reader.merge.authors import person
from paper_reader.merge.title_words import main_part
from paper_reader.titles import folded
from paper_reader.types import SourceRecord

_FEWEST_LETTERS = 4
_SIGN: Final = 1 << 31  # a signed number takes four bytes in the database, an unsigned one often six
_STEM = 7  # letters: "augmented" and "augumented" differ, "network" and "networks" do not
_ABSTRACT_READ = 160  # characters, which give the letters below even with formulas between
_ABSTRACT_LETTERS = 60
_NO_WORDS: Final = frozenset(
    {b"with", b"from", b"that", b"this", b"towards", b"toward", b"through", b"between", b"using"}
)
# It runs once for every record, so texts are taken apart by C-level passes over bytes.
_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyz"
_LOWER: Final = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
_NO_LETTERS: Final = bytes(code for code in range(256) if _LOWER[code] not in _LETTERS)
_APART: Final = bytes(code if code in _LETTERS + b"0123456789" else 32 for code in _LOWER)


def near_keys(record: SourceRecord) -> tuple[int, ...]:
    """The record's keys, signed 32-bit integers; none for a record without authors."""
    if not record.authors:
        return ()
    surname, given = person(record.authors[0])
    if not surname:
        return ()
    who = crc32((f"{surname} {given[0][0]}" if given else surname).encode("utf-8", "surrogatepass"))
    word = _longest_word(main_part(record.title))
    title_key = (crc32(word[:_STEM], who) - _SIGN,) if word else ()
    if not record.abstract:
        return title_key
    beginning = record.abstract[:_ABSTRACT_READ].encode("ascii", "ignore")
    letters = beginning.translate(_LOWER, _NO_LETTERS)[:_ABSTRACT_LETTERS]
    return (*title_key, crc32(letters, who) - _SIGN) if len(letters) == _ABSTRACT_LETTERS else title_key


def _longest_word(text: str) -> bytes:
    """The longest word, the first of equally long ones: long words are rare ones. Empty where there is none."""
    plain = text if text.isascii() else folded(text)
    words = plain.encode("ascii", "ignore").translate(_APART).split()
    longest = max(words, key=len, default=b"")
    if longest in _NO_WORDS:
        longest = max([word for word in words if word not in _NO_WORDS], key=len, default=b"")
    return longest if len(longest) >= _FEWEST_LETTERS else b""
