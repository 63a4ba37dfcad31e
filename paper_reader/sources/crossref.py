"""Crossref through the `habanero` package: it builds and checks the requests, the I/O is ours.

The package asks through a module-level function of its HTTP library; its request class has one method that does so, and
a subclass of ours asks our session there instead. Crossref has no keys: who leaves an address is served better.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from paper_reader.errors import QueryError
from paper_reader.identifiers import arxiv_id_of_doi
from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer, unrecognised
from paper_reader.sources.citation_service import Asking, Way
from paper_reader.sources.crossref_record import FIELDS, SOURCE, record_of
from paper_reader.sources.json_answer import Account, read_json
from paper_reader.sources.plain_words import plain_words
from paper_reader.sources.protocol import Page
from paper_reader.sources.search_position import position_for
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Identifier, Progress, Scheme, SourceQuery, SourceRecord

if TYPE_CHECKING:
    import requests

CROSSREF_URL: Final = "https://api.crossref.org"
NAMES_A_REQUEST: Final = 50
DEEPEST_RESULT: Final = 10_000  # by offset; its cursors live for five minutes, too short to go on after a stop
_PAGE_SIZE: Final = 100
_TITLES_A_REQUEST: Final = 5
_WORKS: Final = "/works/"


def dois(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """The paper's DOIs, without arXiv's own, which another agency keeps."""
    found = [one.value for one in identifiers if one.scheme is Scheme.DOI and not arxiv_id_of_doi(one.value)]
    return tuple(doi for doi in dict.fromkeys(found) if _fits_a_filter(doi))


def odd_dois(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """Those that a filter cannot hold."""
    found = [one.value for one in identifiers if one.scheme is Scheme.DOI and not arxiv_id_of_doi(one.value)]
    return tuple(doi for doi in dict.fromkeys(found) if not _fits_a_filter(doi))


class Crossref:
    """Looks works up by DOI, fifty a request, and searches for them; see `CitationService` and `Source`."""

    name: Final = SOURCE
    ways: Final = (Way(dois, NAMES_A_REQUEST), Way(odd_dois, 1))

    def __init__(self, base_url: str = CROSSREF_URL, *, transport: Transport) -> None:
        self._base_url = checked_base_url(base_url, what="Crossref")
        self._transport = transport

    @contextmanager
    def asking(self, progress: Progress = NO_PROGRESS) -> Iterator[Asking]:
        """Open a session for one run."""
        with self._opened(progress) as asking:
            yield asking

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield the works nearest to the words, at most ten thousand; see `Source.harvest`."""
        if query.categories:
            raise QueryError("crossref knows no categories. Leave --category out, or use --source openalex")
        position = position_for(query, cursor, first="0", now=self._transport.now())
        limits = _dates_of(query)
        with self._opened(progress) as asking:
            while size := position.wanted(query, min(_PAGE_SIZE, DEEPEST_RESULT - int(position.place))):
                records, entries, total = asking.page(query.text, limits, start=int(position.place), size=size)
                start = int(position.place) + entries
                at_end = start >= min(total, DEEPEST_RESULT)
                position = position.after(taken=entries, place=None if at_end else str(start), total=total)
                cut = at_end and total > DEEPEST_RESULT and (query.limit is None or query.limit > position.taken)
                yield Page(
                    records=tuple(records),
                    cursor=position.to_json(),
                    total=min(total, DEEPEST_RESULT),
                    notes=(_only_the_nearest(total),) if cut else (),
                )

    @contextmanager
    def _opened(self, progress: Progress) -> Iterator[_Asking]:
        with self._transport.session(
            self._base_url, source=SOURCE, inspect=self._inspect, progress=progress
        ) as session:
            yield _Asking(session, self._base_url, self._transport)

    def _inspect(self, answer: Answer) -> None:
        """Let "no such DOI" pass, which is an answer to who asks for one."""
        alone = not urlsplit(answer.url).path.endswith("/works")
        if alone and answer.status == 404 and answer.content.strip() == b"Resource not found.":
            return
        document = read_json(answer, source=SOURCE, account=Account(None, has_key=False), now=self._transport.now())
        message = document.get("message") if isinstance(document, dict) else None
        if not isinstance(message, dict) or not ("DOI" in message or {"items", "total-results"} <= message.keys()):
            raise unrecognised(answer, source=SOURCE, what="JSON without works")


class _Asking:
    """One session's requests."""

    def __init__(self, session: requests.Session, base_url: str, transport: Transport) -> None:
        self._session = session
        self._base_url = base_url
        self._transport = transport
        self.requests = 0

    def by_names(self, way: Way, names: Sequence[str]) -> list[SourceRecord]:
        """Give the works under these DOIs; see `Asking`."""
        if way.names_of is odd_dois:
            alone = self._request(path=_WORKS + quote(names[0], safe="")).alone()
            return self._records([alone["message"]]) if alone else []
        wanted = self._request(filter={"doi": list(names)}, limit=len(names), select=list(FIELDS))
        return self._records(self._items(wanted.do_request()))

    def by_title(self, title: str) -> list[SourceRecord]:
        """Give the works whose titles come nearest to this one."""
        words = plain_words(title)
        if not words:
            return []
        wanted = self._request(query_title=words, limit=_TITLES_A_REQUEST, select=list(FIELDS))
        return self._records(self._items(wanted.do_request()))

    def page(self, text: str, limits: dict[str, str], *, start: int, size: int) -> tuple[list[SourceRecord], int, int]:
        """Give one page of a search, how many works it had, and how many there are altogether."""
        wanted = self._request(
            query_bibliographic=plain_words(text), filter=dict(limits) or None, offset=start, limit=size,
            select=list(FIELDS),
        )  # fmt: skip
        answered = wanted.do_request()
        items = self._items(answered)
        return self._records(items), len(items), int(answered["message"].get("total-results") or 0)

    def _request(self, path: str = _WORKS, **asked: Any) -> Any:
        self.requests += 1
        return _request_class()(self._session, mailto=None, ua_string=None, timeout=None, url=self._base_url, path=path,
                                cursor_max=0, **asked)  # fmt: skip

    @staticmethod
    def _items(answered: dict[str, Any]) -> list[dict[str, Any]]:
        return list(answered["message"].get("items") or ())

    def _records(self, works: Sequence[dict[str, Any]]) -> list[SourceRecord]:
        now = self._transport.now()
        made = [record_of(work, fetched_at=now) for work in works]
        return [record for record in made if record is not None]


@cache
def _request_class() -> Any:
    """Make the package's request class ask our session; once, when first needed: the import takes 200 ms."""
    from habanero.request_class import Request

    class SessionRequest(Request):  # type: ignore[misc]  # the package has no types
        def __init__(self, session: requests.Session, **asked: Any) -> None:
            super().__init__(**asked)
            self._session = session

        def alone(self) -> Any:
            """Ask for one work; None where there is none of this name."""
            return self._req(payload={}, should_warn=False)

        def _req(self, payload: dict[str, str], should_warn: bool) -> Any:  # noqa: ARG002 - the package's signature
            response = self._session.get(self._url(), params=payload)
            return None if response.status_code == 404 else response.json()

    return SessionRequest


def _fits_a_filter(doi: str) -> bool:
    """Whether a DOI can stand in a filter, where a comma parts filters."""
    return "," not in doi


def _dates_of(query: SourceQuery) -> dict[str, str]:
    limits: dict[str, str] = {}
    if query.date_from:
        limits["from_pub_date"] = query.date_from.isoformat()
    if query.date_to:
        limits["until_pub_date"] = query.date_to.isoformat()
    return limits


def _only_the_nearest(total: int) -> str:
    return f"{SOURCE} has {total:,} works for this and gives the {DEEPEST_RESULT:,} nearest. Narrow the search by dates"
