"""kill -9 while a library is migrated, indexed, backed up or restored: nothing confirmed is lost, doctor is content.

KILL_ROUNDS says how often each is killed; a few times where it is not set.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest

ROUNDS = int(os.environ.get("KILL_ROUNDS", "4"))
PRELUDE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from paper_reader.library import open_library
from paper_reader.library.restoring import restore_library
from paper_reader.settings import Settings
from paper_reader.store import open_store
import alembic.command, paper_reader.backup.making, paper_reader.backup.restoring, paper_reader.indexing
settings = Settings(data_dir=Path(sys.argv[1]), cache_dir=Path(sys.argv[1]) / "cache", starter=False, model="fast")
def begun(): print("begun", flush=True)
"""
MIGRATE = "begun()\nopen_store(settings.store_url).close()"
INDEX = """
library = open_library(settings)
begun()
for _ in range(3):
    library.index_rebuild()
"""
BACKUP = """
library = open_library(settings)
begun()
for _ in range(3):
    library.backup(keep=2)
"""
RESTORE = """
begun()
restore_library(settings, Path(sys.argv[2]))
"""


def command(program, folder, *more):
    return [sys.executable, "-c", PRELUDE + program, str(folder), *map(str, more)]


def library_at(folder, program="open_library(settings).close()"):
    import subprocess

    subprocess.run(command(program, folder), check=True)


def papers_file(path, count):
    chance = random.Random(7)
    words = [f"word{number}" for number in range(300)]
    with path.open("w") as lines:
        for number in range(count):
            text = " ".join(chance.choices(words, k=60))
            lines.write(
                json.dumps({"id": f"k{number}", "title": f"Paper {number} {text[:30]}", "abstract": text}) + "\n"
            )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library of some papers with a mark, indexed."""
    folder = tmp_path_factory.mktemp("made")
    papers_file(folder / "papers.jsonl", 1500)
    library_at(
        folder / "data",
        "library = open_library(settings)\n"
        f"library.import_file(Path({str(folder / 'papers.jsonl')!r}))\n"
        "library.mark('k1', __import__('paper_reader.types').types.ReadingStatus('read'))\nlibrary.index_build()",
    )
    return folder / "data"


def examined(folder):
    """What doctor says: first the problems that a restart leaves, then all that is left after a repair."""
    from paper_reader.library.examining import examine_library
    from paper_reader.settings import Settings
    from paper_reader.types import Severity

    settings = Settings(data_dir=folder, cache_dir=folder / "cache", starter=False, model="fast")
    at_once = [one.message for one in examine_library(settings).findings if one.severity is Severity.PROBLEM]
    examine_library(settings, repair=True)
    after = [one for one in examine_library(settings).findings if one.severity is not Severity.NOTE]
    return at_once, [one.message for one in after]


@pytest.mark.slow
def test_a_migration_survives_kills(tmp_path, undisturbed, killing, library_contents, old_library):
    old_library(tmp_path / "old" / "library.db", "0001")
    whole = tmp_path / "whole"
    shutil.copytree(tmp_path / "old", whole)
    longest = undisturbed(command(MIGRATE, whole))
    fire = killing(longest, seed=1)
    for number in range(ROUNDS):
        folder = tmp_path / f"round{number}"
        shutil.copytree(tmp_path / "old", folder)
        fire.run(command(MIGRATE, folder))
        undisturbed(command(MIGRATE, folder))
        assert library_contents(folder / "library.db") == library_contents(whole / "library.db")
        assert examined(folder)[1] == []
        shutil.rmtree(folder)
    assert fire.killed


@pytest.mark.slow
def test_the_swap_of_an_index_survives_kills(tmp_path, made, undisturbed, killing, library_contents):
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    before = library_contents(folder / "library.db")
    fire = killing(undisturbed(command(INDEX, folder)), seed=2)
    for _ in range(ROUNDS):
        fire.run(command(INDEX, folder))
        problems, left = examined(folder)
        assert (problems, left) == ([], [])
    assert fire.killed
    assert library_contents(folder / "library.db") == before


@pytest.mark.slow
def test_a_backup_survives_kills(tmp_path, made, undisturbed, killing, library_contents):
    from paper_reader.backup.archive import unpack
    from paper_reader.backup.shelf import backups_in

    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    before = library_contents(folder / "library.db")
    fire = killing(undisturbed(command(BACKUP, folder)), seed=3)
    for _ in range(ROUNDS):
        fire.run(command(BACKUP, folder))
        whole = backups_in(folder / "backups")
        assert whole, "a backup that was confirmed stays"
        for path in whole:
            unpack(path, None)
        assert examined(folder) == ([], [])
        assert not [path for path in (folder / "backups").iterdir() if path not in whole]
    assert fire.killed
    assert library_contents(folder / "library.db") == before


@pytest.mark.slow
def test_a_restore_survives_kills(tmp_path, made, undisturbed, killing, library_contents):
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    undisturbed(command("begun()\nopen_library(settings).backup(Path(sys.argv[2]))", folder, tmp_path / "b.tar.gz"))
    with closing(sqlite3.connect(folder / "library.db")) as database:  # what the backup lacks
        database.execute("UPDATE marks SET status = 'skipped'")
        database.commit()
    present = tmp_path / "present"
    shutil.copytree(folder, present)
    old = library_contents(present / "library.db")
    fire = killing(undisturbed(command(RESTORE, folder, tmp_path / "b.tar.gz")), seed=4)
    new = library_contents(folder / "library.db")
    assert marks(old) == ["skipped"] != marks(new)
    for number in range(ROUNDS):
        folder = tmp_path / f"round{number}"
        shutil.copytree(present, folder)
        fire.run(command(RESTORE, folder, tmp_path / "b.tar.gz"))
        found = library_contents(folder / "library.db")
        assert found in (old, new), "the one or the other, whole"
        kept = list(folder.glob("before-restore-*/library.db"))
        assert found == old or [library_contents(path) for path in kept] == [old]
        problems, left = examined(folder)
        assert left == []
        assert not problems or "another library" in problems[0]
        shutil.rmtree(folder)
    assert fire.killed


def marks(contents):
    return [row[1] for row in contents["marks"]]
