#!/usr/bin/env python3
"""Measures the merging of records on the evaluation material: `python scripts/measure_merge.py [--errors] [--json]`.

Pairwise precision and recall over real records of conferences, citation services and arXiv: of all pairs of records
that ended in one paper, how many describe one paper; of all pairs that describe one, how many ended in one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from paper_reader.importing import json_lines
from paper_reader.merge import Neighbourhood, member_of, settle
from paper_reader.types import SourceRecord

EVALUATION = Path(os.environ.get("PAPER_READER_EVAL_DIR", Path(__file__).parents[2] / "shared" / "eval"))


def main() -> None:
    """Prints the figures, and the wrong pairs with `--errors`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path, default=EVALUATION / "merge-dev.jsonl.gz")
    parser.add_argument("--truth", type=Path, default=EVALUATION / "merge-dev-truth.jsonl")
    parser.add_argument("--errors", action="store_true", help="also print every wrong and every missing pair")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    records = read_records(options.records)
    truth = read_truth(options.truth)
    begun = time.perf_counter()
    papers = papers_of(list(records.values()))
    seconds = time.perf_counter() - begun
    found, true = pairs(papers), pairs(truth)
    figures = {
        "records": len(records),
        "papers": len(set(papers.values())),
        "true pairs": len(true),
        "found pairs": len(found),
        "precision": round(len(found & true) / len(found), 4),
        "recall": round(len(found & true) / len(true), 4),
        "seconds": round(seconds, 3),
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name:<12} {value}" for name, value in figures.items()))
    if options.errors:
        _print_pairs("wrong", found - true, records)
        _print_pairs("missing", true - found, records)


def read_records(file: Path) -> dict[str, SourceRecord]:
    """The records of a file by their ids, read as an import reads them."""
    found = {}
    with gzip.open(file) as lines:
        for line in lines:
            fields = json.loads(line)
            fields["id"] = fields.pop("record_id")
            found[fields["id"]] = json_lines.parse(json.dumps(fields).encode(), datetime.now(UTC))
    return found


def read_truth(file: Path) -> dict[str, str]:
    """The paper that each record describes, by the record's id."""
    return {one["record_id"]: one["paper"] for one in map(json.loads, file.read_text().splitlines())}


def papers_of(records: Sequence[SourceRecord]) -> dict[str, int]:
    """The paper of each record, by the record's key."""
    around = Neighbourhood()
    for order, record in enumerate(records):
        around.arrive(member_of(record), order=order)
    settled = settle(around, around.groups(), next_paper_id=1)
    return {key: paper for (_, key), paper in settled.paper_of.items()}


def pairs(paper_of: Mapping[str, object]) -> set[tuple[str, str]]:
    """All pairs of records of one paper."""
    papers = defaultdict(list)
    for record, paper in paper_of.items():
        papers[paper].append(record)
    return {pair for records in papers.values() for pair in combinations(sorted(records), 2)}


def _print_pairs(name: str, wrong: set[tuple[str, str]], records: Mapping[str, SourceRecord]) -> None:
    print(f"\n{name}: {len(wrong)}")
    for pair in sorted(wrong):
        for one in pair:
            record = records[one]
            names = " ".join(str(identifier) for identifier in record.identifiers[1:])
            print(f"  {one} {record.year} {record.title} | {'; '.join(record.authors)[:100]} | {names}")
        print()


if __name__ == "__main__":
    main()
