"""kill -9 at any moment of `index build`: the next one goes on, and nothing is lost, doubled or torn."""

from __future__ import annotations

import json
import random
import shutil
import time

import pytest

PAPERS = 1500


@pytest.fixture(scope="module")
def many(make_cli, shared_home, tmp_path_factory, quick_model):
    """A library of some thousand papers, and how long indexing it takes here."""
    cli = make_cli(shared_home, tmp_path_factory.mktemp("many"), {"PAPER_READER_MODEL": str(quick_model)})
    file = cli.data_dir / "papers.jsonl"
    chance = random.Random(3)
    words = [f"word{number}" for number in range(500)] + ["graph", "cell", "speech", "proof", "tide"] * 20
    with file.open("w") as lines:
        for number in range(PAPERS):
            text = " ".join(chance.choices(words, k=120))
            lines.write(
                json.dumps({"id": f"m{number}", "title": f"Paper {number} {text[:40]}", "abstract": text}) + "\n"
            )
    cli("import", str(file))
    return cli


@pytest.mark.slow  # every day tests/unit/doors/test_indexer.py lets a build die and go on
@pytest.mark.parametrize("rounds", [20])
def test_index_build_survives_kills(many, tmp_path, rounds: int) -> None:
    whole = type(many)(many.home, tmp_path / "whole", many.environment)
    shutil.copytree(many.data_dir, whole.data_dir)
    began = time.monotonic()
    whole("index", "build")
    takes = time.monotonic() - began

    killed = type(many)(many.home, tmp_path / "killed", many.environment)
    shutil.copytree(many.data_dir, killed.data_dir)
    chance = random.Random(rounds)
    left = PAPERS
    for _ in range(rounds):
        process = killed.start("index", "build")
        time.sleep(chance.uniform(0.15, 1.0) * takes)
        process.kill()
        process.communicate()
        status = killed.json("index", "status")
        assert status["to_embed"] <= left, "a finished batch stays finished"
        assert status["state"] in {"missing", "current"}
        left = status["to_embed"]
    done = killed.json("index", "build")
    assert (done["state"], done["papers"], done["pending"], done["to_embed"]) == ("current", PAPERS, 0, 0)
    ask = ("search", "graph proof", "-n", "50")
    assert killed.json(*ask)["hits"] == whole.json(*ask)["hits"]
