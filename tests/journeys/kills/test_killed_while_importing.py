"""kill -9 at any moment of `import`: after a rerun nothing is lost, doubled or torn, the rejects neither."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import sys
from contextlib import closing

import pytest

PROGRAM = """
import sys
from pathlib import Path
from paper_reader.importing import import_file
from paper_reader.store import open_store
with open_store(f"sqlite:///{sys.argv[2]}/library.db") as store:
    print("begun", flush=True)
    import_file(store, Path(sys.argv[1]), rejects_dir=Path(sys.argv[2]) / "rejects", batch_records=40)
"""


def write_papers(path, count):
    """Papers that cite each other, preprints with their published versions, two names for one paper, bad lines."""
    chance = random.Random(11)
    with gzip.open(path, "wt") as lines:
        for number in range(count):
            matter = chance.choice(["light", "sound", "time"])
            paper = {
                "id": f"p{number}",
                "title": f"The matter of {matter} considered in chapter {number % (count - 300)}",
                "authors": [f"Ada Lovelace{'abcdefgh'[number % 7]}", "Alan Turing"],
                "year": 2000 + number % 3,
                "abstract": "We consider it. " * 20,
                "references": [f"p{chance.randrange(count)}" for _ in range(3)],
                "citation_count": number,
            }
            if number % 5 == 0:
                paper["arxiv_id"] = f"19{1 + number % 12:02}.{number:05}"
            if number % 7 == 0:
                paper["doi"] = f"10.1000/{number // 14}"
            lines.write(json.dumps(paper) + "\n")
            if number % 97 == 0:
                lines.write(f'{{"title": {number}, "bad"\n')


def _rejects(folder):
    return [path.read_bytes() for path in sorted((folder / "rejects").iterdir())]


@pytest.mark.parametrize(("kills", "count"), [(3, 1200), pytest.param(20, 4000, marks=pytest.mark.slow)])
def test_import_survives_kills(tmp_path, undisturbed, killing, library_contents, kills, count):
    file = tmp_path / "papers.jsonl.gz"
    write_papers(file, count)
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    longest = undisturbed([sys.executable, "-c", PROGRAM, str(file), str(whole)])
    command = [sys.executable, "-c", PROGRAM, str(file), str(torn)]
    # Each try gets a part of the whole time, so that they die all along the file and not only at its beginning.
    fire = killing(longest * 2 / kills if kills > 4 else longest / 2, seed=kills)
    for _ in range(kills):
        if fire.run(command):
            break
    undisturbed(command)
    assert fire.killed >= min(kills, 2)
    expected = library_contents(whole / "library.db")
    found = library_contents(torn / "library.db")
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        assert found[table] == rows, table
    assert _rejects(torn) == _rejects(whole)
    assert len(_rejects(whole)[0].splitlines()) == len(range(0, count, 97))
    with closing(sqlite3.connect(torn / "library.db")) as connection:
        passed = connection.execute(
            "SELECT sum(read), sum(created + updated + unchanged + merged) FROM runs"
        ).fetchone()
    assert passed[0] == passed[1] > 0
    assert passed[0] % count == 0, "in each whole pass over the file every record was counted once"
