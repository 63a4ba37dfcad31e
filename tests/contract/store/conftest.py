from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.identifiers import identifiers_of
from paper_reader.store import open_store
from paper_reader.types import Identifier, Scheme, SourceRecord


class Clock:
    """Goes on by a second with every look."""

    def __init__(self):
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store_url(request, tmp_path):
    """The address of a new library, for every database system."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'library.db'}"


@pytest.fixture
def store(store_url):
    with open_store(store_url, clock=Clock()) as opened:
        yield opened


@pytest.fixture
def record():
    """Makes a record: key, title, then whatever the test is about; names are identifiers in any form."""

    def make(key, title=None, *names, source="import", **fields):
        fields.setdefault("authors", ("Ada Lovelace", "Alan Turing"))
        fields.setdefault("year", 2019)
        if "references" in fields:
            fields["references"] = identifiers_of(*fields["references"])
        return SourceRecord(
            source=source,
            key=key,
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            title=title or f"A paper of its own about {key}",
            identifiers=(Identifier(Scheme.EXTERNAL, key), *identifiers_of(*names)),
            **fields,
        )

    return make
