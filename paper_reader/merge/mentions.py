"""The names that a text uses: words with capitals or digits inside, and words with a capital in mid-sentence.

Wider than what papers put forward (`known_by`): whatever may be a name is noted, whether anybody has coined it or not,
so that a name coined later finds those who used it before. It runs once for every paper.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from paper_reader.merge.known_by import is_name_like, name_key

# A word with a capital or a digit after its first letter, or two parts with a single letter first ("t-SNE"), and the
# capitalised word right before it ("Faster R-CNN").
_NAME_LIKE: Final = re.compile(r"(?:\b([A-Z][a-z]+) )?\b([A-Za-z][a-z]*(?:-?[A-Z0-9])[\w+-]*)")
_MID_SENTENCE: Final = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{2,})\b(?![-’'])")
# BERT-based, GPT-like
_SUFFIX: Final = re.compile(
    r"-(?:based|like|style|large|base|small|type|family|inspired|driven|powered|enhanced|guided|generated|trained|tuned"
    r"|only|free|assisted|augmented|aided|aware|centric|specific|agnostic|enabled|native|integrated|level)$"
)
PLAIN: Final = "_"  # before the key of a capitalised plain word, which may be an everyday word
LONGEST_KEY: Final = 40


def mentions_in(title: str, abstract: str | None) -> frozenset[str]:
    """The keys of all names that a paper uses, each once."""
    text = f"{title}\n{abstract or ''}"
    found: set[str] = set()
    for before, word in _NAME_LIKE.findall(text):
        key = _key(word)
        if key:
            found.add(key)
            if before:
                found.add(_key(f"{before} {word}"))
    for word in _MID_SENTENCE.findall(abstract or ""):
        found.add(PLAIN + word.lower())
    head, colon, _ = title.partition(":")
    if colon and len(head) <= LONGEST_KEY:  # a title's head is used as a name, whatever it looks like
        key = _key(head)
        found.add(PLAIN + key if key and head.isalpha() and not is_name_like(head) else key)
    found.discard("")
    return frozenset(found)


@lru_cache(maxsize=200_000)
def _key(name: str) -> str:
    bare = _SUFFIX.sub("", name)
    last = bare.rsplit(" ", 1)[-1]
    if last.endswith("s") and last[:-1].isupper() and len(last) > 2:  # GANs
        bare = bare[:-1]
    if not is_name_like(last) and " " not in bare and bare != name:
        bare = name
    key = name_key(bare)
    return key if 2 <= len(key) <= LONGEST_KEY and " " not in key else ""
