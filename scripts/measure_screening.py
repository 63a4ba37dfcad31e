#!/usr/bin/env python3
"""Measures the order of screening: expert lists as what is relevant among the first 500 candidates of their topics.

    python scripts/measure_screening.py --library FOLDER [--model precise] [--lists 85]

Each list is screened by simulation to the end, the experts deciding. Work saved over sampling at 95 % recall (WSS@95,
Cohen et al. 2006) is the share not looked at when 95 % of the relevant papers are found, less the 5 % that a random
order saves anyway. The library is that of scripts/evaluate.py. Lists with fewer than five papers among the candidates
are left out. Figures are means over lists with 95 % intervals by bootstrap.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from evaluation import material
from evaluation.bench_library import BenchLibrary, open_bench_library
from evaluation.console import Console
from evaluation.figures import bootstrapped, table
from numpy.typing import NDArray

from index import Mode, SearchRequest
from paper_reader.reviews import stopping
from paper_reader.reviews.queue import Space, next_row
from paper_reader.types import Verdict

CANDIDATES = 500
FEWEST = 5
RECALL = 0.95
RANDOM_ORDERS = 200
SHARES = (0.1, 0.2, 0.3, 0.5)


@dataclass(frozen=True)
class Case:
    """The candidates of a topic in the order of the search, and which of them the experts name."""

    space: Space
    relevant: NDArray[np.bool_]


@dataclass(frozen=True)
class Screened:
    """One simulated screening: the rows in the order they were shown, and what was said on the way."""

    order: list[int]
    expected: list[float | None]  # relevant ones left, as guessed before each look
    hinted_at: int | None  # how many had been looked at when stopping was first suggested


def main() -> None:
    """Prints the tables."""
    options = _options()
    root = material.folder()
    library = open_bench_library(options.library, root / "papers-core.jsonl.gz", options.model, Console())
    cases = [case for one in material.expert_lists(root)[: options.lists] if (case := _case(library, one))]
    runs = [(case, _screened(case)) for case in cases]
    print(
        f"{len(cases)} lists, {CANDIDATES} candidates each, {_mean([c.relevant.sum() for c in cases]):.1f} relevant\n"
    )
    print(_orders(runs), _stopping(runs), _guesses(runs), sep="\n\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="folder for the library, kept between runs")
    parser.add_argument("--model", default="precise", help="encoder, as in the setting `model`")
    parser.add_argument("--lists", type=int, help="only the first so many lists")
    return parser.parse_args()


def _case(library: BenchLibrary, wanted: material.ExpertList) -> Case | None:
    asked = library.encoder.encode_queries([wanted.topic])
    request = SearchRequest(
        text=wanted.topic, vector=asked[0], mode=Mode.HYBRID, limit=CANDIDATES, candidates=2 * CANDIDATES
    )
    ids = [hit.id for hit in library.engine.search(request)]
    relevant = np.array([bool(library.external[one] & wanted.papers) for one in ids])
    if relevant.sum() < FEWEST:
        return None
    return Case(Space.of(library.engine.vectors(ids), asked), relevant)


def _screened(case: Case) -> Screened:
    """Screen to the end, the experts deciding."""
    verdicts: dict[int, Verdict] = {}
    expected: list[float | None] = []
    hinted_at: int | None = None
    while (picked := next_row(case.space, verdicts)) is not None:
        expected.append(picked.expected_left)
        run = stopping.irrelevant_in_a_row(list(verdicts.values()))
        left = len(case.relevant) - len(verdicts)
        found = sum(one is Verdict.INCLUDE for one in verdicts.values())
        if hinted_at is None and stopping.may_stop(found, run, left):
            hinted_at = len(verdicts)
        verdicts[picked.row] = Verdict.INCLUDE if case.relevant[picked.row] else Verdict.EXCLUDE
    return Screened(list(verdicts), expected, hinted_at)


def _orders(runs: Sequence[tuple[Case, Screened]]) -> str:
    chance = np.random.default_rng(0)
    random = [[case.relevant[chance.permutation(len(case.relevant))] for _ in range(RANDOM_ORDERS)] for case, _ in runs]
    ways = {
        "random": random,
        "order of the search": [[case.relevant] for case, _ in runs],
        "learned from the decisions": [[case.relevant[run.order]] for case, run in runs],
    }
    rows = []
    for name, orders in ways.items():
        saved = bootstrapped([_mean([work_saved(one) for one in some]) for some in orders])
        recalls = [_mean([_mean([_recall(one, share) for one in some]) for some in orders]) for share in SHARES]
        rows.append([name, saved, *(f"{recall:.3f}" for recall in recalls)])
    return table(["order", "WSS@95", *(f"recall after {share:.0%}" for share in SHARES)], rows)


def _stopping(runs: Sequence[tuple[Case, Screened]]) -> str:
    hinted = [(case, run, run.hinted_at) for case, run in runs if run.hinted_at is not None]
    looked = [at / len(run.order) for _, run, at in hinted]
    recall = [case.relevant[run.order[:at]].sum() / case.relevant.sum() for case, run, at in hinted]
    reached = _mean([one >= RECALL for one in recall])
    return (
        f"Stopping was suggested in {len(hinted)} of {len(runs)} reviews, after {_mean(looked):.0%} of the papers; "
        f"recall then was {_mean(recall):.3f}, at least {min(recall, default=math.nan):.3f}, and {reached:.0%} had "
        "found 95 % or more."
    )


def _guesses(runs: Sequence[tuple[Case, Screened]]) -> str:
    rows = []
    for share in SHARES:
        pairs = []
        for case, run in runs:
            at = int(share * len(run.order))
            guess = run.expected[at]
            if guess is not None:
                pairs.append((guess, float(case.relevant[run.order[at:]].sum())))
        guesses, real = np.array(pairs).T if pairs else (np.zeros(0), np.zeros(0))
        error = float(np.abs(guesses - real).mean()) if pairs else math.nan
        rows.append([f"{share:.0%}", len(pairs), f"{_mean(guesses):.1f}", f"{_mean(real):.1f}", f"{error:.1f}"])
    return table(["looked at", "guesses", "relevant left, guessed", "in fact", "mean error"], rows)


def work_saved(found: NDArray[np.bool_]) -> float:
    """WSS@95 of an order, given whether each paper in it is relevant."""
    needed = math.ceil(RECALL * found.sum())
    looked = int(np.searchsorted(found.cumsum(), needed)) + 1
    return 1 - looked / len(found) - (1 - RECALL)


def _recall(found: NDArray[np.bool_], share: float) -> float:
    return float(found[: int(share * len(found))].sum() / found.sum())


def _mean(values: Sequence[float] | NDArray[np.float64]) -> float:
    return float(np.mean(values)) if len(values) else math.nan


if __name__ == "__main__":
    main()
