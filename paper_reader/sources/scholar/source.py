"""Google Scholar as a source: a search, what cites a paper, its versions, an author's papers; ten results a page."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Final

from paper_reader.sources.answer import Answer
from paper_reader.sources.protocol import Page
from paper_reader.sources.scholar import problems
from paper_reader.sources.scholar.asking import DEEPEST_RESULT, Asking, Question, asking_of
from paper_reader.sources.scholar.opening import open_browser
from paper_reader.sources.scholar.page import PageKind
from paper_reader.sources.scholar.pages import GoodPage, Pages, Visit
from paper_reader.sources.scholar.position import Position, advanced, resumed, wants_more
from paper_reader.sources.scholar.record import SOURCE, scholar_record
from paper_reader.sources.scholar.row import Row
from paper_reader.types import NO_PROGRESS, Progress, SourceQuery, SourceRecord


class Scholar:
    """Asks Scholar through `scholarly`, page by page. Each page is stored with the place behind it.

    A count has the day on which its page was fetched, also where the page comes from the cache.
    """

    name: Final = SOURCE

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield the query's results in Scholar's order; see `Source.harvest` for the contract."""
        asking = asking_of(query)
        position = resumed(cursor, self._pages.transport.now())
        with self._pages.visit(progress) as visit:
            browser = open_browser(visit.fetch)
            while wants_more(position, query.limit):
                visit.pages_done = position.pages
                rows = list(browser.rows(asking, position.start))
                page = _page_behind(visit)
                names = [None if row is None else row.cluster or row.profile_key for row in rows]
                _refuse_unreadable(names, page, visit)
                has_next = page.facts.has_next and page.facts.kind is not PageKind.EMPTY
                position, kept = advanced(position, asking, names, has_next=has_next, limit=query.limit)
                yield _page(asking, query, rows, kept, page, position)


def _page(
    asking: Asking, query: SourceQuery, rows: Sequence[Row | None], kept: Sequence[int], page: GoodPage, after: Position
) -> Page:
    records = [_record(asking, row, page) for place in kept if (row := rows[place]) is not None]
    unreadable = sum(row is None for row in rows)
    total = page.facts.total
    return Page(
        records=tuple(record for record in records if record is not None),
        cursor=after.to_json(),
        total=None if total is None else min(total, DEEPEST_RESULT),
        notes=_notes(query, page, after),
        shortfall=f"{unreadable} results on page {after.pages} could not be read" if unreadable else None,
    )


def _record(asking: Asking, row: Row, page: GoodPage) -> SourceRecord | None:
    return scholar_record(
        row,
        source=SOURCE,
        fetched_at=page.fetched_at,
        seen_on=page.fetched_at.date(),
        versions_of=asking.text if asking.question is Question.VERSIONS else None,
        cites=asking.text if asking.question is Question.CITED_BY else None,
    )


def _notes(query: SourceQuery, page: GoodPage, after: Position) -> tuple[str, ...]:
    notes = []
    cuts_years = (query.date_from and (query.date_from.month, query.date_from.day) != (1, 1)) or (
        query.date_to and (query.date_to.month, query.date_to.day) != (12, 31)
    )
    if after.pages == 1 and page.facts.remark:
        notes.append(f"Scholar says: {page.facts.remark}")
    if after.pages == 1 and cuts_years:
        notes.append("Scholar knows years only; the whole of the first and the last year was asked for")
    if after.finished and after.start >= DEEPEST_RESULT and page.facts.has_next:
        found = f" of about {page.facts.total:,}" if page.facts.total else ""
        notes.append(f"Scholar shows the first {DEEPEST_RESULT:,} results{found}. Narrow the query for others")
    return tuple(notes)


def _page_behind(visit: Visit) -> GoodPage:
    if visit.last is None:
        raise RuntimeError("scholarly gave rows without asking for a page")
    return visit.last


def _refuse_unreadable(names: Sequence[str | None], page: GoodPage, visit: Visit) -> None:
    """A page on which no single result could be read is no page of results, whatever it looks like."""
    if page.facts.rows and not any(names):
        raise problems.unrecognised(
            Answer(url=page.url, status=200), "results that cannot be read", pages_done=visit.pages_done
        )
