#!/usr/bin/env python3
"""Measures the order of concepts on two collections of prerequisites, and fits its weights.

    python scripts/measure_order.py [--save docs/order.md]

Everything is learned from the papers of the evaluation material; the starter catalogue has no part in it. Our order
is measured on each collection with weights fitted on the other alone. The shipped weights are fitted on both together
and printed at the end. Intervals are bootstrapped over the concepts that need the others, since pairs of one concept
are not independent. A pair on which nothing tells counts half.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np
from evaluation import material
from evaluation.console import Console
from evaluation.figures import RESAMPLES, SEED, Figure, table

from paper_reader.ranking.concepts import WEIGHTS, Concept, Text, concepts_in, differences, lean

Pair = tuple[str, str]  # (what is learned first, what needs it)
Measure = Callable[[Concept, Concept], float]
FIRST_YEAR = "date order, first year"
WHAT_TELLS = ("seldom the subject itself", "earlier first year", "mentioned by papers on the other", "shorter name",
              "more papers")  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """The papers' words, years by number, and who cites whom by number."""

    texts: list[Text]
    years: dict[int, int]
    cites: dict[int, set[int]]


def main() -> None:
    """Prints the page, or saves it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", type=Path, help="write the page to this file too")
    options = parser.parse_args()
    root = material.folder()
    collections = {
        "LectureBank": _one_way(_lecture_bank(root / "prerequisites")),
        "data mining": _one_way(_data_mining(root / "prerequisites")),
    }
    corpus = _corpus(root / "papers-core.jsonl.gz")
    Console().note(f"{len(corpus.texts)} papers read")
    names = {name for pairs in collections.values() for pair in pairs for name in pair}
    concepts = concepts_in(sorted(names), corpus.texts)
    page = _page(collections, concepts, corpus)
    print(page)
    if options.save:
        options.save.write_text(page, encoding="utf-8")


def _page(collections: dict[str, list[Pair]], concepts: dict[str, Concept], corpus: Corpus) -> str:
    fitted = {name: fit(pairs, concepts) for name, pairs in collections.items()}
    rows = []
    for name, measure in baselines(corpus).items():
        rows.append([name, *(str(accuracy(pairs, concepts, measure)) for pairs in collections.values())])
    for place, what in enumerate(WHAT_TELLS):
        only = _only(place)
        rows.append([f"ours: {what}, alone", *(str(accuracy(p, concepts, only)) for p in collections.values())])
    ours, better, dates = [], [], baselines(corpus)[FIRST_YEAR]
    for name, pairs in collections.items():
        (other,) = (weights for fitted_on, weights in fitted.items() if fitted_on != name)
        ours.append(str(accuracy(pairs, concepts, _weighed(other))))
        better.append(str(accuracy(pairs, concepts, _weighed(other), than=dates)))
    rows.append(["**ours, all five, fitted on the other collection**", *ours])
    rows.append(["ours less date order by first year", *better])
    together = fit([pair for pairs in collections.values() for pair in pairs], concepts)
    unknown = sum(not concept.mentioned for concept in concepts.values())
    return (
        "\n\n".join(
            [
                _heading(len(corpus.texts), collections, len(concepts), unknown),
                table(["which is learned first, by", *collections], rows),
                f"Weights fitted on both: {_numbers(together)}; shipped: {_numbers(WEIGHTS)}. Fitted on one alone: "
                + "; ".join(f"{name} {_numbers(weights)}" for name, weights in fitted.items())
                + ".",
            ]
        )
        + "\n"
    )


def _heading(papers: int, collections: dict[str, list[Pair]], concepts: int, unknown: int) -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    pairs = ", ".join(f"{name} {len(found)} pairs" for name, found in collections.items())
    return (
        f"# Order of concepts\n\nMeasured on {datetime.now(UTC):%Y-%m-%d} at commit {commit} by "
        f"`scripts/measure_order.py` on {papers:,} papers: which of two concepts is learned first. {pairs}; pairs "
        f"marked both ways are left out. {concepts} concepts, {unknown} of them mentioned by no paper. Share of pairs "
        "in the right order, a tie counting half, with 95 % intervals (bootstrap over the concepts that need others). "
        "Date order puts the concept first that is older: by the first year of a paper that mentions it, or by the "
        "median year of the papers that do."
    )


def baselines(corpus: Corpus) -> dict[str, Measure]:
    """What any program would do."""

    def first_year(a: Concept, b: Concept) -> float:
        return 0.0 if a.first_year is None or b.first_year is None else float(b.first_year - a.first_year)

    def median_year(a: Concept, b: Concept) -> float:
        years = [[corpus.years[n] for n in one.mentioned if n in corpus.years] for one in (a, b)]
        return median(years[1]) - median(years[0]) if all(years) else 0.0

    def cited(a: Concept, b: Concept) -> float:
        return _citing_share(b, a, corpus) - _citing_share(a, b, corpus)

    return {
        "chance": lambda _a, _b: 0.0,
        "date order, median year": median_year,
        FIRST_YEAR: first_year,
        "generality: mentioned by more papers": lambda a, b: float(len(a.mentioned) - len(b.mentioned)),
        "reference distance over citations": cited,
        "reference distance over mentions": lambda a, b: differences(a, b)[2],
    }


def accuracy(
    pairs: Sequence[Pair], concepts: dict[str, Concept], measure: Measure, than: Measure | None = None
) -> Figure:
    """The share of pairs in the right order, or by how much it is more `than` another's; interval over groups."""
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for first, later in pairs:
        value = _right(measure(concepts[first], concepts[later]))
        groups[later].append(value - _right(than(concepts[first], concepts[later])) if than else value)
    sums = np.array([sum(found) for found in groups.values()])
    counts = np.array([len(found) for found in groups.values()])
    drawn = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [0.025, 0.975])
    return Figure(float(sums.sum() / counts.sum()), float(low), float(high))


def _right(value: float) -> float:
    return 0.5 if value == 0 else float(value > 0)


def fit(pairs: Sequence[Pair], concepts: dict[str, Concept]) -> tuple[float, ...]:
    """Weights by logistic regression on the differences, each pair seen from both sides."""
    from sklearn.linear_model import LogisticRegression

    seen = np.array([differences(concepts[first], concepts[later]) for first, later in pairs])
    spread = seen.std(axis=0) + 1e-9
    model = LogisticRegression(fit_intercept=False, max_iter=1000)
    model.fit(np.concatenate([seen, -seen]) / spread, [1] * len(seen) + [0] * len(seen))
    return tuple(float(weight) for weight in model.coef_[0] / spread)


def _only(place: int) -> Measure:
    return lambda a, b: differences(a, b)[place]


def _weighed(weights: Sequence[float]) -> Measure:
    return lambda a, b: lean(a, b, weights)


def _citing_share(about: Concept, other: Concept, corpus: Corpus) -> float:
    """Of the papers with the one in the title whose references are known: the share that cites one with the other."""
    known = [corpus.cites[number] for number in about.titled if number in corpus.cites]
    return sum(bool(found & other.titled) for found in known) / len(known) if known else 0.0


def _numbers(weights: Sequence[float]) -> str:
    return ", ".join(f"{weight:.2f}" for weight in weights)


def _corpus(path: Path) -> Corpus:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    number_of = {paper["id"]: number for number, paper in enumerate(papers)}
    return Corpus(
        texts=[Text(n, p["title"], p.get("abstract") or "", p.get("year")) for n, p in enumerate(papers)],
        years={n: p["year"] for n, p in enumerate(papers) if p.get("year")},
        cites={
            n: {number_of[cited] for cited in p["references"] if cited in number_of}
            for n, p in enumerate(papers)
            if p.get("references")
        },
    )


def _lecture_bank(folder: Path) -> Iterator[Pair]:
    with (folder / "lecturebank-topics.csv").open(encoding="utf-8") as file:
        topics = {row[0]: row[1] for row in csv.reader(file)}
    with gzip.open(folder / "lecturebank-pairs.csv.gz", "rt", encoding="utf-8") as file:
        for first, later, is_needed in csv.reader(file):
            if is_needed == "1" and first in topics and later in topics:
                yield topics[first], topics[later]


def _data_mining(folder: Path) -> Iterator[Pair]:
    for line in (folder / "data-mining.preqs").read_text(encoding="utf-8").splitlines():
        later, first = line.split(",")
        yield first, later


def _one_way(pairs: Iterator[Pair]) -> list[Pair]:
    found = set(pairs)
    return sorted(pair for pair in found if pair[::-1] not in found and pair[0] != pair[1])


if __name__ == "__main__":
    main()
