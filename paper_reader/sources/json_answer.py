"""Answers that should be JSON: what they stand for, before a client library parses them. Pure.

Services that know of accounts refuse a wrong key with 401 or 403; that is told apart from other refusals. A key never
stands in a message: it travels in a header alone, and headers are not shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paper_reader.errors import SourceBlocked, SourceKeyRefused
from paper_reader.sources.answer import Answer, status_error, unrecognised

_REFUSALS = (401, 403)


@dataclass(frozen=True, slots=True)
class Account:
    """As whom a service is asked: the name of its key's setting (None: there is none), and whether one is set."""

    setting: str | None
    has_key: bool


def read_json(answer: Answer, *, source: str, account: Account, now: datetime) -> Any:
    """Give the document of a good answer; raises the `SourceError` that any other one stands for."""
    if answer.status in _REFUSALS:
        raise _refusal(answer, source, account)
    error = status_error(answer, source=source, now=now)
    if error is not None:
        raise error
    return document_of(answer, source=source)


def document_of(answer: Answer, *, source: str) -> Any:
    """Give the document whatever the status; raises `SourceAnswerUnrecognised` where there is none."""
    if answer.is_html:
        raise unrecognised(answer, source=source, what="a web page")
    if not answer.content.strip():
        raise unrecognised(answer, source=source, what="an empty body")
    try:
        document = json.loads(answer.content)
    except ValueError as error:
        raise unrecognised(answer, source=source, what="broken or cut JSON") from error
    if not isinstance(document, dict | list):
        raise unrecognised(answer, source=source, what="JSON of another form")
    return document


def _refusal(answer: Answer, source: str, account: Account) -> SourceBlocked:
    status, url = answer.status, answer.url
    if account.has_key:
        return SourceKeyRefused(
            f"{source} does not accept the key (HTTP {status}). Correct the setting `{account.setting}`, or remove it "
            "to ask without a key",
            source=source, url=url, status=status,
        )  # fmt: skip
    if account.setting is not None:
        return SourceKeyRefused(
            f"{source} wants a key (HTTP {status}). Get one there and set `{account.setting}`, or use another service",
            source=source, url=url, status=status,
        )  # fmt: skip
    return SourceBlocked(
        f"{source} refuses us (HTTP {status}). Wait some hours, set `contact` to your e-mail address, try again",
        source=source, url=url, status=status,
    )  # fmt: skip
