"""The full text of a paper: from the cache, else from arXiv, parsed where it can do no harm."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from paper_reader.errors import DocumentTooLarge, DocumentUnavailable, DocumentUnreadable
from paper_reader.identifiers import parse_arxiv_id
from paper_reader.reader.raw_document import DocumentForm
from paper_reader.types import NO_PROGRESS, Progress
from paper_reader.types.document import Document

if TYPE_CHECKING:
    from paper_reader.reader.document_cache import DocumentCache
    from paper_reader.reader.fetching import Fetcher
    from paper_reader.reader.raw_document import RawDocument
    from paper_reader.reader.sandbox import Sandbox


class Documents:
    """Gives full texts. Safe to share between threads: one at a time asks arXiv, and one parses; the others wait."""

    def __init__(self, fetcher: Fetcher, cache: DocumentCache, sandbox: Sandbox) -> None:
        self._fetcher = fetcher
        self._cache = cache
        self._sandbox = sandbox
        self._one_fetches = threading.Lock()  # two who want the same paper ask once
        self._one_parses = threading.Lock()  # it takes memory; apart, since a slow site must not hold up what is here

    def get(self, arxiv_id: str, *, refresh: bool = False, progress: Progress = NO_PROGRESS) -> Document:
        """Give the full text of an arXiv id ("2509.17765", "2509.17765v2", "cs/9901011", an abs address).

        What was read once comes from the cache, without network and without end: an id without version stays at the
        version it had then, until `refresh` asks arXiv anew. May take as long as the gate, one or two requests and
        the parsing take; call it outside of event loops. Raises `DocumentUnavailable` where there is no full text
        (or no such id), `DocumentTooLarge`, `DocumentUnreadable`, and the `SourceError` of an arXiv that cannot be
        asked now, with `retry_after_seconds` where that is known.
        """
        name = _canonical(arxiv_id)
        if not refresh and (kept := self._cache.document(name)) is not None:
            return kept
        with self._one_fetches:
            if not refresh and (kept := self._read(name)) is not None:
                return kept
            return self._fetched(name, progress)

    def cached(self, arxiv_id: str) -> Document | None:
        """Give the full text if it lies in the cache; asks nobody (but may parse anew what an older program read)."""
        name = _canonical(arxiv_id)
        return self._read(name)

    def from_file(self, path: Path) -> Document:
        """Read a PDF or HTML file. Raises `DocumentUnavailable`, `DocumentTooLarge` or `DocumentUnreadable`."""
        from paper_reader.reader.local_file import read_local_file

        raw = read_local_file(path, most_bytes=self._fetcher.most_bytes)
        return self._parse(raw)

    def _fetched(self, name: str, progress: Progress) -> Document:
        fetched = self._fetcher.fetch(name, progress)
        try:
            document = self._parse(fetched)
        except (DocumentTooLarge, DocumentUnreadable) as problem:
            if fetched.form is DocumentForm.PDF:
                raise
            fetched = self._fetcher.fetch_pdf(name, progress)
            document = self._parse(fetched)
            why = str(problem).split(". ")[0]
            document = replace(document, notes=(f"{why}; this is the PDF instead", *document.notes))
        self._cache.put_raw(name, fetched)
        self._cache.put_document(name, document)
        return document

    def _parse(self, raw: RawDocument) -> Document:
        with self._one_parses:
            return self._sandbox.parse(raw)

    def _read(self, name: str) -> Document | None:
        document = self._cache.document(name)
        if document is not None:
            return document
        raw = self._cache.raw(name)
        if raw is None:
            return None
        document = self._parse(raw)
        self._cache.put_document(name, document)
        return document


def _canonical(arxiv_id: str) -> str:
    parsed = parse_arxiv_id(arxiv_id)
    if parsed is None:
        raise DocumentUnavailable(
            f"{arxiv_id!r} is no arXiv id, and full texts come from arXiv alone. "
            "Where you have the paper as a file, read that: paper-reader read FILE.pdf"
        )
    base, version = parsed
    return f"{base}v{version}" if version else base
