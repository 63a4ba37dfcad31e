"""Makes the citation services from the settings, each behind the gate that all libraries of this machine share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paper_reader.errors import UsageError
from paper_reader.settings import Settings

if TYPE_CHECKING:
    from paper_reader.sources.crossref import Crossref
    from paper_reader.sources.openalex import OpenAlex
    from paper_reader.sources.semantic_scholar import SemanticScholar
    from paper_reader.sources.transport import Transport

# In this order: the first knows most papers under several names, by which the others are asked then.
SERVICES: Final = ("semantic-scholar", "openalex", "crossref")
_WITHOUT_A_KEY: Final = 3  # times as slow: without a key all the world shares one allowance
_TRIES: Final = 4
_TRIES_WITHOUT_A_KEY: Final = 6  # it is used up most of the time, and for moments only


def make_service(settings: Settings, name: str) -> OpenAlex | SemanticScholar | Crossref:
    """Make the service of this name; each can be searched too, as a `Source`. Raises `UsageError` for another name."""
    interval = settings.citation_interval_seconds
    if name == "openalex":
        from paper_reader.sources.openalex import OpenAlex

        url, key = settings.openalex_url, settings.openalex_key
        return OpenAlex(url, transport=_transport(settings, url, interval), key=key)
    if name == "semantic-scholar":
        from paper_reader.sources.semantic_scholar import SemanticScholar

        url, key = settings.semantic_scholar_url, settings.semantic_scholar_key
        if key:
            return SemanticScholar(url, transport=_transport(settings, url, interval), key=key)
        patient = _transport(settings, url, _WITHOUT_A_KEY * interval, tries=_TRIES_WITHOUT_A_KEY)
        return SemanticScholar(url, transport=patient)
    if name == "crossref":
        from paper_reader.sources.crossref import Crossref

        url = settings.crossref_url
        return Crossref(url, transport=_transport(settings, url, interval))
    raise UsageError(f"there is no citation service {name!r}. There are {', '.join(SERVICES)}")


def _transport(settings: Settings, url: str, interval: float, *, tries: int = _TRIES) -> Transport:
    from paper_reader.sources.gate import gate_for
    from paper_reader.sources.retrying import Limits
    from paper_reader.sources.transport import Transport

    limits = Limits(
        connect=settings.connect_timeout_seconds,
        read=settings.read_timeout_seconds,
        longest_wait=settings.patience_seconds,
        tries=tries,
    )
    contact = settings.contact
    if contact and "@" in contact and not contact.startswith("mailto:"):
        contact = f"mailto:{contact}"  # what Crossref looks for, to serve those better whom it can write to
    return Transport(gate_for(url, settings.cache_folder / "gates", interval), contact=contact, limits=limits)
