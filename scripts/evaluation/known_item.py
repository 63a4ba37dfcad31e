"""Known-item queries: the few words that somebody types who remembers a paper. Made from title and abstract.

Two to four words: the rarest content words of the title, in the title's order; for every third paper the rarest of them
gives way to the most telling word of the abstract that the title lacks (one remembers what it was about, not how it was
called). Which of these a paper gets is decided by its id's hash.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from training.phrases import STOP_WORDS, plain_words


def known_item_query(paper_id: str, title: str, abstract: str, spread: Mapping[str, int], papers: int) -> str:
    """The words that are typed for this paper; `spread` says in how many of the `papers` each word stands."""
    draw = hashlib.blake2b(b"known item:" + paper_id.encode("utf-8", "surrogatepass"), digest_size=2).digest()
    wanted = 2 + draw[0] % 3
    of_title = list(dict.fromkeys(_content(title)))
    rarest = sorted(of_title, key=lambda word: (spread.get(word, 0), word))[:wanted]
    chosen = [word for word in of_title if word in rarest]
    if draw[1] % 3 == 0 and len(chosen) > 1:
        times = Counter(word for word in _content(abstract) if word not in set(of_title))
        best = max(times, key=lambda w: (times[w] * math.log(papers / max(spread.get(w, 1), 1)), w), default=None)
        if best is not None:
            chosen = [word for word in chosen if word != rarest[0]] + [best]
    return " ".join(chosen) or title.lower()


def word_spread(texts: Sequence[str]) -> Counter[str]:
    """In how many texts each word stands."""
    spread: Counter[str] = Counter()
    for text in texts:
        spread.update(set(plain_words(text)))
    return spread


def _content(text: str) -> list[str]:
    return [word for word in plain_words(text) if len(word) > 1 and word not in STOP_WORDS]
