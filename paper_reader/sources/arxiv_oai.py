"""arXiv in bulk, by category and date, through OAI-PMH: the way to whole categories and to everything that changed.

Dates here are datestamps: when arXiv last changed a paper's metadata, not when it was submitted.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, date
from typing import Final

import requests

from paper_reader.errors import QueryError, SourceIncomplete
from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer
from paper_reader.sources.arxiv_categories import oai_set
from paper_reader.sources.oai_answer import SOURCE, OaiItem, OaiList, OaiTokenExpired, read_list
from paper_reader.sources.oai_position import OaiPosition, after, new_items, next_set, resumed, without_token
from paper_reader.sources.protocol import Page
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Progress, SourceQuery

ARXIV_OAI_URL: Final = "https://oaipmh.arxiv.org/oai"
_EARLIEST_DATESTAMP: Final = "2005-09-16"  # says Identify; an earlier `from` is the same as none


class ArxivOai:
    """Lists arXiv's records of one or several sets, oldest change first.

    `base_url` is the whole address up to the question mark. The query's `set_name` and `categories` are sets as people
    type them ("cs", "cs.LG", several apart by commas); without any, everything. A harvest that was finished asks the
    next time for what changed since; one that ended at its limit goes on with the next papers.
    """

    name: Final = SOURCE

    def __init__(self, base_url: str = ARXIV_OAI_URL, *, transport: Transport) -> None:
        self._base_url = checked_base_url(base_url, what="arXiv's OAI-PMH service")
        self._transport = transport

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        """Yield the sets' records page by page; see `Source.harvest` for the contract."""
        sets = _sets(query)
        now = self._transport.now()
        position = resumed(OaiPosition.from_json(cursor), date_from=query.date_from, limit=query.limit, now=now)
        if _is_over(position, query.date_to):
            return
        reader = _Reader(self._transport)
        with self._transport.session(
            self._base_url, source=SOURCE, inspect=reader.inspect, progress=progress
        ) as session:
            restarted_at = -1
            while not position.finished and (query.limit is None or position.taken < query.limit):
                try:
                    answer = self._ask(session, reader, sets[position.set_index], position, query.date_to)
                except OaiTokenExpired:
                    restarted_at = self._may_restart(position, restarted_at)
                    position = without_token(position)
                    continue
                today = self._transport.now().astimezone(UTC).date()
                position, page = _take(position, answer, query.limit, len(sets), today)
                yield page

    def _ask(
        self,
        session: requests.Session,
        reader: _Reader,
        set_name: str | None,
        position: OaiPosition,
        date_to: date | None,
    ) -> OaiList:
        parameters: dict[str, str] = {"verb": "ListRecords"}
        if position.token:
            parameters["resumptionToken"] = position.token  # percent-encoded once more, as all parameters are
        else:
            parameters["metadataPrefix"] = "arXiv"
            if position.asks_from and position.asks_from > _EARLIEST_DATESTAMP:
                parameters["from"] = position.asks_from
            if date_to:
                parameters["until"] = date_to.isoformat()
            if set_name:
                parameters["set"] = set_name
        reader.answer = None
        session.get(self._base_url, params=parameters)
        return reader.answer or OaiList()

    @staticmethod
    def _may_restart(position: OaiPosition, restarted_at: int) -> int:
        """Whether to go on by datestamp after a token was refused: not twice without any record in between."""
        if position.token is None or position.taken == restarted_at:
            raise SourceIncomplete(
                f"arXiv's OAI-PMH does not accept its own resumption tokens; {position.taken:,} records came. "
                "Run the same command again later: it goes on from there",
                source=SOURCE,
            )
        return position.taken


class _Reader:
    """Keeps the list that the inspected answer was read into, so that it is parsed once."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.answer: OaiList | None = None

    def inspect(self, answer: Answer) -> None:
        self.answer = read_list(answer, now=self._transport.now())


def _sets(query: SourceQuery) -> list[str | None]:
    if query.text.strip():
        raise QueryError("arxiv-oai takes sets and dates, not words. Use --source arxiv for words, or leave them out")
    if query.limit is not None and query.limit < 1:
        raise QueryError(f"cannot collect {query.limit} papers. Give a number from 1 on")
    if query.date_from and query.date_to and query.date_from > query.date_to:
        raise QueryError(f"from {query.date_from} to {query.date_to} is no stretch of time. Swap the dates")
    named = [*(query.set_name or "").split(","), *query.categories]
    return list(dict.fromkeys(oai_set(name) for name in named if name.strip())) or [None]


def _is_over(position: OaiPosition, date_to: date | None) -> bool:
    """Whether a follow-up would begin after the last day that was asked for."""
    return bool(date_to and position.date_from and position.date_from > date_to.isoformat())


def _take(
    position: OaiPosition, answer: OaiList, limit: int | None, sets: int, today: date
) -> tuple[OaiPosition, Page]:
    fresh = new_items(position, answer.items)
    wanted = fresh if limit is None else fresh[: limit - position.taken]
    whole = len(wanted) == len(fresh)
    position = after(position, answer, wanted, whole=whole, today=today)
    if whole and position.token is None:
        position = next_set(position, sets)
    return position, _page(position, wanted, answer.total if sets == 1 else None)


def _page(position: OaiPosition, items: list[OaiItem], total: int | None) -> Page:
    unreadable = sum(1 for item in items if item.record is None and not item.is_deleted)
    return Page(
        records=tuple(item.record for item in items if item.record is not None),
        cursor=position.to_json(),
        total=total,
        gone=tuple(item.key for item in items if item.is_deleted),
        notes=(f"{unreadable} records had no id or title and were left out",) if unreadable else (),
    )
