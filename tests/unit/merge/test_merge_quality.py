"""Precision and recall on real records of preprints and published versions, where that material is at hand."""

import gzip
import json
import os
from collections import defaultdict
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from paper_reader.importing import json_lines
from paper_reader.merge import Placer, member_of

_FOLDER = Path(os.environ.get("PAPER_READER_EVAL_DIR", Path(__file__).parents[4] / "shared" / "eval"))


def _pairs(home_of):
    homes = defaultdict(list)
    for record, home in home_of.items():
        homes[home].append(record)
    return {pair for records in homes.values() for pair in combinations(sorted(records), 2)}


def test_precision_and_recall():
    file, truth_file = _FOLDER / "merge-dev.jsonl.gz", _FOLDER / "merge-dev-truth.jsonl"
    if not file.exists():
        pytest.skip(f"no evaluation material at {_FOLDER}")
    truth = {one["record_id"]: one["paper"] for one in map(json.loads, truth_file.read_text().splitlines())}
    placer = Placer([], next_paper_id=1)
    placed = {}
    with gzip.open(file) as lines:
        for line in lines:
            fields = json.loads(line)
            fields["id"] = fields.pop("record_id")
            record = json_lines.parse(json.dumps(fields).encode(), datetime.now(UTC))
            placed[record.key] = placer.place(member_of(record)).paper_id
    found = _pairs({record: placer.survivor(paper) for record, paper in placed.items()})
    true = _pairs(truth)
    precision, recall = len(found & true) / len(found), len(found & true) / len(true)
    assert precision >= 0.99, f"precision {precision:.4f}"
    assert recall >= 0.95, f"recall {recall:.4f}"
