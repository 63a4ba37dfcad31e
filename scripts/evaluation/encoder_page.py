"""The page that compares encoders: figures with intervals, and how far each is from the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from evaluation.encoder_runs import DENSE, LEXICAL, Results
from evaluation.figures import RESAMPLES, SEED, bootstrapped, table

SHOWN = (
    ("expert lists", "recall@20", 1),
    ("expert lists", "recall@50", 1),
    ("title → abstract", "MRR", 1),
    ("title → abstract", "recall@1", 1),
    ("known item", "MRR", 1),
    ("known item", "recall@10", 1),
    ("SciFact", "nDCG@10", 100),
    ("SciFact", "recall@100", 100),
    ("CSFCube", "nDCG%20", 100),
    ("CSFCube", "nDCG@20", 100),
)
NEEDED = {"expert lists": 1.0, "title → abstract": 1.0, "known item": 0.95, "SciFact": 0.95, "CSFCube": 0.95}


def comparison(lexical: Results, runs: Mapping[str, Results], weight: float, weights: Sequence[float]) -> Iterator[str]:
    """Markdown: BM25, then each encoder alone and fused; the weights; the verdict on each encoder but the first."""
    ways: list[tuple[str, Results, str]] = [("BM25", lexical, LEXICAL)]
    ways += [(f"{name}, alone", results, DENSE) for name, results in runs.items()]
    ways += [(f"{name} + BM25", results, f"hybrid {weight:.1f}") for name, results in runs.items()]
    for names in (("expert lists", "title → abstract", "known item"), ("SciFact", "CSFCube")):
        shown = [entry for entry in _measured(lexical) if entry[0] in names]
        if not shown:
            continue
        header = ["", *(f"{task}, {metric}" for task, metric, _ in shown)]
        yield table(header, [[label, *_cells(results, way, shown)] for label, results, way in ways])
    yield "### By weight of the dense part in the fusion (means)"
    yield _by_weight(runs, weights)
    first, *others = runs
    for other in others:
        yield f"### {other} against {first}, both with BM25 at {weight:.1f}"
        yield _verdict(runs[first], runs[other], f"hybrid {weight:.1f}")


def _measured(results: Results) -> list[tuple[str, str, int]]:
    """What of all that may be shown was measured."""
    tasks = {task for task, _ in results.figures}
    return [entry for entry in SHOWN if entry[0] in tasks]


def _cells(results: Results, way: str, shown: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    for task, metric, scale in shown:
        values = [row[metric] * scale for row in results.figures[task, way]]
        figure = bootstrapped(values)
        digits = 3 if scale == 1 else 1
        yield f"{figure.mean:.{digits}f} ({figure.low:.{digits}f}–{figure.high:.{digits}f})"


def _by_weight(runs: Mapping[str, Results], weights: Sequence[float]) -> str:
    shown = [entry for entry in _measured(next(iter(runs.values()))) if entry[1] not in ("recall@100", "nDCG@20")]
    rows = []
    for name, results in runs.items():
        for weight in weights:
            way = f"hybrid {weight:.1f}"
            cells = []
            for task, metric, scale in shown:
                mean = scale * np.mean([row[metric] for row in results.figures[task, way]])
                cells.append(f"{mean:.{3 if scale == 1 else 1}f}")
            rows.append([f"{name}, {weight:.1f}", *cells])
    return table(["", *(f"{task}, {metric}" for task, metric, _ in shown)], rows)


def _verdict(first: Results, other: Results, way: str) -> str:
    rows = []
    for task, metric, scale in _measured(first):
        before = np.array([row[metric] for row in first.figures[task, way]])
        after = np.array([row[metric] for row in other.figures[task, way]])
        picks = np.random.default_rng(SEED).integers(0, len(before), (RESAMPLES, len(before)))
        low, high = np.quantile((after - before)[picks].mean(axis=1), [0.025, 0.975])
        share = after.mean() / before.mean()
        met = "yes" if share >= NEEDED[task] else "no"
        difference = f"{scale * (after - before).mean():+.3f} ({scale * low:+.3f} to {scale * high:+.3f})"
        rows.append([f"{task}, {metric}", difference, f"{100 * share:.1f} %", f"{100 * NEEDED[task]:.0f} %", met])
    return table(["", "difference (paired, 95 %)", "of the first", "needed", "met"], rows)
