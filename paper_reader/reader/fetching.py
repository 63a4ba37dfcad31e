"""Asks arXiv's site for one paper's full text: HTML where there is one, else the PDF.

One request or two, on demand, for the person who reads. Pace, time and size are bounded by the transport; a refusal
opens a breaker for an hour. Only the host in the settings is asked, and redirects stay on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from paper_reader.errors import (
    DocumentTooLarge,
    DocumentUnavailable,
    SourceAnswerTooLarge,
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceUnavailable,
)
from paper_reader.reader.raw_document import DocumentForm, RawDocument, form_of
from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer, status_error, unrecognised
from paper_reader.sources.breaker import Breaker, BreakerState
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Progress
from paper_reader.types.document import DocumentSource

_NAME = "arXiv"
_GONE = (404, 410)
_CONVERTED = b"ltx_document"  # the article itself, in every page that arXiv's LaTeXML made
# arXiv says with status 200 too that it has no HTML; a fatal error of the conversion leaves half a paper.
_NO_HTML = re.compile(
    rb"HTML is not available for|No HTML for |Conversion to HTML had a Fatal error|HTML version of this paper is not",
    re.IGNORECASE,
)
_NO_PAPER = re.compile(rb"recaptcha|unusual traffic|Access Paper:|<title>\s*\[[\w./-]+\]", re.IGNORECASE)
_BEING_MADE = re.compile(rb"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_MAKING_TAKES_SECONDS = 60.0


class Fetcher:
    """Fetches full texts. Safe to share between threads."""

    def __init__(
        self,
        site_url: str,
        *,
        transport: Transport,
        breaker: Breaker,
        most_bytes: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._site = checked_base_url(site_url, what="arXiv's site")
        self._transport = transport
        self._breaker = breaker
        self._now = now
        self.most_bytes = most_bytes

    def fetch(self, name: str, progress: Progress = NO_PROGRESS) -> RawDocument:
        """Fetch the full text of an id in its plain form; HTML first.

        Raises `DocumentUnavailable`, `DocumentTooLarge`, and `SourceError` where arXiv cannot be asked now.
        """
        return self._html(name, progress) or self.fetch_pdf(name, progress)

    def fetch_pdf(self, name: str, progress: Progress = NO_PROGRESS) -> RawDocument:
        """Fetch the PDF; errors as with `fetch`."""
        try:
            answer = self._ask(f"{self._site}/pdf/{quote(name)}", progress)
        except SourceAnswerTooLarge as error:
            raise DocumentTooLarge(
                f"the PDF of {name} is larger than {self.most_bytes // 2**20} MB. Set document_megabytes to more, "
                "or read it in the browser"
            ) from error
        except SourceAnswerUnrecognised as error:
            if error.status not in _GONE:
                raise
            raise DocumentUnavailable(
                f"arXiv has neither HTML nor PDF of {name}: it was withdrawn, or the id is wrong. "
                f"Look at {self._site}/abs/{name}"
            ) from error
        if form_of(answer.content) is not DocumentForm.PDF:
            raise self._no_pdf(answer)
        return self._raw(answer, DocumentForm.PDF, DocumentSource.ARXIV_PDF)

    def _html(self, name: str, progress: Progress) -> RawDocument | None:
        try:
            answer = self._ask(f"{self._site}/html/{quote(name)}", progress)
        except SourceAnswerTooLarge:
            return None
        except SourceAnswerUnrecognised as error:
            if error.status not in _GONE:
                raise
            return None
        if form_of(answer.content) is not DocumentForm.HTML or not holds_paper(answer.content):
            return None
        return self._raw(answer, DocumentForm.HTML, DocumentSource.ARXIV_HTML)

    def _ask(self, url: str, progress: Progress) -> Answer:
        session = self._transport.session(
            self._site, source=_NAME, inspect=self._inspect, admit=self._admit, progress=progress
        )
        with session as opened:
            response = opened.get(url)
        return Answer(url=response.url, status=response.status_code, content=response.content)

    def _admit(self) -> None:
        notes, now = self._breaker.notes(), self._now()
        if self._breaker.state() is BreakerState.OPEN and notes.reopens_at is not None:
            raise SourceBlocked(
                f"{_NAME} refused us before ({notes.reason}) and is left alone until {notes.reopens_at:%H:%M} UTC. "
                "Wait until then, or read the paper in the browser",
                source=_NAME, retry_after_seconds=(notes.reopens_at - now).total_seconds(),
            )  # fmt: skip

    def _inspect(self, answer: Answer) -> None:
        error = status_error(answer, source=_NAME, now=self._now())
        if isinstance(error, SourceBlocked):
            notes = self._breaker.refused(f"HTTP {answer.status}")
            if notes.reopens_at is not None:
                error.retry_after_seconds = (notes.reopens_at - self._now()).total_seconds()
        if error is not None:
            raise error
        self._breaker.good()

    def _no_pdf(self, answer: Answer) -> SourceUnavailable | SourceAnswerUnrecognised:
        if answer.is_html and _BEING_MADE.search(answer.content[:65536]):
            return SourceUnavailable(
                f"{_NAME} is still making this PDF. Wait a minute, then ask again",
                source=_NAME, url=answer.url, status=200, retry_after_seconds=_MAKING_TAKES_SECONDS,
            )  # fmt: skip
        return unrecognised(answer, source=_NAME, what="a web page" if answer.is_html else "something else than a PDF")

    def _raw(self, answer: Answer, form: DocumentForm, source: DocumentSource) -> RawDocument:
        return RawDocument(content=answer.content, form=form, source=source, address=answer.url, fetched_at=self._now())


def holds_paper(page: bytes) -> bool:
    """Whether a page under `/html/` is a paper, and not arXiv's word that there is none. Pure."""
    if _NO_HTML.search(page):
        return False
    return _CONVERTED in page or not _NO_PAPER.search(page)
