"""Which base addresses a source may have, and the gate that an address belongs to. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from paper_reader.errors import SettingsError

# arXiv's terms count its query API, OAI-PMH and RSS together: one request in three seconds, one connection.
_ONE_GATE_FOR = ("arxiv.org",)


def checked_base_url(url: str, *, what: str) -> str:
    """Return the address without a trailing slash; `SettingsError` where it is none that may be asked.

    Plain http is for servers on this machine alone: what goes over a network goes over TLS.
    """
    text = url.strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"the address of {what} cannot be {url!r}. Give one like https://host/path")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError(f"the address of {what}, {url}, is plain http. Use https; http is for this machine only")
    return text


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def may_redirect(source_url: str, target_url: str) -> bool:
    """Whether a redirect stays with the same host, and doesn't fall back from https to http."""
    source, target = urlsplit(source_url), urlsplit(target_url)
    if target.hostname != source.hostname or target.scheme not in ("http", "https"):
        return False
    if source.port != target.port and (source.port or target.port):
        return False
    return target.scheme == "https" or source.scheme == "http"


def gate_name(url: str) -> str:
    """Name the gate of an address, fit for a file name: the host, or the family of hosts that share one limit."""
    parts = urlsplit(url)
    host = parts.hostname or "unknown"
    for family in _ONE_GATE_FOR:
        if host == family or host.endswith(f".{family}"):
            return family
    name = f"{host}-{parts.port}" if parts.port else host
    return name.replace(":", "_")
