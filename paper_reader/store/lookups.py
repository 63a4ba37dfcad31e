"""What citation services were asked, and what is needed to ask them: the names of papers, without the papers' rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, select

from paper_reader.identifiers import parse_key
from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import lookups, record_identifiers, records
from paper_reader.types import Identifier, Lookup, LookupOutcome

_IDS_A_QUERY = 5000


class Lookups:
    """The last answer of each service on each paper."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def note(self, service: str, outcomes: Mapping[int, LookupOutcome]) -> None:
        """Writes down what a service has just said of some papers."""
        now = time_text(self._clock())
        with dialect.writing(self._engine) as connection:
            for paper_id, outcome in outcomes.items():
                row = {"service": service, "paper_id": paper_id, "asked_at": now, "outcome": outcome.value}
                dialect.upsert(connection, lookups, row)

    def of_service(self, service: str, *, since: datetime) -> dict[int, LookupOutcome]:
        """What a service has said since a moment, by paper."""
        wanted = select(lookups.c.paper_id, lookups.c.outcome)
        wanted = wanted.where(lookups.c.service == service, lookups.c.asked_at > time_text(since))
        with dialect.reading(self._engine) as connection:
            return {row[0]: LookupOutcome(row[1]) for row in connection.execute(wanted)}

    def of_paper(self, paper_id: int) -> dict[str, Lookup]:
        """The last answer of each service on one paper."""
        wanted = select(lookups.c.service, lookups.c.asked_at, lookups.c.outcome)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(wanted.where(lookups.c.paper_id == paper_id)).all()
        return {row[0]: Lookup(time_of(row[1]), LookupOutcome(row[2])) for row in rows}

    def names_of(self, ids: Sequence[int]) -> dict[int, tuple[Identifier, ...]]:
        """Every identifier that one of a paper's records gives it; a paper without any is left out."""
        found: dict[int, dict[str, None]] = {}
        names = select(records.c.paper_id, record_identifiers.c.identifier)
        names = names.join_from(records, record_identifiers, record_identifiers.c.record_id == records.c.id)
        for start in range(0, len(ids), _IDS_A_QUERY):
            part = [int(one) for one in ids[start : start + _IDS_A_QUERY]]
            with dialect.reading(self._engine) as connection:
                wanted = dialect.matching(connection, records.c.paper_id, part)
                for paper_id, name in connection.execute(names.where(wanted).order_by(records.c.id)):
                    found.setdefault(paper_id, {})[name] = None
        return {paper_id: tuple(map(parse_key, known)) for paper_id, known in found.items()}
