"""A build that goes on by itself: started, looked at, stopped; and a model that is switched meanwhile."""

from __future__ import annotations

import json
import os
import time

import pytest


def wait_for(cli, outcome: str, seconds: float = 60.0) -> dict:
    """Ask for the status until the last build has ended so."""
    deadline = time.monotonic() + seconds
    while True:
        found = cli.json("index", "status")
        if found["build"] and found["build"]["outcome"] == outcome:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


@pytest.mark.slow  # every day tests/unit/doors/test_switching_models.py says the same within one process
def test_a_model_is_switched_in_the_background(cli, quick_model) -> None:
    cli.environment |= {"PAPER_READER_MODEL": str(quick_model), "PAPER_READER_CATCH_UP_LIMIT": "3"}
    before = cli("search", "graphs")
    assert "this is answered with the model precise" in before.stderr
    assert "paper-reader index build" in before.stderr
    status = cli.json("index", "status")
    assert (status["state"], status["index_model"], status["to_embed"]) == ("other model", "precise", 8)
    assert "Answering:      precise" in cli("index", "status").stdout

    begun = cli.json("index", "build", "--background")["build"]
    assert begun["model"] == str(quick_model)
    status = wait_for(cli, "done")
    assert (status["state"], status["papers"], status["index_model"]) == ("current", 8, str(quick_model))
    assert cli("search", "graphs").stderr == ""
    assert (cli.data_dir / "index-background.log").is_file()
    assert cli.json("index", "stop") == {"build": None}
    assert "no build is running" in cli("index", "stop").stdout


def test_what_keeps_a_build_from_beginning_is_told(cli) -> None:
    failed = cli("index", "build", "--background", PAPER_READER_MODEL="./no/such/model", check=1)
    assert "the build did not begin: error:" in failed.stderr
    assert "no model folder at ./no/such/model" in failed.stderr


@pytest.mark.slow
def test_a_build_is_stopped_and_goes_on(fresh) -> None:
    words = "graph network learning cell protein speech market theory".split()  # noqa: SIM905
    lines = (
        {"title": f"{words[n % 8]} {words[n // 8 % 8]} study {n}", "abstract": f"We look at {words[n % 7]} {n}. " * 60}
        for n in range(3000)
    )
    file = fresh.home / "many.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    fresh("import", str(file))
    begun = fresh.json("index", "build", "--background")["build"]
    assert os.getpriority(os.PRIO_PROCESS, begun["pid"]) >= 10
    assert "built already" in fresh("index", "build", "--background", check=1).stderr
    assert "another process" in fresh("index", "build", check=1).stderr
    deadline = time.monotonic() + 120
    while fresh.json("index", "status")["to_embed"] == 3000:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    stopped = fresh.json("index", "stop")["build"]
    assert stopped["outcome"] == "stopped"
    left = fresh.json("index", "status")
    assert left["state"] == "missing"
    assert 0 < left["to_embed"] < 3000
