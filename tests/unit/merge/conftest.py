from datetime import UTC, datetime

import pytest

from paper_reader.identifiers import identifiers_of
from paper_reader.merge import Member, member_of
from paper_reader.types import SourceRecord


@pytest.fixture
def record():
    """Makes records from the few fields that a test is about."""

    def make(title="On the Shape of Things We Measure", *names, source="import", key=None, **fields) -> SourceRecord:
        make.number += 1
        fields.setdefault("authors", ("Ada Lovelace", "Alan Turing"))
        fields.setdefault("year", 2019)
        return SourceRecord(
            source=source,
            key=key or f"r{make.number}",
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            title=title,
            identifiers=identifiers_of(*names),
            **fields,
        )

    make.number = 0
    return make


@pytest.fixture
def member(record):
    """The same as a member of a paper."""

    def make(*args, **fields) -> Member:
        return member_of(record(*args, **fields))

    return make
