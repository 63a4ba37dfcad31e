"""Searches, decisions and papers of a review, made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.types import Channel, Decision, IdentifiedBy, Stage, Verdict

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One record that one search found, and its paper now."""

    search_id: int
    record_id: int
    paper_id: int
    found_at: datetime = BEGAN


@pytest.fixture
def row():
    return Row


@pytest.fixture
def began():
    return BEGAN


@pytest.fixture
def search():
    def make(number, source="arxiv", channel=Channel.DATABASE):
        return IdentifiedBy(
            review_id=1,
            search_id=number,
            channel=channel,
            source=source,
            query=f"query {number}",
            description=f"{source} “clocks”",
            first_at=BEGAN,
            last_at=BEGAN,
            runs=(number,),
        )

    return make


@pytest.fixture
def decision():
    """Makes decisions; each one comes a minute after the one before."""
    made = []

    def make(record, verdict, *covers, stage=Stage.TITLE_ABSTRACT, reason=None):
        made.append(record)
        return Decision(
            id=len(made),
            record_id=record,
            stage=stage,
            verdict=Verdict(verdict),
            reason=reason,
            reviewer="ada",
            decided_at=BEGAN + timedelta(minutes=len(made)),
            covers=frozenset({record, *covers}),
        )

    return make
