"""Semantic Scholar through the `semanticscholar` package: it builds the requests and reads the answers; we do the I/O.

The package asks through an object of its own (one HTTP client a request, ten tries up to a minute apart). A requester
of ours stands in its place, in the one client object that is made here.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from paper_reader.identifiers import title_fingerprint
from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer, unrecognised
from paper_reader.sources.citation_service import Asking, Way
from paper_reader.sources.fields import SEMANTIC_SCHOLAR_FIELDS, fields_for, wider_than_asked
from paper_reader.sources.json_answer import Account, document_of, read_json
from paper_reader.sources.plain_words import plain_words
from paper_reader.sources.protocol import Page
from paper_reader.sources.search_position import position_for
from paper_reader.sources.semantic_scholar_record import LOOKUP_FIELDS, SEARCH_FIELDS, SOURCE, record_of
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Identifier, Progress, Scheme, SourceQuery, SourceRecord

if TYPE_CHECKING:
    import requests
    import semanticscholar

SEMANTIC_SCHOLAR_URL: Final = "https://api.semanticscholar.org"
NAMES_A_REQUEST: Final = 500
DEEPEST_RESULT: Final = 1000  # a search by relevance gives no more
_PAGE_SIZE: Final = 100
_NOT_FOUND: Final = {(400, "batch"), (404, "match")}  # where it says so of papers and not of its own addresses
_Value = TypeVar("_Value")
# How the service wants each scheme written, the surest name first.
_WRITTEN: Final = {
    Scheme.SEMANTIC_SCHOLAR: "{}",
    Scheme.ARXIV: "ARXIV:{}",
    Scheme.DOI: "DOI:{}",
    Scheme.PUBMED: "PMID:{}",
    Scheme.ACL: "ACL:{}",
}


def surest_name(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """The name that the service is surest to know."""
    return _names(identifiers)[:1]


def other_names(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """The next two names, for a paper that it didn't know by the surest."""
    return _names(identifiers)[1:3]


def _names(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            written.format(one.value)
            for scheme, written in _WRITTEN.items()
            for one in identifiers
            if one.scheme is scheme
        )
    )


class SemanticScholar:
    """Looks papers up, five hundred a request, and searches for them; see `CitationService` and `Source`.

    `key` is optional; without one all the world shares a few requests. Blank is none.
    """

    name: Final = SOURCE
    ways: Final = (Way(surest_name, NAMES_A_REQUEST), Way(other_names, NAMES_A_REQUEST))

    def __init__(self, base_url: str = SEMANTIC_SCHOLAR_URL, *, transport: Transport, key: str | None = None) -> None:
        self._base_url = checked_base_url(base_url, what="Semantic Scholar")
        self._transport = transport
        self._key = (key or "").strip()

    @contextmanager
    def asking(self, progress: Progress = NO_PROGRESS) -> Iterator[Asking]:
        """Open a session for one run."""
        with self._opened(progress) as asking:
            yield asking

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield the papers nearest to the words, at most a thousand; see `Source.harvest`."""
        position = position_for(query, cursor, first="0", now=self._transport.now())
        how = _limits_of(query)
        notes = wider_than_asked(query.categories, SOURCE)
        with self._opened(progress) as asking:
            while size := position.wanted(query, min(_PAGE_SIZE, DEEPEST_RESULT - int(position.place))):
                records, entries, total = asking.page(query.text, how, start=int(position.place), size=size)
                start = int(position.place) + entries
                at_end = start >= min(total, DEEPEST_RESULT)
                position = position.after(taken=entries, place=None if at_end else str(start), total=total)
                cut = at_end and total > DEEPEST_RESULT and (query.limit is None or query.limit > position.taken)
                yield Page(
                    records=tuple(records),
                    cursor=position.to_json(),
                    total=min(total, DEEPEST_RESULT),
                    notes=(*notes, *((_only_the_nearest(total),) if cut else ())),
                )
                notes = ()

    @contextmanager
    def _opened(self, progress: Progress) -> Iterator[_Asking]:
        with self._transport.session(
            self._base_url, source=SOURCE, inspect=self._inspect, progress=progress
        ) as session:
            yield _Asking(session, self._base_url, self._transport, self._key)

    def _inspect(self, answer: Answer) -> None:
        """Let pass what the package makes a value or an error of its own that is caught here."""
        if (answer.status, urlsplit(answer.url).path.rpartition("/")[2]) in _NOT_FOUND and not answer.is_html:
            document = document_of(answer, source=SOURCE)
            if _says_not_found(document):
                return
        account = Account("semantic_scholar_key", has_key=bool(self._key))
        document = read_json(answer, source=SOURCE, account=account, now=self._transport.now())
        if isinstance(document, dict) and "data" not in document and document.get("total") != 0:
            raise unrecognised(answer, source=SOURCE, what="JSON without papers")


class _Asking:
    """One session's requests."""

    def __init__(self, session: requests.Session, base_url: str, transport: Transport, key: str) -> None:
        self._requester = _Requester(session)
        self._base_url = base_url
        self._transport = transport
        self._key = key

    @property
    def requests(self) -> int:
        """How many were made so far."""
        return self._requester.requests

    def by_names(self, way: Way, names: Sequence[str]) -> list[SourceRecord]:  # noqa: ARG002 - the names say it
        """Give the papers under these names; see `Asking`."""
        from semanticscholar.SemanticScholarException import BadQueryParametersException

        try:
            found = _finished(self._client().get_papers(list(names), fields=list(LOOKUP_FIELDS)))
        except BadQueryParametersException:  # "No valid paper ids given": it knows none of them
            return []
        return self._records(found)

    def by_title(self, title: str) -> list[SourceRecord]:
        """Give the paper of this title: the search finds it, a look-up brings its references."""
        from semanticscholar.SemanticScholarException import ObjectNotFoundException

        words = plain_words(title)
        if not words:
            return []
        try:
            found = _finished(
                self._client().search_paper(quote(words, safe=""), fields=list(SEARCH_FIELDS), match_title=True)
            )
        except (ObjectNotFoundException, IndexError):  # the package takes the first of an empty list
            return []
        if title_fingerprint(found.title or "") != title_fingerprint(title):
            return []
        return self.by_names(SemanticScholar.ways[0], [found.paperId])

    def page(self, text: str, how: Mapping[str, Any], *, start: int, size: int) -> tuple[list[SourceRecord], int, int]:
        """Give one page of a search, how many papers it had, and how many there are altogether.

        The search gives the order, a look-up the papers: a record without references would replace one that has them.
        """
        self._requester.start = start
        words = quote(plain_words(text), safe="")
        found = _finished(self._client().search_paper(words, fields=list(SEARCH_FIELDS), limit=size, **how))
        ids = [paper.paperId for paper in found.items if paper.paperId]
        whole = {record.key: record for record in (self.by_names(SemanticScholar.ways[0], ids) if ids else ())}
        return [whole[one] for one in ids if one in whole], len(found), int(found.total or 0)

    def _client(self) -> semanticscholar.AsyncSemanticScholar:
        import semanticscholar  # with its dependencies 150 ms that only a request pays

        client = semanticscholar.AsyncSemanticScholar(api_url=self._base_url, api_key=self._key or None)
        client._requester = self._requester  # noqa: SLF001 - the one way to give it a transport
        client._get_not_found_ids = lambda *_: []  # noqa: SLF001 - it would log every name that was not found
        return client

    def _records(self, found: Sequence[semanticscholar.Paper]) -> list[SourceRecord]:
        now = self._transport.now()
        made = [record_of(paper.raw_data, fetched_at=now) for paper in found]
        return [record for record in made if record is not None]


class _Requester:
    """Stands where the package has its own requester: one request of ours, the answer as the package expects it.

    `start` moves a search to the page where a harvest goes on; the package itself begins each one at 0.
    """

    def __init__(self, session: requests.Session) -> None:
        self._session = session
        self.start = 0
        self.requests = 0

    async def get_data_async(
        self, url: str, parameters: str, headers: Mapping[str, str], payload: object = None
    ) -> Any:
        """Ask; the session has raised for everything but a good answer or one that says "not found"."""
        from semanticscholar.SemanticScholarException import BadQueryParametersException, ObjectNotFoundException

        asked = dict(parse_qsl(parameters.lstrip("&"), keep_blank_values=True))
        if "offset" in asked:
            asked["offset"] = str(self.start)
        self.requests += 1
        method = "POST" if payload else "GET"
        response = self._session.request(method, url, params=asked, headers=dict(headers), json=payload)
        document = response.json()
        if response.status_code == 404:
            raise ObjectNotFoundException(document["error"])
        if response.status_code == 400:
            raise BadQueryParametersException(document["error"])
        return document


def _finished(coroutine: Coroutine[Any, Any, _Value]) -> _Value:
    """Run a coroutine of the package's to its end, without an event loop: our requester never waits for one.

    A loop would keep Ctrl-C back until the request is over.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: _Value = done.value
        return value
    coroutine.close()
    raise AssertionError("the package waits for something that is not our requester")


def _says_not_found(document: object) -> bool:
    words = str(document.get("error") or "").lower() if isinstance(document, dict) else ""
    return "not found" in words or words.startswith("no valid paper ids")


def _limits_of(query: SourceQuery) -> dict[str, Any]:
    how: dict[str, Any] = {}
    if query.date_from or query.date_to:
        bounds = (
            query.date_from.isoformat() if query.date_from else "",
            query.date_to.isoformat() if query.date_to else "",
        )
        how["publication_date_or_year"] = ":".join(bounds)
    if query.categories:
        fields = fields_for(query.categories, SEMANTIC_SCHOLAR_FIELDS, source=SOURCE)
        how["fields_of_study"] = [quote(name, safe="") for name in fields]
    return how


def _only_the_nearest(total: int) -> str:
    return (
        f"{SOURCE} has {total:,} papers for this and gives the {DEEPEST_RESULT:,} nearest. Narrow the search by dates"
    )
