"""Makes the parts of a library from its settings. Called by `paper_reader.library` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from paper_reader.errors import ModelUnavailable, UsageError
from paper_reader.settings import Settings
from paper_reader.types import NO_PROGRESS, Progress

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder
    from paper_reader.sources.protocol import Source
    from paper_reader.sources.transport import Transport
    from paper_reader.store import Store

STARTER = "starter"


def make_store(settings: Settings, progress: Progress = NO_PROGRESS) -> Store:
    """Open the library's database, made anew where there is none, with the present starter catalogue in it.

    The catalogue comes in at the first opening and again when it has changed, unless the settings say no.
    """
    from paper_reader.store import open_store

    store = open_store(settings.store_url)
    try:
        if store.read_only:
            progress.note("the library cannot be written here and is open for reading only")
        elif settings.starter:
            _bring_starter(store, progress)
    except BaseException:
        store.close()
        raise
    return store


def make_encoder(settings: Settings) -> Encoder:
    """Open the encoder that the settings name; its weights are loaded by the first text. Raises `ModelUnavailable`."""
    from index.encoders.opening import open_encoder
    from index.errors import EncoderUnavailable

    try:
        return open_encoder(
            settings.model,
            device=settings.device,
            precision=settings.precision,
            cache_dir=settings.cache_folder / "models",
        )
    except EncoderUnavailable as error:
        hint = "Check the setting `model`, or search by words alone: --mode lexical"
        raise ModelUnavailable(f"{str(error).rstrip('.')}. {hint}") from error


def make_source(settings: Settings, name: str) -> Source:
    """Make the source of this name, behind the gate that all libraries of this machine share."""
    if name == "arxiv":
        from paper_reader.sources.arxiv_api import ArxivApi

        return ArxivApi(settings.arxiv_api_url, transport=_transport(settings, settings.arxiv_api_url))
    if name == "arxiv-oai":
        from paper_reader.sources.arxiv_oai import ArxivOai

        return ArxivOai(settings.arxiv_oai_url, transport=_transport(settings, settings.arxiv_oai_url))
    if name == "arxiv-feed":
        from paper_reader.sources.arxiv_feed import ArxivFeed

        return ArxivFeed(settings.arxiv_rss_url, transport=_transport(settings, settings.arxiv_rss_url))
    raise UsageError(f"there is no source {name!r}. There are arxiv, arxiv-oai and arxiv-feed")


def without_password(url: str) -> str:
    """Give a database's address as it may be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@")))


def _transport(settings: Settings, url: str) -> Transport:
    from paper_reader.sources.gate import gate_for
    from paper_reader.sources.retrying import Limits
    from paper_reader.sources.transport import Transport

    gate = gate_for(url, settings.cache_folder / "gates", settings.arxiv_interval_seconds)
    limits = Limits(
        connect=settings.connect_timeout_seconds,
        read=settings.read_timeout_seconds,
        longest_wait=settings.patience_seconds,
    )
    return Transport(gate, contact=settings.contact, limits=limits)


def _bring_starter(store: Store, progress: Progress) -> None:
    from paper_reader.starter import starter_records, starter_version

    version = starter_version()
    if store.cursors.get(STARTER) == version:
        return
    from paper_reader.ingest import ingest

    records = list(starter_records())
    progress.begin("Reading the starter catalogue", len(records), "papers")
    ingest(store, records, cursor=(STARTER, version))
    progress.advance(len(records))
    progress.end()
