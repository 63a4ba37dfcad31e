"""What the size of a circle means: the best measure of influence that is known of most papers of a map. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from paper_reader.ranking.topic_view import Column, Floats

LEAST_KNOWN: Final = 0.5  # of the papers, for a measure to be taken
BY_COUNTS: Final = "citations, compared with papers of the same field and year"
BY_TOPIC: Final = "citations by papers on this topic"
BY_SCORE: Final = "must-read score, since citations are known of too few of these papers"


@dataclass(frozen=True, slots=True)
class Influence:
    """For each paper the share of others that it stands above, None where that is not known, and words for it."""

    by: str
    shares: tuple[float | None, ...]
    words: tuple[str, ...]


def influence_of(rows: Sequence[int], columns: Mapping[str, Column], scores: Floats) -> Influence:
    """The influence of some rows of a topic: by counts within field and year, within the topic, or by score."""
    counted, cited = columns["citation_percentile"], columns["in_topic_citations"]
    chosen = np.asarray(rows, dtype=np.int64)
    if _known(counted.values[chosen]):
        return Influence(BY_COUNTS, _shares(counted.values[chosen]), _words(counted, rows))
    if _known(cited.values[chosen]):
        return Influence(BY_TOPIC, _shares(_ranked(cited.values[chosen])), _words(cited, rows))
    ranked = _ranked(scores[chosen])
    return Influence(BY_SCORE, _shares(ranked), tuple(f"must-read score {float(scores[row]):.2f}" for row in rows))


def _known(values: Floats) -> bool:
    return len(values) > 0 and float(np.mean(~np.isnan(values))) >= LEAST_KNOWN


def _ranked(values: Floats) -> Floats:
    """The share of the known values that each one is above; equal ones are equally high."""
    known = np.sort(values[~np.isnan(values)])
    below = np.searchsorted(known, values, side="left") / max(len(known) - 1, 1)
    return np.where(np.isnan(values), np.nan, np.minimum(below, 1.0))


def _shares(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else round(float(value), 4) for value in values)


def _words(column: Column, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(column.explain(row).detail for row in rows)
