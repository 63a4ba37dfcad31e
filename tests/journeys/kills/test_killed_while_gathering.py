"""kill -9 while papers are refreshed, imported and indexed: doctor is clean, nothing confirmed is lost or doubled.

KILL_ROUNDS says how often each is killed; else as often as makes 200 with `test_killed_while_keeping`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
FIRST = date(2024, 3, 1)
A_DAY = 25  # papers
REFRESHES, IMPORTS, BUILDS = (int(os.environ.get("KILL_ROUNDS", count)) for count in (40, 30, 30))
FOLLOW = """
begun()
library = open_library(settings)
library.follow_category("cs.LG")
library.follow_search("graph")
library.close()
"""
REFRESH = """
from dataclasses import replace
url, now = more[0], datetime.fromisoformat(more[1])
settings = replace(settings, arxiv_oai_url=url + "/oai", arxiv_api_url=url + "/api/query", arxiv_interval_seconds=0.0)
library = open_library(settings, clock=lambda: now)
begun()
report = library.refresh()
assert report.run.outcome.value == "done", report
library.close()
"""
IMPORT = """
from paper_reader.importing import import_file
store = open_store(settings.store_url)
begun()
import_file(store, Path(more[0]), rejects_dir=Path(folder) / "rejects", batch_records=40)
store.close()
"""
BUILD = """
library = open_library(settings)
begun()
library.index_build()
library.close()
"""
MARK = """
begun()
library = open_library(settings)
library.mark(more[0], ReadingStatus.READ)
library.close()
"""

pytestmark = pytest.mark.timeout(900)  # for machines that do much else


@pytest.fixture(scope="module")
def small_arxiv():
    """The loopback arXiv of scripts/refreshing, with some papers a day."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        from refreshing.small_arxiv import SmallArxiv, Submission
    finally:
        sys.path.remove(str(SCRIPTS))
    words = ["graph", "sock", "clock", "tide", "proof", "speech"]
    chance = random.Random(4)
    papers = [
        Submission(
            arxiv_id=f"{day:%y%m}.{day.day:02}{number:03}", day=day, categories=("cs.LG",), authors=("Ada Lovelace",),
            title=f"On the {chance.choice(words)} of day {day.toordinal()} and number {number}",
            abstract=" ".join(chance.choices(words, k=40)),
        )
        for day in (FIRST + timedelta(days=count) for count in range(REFRESHES + 1))
        for number in range(A_DAY)
    ]  # fmt: skip
    with SmallArxiv(papers) as arxiv:
        yield arxiv


def records(folder):
    """What was confirmed: each record with the number of the paper it hangs to, and each mark."""
    with closing(sqlite3.connect(folder / "library.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        named = database.execute("SELECT source, key, paper_id FROM records").fetchall()
        marks = database.execute("SELECT paper_id FROM marks").fetchall()
        titles = database.execute("SELECT title FROM papers WHERE fused_into IS NULL").fetchall()
    assert max(Counter(titles).values(), default=1) == 1, "nothing is doubled"
    return set(named) | {("mark", *row) for row in marks}


@pytest.mark.slow
def test_refreshes_survive_kills(tmp_path, workshop, chance, small_arxiv, examined):
    torn, whole, killed = tmp_path / "torn", tmp_path / "whole", 0
    for folder in (torn, whole):
        workshop.run(FOLLOW, folder)
    small_arxiv.today = FIRST
    longest = workshop.run(REFRESH, whole, small_arxiv.url, small_arxiv.now)
    workshop.run(REFRESH, torn, small_arxiv.url, small_arxiv.now)
    workshop.run(MARK, torn, f"{FIRST:%y%m}.01003")
    for day in range(1, REFRESHES + 1):
        small_arxiv.today = FIRST + timedelta(days=day)
        before, moment = records(torn), chance.uniform(0, longest)
        killed += workshop.run(REFRESH, torn, small_arxiv.url, small_arxiv.now, killed_after=moment) is None
        assert before <= records(torn), "what was confirmed is there"
        problems, left = examined(torn)
        assert (problems, left) == ([], [])
    assert killed > REFRESHES // 4
    for folder in (torn, whole):
        workshop.run(REFRESH, folder, small_arxiv.url, small_arxiv.now)
        assert examined(folder) == ([], [])
    assert records(torn) - records(whole) == {("mark", 4)}
    assert {(source, key) for source, key, *_ in records(torn) if source != "mark"} == {
        (source, key) for source, key, *_ in records(whole)
    }
    assert len({key for source, key, *_ in records(torn) if source == "arxiv-oai"}) == A_DAY * (REFRESHES + 1)


def papers_file(path, count):
    chance = random.Random(9)
    words = [f"word{number}" for number in range(300)]
    with path.open("w") as lines:
        for number in range(count):
            text = " ".join(chance.choices(words, k=40))
            paper = {"id": f"k{number}", "title": f"Paper {number} {text[:30]}", "abstract": text}
            lines.write(json.dumps(paper | {"references": [f"k{chance.randrange(count)}"]}) + "\n")


@pytest.mark.slow
def test_imports_survive_kills(tmp_path, workshop, chance, examined, library_contents):
    papers_file(tmp_path / "papers.jsonl", 40 * 40)
    torn, whole, killed = tmp_path / "torn", tmp_path / "whole", 0
    whole.mkdir()
    longest, before = workshop.run(IMPORT, whole, tmp_path / "papers.jsonl"), set()
    for number in range(IMPORTS):
        if number % 10 == 0:  # a new library now and then, so that they die all along the file
            before = set()
            shutil.rmtree(torn, ignore_errors=True)
            torn.mkdir()
        moment = chance.uniform(0, longest) * (1 if number % 10 == 0 else 0.4)
        killed += workshop.run(IMPORT, torn, tmp_path / "papers.jsonl", killed_after=moment) is None
        found = records(torn)
        assert before <= found
        before = found
        assert [one for one in examined(torn)[1] if "index" not in one] == []
    assert killed > IMPORTS // 4
    workshop.run(IMPORT, torn, tmp_path / "papers.jsonl")
    assert library_contents(torn / "library.db")["records"] == library_contents(whole / "library.db")["records"]
    assert library_contents(torn / "library.db")["papers"] == library_contents(whole / "library.db")["papers"]


def vectors(folder):
    with closing(sqlite3.connect(folder / "library.db")) as database:
        return set(database.execute("SELECT content_hash FROM embeddings").fetchall())


@pytest.mark.slow
def test_builds_of_an_index_survive_kills(tmp_path, workshop, chance, examined):
    papers_file(tmp_path / "papers.jsonl", 800)
    data, killed = tmp_path / "data", 0
    data.mkdir()
    workshop.run(IMPORT, data, tmp_path / "papers.jsonl")
    shutil.copytree(data, tmp_path / "measured")
    longest = workshop.run(BUILD, tmp_path / "measured")
    for number in range(BUILDS):
        if number % 6 == 0:
            torn = tmp_path / f"torn{number}"
            shutil.copytree(data, torn)
        before = vectors(torn)
        killed += workshop.run(BUILD, torn, killed_after=chance.uniform(0, longest)) is None
        assert before <= vectors(torn), "what was embedded stays so"
        assert examined(torn)[1] == []
        with closing(sqlite3.connect(torn / "library.db")) as database:  # something to do for the next one
            database.execute("DELETE FROM embeddings WHERE id % 3 = 0")
            database.commit()
        shutil.rmtree(torn / "index", ignore_errors=True)
    assert killed > BUILDS // 4
