"""Addresses of libraries: a path in one may hold "?" and "%", written as %3F and %25 as in every address. Pure."""

from __future__ import annotations

from urllib.parse import unquote

from sqlalchemy.engine import URL, make_url

_IS_DECODED = make_url("sqlite:///%25").database == "%"  # SQLAlchemy's versions differ in this


def read_address(url: str | URL) -> URL:
    """The address as SQLAlchemy takes it, with the path of a SQLite file in plain letters."""
    if isinstance(url, URL):
        return url
    address = make_url(url)
    if _IS_DECODED or address.get_backend_name() != "sqlite" or not address.database or "uri" in address.query:
        return address
    return address.set(database=unquote(address.database))
