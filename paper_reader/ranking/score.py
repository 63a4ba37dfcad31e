"""One score from a topic's signals: relevance times the weighted mean of what is known.

    score = relevance ^ power * (doubt + sum(w * v)) / (doubt + sum(w))

Where a signal is not known of a paper, what is to be expected stands in, mostly the mean of those of which it is
known: a paper is held neither better nor worse for what nobody has counted (unknown is not 0). A signal that is known
of nobody takes no part. `doubt` is the benefit of the doubt that every paper has, so that relevance always counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from paper_reader.ranking.topic_view import Column, Floats

# A relevance of nothing still leaves a score to sort by.
LEAST_RELEVANCE = 0.02


@dataclass(frozen=True)
class Weights:
    """How much each signal counts. `signals` is by name; a signal without a weight does not count."""

    relevance_power: float
    benefit_of_doubt: float
    signals: Mapping[str, float]
    version: int = 0


@cache
def fitted_weights() -> Weights:
    """The weights that the package ships."""
    table = tomllib.loads(files("paper_reader.ranking").joinpath("weights.toml").read_text(encoding="utf-8"))
    return Weights(
        relevance_power=table["relevance_power"],
        benefit_of_doubt=table["benefit_of_doubt"],
        signals=table["signals"],
        version=table["version"],
    )


def score(columns: Mapping[str, Column], weights: Weights) -> Floats:
    """The score of every candidate, in [0, 1]."""
    relevance = np.maximum(columns["relevance"].values, LEAST_RELEVANCE)
    total = np.full(len(relevance), weights.benefit_of_doubt)
    weight = weights.benefit_of_doubt
    for name, share in weights.signals.items():
        if name in columns and not np.isnan(columns[name].values).all():
            total = total + share * columns[name].filled()
            weight += share
    return np.asarray(relevance**weights.relevance_power * total / weight)
