"""Who cites whom inside the library, and how often each source has counted over time.

References hang to records as identifiers and are resolved when asked for, so a paper that comes later is found too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine, FromClause, exists, func, or_, select

from paper_reader.store import dialect
from paper_reader.store.moments import optional_date, time_of
from paper_reader.store.tables import record_counts, record_identifiers, record_references, records
from paper_reader.types import CitationCount, Identifier, Scheme

FETCHED_BY = (Scheme.ARXIV, Scheme.DOI)

_citing = records.alias("citing")
_cited = records.alias("cited")


def _edges() -> FromClause:
    return (
        _citing.join(record_references, record_references.c.record_id == _citing.c.id)
        .join(record_identifiers, record_identifiers.c.identifier == record_references.c.identifier)
        .join(_cited, _cited.c.id == record_identifiers.c.record_id)
    )


class Citations:
    """Edges are pairs (citing, cited) of paper ids, sorted, each once; a paper never cites itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def edges_among(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """The edges with both ends in `ids`."""
        wanted = set(ids)
        return [edge for edge in self.references_of(ids) if edge[1] in wanted]

    def references_of(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """The edges that leave `ids`, as far as the cited papers are in the library."""
        return self._edges_with(_citing, ids)

    def cited_by(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """The edges that enter `ids`."""
        return self._edges_with(_cited, ids)

    def cited_outside(self, ids: Sequence[int], limit: int) -> list[tuple[Identifier, int]]:
        """What most of `ids` cite and the library lacks: identifiers with the number of those that cite each.

        The most cited first, ties by identifier; only arXiv ids and DOIs, under which it can be fetched.
        """
        named = record_references.c.identifier
        held = exists().where(record_identifiers.c.identifier == named)
        count = func.count(_citing.c.paper_id.distinct())
        found = (
            select(named, count)
            .join_from(_citing, record_references, record_references.c.record_id == _citing.c.id)
            .where(~held, or_(*(named.startswith(f"{scheme.value}:") for scheme in FETCHED_BY)))
            .group_by(named)
            .order_by(count.desc(), named)
            .limit(limit)
        )
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, _citing.c.paper_id, [int(one) for one in ids])
            rows = [(row[0].partition(":"), row[1]) for row in connection.execute(found.where(wanted))]
        return [(Identifier(Scheme(scheme), value), citers) for (scheme, _, value), citers in rows]

    def reference_counts(self, ids: Sequence[int]) -> dict[int, int]:
        """How many references are known of each paper, in the library or not; 0 where none is."""
        found = (
            select(_citing.c.paper_id, func.count(record_references.c.identifier.distinct()))
            .join_from(_citing, record_references, record_references.c.record_id == _citing.c.id)
            .group_by(_citing.c.paper_id)
        )
        counts = dict.fromkeys((int(one) for one in ids), 0)
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, _citing.c.paper_id, list(counts))
            counts.update((row[0], row[1]) for row in connection.execute(found.where(wanted)))
        return counts

    def times_cited(self) -> dict[int, int]:
        """How many papers of the library cite each paper of it; papers that none cites are left out."""
        edges = select(_citing.c.paper_id.label("citing"), _cited.c.paper_id.label("cited")).select_from(_edges())
        found = edges.where(_citing.c.paper_id != _cited.c.paper_id).distinct().subquery()
        counted = select(found.c.cited, func.count()).group_by(found.c.cited)
        with dialect.reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def history(self, paper_id: int) -> list[CitationCount]:
        """Every count that ever came for a paper, oldest first, dated by its source or else by when it came."""
        return self.histories([paper_id]).get(paper_id, [])

    def histories(self, ids: Sequence[int]) -> dict[int, list[CitationCount]]:
        """`history` of several papers, read together; papers without a count are left out."""
        kept = select(
            records.c.paper_id,
            record_counts.c.count,
            record_counts.c.source,
            record_counts.c.observed_on,
            record_counts.c.seen_at,
        ).join_from(record_counts, records, records.c.id == record_counts.c.record_id)
        found: dict[int, list[CitationCount]] = {}
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, records.c.paper_id, [int(one) for one in ids])
            for paper_id, count, source, observed, seen in connection.execute(kept.where(wanted)):
                day = optional_date(observed) or time_of(seen).date()
                found.setdefault(paper_id, []).append(CitationCount(count, source, day))
        for counts in found.values():
            counts.sort(key=lambda one: (one.observed_on or date.min, one.source, one.count))
        return found

    def _edges_with(self, end: FromClause, ids: Sequence[int]) -> list[tuple[int, int]]:
        edges = select(_citing.c.paper_id, _cited.c.paper_id).select_from(_edges()).distinct()
        edges = edges.where(_citing.c.paper_id != _cited.c.paper_id)
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, end.c.paper_id, [int(one) for one in ids])
            return sorted((row[0], row[1]) for row in connection.execute(edges.where(wanted)))
