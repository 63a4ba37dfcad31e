#!/usr/bin/env python3
"""Fits the ranking on the expert lists, writes paper_reader/ranking/weights.json, and prints what each signal is worth.

    python scripts/fit_ranking.py --library FOLDER [--model fast] [--write] [--ablation]

FOLDER is the library of scripts/evaluate.py. Cross-validation is grouped by the lists' source. `curated` and
`velocity` are not fitted, since the material has no catalogue and no second count: they are judged, see JUDGED.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from evaluation import material
from evaluation.bench_library import open_bench_library
from evaluation.console import Console
from evaluation.figures import bootstrapped, table
from evaluation.fitting import INPUTS, SEEDS, Case, cross_validated, fit, recalls, without
from evaluation.measuring import kept_cases
from evaluation.pages import put
from evaluation.thinning import SHARES

from paper_reader.ranking import Weights, fitted_weights

# Log-odds that a full value adds: what the catalogue names first for a topic goes before nearly all that it does not
# name, growth tells two like papers apart.
JUDGED = {"curated": 8.0, "velocity": 0.5}
CITATIONS = (
    "citation_percentile",
    "fame",
    "in_topic_citations",
    "rescaled_pagerank",
    "survey_share",
    "at_home",
    "builds_on_topic",
)
ABLATION = (
    "Cross-validated by source, eight folds, one way to part the sources for all rows, by `scripts/fit_ranking.py "
    "--ablation`. Folds alone move a figure by 0.005, so that only larger differences tell. What one signal says, "
    "others say too: single losses are small."
)
# Left out together in the ablation: what says nearly the same stands in for one another.
GROUPS = {
    "what comes from citations": CITATIONS,
    "both of names": ("name_mentions", "name_fame"),
    "both ages": ("tested_by_time", "age_in_topic"),
}


def main() -> None:
    """Fits, and prints or writes what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="the library of scripts/evaluate.py")
    parser.add_argument("--model", default="fast", help="encoder, as in the setting `model`")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--ablation", action="store_true", help="leave out one signal after the other (takes long)")
    parser.add_argument("--save", type=Path, help="write the figures to a section of this page")
    parser.add_argument("--cases", type=Path, help="keep the measured signals in this file, or read them from it")
    options = parser.parse_args()
    root, console = material.folder(), Console()
    library = open_bench_library(options.library, root / "papers-core.jsonl.gz", options.model, console)
    cases = kept_cases(options.cases, library, material.expert_lists(root), console)
    weights = Weights(trees=fit(cases), judged=JUDGED, version=fitted_weights().version + 1)
    if options.write:
        written = _written(weights, options.model)
        Path(str(files("paper_reader.ranking").joinpath("weights.json"))).write_text(written, encoding="utf-8")
    rows = []
    for row in _rows(cases, options.ablation):
        console.note(" | ".join(map(str, row)))
        rows.append(row)
    page = table(["signals", *(f"recall@20, {_known(share)}" for share in SHARES)], rows)
    print(page)
    if options.save:
        put(options.save, {"What each signal is worth": f"{ABLATION}\n\n{page}"})


def _written(weights: Weights, model: str) -> str:
    """One line a tree, so that a change of the weights can be read as a difference."""
    tables = weights.trees.written()
    trees = tables.pop("trees")
    head = {
        "version": weights.version,
        "fitted": f"{datetime.now(UTC):%Y-%m-%d} by scripts/fit_ranking.py on 85 expert lists, model {model}",
        "judged": dict(weights.judged),
        **tables,
    }
    lines = ",\n".join(f"  {json.dumps(nodes)}" for nodes in trees)  # type: ignore[attr-defined]  # a list, see Trees
    return json.dumps(head, indent=1)[:-2] + f',\n "trees": [\n{lines}\n ]\n}}\n'


def _rows(cases: Sequence[Case], ablation: bool) -> Iterator[list[object]]:
    """One way to part the sources for all rows, so that they differ by the signals alone."""
    yield ["all", *_figures(cases)]
    if ablation:
        for left_out, names in GROUPS.items():
            yield [f"all but {left_out}", *_figures(without(cases, names))]
        for name in INPUTS:
            yield [f"all but {name}", *_figures(without(cases, [name]))]


def _figures(cases: Sequence[Case]) -> list[object]:
    found = cross_validated(cases, SEEDS[:1])
    values = recalls(cases, found, 20)
    return [
        bootstrapped([value for case, value in zip(cases, values, strict=True) if case.share == share])
        for share in SHARES
    ]


def _known(share: float) -> str:
    return {1.0: "citations as they are", 0.0: "none known"}.get(share, f"{share:.0%} known")


if __name__ == "__main__":
    main()
