"""What every source does: it turns a `SourceQuery` into pages of records, and leaves a cursor after each page."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from paper_reader.types import NO_PROGRESS, Progress, SourceQuery, SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A stretch of an answer that is stored as a whole, together with its cursor.

    `cursor` is JSON text that says where to go on *after* this page; after the last page it says that the query is
    finished and when, so that a later run asks for what is new only. None: the source keeps no position.
    `total` is how many records the query has altogether (not how many are left), None where the source doesn't say.
    `gone` are keys which the source says it has deleted. `notes` are for the person. `shortfall` says what is missing
    for good (ids that the source doesn't know): the run then is partial, however well it ends otherwise.
    """

    records: tuple[SourceRecord, ...]
    cursor: str | None = None
    total: int | None = None
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shortfall: str | None = None


class Source(Protocol):
    """A site that papers are harvested from.

    `harvest` is lazy: nothing is asked before the first page is pulled, and closing the generator closes its
    connections. Pages come in the source's order; a record may come again (its second coming replaces the first).
    With the `cursor` of an earlier page it goes on after that page, loses nothing, and may repeat a little; a cursor
    that it cannot use any more (expired, of another version) makes it begin anew. It yields at most `query.limit`
    records, counted from the beginning of the harvest that the cursor goes on with.

    An answer that really is empty ends the generator without a page that has records. Everything else is raised, as
    the `SourceError` that it is (blocked, unavailable, rate-limited, refused, incomplete, unrecognised), and
    `QueryError` for a query that this source cannot be asked. Waiting, also for other processes, is told through
    `progress`. One source object may be used by several threads, each with a harvest of its own.
    """

    @property
    def name(self) -> str:
        """The channel, as in `SourceRecord.source`."""

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield the pages of `query` that come after `cursor`."""
