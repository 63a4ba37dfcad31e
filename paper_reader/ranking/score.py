"""One score from a topic's signals: fitted trees over what is known, and what judgement adds.

    score = 1 / (1 + exp(-(trees(signals) + sum(judged * signal)) / TEMPER))

The trees give the logarithm of the odds that an expert would put the paper on the list. They were fitted so that more
of what speaks for a paper (relevance, citations inside the topic, …) never lowers its score, and on libraries of which
all, half, a tenth or none of the citations are known. Where a signal is not known of a paper, what is to be expected
stands in, mostly the mean of those of which it is known: a paper is held neither better nor worse for what nobody has
counted (unknown is not 0). A signal that is known of nobody is told to the trees as unknown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np

from paper_reader.ranking.topic_view import Column, Floats
from paper_reader.ranking.trees import Trees

# Divides the log-odds, so that scores of papers which both belong on a list lie near one another: choosing a list
# weighs them against likeness and asks how much better one is, not only which.
TEMPER = 2.0


@dataclass(frozen=True)
class Weights:
    """What makes a score: fitted trees, and by name the log-odds that a full value of a judged signal adds."""

    trees: Trees
    judged: Mapping[str, float] = field(default_factory=dict)
    version: int = 0


@cache
def fitted_weights() -> Weights:
    """The weights that the package ships."""
    table = json.loads(files("paper_reader.ranking").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(trees=Trees.read(table), judged=table["judged"], version=table["version"])


def score(columns: Mapping[str, Column], weights: Weights) -> Floats:
    """The score of every candidate, in [0, 1]."""
    count = len(columns["relevance"].values)
    inputs = inputs_of(columns)
    odds = weights.trees.of(inputs, count)
    for name, worth in weights.judged.items():
        if name in inputs:
            odds = odds + worth * np.nan_to_num(inputs[name], nan=0.0)
    return np.asarray(1.0 / (1.0 + np.exp(-odds / TEMPER)))


def inputs_of(columns: Mapping[str, Column]) -> dict[str, Floats]:
    """What the trees are asked about: the columns with what is to be expected in place of the unknown."""
    return {
        name: column.values if np.isnan(column.values).all() else column.filled() for name, column in columns.items()
    }
