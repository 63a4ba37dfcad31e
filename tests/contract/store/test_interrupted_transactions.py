import pytest

from paper_reader.store import dialect, open_store
from paper_reader.store.tables import cursors


class Interrupting:
    """A value at which a statement is interrupted half-way, as by Ctrl-C."""

    def __conform__(self, _protocol):
        raise KeyboardInterrupt


def test_an_interrupted_write_leaves_the_library_free_while_its_traceback_lives(tmp_path):
    store_url = f"sqlite:///{tmp_path / 'library.db'}"  # only SQLite keeps a lock with a traceback
    rows = [("a", "kept nowhere", "2026-01-01"), ("b", Interrupting(), "2026-01-01")]
    with open_store(store_url, busy_timeout_seconds=0.2) as store:
        engine = dialect.make_engine(store_url, busy_timeout_seconds=0.2)
        try:
            with dialect.writing(engine) as connection:
                dialect.insert_many(connection, cursors, [one.name for one in cursors.columns], rows)
        except KeyboardInterrupt:
            run = store.runs.start("import", "papers.jsonl")  # inside: the traceback is what held the lock
            assert store.runs.get(run).description == "papers.jsonl"
            assert store.cursors.get("a") is None
        else:
            pytest.fail("the write was not interrupted")
        finally:
            engine.dispose()
