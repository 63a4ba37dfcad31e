"""Atom as the library itself writes it; see `paper_reader.exporting.atom`."""

from paper_reader.exporting.atom import AUTHORITY, MEDIA_TYPE, NEVER, Entry, Feed, write_feed

__all__ = ["AUTHORITY", "MEDIA_TYPE", "NEVER", "Entry", "Feed", "write_feed"]
