"""Whatever is wrong is found and named, what is derived is mended, and the database itself is never papered over."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paper_reader.library import open_library
from paper_reader.library.examining import examine_library, salvage_library
from paper_reader.types import Severity, TokenScope


def look(settings, *, repair=False):
    return examine_library(settings, repair=repair)


def said(found, severity=Severity.PROBLEM):
    return [f"{one.check}: {one.message}" for one in found.findings if one.severity is severity and not one.is_repaired]


def generation(settings):
    (folder,) = (settings.data_folder / "index" / "generations").iterdir()
    return folder


def damaged(path, at=0.5):
    data = bytearray(path.read_bytes())
    place = int(len(data) * at)
    data[place] ^= 0xFF
    path.write_bytes(data)


def largest(folder):
    return max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def execute(settings, *statements):
    with closing(sqlite3.connect(settings.data_folder / "library.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_a_sound_library_is_sound(indexed):
    found = look(indexed)
    assert (found.left, said(found, Severity.WARNING)) == ((), [])
    assert len(found.checks) == 12


def test_where_there_is_no_library_that_is_said(settings):
    found = look(settings)
    assert "no library" in found.left[0].message
    assert not settings.data_folder.exists(), "a look makes none"


HARMS = {
    "flipped byte": lambda s: damaged(largest(generation(s) / "base")),
    "flipped byte of the words": lambda s: damaged(largest(generation(s) / "text")),
    "cut file": lambda s: largest(generation(s)).write_bytes(largest(generation(s)).read_bytes()[:-100]),
    "missing file": lambda s: largest(generation(s) / "text").unlink(),
    "missing generation": lambda s: shutil.rmtree(generation(s)),
    "cut manifest": lambda s: (generation(s) / "manifest.json").write_text('{"format": 1'),
    "pointer of nonsense": lambda s: (s.data_folder / "index" / "current").write_bytes(b"\xff\xfe"),
    "vector of another text": lambda s: execute(s, _swapped_vectors()),
    "another library": lambda s: execute(s, "UPDATE cursors SET value = 'x' WHERE name = 'library:lineage'"),
}


def _swapped_vectors():
    return "UPDATE embeddings SET vector = (SELECT vector FROM embeddings AS other WHERE other.id = 7 - embeddings.id)"


@pytest.mark.parametrize("harm", list(HARMS))
def test_harm_to_the_index_is_found_and_mended_from_the_store_alone(indexed, harm):
    HARMS[harm](indexed)
    found = look(indexed)
    assert [one.check for one in found.left] == ["index"]
    assert found.left[0].is_repairable
    mended = look(indexed, repair=True)
    assert (mended.left, [one.check for one in mended.repaired]) == ((), ["index"])
    assert said(look(indexed)) + said(look(indexed), Severity.WARNING) == []
    library = open_library(indexed)
    assert library.index_status().state == "current"
    library.close()


def test_papers_that_only_one_side_has_are_named(indexed):
    execute(
        indexed,
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM paper_names",
        "DELETE FROM paper_authors",
        "UPDATE records SET paper_id = 99 WHERE paper_id = 6",
        "UPDATE papers SET id = 99 WHERE id = 6",
    )
    messages = said(look(indexed))
    assert messages == [
        "index: 1 papers of the library are not in it (99)",
        "index: 1 papers in it are not in the library (6)",
    ]
    assert look(indexed, repair=True).left == ()


def test_damage_to_the_database_is_told_never_mended_and_saved_from(filled, tmp_path):
    database = filled.data_folder / "library.db"
    data = bytearray(database.read_bytes())
    page = data.index(b"We look at tides") // 8192 * 8192
    data[page : page + 200] = b"\xff" * 200
    database.write_bytes(data)
    found = look(filled, repair=True)
    assert found.left[0].check == "database"
    assert "doctor --salvage" in found.left[0].next_step
    assert any("before it is sound" in message for message in said(found))
    assert found.repaired == ()
    assert database.read_bytes()[page : page + 200] == b"\xff" * 200
    lines = list(salvage_library(filled))
    assert len(lines) <= 6
    assert all(json.loads(line)["title"].startswith("On ") for line in lines)


def test_what_can_be_read_around_a_damaged_page_is_saved(settings, tmp_path):
    file = tmp_path / "papers.jsonl"
    text = "A sentence with words in it. " * 40
    file.write_text("".join(json.dumps({"id": f"p{n}", "title": f"T{n}", "abstract": text}) + "\n" for n in range(300)))
    library = open_library(settings)
    library.import_file(file)
    library.close()
    with closing(sqlite3.connect(settings.data_folder / "library.db")) as connection:
        pages = connection.execute("SELECT page_count FROM pragma_page_count").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database = settings.data_folder / "library.db"
    data = bytearray(database.read_bytes())
    page = data.rindex(b"A sentence with") // 8192 * 8192
    data[page : page + 100] = b"\xff" * 100
    database.write_bytes(data)
    assert pages > 20
    lines = list(salvage_library(settings))
    assert 250 < len(lines) < 300
    fresh = open_library(replace(settings, data_dir=tmp_path / "fresh"))
    saved = tmp_path / "saved.jsonl"
    saved.write_text("".join(lines))
    assert fresh.import_file(saved).created == len(lines)
    fresh.close()


def test_a_run_whose_process_was_killed_is_found_and_closed(filled):
    program = (
        "import os, signal, sys\nfrom paper_reader.store import open_store\n"
        "open_store(sys.argv[1]).runs.start('collect', 'arxiv cats')\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, filled.store_url], check=False)
    library = open_library(filled)
    mine = library._store.runs.start("import", "one that goes on")
    assert [run.outcome for run in library.runs(3)][1] == "failed", "the next run has closed it"
    library.close()
    execute(filled, f"UPDATE runs SET outcome = 'running' WHERE id = {mine - 1}")
    found = look(filled)
    assert said(found, Severity.WARNING)[0].startswith("runs: 1 look as if they went on")
    look(filled, repair=True)
    library = open_library(filled)
    newest, killed = library.runs(2)
    assert (newest.outcome, killed.outcome) == ("running", "failed")
    assert "without a word" in killed.messages[0]
    library.close()


def test_leftovers_are_found_and_removed(indexed):
    folder = indexed.data_folder
    (folder / "index" / "generations" / ".building-abc").mkdir()
    (folder / "index" / "generations" / "000009").mkdir()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    gone, alive = f".restoring-{dead.pid}.{'a' * 32}", f".restoring-{os.getpid()}.{'b' * 32}"
    (folder / gone).mkdir()
    (folder / alive).mkdir()
    found = look(indexed)
    text = " ".join(said(found, Severity.WARNING))
    assert ".building-abc" in text
    assert "000009" in text
    assert gone in text
    assert alive not in text
    look(indexed, repair=True)
    assert not (folder / gone).exists()
    assert (folder / alive).exists()
    assert said(look(indexed), Severity.WARNING) == []


def test_the_rows_that_papers_are_looked_up_by_are_mended(indexed):
    execute(indexed, "UPDATE cursors SET value = '999' WHERE name LIKE 'names:%'", "DELETE FROM paper_names")
    assert "astray" in said(look(indexed))[0]
    assert look(indexed, repair=True).left == ()
    with closing(sqlite3.connect(indexed.data_folder / "library.db")) as database:
        assert database.execute("SELECT value FROM cursors WHERE name LIKE 'names:%'").fetchone() == ("6",)


def test_dates_of_the_future_ended_tokens_and_old_backups_are_told(indexed):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="microseconds")
    execute(indexed, f"UPDATE marks SET updated_at = '{tomorrow}'")
    library = open_library(indexed)
    library.create_token(TokenScope.READ, name="guest", expires_at=datetime.now(UTC) + timedelta(days=1))
    library.backup(output=indexed.data_folder / "backups" / "paper-reader-20200101T000000Z.tar.gz")
    library.close()
    execute(indexed, "UPDATE tokens SET expires_at = '2020-01-01T00:00:00.000000+00:00'")
    found = look(indexed)
    assert found.left == ()
    assert said(found, Severity.WARNING)[0].startswith("clock: a mark is dated")
    notes = " ".join(said(found, Severity.NOTE))
    assert "token 1 (guest) has ended" in notes
    assert "the newest is of 2020-01-01" in notes


def test_vectors_of_models_not_in_use_and_a_log_of_another_kind_are_told(indexed):
    execute(indexed, "INSERT INTO encoders (key) VALUES ('old@1')", _copied_vectors())
    with closing(sqlite3.connect(indexed.data_folder / "library.db")) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    found = look(indexed)
    assert "6 vectors of old@1, not in use" in " ".join(said(found, Severity.NOTE))
    assert "'delete'" in " ".join(said(found, Severity.WARNING))
    look(indexed, repair=True)
    assert said(look(indexed), Severity.WARNING) == []


def _copied_vectors():
    key = "SELECT id FROM encoders WHERE key = 'old@1'"
    columns = "encoder_id, content_hash, vector"
    return f"INSERT INTO embeddings ({columns}) SELECT ({key}), content_hash, vector FROM embeddings"


def test_a_roadmap_file_that_is_wrong_is_a_problem(indexed, tmp_path):
    (tmp_path / "roadmap.toml").write_text("[[part]")
    found = look(replace(indexed, roadmap=tmp_path / "roadmap.toml"))
    assert [one.check for one in found.left] == ["settings"]


def test_what_cannot_be_mended_leaves_a_problem(indexed, tmp_path):
    shutil.rmtree(generation(indexed))
    found = look(replace(indexed, model=str(tmp_path / "no model")), repair=True)
    assert [one.check for one in found.left] == ["index"]
    assert "The repair failed" in found.left[0].message


def test_the_command_says_it_with_its_exit_status(indexed, tmp_path):
    def run(*arguments):
        variables = {"PAPER_READER_DATA_DIR": str(indexed.data_folder), "PAPER_READER_MODEL": "fast"}
        variables |= {"PAPER_READER_CACHE_DIR": str(indexed.cache_folder), "HOME": str(tmp_path)}
        command = [sys.executable, "-m", "paper_reader", "doctor", *arguments]
        return subprocess.run(command, env=variables, capture_output=True, text=True, cwd=Path(__file__).parents[3])

    shutil.rmtree(generation(indexed))
    told = run()
    assert told.returncode == 1
    assert "problem  index:" in told.stdout
    mended = run("--repair", "--json")
    assert (mended.returncode, json.loads(mended.stdout)["sound"]) == (0, True)
