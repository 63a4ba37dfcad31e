"""A few values of every paper as arrays, for percentiles over the whole library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from paper_reader.store.tables import papers

UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class CitationColumns:
    """Parallel arrays, one entry a paper, by ascending id. Unknown years and counts are -1, an unknown field is ""."""

    ids: np.ndarray[Any, np.dtype[np.int64]]
    years: np.ndarray[Any, np.dtype[np.int32]]
    fields: np.ndarray[Any, np.dtype[np.str_]]  # the primary category
    counts: np.ndarray[Any, np.dtype[np.int64]]

    def __len__(self) -> int:
        return len(self.ids)


def citation_columns(connection: Connection) -> CitationColumns:
    """Reads them; one index holds all that is needed."""
    wanted = select(papers.c.id, papers.c.year, papers.c.primary_category, papers.c.citation_count)
    rows = connection.execute(wanted.where(papers.c.fused_into.is_(None))).all()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    order = np.argsort(ids)  # the index gives them by year
    years = np.fromiter((UNKNOWN if row[1] is None else row[1] for row in rows), np.int32, len(rows))
    counts = np.fromiter((UNKNOWN if row[3] is None else row[3] for row in rows), np.int64, len(rows))
    fields = np.array([row[2] or "" for row in rows], dtype=np.str_)
    return CitationColumns(ids[order], years[order], fields[order], counts[order])
