"""What papers are looked up by beside identifiers and titles stays in step with the papers."""

import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from paper_reader.errors import StoreError
from paper_reader.ingest import ingest as bring_in
from paper_reader.merge.known_by import NameKind
from paper_reader.store import dialect, open_store
from paper_reader.types import CitationCount


def ingest(store, records, **others):
    """As it happens in use: the names follow when the index does."""
    bring_in(store, records, **others)
    store.names.follow()


def _named(store, name):
    return [(one.paper_id, one.kind) for one in store.names.named(name)]


def test_a_name_is_found_however_it_is_spelled(store, record):
    ingest(store, [record("a", "Q-Net: Networks for Cells"), record("b", "Other", abstract="We call it x.")])
    for spelling in ("Q-Net", "qnet", "q net"):
        assert _named(store, spelling) == [(1, NameKind.HEAD)]
    assert _named(store, "net") == _named(store, "") == _named(store, "…") == []


def test_a_paper_that_changes_is_found_by_what_it_is_now(store, record):
    ingest(store, [record("a", "Q-Net: Networks for Cells", authors=("Ada Lovelace",))])
    ingest(store, [record("a", "R-Net: Networks for Cells", authors=("Alan Turing",))])
    assert (_named(store, "Q-Net"), _named(store, "R-Net")) == ([], [(1, NameKind.HEAD)])
    assert (store.names.written_by("Lovelace"), store.names.written_by("Turing")) == ([], [1])


def test_a_paper_that_was_fused_away_is_not_found(store, record):
    ingest(store, [record("a", "Q-Net: Networks for Cells", "10.1000/a", authors=("Ada Lovelace",))])
    ingest(store, [record("b", "Q-Net", "10.1000/b", authors=("Ada Lovelace", "Kim Lee"), year=2012)])
    assert store.papers.count() == 2
    ingest(store, [record("c", "Q-Net: Networks for Cells", "10.1000/a", "10.1000/b", authors=("Ada Lovelace",))])
    assert store.papers.count() == 1
    assert store.names.written_by("Kim Lee") == store.names.written_by("Ada Lovelace")
    assert len(store.names.written_by("Ada Lovelace")) == len(_named(store, "q-net")) == 1


@pytest.mark.parametrize("name", ["Laurens van der Maaten", "van der Maaten", "Maaten, L.", "L. v. d. Maaten"])
def test_an_author_is_found_however_the_name_is_written(store, record, name):
    ingest(
        store,
        [
            record("a", authors=("L. van der Maaten",), year=2009),
            record("b", authors=("Kim Lee", "Maaten, Laurens van der"), year=2008),
            record("c", authors=("Kim Lee", "Laurens van der Maaten"), citation=CitationCount(7, "x")),
            record("d", authors=("Ida Maatens",)),
        ],
    )
    assert store.names.written_by(name) == [3, 2, 1]


def test_the_surname_may_stand_first(store, record):
    ingest(store, [record("a", authors=("Wei Zhang",)), record("b", authors=("Wen Zhang",))])
    assert store.names.written_by("Zhang Wei") == [1]
    assert store.names.written_by("Zhang W") == [1, 2]
    ingest(store, [record("c", authors=("I. Bell",))])
    assert store.names.written_by("Isaac Bell") == store.names.written_by("Bell I") == [3]
    assert store.names.written_by("Bell inequality") == []
    assert store.names.written_by("Wu Zhang") == store.names.written_by("...") == []


def test_a_name_that_everybody_has_means_nobody(store, record):
    # Numbers as titles: under one title, or one long word, each would be compared with all the others.
    ingest(store, [record(f"r{number}", f"{number:08}", authors=("Wei Wang", "Kim Lee")) for number in range(1001)])
    assert store.names.written_by("Wang") == []


_TABLES_OF_0001 = (
    *("papers", "records", "record_identifiers", "record_references", "record_counts", "encoders", "embeddings"),
    *("cursors", "runs", "marks", "notes"),
)


@pytest.fixture
def library_of_0001(tmp_path, record):
    """A library as version 0001 made it, and the same as it is made now."""
    import numpy as np

    now, old = tmp_path / "now.db", tmp_path / "old.db"
    with open_store(f"sqlite:///{now}") as store:
        run = store.runs.start("import", "a file")
        papers = [
            record(
                "a", "Q-Net: Networks for Cells", "10.1000/a", authors=("Müller, Ada", "Kim Lee"), abstract="We net."
            ),
            record("b", "Learning on Graphs", abstract="We present GraphFOO, a framework.", references=("10.1000/a",)),
            record("c", "Q-Net: Networks for Cells", "10.1000/a", "1901.00001", authors=("Ada Müller", "Kim Lee")),
            record("d", "Nobody's paper", authors=(), citation=CitationCount(3, "x")),
            record("e", "Learning on Graphs, again", "10.1000/e", authors=("Bo Chen",)),
        ]
        ingest(store, papers, cursor=("place", "7"), run_id=run)
        ingest(store, [record("f", "Learning on Graphs, again", "10.1000/e", "10.1000/a", authors=("Bo Chen",))])
        store.reading.add_note(1, "worth it")
        store.embeddings.put("m", [b"x" * 16], np.ones((1, 3), np.float32))
    _make_0001(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("ATTACH ? AS now", (str(now),))
        for table in _TABLES_OF_0001:
            connection.execute(f"INSERT INTO {table} SELECT * FROM now.{table}")
        connection.execute("DELETE FROM cursors WHERE name LIKE 'names:%'")  # which that version did not know
        connection.commit()
    return old, now


def _make_0001(path):
    """By the step of that version and nothing else."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "paper_reader.store:migrations")
    config.set_main_option("path_separator", "newline")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        dialect.sign(connection)
    engine.dispose()


def _all_rows(path, *tables):
    with closing(sqlite3.connect(path)) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}


def test_a_library_of_version_0001_is_brought_up_with_all_it_has(library_of_0001):
    old, now = library_of_0001
    kept = _all_rows(old, *_TABLES_OF_0001)
    with open_store(f"sqlite:///{old}") as store:
        assert store.problems() == []
    assert _all_rows(old, *_TABLES_OF_0001) == kept
    with open_store(f"sqlite:///{old}") as store:
        store.names.follow()
        assert _named(store, "GraphFOO") == [(2, NameKind.COINED)]
    filled = _all_rows(old, "paper_names", "paper_authors")
    assert filled == _all_rows(now, "paper_names", "paper_authors")
    assert all(filled.values())


def test_a_step_that_fails_leaves_the_library_as_it_was(library_of_0001):
    old, _ = library_of_0001
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE paper_authors (in_the_way INTEGER)")
    with pytest.raises(StoreError, match="already exists"):
        open_store(f"sqlite:///{old}")
    with closing(sqlite3.connect(old)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert "paper_names" not in tables
        connection.execute("DROP TABLE paper_authors")
    with open_store(f"sqlite:///{old}") as store:
        store.names.follow()
        assert _named(store, "q-net") != []


def test_names_follow_page_by_page_and_only_what_changed(store, record):
    bring_in(store, [record("a", "Q-Net: Networks for Cells")])
    assert _named(store, "q-net") == []
    store.names.follow()
    store.names.follow()
    assert _named(store, "q-net") == [(1, NameKind.HEAD)]
