"""Literature reviews in the database. What a method has returned from is on the disk.

It keeps and reads; how a paper stands in a review is told by `paper_reader.reviews.standing` from these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from paper_reader.errors import ReviewNotFound, UsageError
from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.review_rows import ReviewRows, read_rows, read_searches
from paper_reader.store.review_tables import (
    review_decisions,
    review_notes,
    review_reasons,
    review_records,
    review_runs,
    review_searches,
    review_seeds,
    reviews,
)
from paper_reader.store.tables import records
from paper_reader.types import Channel, IdentifiedBy, Paper, Review, Stage, Verdict

_OF_REVIEW = (review_decisions, review_notes, review_reasons, review_seeds, review_searches)


class Reviews:
    """Reviews with what was identified, decided and noted in them."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def create(self, name: str, question: str) -> Review:
        """Begins a review. Raises UsageError where the name is taken."""
        with dialect.writing(self._engine) as connection:
            if connection.execute(select(reviews.c.id).where(reviews.c.name == name)).scalar() is not None:
                raise UsageError(f"there is a review {name!r} already. See it: paper-reader review show {name}")
            values = {"name": name, "question": question, "created_at": self._now()}
            connection.execute(insert(reviews).values(**values))
        return self.get(name)

    def get(self, name: str) -> Review:
        """The review of this name. Raises ReviewNotFound."""
        found = [review for review in self.list() if review.name == name]
        if not found:
            raise ReviewNotFound(name)
        return found[0]

    def list(self) -> list[Review]:
        """All reviews, the oldest first."""
        wanted = select(reviews.c.id, reviews.c.name, reviews.c.question, reviews.c.created_at, reviews.c.stopped_at)
        given = select(review_reasons.c.review_id, review_reasons.c.text).order_by(review_reasons.c.position)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(reviews.c.id)).all()
            reasons = connection.execute(given).all()
        return [
            Review(
                id=number,
                name=name,
                question=question,
                created_at=time_of(created),
                stopped_at=time_of(stopped) if stopped else None,
                reasons=tuple(text for review_id, text in reasons if review_id == number),
            )
            for number, name, question, created, stopped in rows
        ]

    def delete(self, review_id: int) -> None:
        """Takes a review away with everything in it; the papers stay."""
        here = select(review_searches.c.id).where(review_searches.c.review_id == review_id)
        with dialect.writing(self._engine) as connection:
            connection.execute(delete(review_records).where(review_records.c.search_id.in_(here)))
            connection.execute(delete(review_runs).where(review_runs.c.search_id.in_(here)))
            for table in _OF_REVIEW:
                connection.execute(delete(table).where(table.c.review_id == review_id))
            connection.execute(delete(reviews).where(reviews.c.id == review_id))

    def set_stopped(self, review_id: int, stopped: bool) -> None:
        """Declares the screening over, or open again."""
        moment = self._now() if stopped else None
        with dialect.writing(self._engine) as connection:
            connection.execute(update(reviews).where(reviews.c.id == review_id).values(stopped_at=moment))

    def add_reasons(self, review_id: int, texts: Sequence[str]) -> None:
        """Puts reasons for exclusion on the review's list; those that are there stay where they are."""
        with dialect.writing(self._engine) as connection:
            _add_reasons(connection, review_id, texts)

    def add_seeds(self, review_id: int, papers: Sequence[Paper]) -> None:
        """Names papers that are known to be relevant, to begin the ordering with."""
        with dialect.writing(self._engine) as connection:
            rows = [(review_id, _shown_record(connection, paper, review_id)[0]) for paper in papers]
            dialect.insert_missing(connection, review_seeds, ("review_id", "record_id"), rows)

    def begin_search(
        self, review_id: int, *, channel: Channel, source: str, query: str, description: str
    ) -> IdentifiedBy:
        """Notes that a source is searched; the same query of the same source is the same search, made again."""
        here = (review_searches.c.review_id == review_id) & (review_searches.c.source == source)
        now = self._now()
        with dialect.writing(self._engine) as connection:
            wanted = select(review_searches.c.id).where(here, review_searches.c.query == query)
            found = connection.execute(wanted).scalar()
            if found is None:
                values = {"review_id": review_id, "channel": channel.value, "source": source, "query": query}
                values |= {"description": description, "first_at": now, "last_at": now}
                connection.execute(insert(review_searches).values(**values))
            else:
                again = update(review_searches).where(review_searches.c.id == found)
                connection.execute(again.values(description=description, last_at=now))
        return next(one for one in self.searches(review_id) if (one.source, one.query) == (source, query))

    def note_run(self, search_id: int, run_id: int) -> None:
        """Notes that this run made the search."""
        with dialect.writing(self._engine) as connection:
            dialect.insert_missing(connection, review_runs, ("search_id", "run_id"), [(search_id, run_id)])

    def identify(self, search: IdentifiedBy, papers: Sequence[Paper]) -> None:
        """Notes papers that are in the library already as found by this search."""
        with dialect.writing(self._engine) as connection:
            shown = [_shown_record(connection, one, search.review_id)[0] for one in papers]
            note_found(connection, search.search_id, shown, self._now())

    def searches(self, review_id: int) -> Sequence[IdentifiedBy]:
        """The review's searches in the order they were first made."""
        with dialect.reading(self._engine) as connection:
            return read_searches(connection, review_id)

    def rows(self, review_id: int, paper_ids: Sequence[int] | None = None) -> ReviewRows:
        """All that was identified, decided and noted (of some papers), each with the paper that it hangs to now."""
        with dialect.reading(self._engine) as connection:
            return read_rows(connection, review_id, paper_ids)

    def decide(
        self,
        review_id: int,
        papers: Sequence[Paper],
        *,
        stage: Stage,
        verdict: Verdict,
        reason: str | None,
        reviewer: str,
    ) -> None:
        """Keeps one decision on each of some papers, all or none, and puts the reason on the review's list."""
        given = {"review_id": review_id, "stage": stage.value, "verdict": verdict.value, "reason": reason}
        given |= {"reviewer": reviewer, "decided_at": self._now()}
        with dialect.writing(self._engine) as connection:
            if reason is not None:
                _add_reasons(connection, review_id, [reason])
            for paper in papers:
                shown, covers = _shown_record(connection, paper, review_id)
                kept = {"record_id": shown, "covers": msgspec.json.encode(covers).decode()}
                connection.execute(insert(review_decisions).values(**given, **kept))

    def undo(self, decision_id: int) -> None:
        """Takes a decision back; what stood before it stands again."""
        here = (review_decisions.c.id == decision_id) & review_decisions.c.undone_at.is_(None)
        with dialect.writing(self._engine) as connection:
            connection.execute(update(review_decisions).where(here).values(undone_at=self._now()))

    def add_note(self, review_id: int, paper: Paper, text: str, *, reviewer: str) -> None:
        """Keeps a note on a paper for this review."""
        with dialect.writing(self._engine) as connection:
            shown, _ = _shown_record(connection, paper, review_id)
            values = {"review_id": review_id, "record_id": shown, "text": text}
            values |= {"reviewer": reviewer, "created_at": self._now()}
            connection.execute(insert(review_notes).values(**values))

    def _now(self) -> str:
        return time_text(self._clock())


def note_found(connection: Connection, search_id: int, record_ids: Sequence[int], now: str) -> None:
    """Notes records as found by a search, inside an open transaction; those that were found before keep their time."""
    rows = [(search_id, record_id, now) for record_id in sorted(set(record_ids))]
    dialect.insert_missing(connection, review_records, ("search_id", "record_id", "found_at"), rows)


def _add_reasons(connection: Connection, review_id: int, texts: Sequence[str]) -> None:
    highest = select(func.max(review_reasons.c.position)).where(review_reasons.c.review_id == review_id)
    first = (connection.execute(highest).scalar() or 0) + 1
    rows = [(review_id, text, position) for position, text in enumerate(dict.fromkeys(texts), first)]
    dialect.insert_missing(connection, review_reasons, ("review_id", "text", "position"), rows)


def _shown_record(connection: Connection, paper: Paper, review_id: int) -> tuple[int, list[int]]:
    """The record that speaks for a paper in a review, and all records of the paper.

    The one whose title the paper shows, or else the oldest; one that the review identified before any other, so that
    what is decided stays in the review when the paper is split.
    """
    wanted = select(records.c.id, records.c.source, records.c.key).where(records.c.paper_id == paper.id)
    rows = connection.execute(wanted.order_by(records.c.id)).all()
    ids = [row[0] for row in rows]
    found = select(review_records.c.record_id).join(review_searches, review_searches.c.id == review_records.c.search_id)
    found = found.where(review_searches.c.review_id == review_id)
    here = dialect.matching(connection, review_records.c.record_id, ids)
    identified = set(connection.execute(found.where(here)).scalars())
    title_from = paper.provenance.get("title")
    shown = min(rows, key=lambda row: (row[0] not in identified, f"{row[1]}:{row[2]}" != title_from, row[0]))
    return shown[0], ids
