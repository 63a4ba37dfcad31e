"""The recipes that were tried, and the averages of several. What each gave stands in docs/encoder.md."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from training.vocabulary import VocabularySize


@dataclass(frozen=True)
class Recipe:
    """All that decides what comes out, but the papers. A weight of 0 leaves a loss out."""

    vocabulary: VocabularySize = field(default_factory=lambda: VocabularySize(words=24_000, terms=6_000))
    dimension: int = 384
    epochs: int = 6
    batch: int = 2048
    rate: float = 3e-3
    map_rate: float = 1e-3
    scale: float = 20.0
    title: float = 1.0  # title <-> abstract
    span: float = 1.0  # sentence or a few words <-> the rest
    phrase: float = 1.0  # topic phrase <-> paper
    citation: float = 0.5  # citing <-> cited
    teacher: float = 0.0  # likeness as the starting model sees it
    lexical: float = 0.0  # BM25's part of the likeness, in titles and spans; in units of 1 / scale of a cosine
    short_spans: float = 0.5  # the share of spans that are a few words, not a sentence
    kept_tokens: float = 0.7  # the share of an abstract's tokens that a step sees
    grouped: int = 128  # so many papers of one neighbourhood side by side in a batch; 0: none
    citation_batch: int = 384
    smaller: tuple[int, ...] = (128, 256)  # Matryoshka: a prefix of the vector must do too
    smaller_share: float = 0.2  # in so many of the steps
    weight_penalty: float = 0.05
    seed: int = 7


BASE = Recipe()
SHORT = replace(BASE, epochs=3, rate=1e-2, map_rate=3e-3)
RECIPES: dict[str, Recipe] = {
    "base": BASE,
    "long": replace(BASE, epochs=7, rate=1e-2, map_rate=3e-3),
    "thin": replace(BASE, epochs=4, rate=5e-3, map_rate=2e-3, kept_tokens=0.5, seed=11),
    "short": SHORT,
    "short-taught": replace(SHORT, teacher=0.5),
    "taught": replace(BASE, epochs=4, rate=5e-3, map_rate=2e-3, teacher=4.0, seed=13),
    "fused": replace(BASE, epochs=4, rate=5e-3, map_rate=2e-3, teacher=1.0, lexical=5.0, seed=17),
    "short-no-phrases": replace(SHORT, phrase=0.0),
    "short-no-citations": replace(SHORT, citation=0.0),
    "short-ungrouped": replace(SHORT, grouped=0),
    "short-sharp": replace(SHORT, scale=30.0),
    "short-titles-only": replace(SHORT, span=0.0, phrase=0.0, citation=0.0, grouped=0),
}


@dataclass(frozen=True)
class Average:
    """The mean of what several recipes give, drawn a little back to the table they all started from.

    They begin at the same table, so their rows can be averaged: "model soups" (Wortsman and others 2022), and for the
    start's share the same authors' robust fine-tuning. All have one vocabulary and one dimension.
    """

    recipes: tuple[str, ...]
    start: float = 0.0


AVERAGES: dict[str, Average] = {
    "seven": Average(
        ("base", "short", "long", "thin", "short-taught", "short-no-phrases", "short-no-citations"), start=0.15
    ),
    "three": Average(("base", "short", "long")),
    "shipped": Average(("base", "short", "long", "thin"), start=0.15),
}
