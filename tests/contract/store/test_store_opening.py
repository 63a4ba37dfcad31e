import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from paper_reader.errors import LibraryBusy, LibraryDamaged, LibraryForeign, LibraryMissing, LibraryTooNew
from paper_reader.ingest import ingest
from paper_reader.store import open_store
from paper_reader.store.tables import metadata


def _url(path):
    return f"sqlite:///{path}"


def test_a_new_library_is_made_with_its_folder(tmp_path):
    with open_store(_url(tmp_path / "deep" / "library.db")) as store:
        assert (store.papers.count(), store.papers.change_number(), store.problems()) == (0, 0, [])


def test_migrations_give_the_tables_that_the_program_uses(tmp_path):
    open_store(_url(tmp_path / "library.db")).close()
    engine = create_engine(_url(tmp_path / "library.db"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_missing_library_is_not_made_unasked(tmp_path):
    with pytest.raises(LibraryMissing, match="paper-reader import"):
        open_store(_url(tmp_path / "none" / "library.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_library_is_recognised_and_untouched(tmp_path):
    path = tmp_path / "library.db"
    open_store(_url(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("CREATE TABLE of_the_future (id)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(LibraryTooNew, match="9999"):
        open_store(_url(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is a letter to my aunt", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_refused_and_untouched(tmp_path, content):
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LibraryDamaged):
        open_store(_url(path))
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_untouched(tmp_path):
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (id)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(LibraryForeign, match="another program"):
        open_store(_url(path))
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_library(tmp_path):
    (tmp_path / "library.db").touch()
    with open_store(_url(tmp_path / "library.db")) as store:
        assert store.papers.count() == 0


def test_damage_met_while_reading_is_a_typed_error(tmp_path, record):
    path = tmp_path / "library.db"
    with open_store(_url(path)) as store:
        ingest(store, [record(f"r{number}", abstract="x" * 3000) for number in range(300)])
    with path.open("r+b") as file:
        sound = path.stat().st_size // 2  # behind the tables' first pages, which opening reads
        file.seek(sound)
        file.write(os.urandom(path.stat().st_size - sound))
    with open_store(_url(path)) as store:
        with pytest.raises(LibraryDamaged, match="backup"):
            list(store.papers.iterate())
        assert store.problems() != []


def test_a_second_writer_waits_a_bounded_time_then_says_so(tmp_path, record):
    url = _url(tmp_path / "library.db")
    with open_store(url) as first, open_store(url, busy_timeout_seconds=0.2) as second:
        with first.ingesting():
            began = time.monotonic()
            with pytest.raises(LibraryBusy, match="another process"):
                ingest(second, [record("a")])
            assert time.monotonic() - began < 5
            assert second.papers.count() == 0  # reading goes on beside a writer
        assert ingest(second, [record("a")]).created == 1


def test_several_processes_may_make_one_library_together(tmp_path):
    url = _url(tmp_path / "library.db")
    program = f"from paper_reader.store import open_store\nopen_store({url!r}).close()"
    together = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(3)]
    assert [(one.communicate()[1], one.returncode) for one in together] == [(b"", 0)] * 3
    with open_store(url) as store:
        assert store.problems() == []


def test_an_existing_library_opens_without_alembic_and_numpy(tmp_path):
    url = _url(tmp_path / "library.db")
    open_store(url).close()
    program = (
        "import sys\nfrom paper_reader.store import open_store\n"
        f"with open_store({url!r}) as store: store.papers.count()\n"
        "print([name for name in ('alembic', 'numpy', 'rapidfuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_threads_read_while_one_writes(store, record):
    failures = []

    def read():
        try:
            for _ in range(30):
                store.papers.get_many(range(1, 60))
                assert store.papers.count() % 10 == 0  # a batch is seen whole or not at all
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    for batch in range(6):
        ingest(store, [record(f"b{batch}-{number}") for number in range(10)])
    for one in readers:
        one.join()
    assert failures == []


def test_a_library_that_does_not_say_its_version_is_damaged(tmp_path):
    url = f"sqlite:///{tmp_path / 'library.db'}"
    open_store(url).close()
    with closing(sqlite3.connect(tmp_path / "library.db")) as database:
        database.execute("DELETE FROM alembic_version")
        database.commit()
    with pytest.raises(LibraryDamaged, match="which version"):
        open_store(url)
