#!/usr/bin/env python3
"""Fits the ranking's weights on the expert lists and prints them, with what each signal is worth.

    python scripts/fit_ranking.py --library FOLDER

FOLDER is the library of scripts/evaluate.py. Cross-validation is grouped by the lists' source. `curated` and
`velocity` are left out: the material has no catalogue and no second count. The weights are printed, not written:
whoever changes paper_reader/ranking/weights.toml looks at them first.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from evaluation import material
from evaluation.bench_library import BenchLibrary, open_bench_library
from evaluation.console import Console
from evaluation.figures import bootstrapped, table
from evaluation.fitting import Case, cross_validated, fit, without

from paper_reader.ranking import fitted_weights
from paper_reader.reading_lists import rank_topic

SIGNALS = (
    "citation_percentile",
    "in_topic_citations",
    "rescaled_pagerank",
    "survey_share",
    "name_mentions",
    "venue",
    "tested_by_time",
)
CITATIONS = ("citation_percentile", "in_topic_citations", "rescaled_pagerank", "survey_share")


def main() -> None:
    """Fits, and prints weights and ablation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="the library of scripts/evaluate.py")
    parser.add_argument("--model", default="precise", help="encoder, as in the setting `model`")
    options = parser.parse_args()
    root, console = material.folder(), Console()
    library = open_bench_library(options.library, root / "papers-core.jsonl.gz", options.model, console)
    cases = _cases(library, material.expert_lists(root), console)
    weights = fit(cases).weights(SIGNALS, fitted_weights().version + 1)
    print(f"version = {weights.version}\nrelevance_power = {weights.relevance_power:.3f}")
    print(f"benefit_of_doubt = {weights.benefit_of_doubt:.3f}\n\n[signals]")
    print("\n".join(f"{name} = {share:.3f}" for name, share in weights.signals.items()))
    print("\n" + table(["signals", "recall@20", "recall@50"], _ablation(cases)))


def _cases(library: BenchLibrary, lists: Sequence[material.ExpertList], console: Console) -> list[Case]:
    now = datetime.now(UTC)
    cases = []
    console.begin("Measuring signals", len(lists), "topics")
    for one in lists:
        _, ranked = rank_topic(
            one.topic, store=library.store, retriever=library.retriever, now=now, cohorts=library.cohorts
        )
        columns = [ranked.columns[name] for name in SIGNALS]
        known = [
            np.zeros(len(column.values)) if np.isnan(column.values).all() else column.filled() for column in columns
        ]
        wanted = np.array([bool(library.external[p.id] & one.papers) for p in ranked.view.papers])
        cases.append(Case(one.source, ranked.view.relevance, np.column_stack(known), wanted, len(one.papers)))
        console.advance()
    console.end()
    return cases


def _ablation(cases: list[Case]) -> list[list[object]]:
    alone = [(case.recall(case.relevance, 20), case.recall(case.relevance, 50)) for case in cases]
    rows: list[list[object]] = [
        ["relevance alone", *(bootstrapped(list(column)) for column in zip(*alone, strict=True))],
        ["all", *_figures(cases)],
    ]
    rows += [[f"all but {name}", *_figures(without(cases, [n]))] for n, name in enumerate(SIGNALS)]
    citations = [SIGNALS.index(name) for name in CITATIONS]
    rows.append(["none from citations", *_figures(without(cases, citations))])
    return rows


def _figures(cases: list[Case]) -> list[object]:
    return [bootstrapped(cross_validated(cases, k)) for k in (20, 50)]


if __name__ == "__main__":
    main()
