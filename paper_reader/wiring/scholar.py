"""Makes the way to Google Scholar from the settings: off unless the person has switched it on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from paper_reader.errors import SettingsError, SourceSwitchedOff
from paper_reader.settings import Settings
from paper_reader.types import ScholarStatus

if TYPE_CHECKING:
    from paper_reader.sources.scholar.pages import Pages
    from paper_reader.sources.scholar.source import Scholar

WARNING: Final = (
    "Google's terms forbid programs where robots.txt does, and Scholar's robots.txt closes its result pages to them. "
    "Whoever asks it by program may be shown CAPTCHAs, and see Scholar blocked in their own browser for a while"
)
_SWITCHED_OFF: Final = (
    f"Google Scholar is switched off. {WARNING}. If you take that upon you, set scholar = on (in settings.toml, as "
    "PAPER_READER_SCHOLAR=on, or with --setting scholar=on): pages then come slowly and few a day. Without it: "
    "--source arxiv; OpenAlex and Semantic Scholar for citation counts; or save Scholar's pages in your browser, and "
    "paper-reader import FILE.html reads them without asking anybody"
)
_LEAST_INTERVAL_SECONDS: Final = 10.0
_LEAST_BREAKER_HOURS: Final = 6.0
_LONGEST_BREAKER_HOURS: Final = 24.0
_PAGE_BYTES: Final = 8 * 1024 * 1024  # a page has 0.3 MB
_BACKOFF_SECONDS: Final = 120.0  # spread over half to all of it, so a second try comes after one to two minutes


def make_scholar(settings: Settings) -> Scholar:
    """Make the source; raises `SourceSwitchedOff` with all that speaks against it, unless it is switched on."""
    if not settings.scholar:
        raise SourceSwitchedOff(_SWITCHED_OFF)
    from paper_reader.sources.scholar.source import Scholar

    return Scholar(_pages(settings))


def scholar_status(settings: Settings) -> ScholarStatus:
    """Say how we stand with Scholar; asks nobody."""
    from paper_reader.sources.breaker import BreakerState

    pages = _pages(settings)
    notes, state, (count, size) = pages.breaker.notes(), pages.breaker.state(), pages.cache.size()
    return ScholarStatus(
        switched_on=settings.scholar,
        address=pages.base_url,
        interval_seconds=settings.scholar_interval_seconds,
        pages_today=pages.budget.used(),
        pages_per_day=settings.scholar_pages_per_day,
        pages_per_run=settings.scholar_pages_per_run,
        budget_anew_at=pages.budget.begins_anew(),
        breaker=state.value,
        reopens_at=notes.reopens_at if state is BreakerState.OPEN else None,
        reason=notes.reason if state is not BreakerState.CLOSED else "",
        refusals=notes.openings,
        cached_pages=count,
        cached_bytes=size,
        cache_days=settings.scholar_cache_days,
    )


def _pages(settings: Settings) -> Pages:
    from paper_reader.sources.address import gate_name
    from paper_reader.sources.breaker import Breaker, Rules
    from paper_reader.sources.gate import Gate
    from paper_reader.sources.retrying import Limits
    from paper_reader.sources.scholar.budget import DailyBudget
    from paper_reader.sources.scholar.page_cache import PageCache
    from paper_reader.sources.scholar.pages import DESKTOP_BROWSER, Pages
    from paper_reader.sources.transport import Transport

    _refuse_haste(settings)
    url, interval = settings.scholar_url, settings.scholar_interval_seconds
    folder = settings.cache_folder / "scholar" / gate_name(url)
    gate = Gate(
        settings.cache_folder / "gates" / f"{gate_name(url)}.json",
        interval,
        jitter_seconds=interval / 2,
        name=urlsplit(url).hostname,
    )
    limits = Limits(
        connect=settings.connect_timeout_seconds,
        read=settings.read_timeout_seconds,
        longest_wait=settings.patience_seconds,
        answer_bytes=_PAGE_BYTES,
        tries=2,
        tries_of_odd_answers=1,
        backoff=_BACKOFF_SECONDS,
    )
    hours = settings.scholar_breaker_hours
    rules = Rules(first=timedelta(hours=hours), longest=timedelta(hours=max(hours, _LONGEST_BREAKER_HOURS)))
    return Pages(
        url,
        transport=Transport(gate, user_agent=DESKTOP_BROWSER, limits=limits),
        breaker=Breaker(folder / "breaker.json", rules),
        budget=DailyBudget(folder / "budget.json", settings.scholar_pages_per_day),
        cache=PageCache(folder / "pages", timedelta(days=settings.scholar_cache_days)),
        pages_per_run=settings.scholar_pages_per_run,
    )


def _refuse_haste(settings: Settings) -> None:
    """Hold the least pauses towards every host that is not this machine."""
    from paper_reader.sources.address import is_loopback

    if is_loopback(urlsplit(settings.scholar_url).hostname or ""):
        return
    if settings.scholar_interval_seconds < _LEAST_INTERVAL_SECONDS:
        raise SettingsError(
            f"scholar_interval_seconds is {settings.scholar_interval_seconds:g}, and less than "
            f"{_LEAST_INTERVAL_SECONDS:g} gets a network blocked. Set {_LEAST_INTERVAL_SECONDS:g} or more"
        )
    if settings.scholar_breaker_hours < _LEAST_BREAKER_HOURS:
        raise SettingsError(
            f"scholar_breaker_hours is {settings.scholar_breaker_hours:g}, and a block does not pass sooner for being "
            f"tried. Set {_LEAST_BREAKER_HOURS:g} or more"
        )
