"""Makes the way to full texts from the settings: arXiv's site behind arXiv's one gate, the cache, the sandbox."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from paper_reader.settings import Settings

if TYPE_CHECKING:
    from paper_reader.reader.documents import Documents
    from paper_reader.sources.transport import Transport

_MEGABYTE: Final = 1024 * 1024
_LEFT_ALONE_HOURS: Final = 1.0  # after a refusal; its pages hold no CAPTCHA, but a machine that goes on is blocked
_LONGEST_WAIT_SECONDS: Final = 30.0  # for longer pauses the person is told when to come again
_TRIES: Final = 2  # somebody waits for the page


def make_documents(settings: Settings) -> Documents:
    """Make what gives full texts. Nobody is asked before the first `get`."""
    from paper_reader.reader.document_cache import DocumentCache
    from paper_reader.reader.documents import Documents
    from paper_reader.reader.fetching import Fetcher
    from paper_reader.reader.sandbox import Bounds, Sandbox
    from paper_reader.sources.address import gate_name
    from paper_reader.sources.breaker import Breaker, Rules

    most_bytes = settings.document_megabytes * _MEGABYTE
    url = settings.arxiv_site_url
    rules = Rules(first=timedelta(hours=_LEFT_ALONE_HOURS), longest=timedelta(hours=24))
    breaker = Breaker(settings.cache_folder / "gates" / f"{gate_name(url)}.site-breaker.json", rules)
    return Documents(
        Fetcher(url, transport=_transport(settings, url, most_bytes), breaker=breaker, most_bytes=most_bytes),
        DocumentCache(settings.cache_folder / "documents", settings.document_cache_megabytes * _MEGABYTE),
        Sandbox(Bounds(seconds=settings.document_seconds)),
    )


def _transport(settings: Settings, url: str, most_bytes: int) -> Transport:
    from paper_reader.sources.gate import gate_for
    from paper_reader.sources.retrying import Limits
    from paper_reader.sources.transport import Transport

    limits = Limits(
        connect=settings.connect_timeout_seconds,
        read=settings.read_timeout_seconds,
        longest_wait=min(settings.patience_seconds, _LONGEST_WAIT_SECONDS),
        answer_bytes=most_bytes,
        tries=_TRIES,
        tries_of_odd_answers=1,
    )
    gate = gate_for(url, settings.cache_folder / "gates", settings.arxiv_interval_seconds)
    return Transport(gate, contact=settings.contact, limits=limits)
