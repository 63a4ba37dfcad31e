"""A refresh with something in its way: a full disk, a folder that cannot be written, another one, a newer library."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paper_reader.errors import LibraryTooNew, PaperReaderError, RefreshRunning
from paper_reader.library import open_library
from paper_reader.library.examining import examine_library
from paper_reader.types import Outcome, Severity

PAPERS = 250
SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def arxiv():
    """The loopback arXiv of scripts/refreshing, with long papers of yesterday."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        from refreshing.small_arxiv import SmallArxiv, Submission
    finally:
        sys.path.remove(str(SCRIPTS))
    papers = [
        Submission(
            arxiv_id=f"2601.{number:05}", title=f"A matter of length, case {number}", authors=("Ada Lovelace",),
            abstract=f"We write at length of case {number}. " * 100,
            categories=("cs.LG",), day=TODAY - timedelta(days=1),
        )
        for number in range(PAPERS)
    ]  # fmt: skip
    with SmallArxiv(papers) as made:
        made.today = TODAY
        yield made


def on(settings, arxiv, **changed):
    addresses = {"arxiv_oai_url": f"{arxiv.url}/oai", "arxiv_api_url": f"{arxiv.url}/api/query"}
    return replace(settings, arxiv_interval_seconds=0.0, **addresses, **changed)


def digest_of(folder):
    return hashlib.sha256((folder / "library.db").read_bytes()).hexdigest()


def problems(settings):
    return [
        one.message
        for one in examine_library(settings).findings
        if one.severity is Severity.PROBLEM and one.check != "disk"
    ]


def test_a_disk_that_fills_up_ends_a_refresh_and_the_next_one_goes_on(indexed, small_disk, fill, arxiv):
    settings = on(indexed, arxiv, data_dir=small_disk / "data")
    subprocess.run(["cp", "-r", indexed.data_folder, settings.data_folder], check=True)
    library = open_library(settings)
    library.follow_category("cs.LG")
    fill(small_disk)
    ballast = small_disk / "ballast"
    for room in (0, 500_000):  # none at all, and not enough
        os.truncate(ballast, ballast.stat().st_size - room)
        with pytest.raises(PaperReaderError, match=r"(?i)room|full|written"):
            library.refresh()
        assert library.paper("p1").title == "On ageing cells"
    library.close()
    ballast.unlink()
    library = open_library(settings)
    report = library.refresh()
    assert report.run.outcome is Outcome.DONE
    assert library.status().papers == 6 + PAPERS
    library.close()
    assert problems(settings) == []


def test_a_folder_that_cannot_be_written_is_named_before_anybody_is_asked(indexed, small_disk, arxiv):
    settings = on(indexed, arxiv, data_dir=small_disk / "data")
    subprocess.run(["cp", "-r", indexed.data_folder, settings.data_folder], check=True)
    before = digest_of(settings.data_folder)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    library = open_library(settings)
    with pytest.raises(PaperReaderError, match=r"(?i)cannot (be written|write)"):
        library.refresh()
    library.close()
    assert arxiv.requests == 0
    assert digest_of(settings.data_folder) == before


def test_a_second_refresh_is_told_and_asks_nobody(indexed, arxiv):
    settings = on(indexed, arxiv)
    program = (
        "import sys\nfrom pathlib import Path\nfrom paper_reader.refresh import refresh_lock\n"
        "with refresh_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(settings.data_folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        library = open_library(settings)
        with pytest.raises(RefreshRunning, match=str(other.pid)):
            library.refresh()
        assert arxiv.requests == 0
        other.stdin.close()
        other.wait(timeout=20)
    assert library.refresh().run.outcome is Outcome.DONE
    library.close()


def test_an_older_program_leaves_a_newer_library_alone(indexed, arxiv):
    with closing(sqlite3.connect(indexed.data_folder / "library.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = digest_of(indexed.data_folder)
    with pytest.raises(LibraryTooNew, match="9999"):
        open_library(on(indexed, arxiv)).refresh()
    assert (digest_of(indexed.data_folder), arxiv.requests) == (before, 0)
