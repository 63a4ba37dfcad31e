"""Stand-ins for topic queries: for each paper, word groups that it is about and that other papers use too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.phrases import LONGEST, WordArrays, group_keys

PER_PAPER = 8
LEAST_PAPERS = 8  # below that it is no topic yet
MOST_SHARE = 0.01  # above that it says too little


@dataclass(frozen=True)
class TopicPhrases:
    """The phrases, and for each paper the numbers of its own, best first, -1 where it has fewer."""

    texts: list[str]
    of_paper: np.ndarray


def topic_phrases(arrays: WordArrays) -> TopicPhrases:
    """From word arrays in which text 2i is the title and text 2i + 1 the abstract of paper i.

    A phrase belongs to a paper when it stands in its title, or twice in its abstract. Better ones are rarer, repeated,
    in the title, and of two or three words.
    """
    papers = (len(arrays.starts) - 1) // 2
    texts: list[str] = []
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for length in range(1, LONGEST + 1):
        places, keys = group_keys(arrays, length)
        text = np.searchsorted(arrays.starts, places, side="right") - 1
        owner, in_title = text // 2, text % 2 == 0
        _, first, key = np.unique(keys, return_index=True, return_inverse=True)
        pair, times = np.unique(key.astype(np.int64) * papers + owner, return_counts=True)
        titled = np.isin(pair, np.unique(key[in_title].astype(np.int64) * papers + owner[in_title]))
        kind, who = pair // papers, pair % papers
        spread = np.bincount(kind, minlength=len(first))
        good = (titled | (times >= 2)) & (spread[kind] >= LEAST_PAPERS) & (spread[kind] <= MOST_SHARE * papers)
        kind, who, times, titled = kind[good], who[good], times[good], titled[good]
        score = np.log(papers / spread[kind]) * (np.minimum(times, 4) + 2 * titled) * (0.5, 1.0, 1.0, 0.7)[length - 1]
        kinds, number = np.unique(kind, return_inverse=True)
        found.append((who, number + len(texts), score))
        places = places[first[kinds]]
        texts += [" ".join(arrays.words[n] for n in arrays.numbers[place : place + length]) for place in places]
    who, number, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return TopicPhrases(texts, _best(papers, who, number, score))


def _best(papers: int, who: np.ndarray, number: np.ndarray, score: np.ndarray) -> np.ndarray:
    order = np.lexsort((number, -score, who))
    who, number = who[order], number[order]
    begins = np.searchsorted(who, np.arange(papers))
    place = np.arange(len(who)) - begins[who]
    best = np.full((papers, PER_PAPER), -1, dtype=np.int64)
    kept = place < PER_PAPER
    best[who[kept], place[kept]] = number[kept]
    return best
