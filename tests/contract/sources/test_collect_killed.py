"""kill -9 at random moments of a harvest: after a rerun nothing is lost, doubled or torn."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from paper_reader.harvest import collect
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.sources.arxiv_oai import ArxivOai
from paper_reader.store import open_store
from paper_reader.types import Outcome, SourceQuery

COLLECTING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from paper_reader.harvest import collect
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.sources.arxiv_oai import ArxivOai
from paper_reader.sources.gate import Gate
from paper_reader.sources.transport import Transport
from paper_reader.store import open_store
from paper_reader.types import SourceQuery

folder, kind, url = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
now = lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)
transport = Transport(Gate(folder / "gate.json", 0.02), now=now)
if kind == "arxiv":
    source = ArxivApi(f"{url}/api/query", transport=transport, page_size=7, deepest_result=40)
    query = SourceQuery(source="arxiv", text="graph neural networks")
else:
    source = ArxivOai(f"{url}/oai", transport=transport)
    query = SourceQuery(source="arxiv-oai", set_name="cs.LG")
with open_store(f"sqlite:///{folder / 'library.db'}") as store:
    print("ready", flush=True)
    report = collect(store, source, query)
print(report.outcome.value, flush=True)
"""


def killed_somewhere(command, chance) -> bool:
    """Run until it ends or until a random moment after it began to collect; whether it was killed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.35))
        os.kill(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("kind", ["arxiv", "arxiv-oai"])
@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_again_and_again(tmp_path, serve, transport, make_arxiv, make_papers, kind, kills):
    papers = make_papers(130)
    site = make_arxiv(papers)
    site.deepest, site.oai_page = 40, 6
    server = serve(site)
    chance = random.Random(20260726)
    command = [sys.executable, "-c", COLLECTING, str(tmp_path), kind, server.url]
    killed = sum(killed_somewhere(command, chance) for _ in range(kills))
    assert killed >= kills // 2, "the test proves nothing where nothing was killed"

    last = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert last.stdout.splitlines()[-1] == "done", last.stderr
    with open_store(f"sqlite:///{tmp_path / 'library.db'}") as store:
        assert store.problems() == []
        assert store.papers.count() == len(papers)
        stored = [paper for batch in store.papers.iterate() for paper in batch]
        assert sorted(paper.arxiv_id for paper in stored) == sorted(paper.arxiv_id for paper in papers)
        assert all(len(store.records.of_paper(paper.id)) == 1 for paper in stored)
        titles = {paper.arxiv_id: paper.title for paper in papers}
        assert all(titles[paper.arxiv_id] == paper.title and len(paper.authors) == 3 for paper in stored)
        unfinished = [run for run in store.runs.list(100) if run.outcome is Outcome.RUNNING]
        assert len(unfinished) <= killed
        assert sum(run.created for run in store.runs.list(100)) == len(papers), "the counters moved with their pages"

        source = {
            "arxiv": lambda: ArxivApi(f"{server.url}/api/query", transport=transport),
            "arxiv-oai": lambda: ArxivOai(f"{server.url}/oai", transport=transport),
        }[kind]()
        query = SourceQuery(
            source=kind, **({"text": "graph neural networks"} if kind == "arxiv" else {"set_name": "cs.LG"})
        )
        assert collect(store, source, query).created == 0
