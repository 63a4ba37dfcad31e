"""arXiv's query API through the `arxiv` package: it builds the requests and parses the results, the I/O is ours.

The package's own habits (no timeout, fixed delays per object, retries of what can't work) are switched off; every
request goes through our session instead, which waits, bounds, checks and retries (`transport`).
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC
from itertools import islice
from typing import TYPE_CHECKING, Final

from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer
from paper_reader.sources.arxiv_answer import SOURCE, ApiHeader, read_header, record_of
from paper_reader.sources.arxiv_plan import DEEPEST_RESULT, LARGEST_PAGE, ApiRequest, Position, plan_for
from paper_reader.sources.protocol import Page
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Progress, SourceQuery, SourceRecord

if TYPE_CHECKING:
    import arxiv  # type: ignore[import-untyped]  # it is annotated, but has no py.typed

ARXIV_API_URL: Final = "https://export.arxiv.org/api/query"


class ArxivApi:
    """Searches arXiv by words, categories and submission dates, or fetches papers by id; see `arxiv_plan`.

    `base_url` is the whole address of the API up to the question mark. `page_size` is the most papers a request asks
    for, at most 2,000; a page is one transaction of the library, so it also is the most that a kill can cost.
    """

    name: Final = SOURCE

    def __init__(
        self,
        base_url: str = ARXIV_API_URL,
        *,
        transport: Transport,
        page_size: int = 500,
        deepest_result: int = DEEPEST_RESULT,
    ) -> None:
        self._base_url = checked_base_url(base_url, what="arXiv's API")
        self._transport = transport
        self._page_size = min(page_size, LARGEST_PAGE)
        self._deepest = deepest_result

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield the query's papers, the most relevant or the newest first; see `Source.harvest` for the contract."""
        plan = plan_for(query, page_size=self._page_size, deepest=self._deepest)
        position = plan.resume(Position.from_json(cursor), self._transport.now())
        last = _LastHeader(self._transport)
        with self._transport.session(self._base_url, source=SOURCE, inspect=last.inspect, progress=progress) as session:
            client = self._client(session)
            while (request := plan.request(position)) is not None:
                results, header = self._fetch(client, request, last)
                position, kept = plan.advance(position, header.entries, header.total)
                yield self._page(request, header, results[:kept], position)

    def _client(self, session: object) -> arxiv.Client:
        import arxiv  # 100 ms that only a harvest pays

        client = arxiv.Client(page_size=self._page_size, delay_seconds=0, num_retries=0)
        client.query_url_format = self._base_url.replace("{", "{{").replace("}", "}}") + "?{}"
        client._session = session  # noqa: SLF001 - the one way to give it a transport
        return client

    @staticmethod
    def _fetch(client: arxiv.Client, request: ApiRequest, last: _LastHeader) -> tuple[list[arxiv.Result], ApiHeader]:
        """Make exactly one request: the package would ask for the next page as soon as it is asked for one more."""
        import arxiv

        sort = arxiv.SortCriterion.SubmittedDate if request.newest_first else arxiv.SortCriterion.Relevance
        search = arxiv.Search(query=request.search, id_list=list(request.ids), max_results=None, sort_by=sort)
        client.page_size = request.size
        last.header = None
        results = client.results(search, offset=request.start)
        first = next(results, None)
        header = last.header or ApiHeader(total=0, entries=0, readable=0)
        if first is None:
            return [], header
        return [first, *islice(results, header.readable - 1)], header

    def _page(self, request: ApiRequest, header: ApiHeader, results: list[arxiv.Result], position: Position) -> Page:
        now = self._transport.now().astimezone(UTC)
        found = [record_of(result, fetched_at=now) for result in results]
        records = tuple(record for record in found if record is not None)
        unreadable = header.entries - header.readable + len(found) - len(records)
        return Page(
            records=records,
            cursor=position.to_json(),
            total=position.total,
            notes=(f"{unreadable} entries had no id, date or title and were left out",) if unreadable > 0 else (),
            shortfall=_missing(request.ids, records) if request.ids else None,
        )


class _LastHeader:
    """Remembers the header of the answer that was inspected last, which the package doesn't pass on."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.header: ApiHeader | None = None

    def inspect(self, answer: Answer) -> None:
        self.header = read_header(answer, now=self._transport.now())


def _missing(asked: tuple[str, ...], records: tuple[SourceRecord, ...]) -> str | None:
    got = {record.key for record in records}
    missing = [arxiv_id for arxiv_id in asked if arxiv_id not in got]
    if not missing:
        return None
    return f"arXiv does not know {', '.join(missing[:10])}{' …' if len(missing) > 10 else ''}. Check the ids"
