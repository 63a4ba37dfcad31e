"""Backups hold everything of one moment, are refused when they are not whole, and restoring harms nothing."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paper_reader.backup.archive import read_description, unpack
from paper_reader.backup.shelf import backups_in, beyond
from paper_reader.errors import (
    BackupError,
    LibraryBusy,
    LibraryDamaged,
    LibraryTooNew,
    PaperReaderError,
    StoreError,
    UsageError,
)
from paper_reader.ingest import ingest
from paper_reader.library import open_library
from paper_reader.library.restoring import list_backups, restore_library
from paper_reader.store import open_store
from paper_reader.store.opening import SCHEMA_VERSION
from paper_reader.types import ReadingStatus, SearchMode, Severity, SourceRecord


def rows(database):
    """Every row of a library but for the name of its line."""
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    found["cursors"] = [row for row in found["cursors"] if not row[0].startswith("library:")]
    return found


def backed_up(settings, **how):
    library = open_library(settings)
    try:
        return library.backup(**how)
    finally:
        library.close()


def test_what_was_backed_up_comes_back(indexed, tmp_path):
    (tmp_path / "settings.toml").write_text('contact = "ada@example.org"')
    (tmp_path / "roadmap.toml").write_text("")
    indexed = replace(indexed, roadmap=tmp_path / "roadmap.toml")
    before = rows(indexed.data_folder / "library.db")
    made = backed_up(indexed, settings_file=tmp_path / "settings.toml")
    assert (made.counts["papers"], made.counts["notes"], made.schema) == (6, 1, SCHEMA_VERSION)
    assert made.files == ("library.db", "settings.toml", "roadmap.toml")
    assert stat.S_IMODE(Path(made.path).stat().st_mode) == 0o600
    assert [one.path for one in list_backups(indexed)] == [made.path]
    library = open_library(indexed)
    library.mark("p1", ReadingStatus.SKIPPED)
    library.close()
    changed = rows(indexed.data_folder / "library.db")
    done = restore_library(indexed, Path(made.path))
    assert rows(indexed.data_folder / "library.db") == before
    kept = Path(done.kept_aside)
    assert rows(kept / "library.db") == changed, "the present library is kept aside"
    library = open_library(replace(indexed, data_dir=kept))
    assert library.index_status().state == "current", "with its index"
    library.close()
    assert (indexed.data_folder / "from-backup" / "settings.toml").read_text() == 'contact = "ada@example.org"'
    library = open_library(indexed)
    assert library.index_build().state == "current"
    library.close()


def test_an_index_of_the_line_before_a_restore_is_seen_to_be(indexed, tmp_path):
    """Its change number alone says nothing: the restored library reaches the same number with other papers."""
    made = backed_up(indexed)
    old_index = tmp_path / "old index"
    shutil.copytree(indexed.data_folder / "index", old_index)
    restore_library(indexed, Path(made.path))
    shutil.copytree(old_index, indexed.data_folder / "index")
    library = open_library(indexed)
    assert library.index_status().state == "other library"
    assert library.index_build().state == "current"
    library.close()


def test_a_backup_made_while_others_write_is_of_one_moment(filled):
    url, stop = filled.store_url, threading.Event()
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def write():
        with open_store(url) as store:
            for batch in range(1000):
                if stop.is_set():
                    return
                named = [f"b{batch}-{number}" for number in range(10)]
                ingest(
                    store,
                    [SourceRecord(source="test", key=name, fetched_at=moment, title=f"Of {name}") for name in named],
                )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [backed_up(filled).counts["papers"] for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [count % 10 for count in counts] == [6, 6, 6], "no batch in part"
    assert counts[-1] > 6, "it was written all the while"
    assert all(one.counts["records"] == one.counts["papers"] for one in list_backups(filled))


def test_only_so_many_are_kept(filled):
    stranger = filled.data_folder / "backups" / "paper-reader-mine.tar.gz"
    stranger.parent.mkdir()
    stranger.touch()
    made = [backed_up(filled, keep=2) for _ in range(4)]
    assert [path.name for path in backups_in(stranger.parent)] == [Path(one.path).name for one in reversed(made[-2:])]
    assert stranger.exists()
    assert beyond([Path("a")], 0) == []
    with pytest.raises(UsageError, match="folder"):
        backed_up(filled, output=filled.data_folder / "one.tar.gz", keep=2)


def test_another_file_is_not_overwritten(filled, tmp_path):
    letter = tmp_path / "letter.tar.gz"
    letter.write_text("to my aunt")
    with pytest.raises(UsageError, match="is not a backup"):
        backed_up(filled, output=letter)
    assert letter.read_text() == "to my aunt"
    mine = tmp_path / "mine.tar.gz"
    assert backed_up(filled, output=mine).path == backed_up(filled, output=mine).path == str(mine)


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "letter"])
def test_a_harmed_backup_is_refused_and_nothing_touched(filled, tmp_path, harm):
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    data = bytearray(path.read_bytes())
    if harm == "flip":
        data[len(data) // 2] ^= 0x10
    path.write_bytes({"cut": data[: len(data) * 2 // 3], "flip": data, "empty": b"", "letter": b"Dear aunt"}[harm])
    before = sorted(filled.data_folder.iterdir())
    content = (filled.data_folder / "library.db").read_bytes()
    for only_check in (True, False):
        with pytest.raises(BackupError):
            restore_library(filled, path, only_check=only_check)
    assert sorted(filled.data_folder.iterdir()) == before
    assert (filled.data_folder / "library.db").read_bytes() == content


def test_a_backup_of_a_newer_library_is_refused(filled, tmp_path):
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    _rewrite(path, tmp_path, schema="9999")
    with pytest.raises(LibraryTooNew, match="9999"):
        restore_library(filled, path)


def test_a_backup_that_says_other_counts_is_refused(filled, tmp_path):
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    _rewrite(path, tmp_path, counts={"papers": 7})
    with pytest.raises(BackupError, match="other rows"):
        restore_library(filled, path)


def test_a_backup_of_an_older_library_is_brought_up(filled, tmp_path, old_library):
    old_library(tmp_path / "old.db", "0001")
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        tables = [row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {name: old.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    _rewrite(path, tmp_path, schema="0001", counts=counts, database=tmp_path / "old.db")
    done = restore_library(filled, path, to=tmp_path / "elsewhere")
    assert done.migrated_from == "0001"
    with open_store(f"sqlite:///{tmp_path}/elsewhere/library.db") as store:
        assert (store.papers.count(), store.problems()) == (4, [])


def _rewrite(path, tmp_path, database=None, **changes):
    """The same backup, saying something else of itself."""
    import msgspec

    from paper_reader.backup.archive import describe, write_archive

    folder = tmp_path / "inside"
    folder.mkdir()
    said = unpack(path, folder)
    database = database or folder / "library.db"
    path.unlink()
    said = msgspec.structs.replace(said, **changes, files={"library.db": describe(database)})
    write_archive(path, said, {"library.db": database})


def test_a_library_that_is_open_elsewhere_is_not_replaced(filled, tmp_path):
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    with open_store(filled.store_url) as store:
        store.papers.count()
        with pytest.raises(LibraryBusy, match="Stop it"):
            restore_library(filled, path)
        assert store.papers.count() == 6
    assert [one.name for one in filled.data_folder.glob("before-*")] == []
    assert restore_library(filled, path).kept_aside


def harmed(database):
    """Makes the page unreadable that holds a paper."""
    data = bytearray(database.read_bytes())
    page = data.index(b"We look at tides") // 8192 * 8192
    data[page : page + 200] = b"\xff" * 200
    database.write_bytes(data)
    return data


def test_a_damaged_library_is_not_backed_up_but_replaced_and_kept(filled, tmp_path):
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    database = filled.data_folder / "library.db"
    data = harmed(database)
    library = open_library(filled)
    with pytest.raises(LibraryDamaged, match="damaged"):
        library.backup(output=tmp_path / "c.tar.gz")
    library.close()
    assert not (tmp_path / "c.tar.gz").exists()
    done = restore_library(filled, path)
    assert (Path(done.kept_aside) / "library.db").read_bytes()[-4096:] == bytes(data[-4096:])
    library = open_library(filled)
    assert (library.status().papers, library.examine().left) == (6, ())
    library.close()


def test_a_check_makes_nothing_in_a_folder_that_is_not_there(filled, tmp_path):
    path = Path(backed_up(filled, output=tmp_path / "b.tar.gz").path)
    assert restore_library(filled, path, to=tmp_path / "none", only_check=True).only_checked
    assert not (tmp_path / "none").exists()


def test_a_folder_of_any_name_holds_a_library(tmp_path, filled):
    odd = tmp_path / "what? 100%41 #1"
    made = backed_up(filled, output=tmp_path / "b.tar.gz")
    settings = replace(filled, data_dir=odd)
    restore_library(settings, Path(made.path))
    assert (odd / "library.db").exists()
    library = open_library(settings)
    assert library.status().papers == 6
    library.close()
    assert not list(tmp_path.glob("what")), "no other folder was made"
    assert read_description(Path(made.path)).counts["papers"] == 6


def test_a_full_disk_is_named_and_harms_nothing(filled, small_disk, fill, tmp_path):
    data = small_disk / "data"
    shutil.copytree(filled.data_folder, data)
    made = backed_up(filled, output=tmp_path / "b.tar.gz")
    before = rows(data / "library.db")
    fill(small_disk)
    settings = replace(filled, data_dir=data)
    with pytest.raises(BackupError, match="no room"):
        restore_library(settings, Path(made.path))
    with pytest.raises(BackupError, match="no room"):
        backed_up(filled, output=small_disk / "backups")
    assert not [path for path in small_disk.rglob("*") if "part" in path.name or "restoring" in path.name]
    (small_disk / "ballast").unlink()
    assert rows(data / "library.db") == before


def test_on_a_disk_without_any_room_the_library_is_read_and_damage_is_not_cried(indexed, small_disk, fill):
    settings = replace(indexed, data_dir=small_disk / "data")
    shutil.copytree(indexed.data_folder, settings.data_folder)
    library = open_library(settings)
    library.mark("p3", ReadingStatus.READ)  # which leaves the log that SQLite needs room for when it is opened again
    library.close()
    fill(small_disk)
    library = open_library(settings)
    found = library.search("graphs", mode=SearchMode.LEXICAL)
    assert found.hits[0].paper.title == "On graphs"
    with pytest.raises(StoreError, match="disk has room"):
        library.mark("p2", ReadingStatus.READ)
    with pytest.raises(PaperReaderError, match=r"room|written"):
        library.index_rebuild()
    library.close()
    (small_disk / "ballast").unlink()
    library = open_library(settings)
    assert library.mark("p2", ReadingStatus.READ).title == "On speech"
    assert library.examine().findings[0].severity == Severity.NOTE
    library.close()


@pytest.mark.slow
def test_a_library_in_postgresql_is_backed_up_by_pg_dump(postgres_url, tmp_path, settings):
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not on the path")
    settings = replace(settings, database_url=postgres_url)
    made = backed_up(settings, output=tmp_path / "b.tar.gz")
    assert (made.database, made.counts["papers"]) == ("postgresql", 0)
    done = restore_library(settings, Path(made.path), to=tmp_path / "to")
    assert any("pg_restore" in step for step in done.next_steps)
    assert Path(done.restored_files[0]).read_bytes()[:5] == b"PGDMP"
