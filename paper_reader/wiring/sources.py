"""Makes sources from the settings, each behind the gate that all libraries of this machine share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from paper_reader.errors import UsageError
from paper_reader.settings import Settings
from paper_reader.wiring.clock import utc_now
from paper_reader.wiring.services import SERVICES, make_service

if TYPE_CHECKING:
    from paper_reader.sources.protocol import Source
    from paper_reader.sources.transport import Transport

SOURCES: Final = ("arxiv", "arxiv-oai", "arxiv-feed", "scholar", *SERVICES)
BULK: Final = frozenset({"arxiv-oai", "arxiv-feed"})  # these give whole categories and cannot look for words


def make_source(settings: Settings, name: str, *, clock: Callable[[], datetime] = utc_now) -> Source:
    """Make the source of this name, behind the gate that all libraries of this machine share.

    `clock` is what arXiv's ways reckon "since" by; the others date their answers by the machine's own.
    """
    if name == "arxiv":
        from paper_reader.sources.arxiv_api import ArxivApi

        return ArxivApi(settings.arxiv_api_url, transport=_transport(settings, settings.arxiv_api_url, clock))
    if name == "scholar":
        from paper_reader.wiring.scholar import make_scholar

        return make_scholar(settings)
    if name == "arxiv-oai":
        from paper_reader.sources.arxiv_oai import ArxivOai

        return ArxivOai(settings.arxiv_oai_url, transport=_transport(settings, settings.arxiv_oai_url, clock))
    if name == "arxiv-feed":
        from paper_reader.sources.arxiv_feed import ArxivFeed

        return ArxivFeed(settings.arxiv_rss_url, transport=_transport(settings, settings.arxiv_rss_url, clock))
    if name in SERVICES:
        return make_service(settings, name)
    raise UsageError(f"there is no source {name!r}. There are {', '.join(SOURCES)}")


def _transport(settings: Settings, url: str, clock: Callable[[], datetime]) -> Transport:
    from paper_reader.sources.gate import gate_for
    from paper_reader.sources.retrying import Limits
    from paper_reader.sources.transport import Transport

    gate = gate_for(url, settings.cache_folder / "gates", settings.arxiv_interval_seconds)
    limits = Limits(
        connect=settings.connect_timeout_seconds,
        read=settings.read_timeout_seconds,
        longest_wait=settings.patience_seconds,
    )
    return Transport(gate, contact=settings.contact, limits=limits, now=clock)
