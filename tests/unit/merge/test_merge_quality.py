"""Precision and recall on real records of preprints and published versions, where that material is at hand."""

import os
import random
import runpy
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_FOLDER = Path(os.environ.get("PAPER_READER_EVAL_DIR", _ROOT.parent / "shared" / "eval"))


@pytest.fixture(scope="module")
def measuring():
    """What `scripts/measure_merge.py` measures with."""
    return runpy.run_path(str(_ROOT / "scripts" / "measure_merge.py"))


@pytest.fixture(scope="module")
def records(measuring):
    file = _FOLDER / "merge-dev.jsonl.gz"
    if not file.exists():
        pytest.skip(f"no evaluation material at {_FOLDER}")
    return measuring["read_records"](file)


@pytest.fixture(scope="module")
def papers(measuring, records):
    return measuring["papers_of"](list(records.values()))


def test_precision_and_recall(measuring, papers):
    true = measuring["pairs"](measuring["read_truth"](_FOLDER / "merge-dev-truth.jsonl"))
    found = measuring["pairs"](papers)
    precision, recall = len(found & true) / len(found), len(found & true) / len(true)
    assert precision >= 0.995, f"precision {precision:.4f}"
    assert recall >= 0.97, f"recall {recall:.4f}"


def test_the_order_of_arrival_changes_nothing(measuring, records, papers):
    shuffled = list(records.values())
    random.Random(7).shuffle(shuffled)
    assert measuring["pairs"](measuring["papers_of"](shuffled)) == measuring["pairs"](papers)
