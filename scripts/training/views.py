"""One step's texts: for a batch of papers the title, the abstract, a span of it, and a topic phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from training.dataset import Dataset
from training.ragged import Ragged
from training.recipes import Recipe

SHORT = (2, 9)  # tokens of a short span


@dataclass(frozen=True)
class Step:
    """The texts of a batch; row i of each belongs to paper i of `papers`.

    `same_phrase` marks (i, j) where paper j has the phrase of paper i too. `citing` and `cited` are whole papers.
    """

    papers: np.ndarray
    titles: Ragged
    abstracts: Ragged
    spans: Ragged
    phrases: Ragged
    same_phrase: np.ndarray
    with_title: np.ndarray
    citing: tuple[Ragged, Ragged]
    cited: tuple[Ragged, Ragged]


def epoch_batches(groups: np.ndarray | None, papers: int, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    """Every paper once, in random order, shape (steps, batch); with groups, neighbours stand in runs side by side."""
    order = rng.permutation(papers)
    if groups is not None and recipe.grouped:
        order = order[np.argsort(groups[order], kind="stable")]
        runs = len(order) // recipe.grouped
        order = order[: runs * recipe.grouped].reshape(runs, recipe.grouped)[rng.permutation(runs)].reshape(-1)
    steps = len(order) // recipe.batch
    return order[: steps * recipe.batch].reshape(steps, recipe.batch)


def steps(dataset: Dataset, batches: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> Iterator[Step]:
    """The texts of each batch."""
    for papers in batches:
        begins, ends = _span_places(dataset, papers, recipe, rng)
        chosen = _phrases(dataset, papers, rng)
        phrases = dataset.phrases.take(np.maximum(chosen, 0))
        same = having(dataset.phrases_of[papers], chosen)
        np.fill_diagonal(same, False)
        pairs = dataset.citations[rng.integers(0, max(len(dataset.citations), 1), recipe.citation_batch)]
        yield Step(
            papers=papers,
            titles=dataset.titles.take(papers),
            abstracts=_rest(dataset, papers, begins, ends, recipe, rng),
            spans=dataset.abstracts.segments(begins, ends),
            phrases=phrases,
            same_phrase=same & (chosen >= 0)[:, None],
            with_title=rng.random(len(papers)) < 0.5,
            citing=_whole(dataset, pairs[:, 0], recipe, rng),
            cited=_whole(dataset, pairs[:, 1], recipe, rng),
        )


def having(own: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """(i, j) where paper j has phrase `chosen[i]` among its own."""
    places = np.argsort(chosen, kind="stable")
    ordered = chosen[places]
    flat = own.reshape(-1)
    first, last = np.searchsorted(ordered, flat, side="left"), np.searchsorted(ordered, flat, side="right")
    having = np.zeros((len(chosen), len(own)), dtype=np.bool_)
    for cell in np.flatnonzero((last > first) & (flat >= 0)):
        having[places[first[cell] : last[cell]], cell // own.shape[1]] = True
    return having


def _whole(dataset: Dataset, papers: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> tuple[Ragged, Ragged]:
    abstracts = dataset.abstracts.take(papers)
    return dataset.titles.take(papers), abstracts.thinned(rng.random(len(abstracts.values)) < recipe.kept_tokens)


def _phrases(dataset: Dataset, papers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One phrase number of each paper, better ones likelier; -1 for a paper without."""
    own = dataset.phrases_of[papers]
    count = (own >= 0).sum(axis=1)
    place = np.floor(count * rng.random(len(papers)) ** 1.5).astype(np.int64)
    return np.where(count > 0, own[np.arange(len(papers)), np.minimum(place, np.maximum(count - 1, 0))], -1)


def _span_places(
    dataset: Dataset, papers: np.ndarray, recipe: Recipe, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Where in the abstracts' flat array a sentence or a few words of each paper begin and end."""
    begins, ends = dataset.abstracts.starts[papers], dataset.abstracts.starts[papers + 1]
    place = begins + (rng.random(len(papers)) * np.maximum(ends - begins, 1)).astype(np.int64)
    after = np.searchsorted(dataset.sentence_ends, place, side="right")
    after = np.minimum(after, len(dataset.sentence_ends) - 1)
    first, last = dataset.sentence_ends[after - 1], dataset.sentence_ends[after]
    short = rng.random(len(papers)) < recipe.short_spans
    length = rng.integers(SHORT[0], SHORT[1], len(papers))
    first = np.where(short, np.maximum(begins, np.minimum(place, ends - length)), first)
    last = np.where(short, np.minimum(first + length, ends), last)
    return first, np.maximum(last, first)


def _rest(
    dataset: Dataset,
    papers: np.ndarray,
    begins: np.ndarray,
    ends: np.ndarray,
    recipe: Recipe,
    rng: np.random.Generator,
) -> Ragged:
    """The abstracts without the spans, thinned; a span that is most of its abstract stays in."""
    abstracts = dataset.abstracts.take(papers)
    lengths = abstracts.lengths
    owner = np.repeat(np.arange(len(papers)), lengths)
    inside = np.arange(len(abstracts.values)) - abstracts.starts[owner]
    begin = (begins - dataset.abstracts.starts[papers])[owner]
    end = (ends - dataset.abstracts.starts[papers])[owner]
    apart = ((ends - begins) < 0.6 * lengths)[owner]
    in_span = apart & (inside >= begin) & (inside < end)
    return abstracts.thinned((rng.random(len(owner)) < recipe.kept_tokens) & ~in_span)
