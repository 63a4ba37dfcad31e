"""The error that a page stands for, in words that say what to do next. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from paper_reader.errors import (
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceBudgetSpent,
    SourceError,
    SourceRateLimited,
    SourceUnavailable,
)
from paper_reader.sources.answer import Answer, retry_after_seconds
from paper_reader.sources.breaker import BreakerNotes
from paper_reader.sources.scholar.page import PageKind
from paper_reader.sources.scholar.record import SOURCE

NAME: Final = "Google Scholar"
_OTHERS: Final = "Until then: paper-reader collect --source arxiv, or paper-reader enrich for citation counts"
_SAID: Final = {
    PageKind.CAPTCHA: "wants proof that a person is asking (a CAPTCHA)",
    PageKind.SENT_AWAY: "takes us for a robot (it sent us to its /sorry page)",
    PageKind.CONSENT: "wants consent to its cookies first, which only a browser can give",
    PageKind.SIGN_IN: "wants us to sign in",
}


def reason_of(kind: PageKind, status: int) -> str:
    """Say in a few words why Scholar refused, for the breaker's notes."""
    return _SAID.get(kind) or f"refuses us (HTTP {status})"


def blocked(kind: PageKind, answer: Answer, notes: BreakerNotes, *, now: datetime, pages_done: int) -> SourceBlocked:
    """Make the error for a page that refuses us; the breaker has opened."""
    return SourceBlocked(
        f"{NAME} {reason_of(kind, answer.status)}. {_left_alone(notes, pages_done)}",
        source=SOURCE, url=answer.url, status=answer.status, pages_done=pages_done,
        retry_after_seconds=_seconds_until(notes, now),
    )  # fmt: skip


def limited(answer: Answer, notes: BreakerNotes, *, now: datetime, pages_done: int) -> SourceRateLimited:
    """Make the error for HTTP 429; its `retry_after_seconds` is what the answer itself asks for."""
    wait = retry_after_seconds(answer, now)
    said = f"{NAME} says that we ask too often (HTTP 429)"
    if notes.reopens_at is not None:
        said = f"{said}, and it stayed so. {_left_alone(notes, pages_done)}"
    else:
        pause = f"Wait {wait:.0f} s" if wait is not None else "Wait some minutes"
        said = f"{said}. {pause}, then run the same command again"
    return SourceRateLimited(
        said, source=SOURCE, url=answer.url, status=answer.status, pages_done=pages_done, retry_after_seconds=wait
    )


def unavailable(answer: Answer, *, now: datetime, pages_done: int) -> SourceUnavailable:
    """Make the error for HTTP 5xx."""
    wait = retry_after_seconds(answer, now)
    pause = f"Wait {wait:.0f} s" if wait is not None else "Wait some minutes"
    return SourceUnavailable(
        f"{NAME} is not available (HTTP {answer.status}). {pause}, then run the same command again",
        source=SOURCE, url=answer.url, status=answer.status, pages_done=pages_done, retry_after_seconds=wait,
    )  # fmt: skip


def unrecognised(answer: Answer, what: str, *, pages_done: int) -> SourceAnswerUnrecognised:
    """Make the error for a page that is none of the known ones."""
    return SourceAnswerUnrecognised(
        f"{NAME} gave {what}. This is not an empty result. Its layout may have changed: look whether there is a newer "
        "version of this program. Until then use --source arxiv or --source openalex",
        source=SOURCE, url=answer.url, status=answer.status, pages_done=pages_done,
    )  # fmt: skip


def what_is_unknown(answer: Answer) -> str:
    """Say what stands where a page of results should."""
    if answer.status != 200:
        return f"HTTP {answer.status}"
    if not answer.content.strip():
        return "an empty body"
    return "a web page without results" if answer.is_html else "something that is no page of results"


def left_alone(notes: BreakerNotes, *, now: datetime, url: str, pages_done: int) -> SourceBlocked:
    """Make the error for an open breaker: nothing was asked."""
    opened = _moment(notes.opened_at) if notes.opened_at else "a while ago"
    return SourceBlocked(
        f"{NAME} is left alone for now: since {opened} it {notes.reason or 'refuses us'}. "
        f"{_left_alone(notes, pages_done)}",
        source=SOURCE, url=url, pages_done=pages_done, retry_after_seconds=_seconds_until(notes, now),
    )  # fmt: skip


def day_spent(pages: int, again: datetime, *, now: datetime, url: str, pages_done: int) -> SourceError:
    """Make the error for a day whose budget is spent."""
    return SourceBudgetSpent(
        f"{NAME} was asked for {pages} pages today, which is the setting scholar_pages_per_day. {_kept(pages_done)}"
        f"Run the same command again after {_moment(again)}: it goes on at page {pages_done + 1}",
        source=SOURCE, url=url, pages_done=pages_done, retry_after_seconds=(again - now).total_seconds(),
    )  # fmt: skip


def run_spent(pages: int, *, url: str, pages_done: int) -> SourceError:
    """Make the error for a run whose budget is spent."""
    return SourceBudgetSpent(
        f"{NAME} was asked for {pages} pages in this run, which is the setting scholar_pages_per_run. "
        f"{_kept(pages_done)}Run the same command again: it goes on at page {pages_done + 1}",
        source=SOURCE, url=url, pages_done=pages_done,
    )  # fmt: skip


def _left_alone(notes: BreakerNotes, pages_done: int) -> str:
    when = _moment(notes.reopens_at) if notes.reopens_at else "some hours have passed"
    on = f"it goes on at page {pages_done + 1}" if pages_done else "it begins then"
    return f"{_kept(pages_done)}Run the same command again after {when}: {on}. {_OTHERS}"


def _kept(pages_done: int) -> str:
    return f"{pages_done} page{'s' if pages_done > 1 else ''} came before and are kept. " if pages_done else ""


def _seconds_until(notes: BreakerNotes, now: datetime) -> float | None:
    return max(0.0, (notes.reopens_at - now).total_seconds()) if notes.reopens_at else None


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}"
