"""The signals of every list's candidates, with the library thinned to several shares: what the ranking is fitted on."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from evaluation.bench_library import BenchLibrary
from evaluation.console import Console
from evaluation.fitting import INPUTS, Case
from evaluation.material import ExpertList
from evaluation.thinning import SHARES, ThinnedStore
from paper_reader.ranking.score import inputs_of
from paper_reader.reading_lists import CohortCache, rank_topic


def measured_cases(library: BenchLibrary, lists: Sequence[ExpertList], console: Console) -> list[Case]:
    """A case for every list and share."""
    now = datetime.now(UTC)
    cases = []
    console.begin("Measuring signals", len(lists) * len(SHARES), "topics")
    for share in SHARES:
        store, cohorts = ThinnedStore(library.store, share), CohortCache()
        for one in lists:
            _, ranked = rank_topic(one.topic, store=store, retriever=library.retriever, now=now, cohorts=cohorts)
            inputs = inputs_of(ranked.columns)
            wanted = np.array([bool(library.external[paper.id] & one.papers) for paper in ranked.view.papers])
            rows = np.column_stack([inputs[name] for name in INPUTS])
            cases.append(Case(one.topic, one.source, share, INPUTS, rows, wanted, len(one.papers)))
            console.advance()
    console.end()
    return cases


def kept_cases(path: Path | None, library: BenchLibrary, lists: Sequence[ExpertList], console: Console) -> list[Case]:
    """The cases, read from `path` where they were kept there before; measuring takes a minute for each share."""
    if path is not None and path.exists():
        found: list[Case] = pickle.loads(path.read_bytes())  # noqa: S301 - our own file, named by who runs this
        return found
    cases = measured_cases(library, lists, console)
    if path is not None:
        path.write_bytes(pickle.dumps(cases))
    return cases
