"""OpenAlex through the `pyalex` package: it builds the requests and reads the answers, the I/O is ours.

The package takes address and key from a configuration of the whole process, which stays as it is: the address is put
in here, and the key goes into the session's headers.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from paper_reader.identifiers import arxiv_id_of_doi
from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer, unrecognised
from paper_reader.sources.citation_service import Asking, Way
from paper_reader.sources.fields import OPENALEX_FIELDS, fields_for, wider_than_asked
from paper_reader.sources.json_answer import Account, read_json
from paper_reader.sources.openalex_record import FIELDS, SOURCE, record_of
from paper_reader.sources.plain_words import plain_words
from paper_reader.sources.protocol import Page
from paper_reader.sources.search_position import position_for
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Identifier, Progress, Scheme, SourceQuery, SourceRecord

if TYPE_CHECKING:
    import pyalex
    import requests

OPENALEX_URL: Final = "https://api.openalex.org"
NAMES_A_REQUEST: Final = 50
_PACKAGE_URL: Final = "https://api.openalex.org"  # what pyalex puts before every path
_PAGE_SIZE: Final = 100
_TITLES_A_REQUEST: Final = 5
_FIRST: Final = "*"


def own_ids(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """The paper's works at OpenAlex, as far as they are known already."""
    return tuple(f"openalex_id:{one.value}" for one in identifiers if one.scheme is Scheme.OPENALEX)


def dois(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """The paper's DOIs, with the one that arXiv gives each paper: preprint and article are two works there."""
    found = [one.value for one in identifiers if one.scheme is Scheme.DOI and not arxiv_id_of_doi(one.value)]
    found += [f"10.48550/arxiv.{one.value}" for one in identifiers if one.scheme is Scheme.ARXIV]
    return tuple(f"doi:{doi}" for doi in dict.fromkeys(found) if _fits_a_filter(doi))


class OpenAlex:
    """Looks works up, fifty a request, and searches for them; see `CitationService` and `Source`.

    `key` is optional; without one the service answers little. Blank is none.
    """

    name: Final = SOURCE
    # By DOI first: that finds the work of the preprint and that of the article.
    ways: Final = (Way(dois, NAMES_A_REQUEST), Way(own_ids, NAMES_A_REQUEST))

    def __init__(self, base_url: str = OPENALEX_URL, *, transport: Transport, key: str | None = None) -> None:
        self._base_url = checked_base_url(base_url, what="OpenAlex")
        self._transport = transport
        self._key = (key or "").strip()

    @contextmanager
    def asking(self, progress: Progress = NO_PROGRESS) -> Iterator[Asking]:
        """Open a session for one run."""
        with self._transport.session(
            self._base_url, source=SOURCE, inspect=self._inspect, progress=progress
        ) as session:
            if self._key:
                session.headers["Authorization"] = f"Bearer {self._key}"
            yield _Asking(session, self._base_url, self._transport)

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield works with the words in title or abstract, the most relevant first; see `Source.harvest`."""
        position = position_for(query, cursor, first=_FIRST, now=self._transport.now())
        search = _search_of(query)
        notes = wider_than_asked(query.categories, SOURCE)
        with self.asking(progress) as asking:
            assert isinstance(asking, _Asking)  # noqa: S101 - says to the type checker what `asking` makes
            while size := position.wanted(query, _PAGE_SIZE):
                records, entries, meta = asking.page(search, cursor=position.place, size=size)
                total = meta.get("count")
                position = position.after(taken=entries, place=meta.get("next_cursor"), total=total)
                yield Page(records=tuple(records), cursor=position.to_json(), total=total, notes=notes)
                notes = ()

    def _inspect(self, answer: Answer) -> None:
        account = Account("openalex_key", has_key=bool(self._key))
        document = read_json(answer, source=SOURCE, account=account, now=self._transport.now())
        if not isinstance(document, dict) or not isinstance(document.get("results"), list):
            raise unrecognised(answer, source=SOURCE, what="JSON without results")


class _Asking:
    """One session's requests."""

    def __init__(self, session: requests.Session, base_url: str, transport: Transport) -> None:
        self._session = session
        self._base_url = base_url
        self._transport = transport
        self.requests = 0

    def by_names(self, way: Way, names: Sequence[str]) -> list[SourceRecord]:  # noqa: ARG002 - the names say it
        """Give the works under these names; see `Asking`."""
        import pyalex  # with its dependencies 60 ms that only a request pays

        field = names[0].partition(":")[0]
        wanted = pyalex.Works().filter_or(**{field: [name.partition(":")[2] for name in names]})
        wanted = wanted.select(",".join(FIELDS))
        wanted._add_params("per-page", 2 * NAMES_A_REQUEST)  # noqa: SLF001 - a DOI can have two works
        return self._ask(wanted)[0]

    def by_title(self, title: str) -> list[SourceRecord]:
        """Give the works whose titles have these words."""
        import pyalex

        words = plain_words(title)
        if not words:
            return []
        wanted = pyalex.Works().search_filter(title=words).select(",".join(FIELDS))
        wanted._add_params("per-page", _TITLES_A_REQUEST)  # noqa: SLF001 - as `Works.get` does
        return self._ask(wanted)[0]

    def page(self, search: dict[str, str], *, cursor: str, size: int) -> tuple[list[SourceRecord], int, dict[str, Any]]:
        """Give one page of a search, how many works it had, and what the service says of the whole."""
        import pyalex

        wanted = pyalex.Works().filter(**search).select(",".join(FIELDS))
        wanted._add_params("per-page", size)  # noqa: SLF001 - as `Works.get` does
        wanted._add_params("cursor", cursor)  # noqa: SLF001
        return self._ask(wanted)

    def _ask(self, wanted: pyalex.Works) -> tuple[list[SourceRecord], int, dict[str, Any]]:
        url = self._base_url + wanted.url.removeprefix(_PACKAGE_URL)
        self.requests += 1
        answered = wanted._get_from_url(url, self._session)  # noqa: SLF001 - the one way to give it a session
        now = self._transport.now()
        found = [record_of(work, fetched_at=now) for work in answered]
        return [record for record in found if record is not None], len(found), answered.meta or {}


def _fits_a_filter(value: str) -> bool:
    """Whether a value can stand in a filter, where a bar parts values and a comma filters."""
    return not any(sign in value for sign in ",|")


def _search_of(query: SourceQuery) -> dict[str, str]:
    words = plain_words(query.text)
    found = {"title_and_abstract.search": words}
    if query.categories:
        found["primary_topic.field.id"] = "|".join(fields_for(query.categories, OPENALEX_FIELDS, source=SOURCE))
    if query.date_from:
        found["from_publication_date"] = query.date_from.isoformat()
    if query.date_to:
        found["to_publication_date"] = query.date_to.isoformat()
    return found
