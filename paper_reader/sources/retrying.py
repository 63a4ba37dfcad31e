"""Whether to ask again after an answer that was no good, and when. Pure, but for the chance that is passed in."""

from __future__ import annotations

from dataclasses import dataclass

from paper_reader.errors import SourceAnswerUnrecognised, SourceError, SourceIncomplete, SourceUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of patience with one host; times in seconds.

    `answer` bounds one answer from its first byte sent to its last byte read, `harvest` a whole harvest.
    `longest_wait` is the longest pause that is waited for within a run: a host that wants more ends the run.
    """

    connect: float = 10.0
    read: float = 60.0
    answer: float = 180.0
    harvest: float = 12 * 3600.0
    longest_wait: float = 300.0
    answer_bytes: int = 64 * 1024 * 1024  # arXiv's largest pages are near 5 MB
    tries: int = 4
    tries_of_odd_answers: int = 3  # empty pages, cut XML and maintenance pages mostly pass
    backoff: float = 3.0


def wait_before_retry(error: SourceError, *, attempt: int, limits: Limits, chance: float) -> float | None:
    """How many seconds to wait before the try after `attempt` (1-based); None where asking again makes no sense.

    What the host asks for (Retry-After) is the least that is waited. Without it the pauses double, each spread by
    `chance` (0 to 1) over half to all of its length, so that several machines don't come back at once.
    """
    tries = _tries(error, limits)
    if attempt >= tries:
        return None
    backoff = limits.backoff * 2.0 ** (attempt - 1) * (0.5 + chance / 2)
    wanted = error.retry_after_seconds if isinstance(error, SourceUnavailable) else None
    if wanted is None:
        return min(backoff, limits.longest_wait)
    return None if wanted > limits.longest_wait else max(wanted, backoff * chance)


def _tries(error: SourceError, limits: Limits) -> int:
    if isinstance(error, SourceUnavailable):
        return limits.tries
    if isinstance(error, SourceIncomplete):
        return limits.tries_of_odd_answers
    if isinstance(error, SourceAnswerUnrecognised) and error.status == 200:
        return limits.tries_of_odd_answers
    return 1  # blocked, refused: the same request would get the same answer
