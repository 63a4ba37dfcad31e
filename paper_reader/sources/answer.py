"""What an HTTP answer's status means, before anybody looks at its body. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from paper_reader.errors import (
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceError,
    SourceRateLimited,
    SourceRefusedQuery,
    SourceUnavailable,
)

_BLOCKED = (401, 403, 407, 451)
_BUSY = (408, 425)
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One complete HTTP answer: body read to its end and within bounds. Header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def is_html(self) -> bool:
        """Whether the body is a web page, whatever the headers call it."""
        return bool(_HTML.match(self.content[:4096].removeprefix(b"\xef\xbb\xbf")))


def retry_after_seconds(answer: Answer, now: datetime) -> float | None:
    """Say how long Retry-After wants us to wait, given as seconds or a date; None where it says nothing sensible."""
    text = answer.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isdecimal() and text.isascii():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def status_error(answer: Answer, *, source: str, now: datetime) -> SourceError | None:
    """Make the error that an answer's status stands for; None for 200 alone."""
    status, url = answer.status, answer.url
    wait = retry_after_seconds(answer, now)
    if status == 200:
        return None
    if status == 429:
        return SourceRateLimited(
            f"{source} says that we ask too often (HTTP 429). {_come_again(wait)}",
            source=source, url=url, status=status, retry_after_seconds=wait,
        )  # fmt: skip
    if status >= 500 or status in _BUSY:
        return SourceUnavailable(
            f"{source} is not available (HTTP {status}). {_come_again(wait)}",
            source=source, url=url, status=status, retry_after_seconds=wait,
        )  # fmt: skip
    if status in _BLOCKED:
        return SourceBlocked(
            f"{source} refuses us (HTTP {status}). Wait some hours, set `contact` to your e-mail address, try again",
            source=source, url=url, status=status,
        )  # fmt: skip
    if status == 400:
        return SourceRefusedQuery(
            f"{source} cannot answer this request (HTTP 400). Change the query", source=source, url=url, status=status
        )
    return SourceAnswerUnrecognised(
        f"{source} answered HTTP {status}. Check that its address in the settings is right",
        source=source, url=url, status=status,
    )  # fmt: skip


def unrecognised(answer: Answer, *, source: str, what: str) -> SourceAnswerUnrecognised:
    """Make the error for a body that is none of the known forms; `what` says what it is instead."""
    return SourceAnswerUnrecognised(
        f"{source} gave {what} instead of an answer. This is not an empty result; try again later",
        source=source, url=answer.url, status=answer.status,
    )  # fmt: skip


def _come_again(wait: float | None) -> str:
    if wait is None:
        return "Wait some minutes, then run the same command again"
    return f"Wait {wait:.0f} s, then run the same command again"
