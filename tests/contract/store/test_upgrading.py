"""Libraries that earlier versions of this program made are opened, and everything in them works.

The files in `earlier/` are such libraries as text: five records of four papers, two marks and a note.
"""

from pathlib import Path

import pytest

from paper_reader.ingest import ingest
from paper_reader.store import open_store
from paper_reader.store.opening import SCHEMA_VERSION
from paper_reader.types import ReadingStatus

EARLIER = sorted(path.stem for path in (Path(__file__).parent / "earlier").glob("*.sql"))


def test_there_are_earlier_libraries():
    assert EARLIER[:2] == ["0001", "0002"]
    assert SCHEMA_VERSION not in EARLIER


@pytest.mark.parametrize("version", EARLIER)
def test_a_library_of_an_earlier_version_opens_and_works(tmp_path, old_library, record, version):
    url = old_library(tmp_path / "library.db", version)
    with open_store(url, create=False) as store:
        assert store.problems() == []
        assert store.papers.count() == 4
        (first,) = store.papers.find_title("Graph networks for molecules")
        paper = store.papers.get(first)
        assert (paper.authors, paper.year, paper.arxiv_id) == (("Ada Müller", "Bo Chen"), 2019, "1901.00001")
        assert sorted(store.reading.statuses().values()) == [ReadingStatus.READ, ReadingStatus.TO_READ]
        assert [note.text for note in store.reading.notes(first)] == ["Read this twice."]
        assert [run.kind for run in store.runs.list()] == ["import"]
        store.names.follow()
        assert first in store.names.written_by("Ada Müller")
        done = ingest(store, [record("new", "Graph networks for molecules", "arXiv:1901.00001"), record("other")])
        assert (done.created, done.merged) == (1, 1)
        assert store.records.of_paper(first)[-1].record.key == "new"
    with open_store(url) as again:
        assert again.papers.count() == 5


@pytest.mark.parametrize("version", EARLIER)
def test_an_upgraded_library_has_the_tables_of_a_new_one(tmp_path, old_library, version):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from paper_reader.store.tables import metadata

    url = old_library(tmp_path / "library.db", version)
    open_store(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
