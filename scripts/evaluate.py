#!/usr/bin/env python3
"""Measures search and reading lists on the evaluation material: one command, one table.

    python scripts/evaluate.py --library FOLDER [--save docs/quality.md] [--only lists|retrieval]
    python scripts/evaluate.py encoders --models precise NAME=FOLDER --work FOLDER [--save docs/encoder.md]

The second compares encoders, alone and fused with BM25, on the same tasks in the same run. For the first,
The library is built in FOLDER at the first run (embedding the corpus takes the better part of half an hour on two
cores) and kept for the next. The starter catalogue is off. Figures are means over topics with 95 % intervals by
bootstrap over topics.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from evaluation import encoder_command, material, systems
from evaluation.bench_library import BenchLibrary, open_bench_library
from evaluation.console import Console
from evaluation.figures import METRICS, Figure, measured, summary, table
from evaluation.fitting import SEEDS, Case, cross_validated
from evaluation.measuring import kept_cases
from evaluation.pages import put
from evaluation.retrieval import run_benchmark, tf_idf_figures

from index import Mode
from paper_reader.ranking import fitted_weights

OUR_RANKING, OUR_LIST = "our ranking", "our reading list"


def main() -> None:
    """Runs what was asked for and prints or saves the page."""
    if sys.argv[1:2] == ["encoders"]:
        parser = argparse.ArgumentParser(prog="evaluate.py encoders", description=encoder_command.__doc__)
        encoder_command.add_arguments(parser)
        encoder_command.run(parser.parse_args(sys.argv[2:]))
        return
    options = _options()
    root, console = material.folder(), Console()
    library = open_bench_library(options.library, root / "papers-core.jsonl.gz", options.model, console)
    now = datetime.now(UTC)
    head, sections = _heading(options.model, library, now), {}
    if options.only != "retrieval":
        sections["Expert reading lists"] = "\n\n".join(_lists(library, root, now, console, options.cases))
    if options.only != "lists":
        benchmarks = _retrieval(library, root, options.library / "benchmarks", console)
        sections["Retrieval benchmarks"] = "\n\n".join(benchmarks)
    print("\n\n".join([head, *(f"## {name}\n\n{text}" for name, text in sections.items())]))
    if options.save:
        put(options.save, sections, head=None if options.only else head)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="folder for the library, kept between runs")
    parser.add_argument("--cases", type=Path, help="keep the measured signals in this file, or read them from it")
    parser.add_argument("--model", default="fast", help="encoder, as in the setting `model`")
    parser.add_argument("--save", type=Path, help="write the page to this file too; sections of others stay")
    parser.add_argument("--only", choices=("lists", "retrieval"), help="measure one half only")
    return parser.parse_args()


def _heading(model: str, library: BenchLibrary, now: datetime) -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    return (
        f"# Quality\n\nMeasured on {now:%Y-%m-%d} at commit {commit} by `scripts/evaluate.py`, model `{model}`, "
        f"weights version {fitted_weights().version}, on {len(library.external):,} papers, the starter catalogue off. "
        "Means with 95 % intervals (bootstrap over topics)."
    )


def _lists(library: BenchLibrary, root: Path, now: datetime, console: Console, kept: Path | None) -> Iterator[str]:
    expert = material.expert_lists(root)
    runs: dict[str, systems.System] = {
        "BM25": systems.search_system(library, Mode.LEXICAL),
        "dense": systems.search_system(library, Mode.DENSE),
        "hybrid (reciprocal rank fusion)": systems.search_system(library, Mode.HYBRID),
        "TF-IDF, as arxiv-sanity-lite": systems.tf_idf(library),
        "hybrid's first 100 by citation count": systems.by_citation_count(library),
        "hybrid's first 100 by citations inside the library": systems.by_library_citations(library),
        f"{OUR_LIST} (20 papers)": systems.our_list(library, now, 20),
    }
    rows, per_topic = [], {}
    for name, system in runs.items():
        began = time.perf_counter()
        found = [measured([library.external[i] for i in system(one.topic)], one) for one in expert]
        milliseconds = 1000 * (time.perf_counter() - began) / len(expert)
        console.note(f"{name}: {milliseconds:.0f} ms a topic")
        figures = summary(found)
        rows.append([name, *(figures[metric] for metric in METRICS), f"{milliseconds:.0f}"])
        per_topic[name] = found
    cases = kept_cases(kept, library, expert, console)
    console.note("cross-validating the ranking")
    validated = cross_validated(cases)
    rows += [[name, *(figures[metric] for metric in METRICS), ""] for name, figures in _ours(cases, validated)]
    yield f"{len(expert)} lists from {len({one.source for one in expert})} sources."
    yield table(["system", *METRICS, "ms a topic"], rows)
    yield (
        "Cross-validated: fitted without any list of the same source, eight folds, the mean over "
        f"{len(SEEDS)} ways to part the sources. Recall@20 by the way they are parted: "
        f"{_by_parting(cases, validated)}. "
        "Fitted: the weights as shipped, on the lists they were fitted on. "
        "With 10 % or none known, counts and references of all other papers are taken away, for candidates too."
    )
    own = {case.topic: case.recall(case.scores(fitted_weights().trees), 20) for case in cases if case.share == 1.0}
    yield "### By topic (recall at 20)"
    yield table(
        ["topic", "papers", "hybrid", OUR_RANKING],
        [
            [
                one.topic,
                len(one.papers),
                f"{per_topic['hybrid (reciprocal rank fusion)'][n]['recall@20']:.2f}",
                f"{own[one.topic]:.2f}",
            ]
            for n, one in enumerate(expert)
        ],
    )


Validated = dict[tuple[str, float], list[np.ndarray]]


def _ours(cases: Sequence[Case], validated: Validated) -> Iterator[tuple[str, dict[str, Figure]]]:
    trees = fitted_weights().trees
    for share in (1.0, 0.1, 0.0):
        known = {1.0: "citations as they are", 0.0: "none known"}.get(share, f"{share:.0%} known")
        here = [case for case in cases if case.share == share]
        yield f"{OUR_RANKING}, {known}, cross-validated", summary([_mean(case, validated) for case in here])
        yield f"{OUR_RANKING}, {known}, fitted", summary([case.metrics(case.scores(trees)) for case in here])


def _by_parting(cases: Sequence[Case], validated: Validated) -> str:
    """The mean recall at 20 of each way to part the sources, and how far these lie apart."""
    told = []
    for share, known in ((1.0, "citations as they are"), (0.1, "10% known"), (0.0, "none known")):
        here = [case for case in cases if case.share == share]
        means = [
            float(np.mean([case.recall(validated[case.topic, share][n], 20) for case in here]))
            for n in range(len(SEEDS))
        ]
        each = ", ".join(f"{mean:.3f}" for mean in means)
        told.append(f"{known} {each} (standard deviation {np.std(means, ddof=1):.3f})")
    return "; ".join(told)


def _mean(case: Case, validated: Validated) -> dict[str, float]:
    found = [case.metrics(scores) for scores in validated[case.topic, case.share]]
    return {metric: float(np.mean([one[metric] for one in found])) for metric in METRICS}


def _retrieval(library: BenchLibrary, root: Path, cache: Path, console: Console) -> Iterator[str]:
    benchmarks = (material.scifact(root), material.csfcube(root))
    results = [run_benchmark(benchmark, library.encoder, cache, console) for benchmark in benchmarks]
    rows = [
        [mode.value, *(f"{value:.1f}" for figures in results for value in figures[mode].values())]
        for mode in results[0]
    ]
    tf_idf = [
        tf_idf_figures(benchmark, systems.tf_idf_words())
        for benchmark in (material.scifact(root), material.csfcube(root))
    ]
    rows.append(["TF-IDF, as arxiv-sanity-lite", *(f"{value:.1f}" for figures in tf_idf for value in figures.values())])
    names = [f"{metric}" for figures in results for metric in next(iter(figures.values()))]
    yield table(["mode", *(f"{'SciFact' if '@' in name else 'CSFCube'} {name}" for name in names)], rows)


if __name__ == "__main__":
    main()
