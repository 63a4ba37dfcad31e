"""kill -9 while a library is migrated, indexed, backed up or restored: nothing confirmed is lost, doctor is content.

KILL_ROUNDS says how often each is killed; else as often as makes 200 with `test_killed_while_gathering`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

ROUNDS = int(os.environ.get("KILL_ROUNDS", "25"))
MAKE = """
begun()
library = open_library(settings)
library.import_file(Path(more[0]))
library.mark("k1", ReadingStatus.READ)
library.index_build()
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
restore_library(settings, Path(more[0]))
"""


def papers_file(path, count):
    chance = random.Random(7)
    words = [f"word{number}" for number in range(300)]
    with path.open("w") as lines:
        for number in range(count):
            text = " ".join(chance.choices(words, k=60))
            lines.write(
                json.dumps({"id": f"k{number}", "title": f"Paper {number} {text[:30]}", "abstract": text}) + "\n"
            )


pytestmark = pytest.mark.timeout(900)  # for machines that do much else


@pytest.fixture(scope="module")
def made(tmp_path_factory, workshop):
    """A library of some papers with a mark, indexed."""
    folder = tmp_path_factory.mktemp("made")
    papers_file(folder / "papers.jsonl", 600)
    workshop.run(MAKE, folder / "data", folder / "papers.jsonl")
    return folder / "data"


@pytest.mark.slow
def test_a_migration_survives_kills(tmp_path, workshop, chance, library_contents, examined, old_library):
    old_library(tmp_path / "old" / "library.db", "0001")
    whole = tmp_path / "whole"
    shutil.copytree(tmp_path / "old", whole)
    longest, killed = workshop.run(MIGRATE, whole), 0
    for number in range(ROUNDS):
        folder = tmp_path / f"round{number}"
        shutil.copytree(tmp_path / "old", folder)
        killed += workshop.run(MIGRATE, folder, killed_after=chance.uniform(0, longest)) is None
        workshop.run(MIGRATE, folder)
        assert library_contents(folder / "library.db") == library_contents(whole / "library.db")
        assert examined(folder)[1] == []
        shutil.rmtree(folder)
    assert killed


@pytest.mark.slow
def test_the_swap_of_an_index_survives_kills(tmp_path, made, workshop, chance, library_contents, examined):
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    before = library_contents(folder / "library.db")
    longest, killed = workshop.run(INDEX, folder), 0
    for _ in range(ROUNDS):
        killed += workshop.run(INDEX, folder, killed_after=chance.uniform(0, longest)) is None
        problems, left = examined(folder)
        assert (problems, left) == ([], [])
    assert killed
    assert library_contents(folder / "library.db") == before


@pytest.mark.slow
def test_a_backup_survives_kills(tmp_path, made, workshop, chance, library_contents, examined):
    from paper_reader.backup.archive import unpack
    from paper_reader.backup.shelf import backups_in

    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    before = library_contents(folder / "library.db")
    longest, killed = workshop.run(BACKUP, folder), 0
    for _ in range(ROUNDS):
        killed += workshop.run(BACKUP, folder, killed_after=chance.uniform(0, longest)) is None
        whole = backups_in(folder / "backups")
        assert whole, "a backup that was confirmed stays"
        for path in whole:
            unpack(path, None)
        assert examined(folder) == ([], [])
        assert not [path for path in (folder / "backups").iterdir() if path not in whole]
    assert killed
    assert library_contents(folder / "library.db") == before


@pytest.mark.slow
def test_a_restore_survives_kills(tmp_path, made, workshop, chance, library_contents, examined):
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    workshop.run("begun()\nopen_library(settings).backup(Path(more[0]))", folder, tmp_path / "b.tar.gz")
    with closing(sqlite3.connect(folder / "library.db")) as database:  # what the backup lacks
        database.execute("UPDATE marks SET status = 'skipped'")
        database.commit()
    present = tmp_path / "present"
    shutil.copytree(folder, present)
    old = library_contents(present / "library.db")
    longest, killed = workshop.run(RESTORE, folder, tmp_path / "b.tar.gz"), 0
    new = library_contents(folder / "library.db")
    assert marks(old) == ["skipped"] != marks(new)
    for number in range(ROUNDS):
        folder = tmp_path / f"round{number}"
        shutil.copytree(present, folder)
        killed += workshop.run(RESTORE, folder, tmp_path / "b.tar.gz", killed_after=chance.uniform(0, longest)) is None
        found = library_contents(folder / "library.db")
        assert found in (old, new), "the one or the other, whole"
        kept = list(folder.glob("before-restore-*/library.db"))
        assert found == old or [library_contents(path) for path in kept] == [old]
        problems, left = examined(folder)
        assert left == []
        assert not problems or "another library" in problems[0]
        shutil.rmtree(folder)
    assert killed


def marks(contents):
    return [row[1] for row in contents["marks"]]
