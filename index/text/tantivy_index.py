"""The text index: BM25 over title and body in tantivy (k1 = 1.2, b = 0.75, lengths kept to one byte)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from index.document import Filter
from index.errors import IndexDamaged
from index.processors import available_cpus
from index.text.query import QueryBuilder
from index.text.schema import (
    ATTRIBUTES,
    ID,
    NAMES,
    TEXT,
    attribute_terms,
    make_analyzer,
    make_schema,
    register_analyzers,
)
from index.text.terms import names_in, read_query

SPARE = 16  # hits asked for beyond the limit, to see whether a tie goes past it
HEAP_BYTES = 64_000_000  # a thread's documents before they become a segment
MOST_THREADS = 4
TITLE_WEIGHT = 2  # how often a word of the title counts


@contextmanager
def _place_for_lock(folder: Path) -> Iterator[Path]:
    """The folder, or for one that cannot be written a passing one with links to its files.

    Tantivy makes a lock file even to read.
    """
    if not folder.is_dir() or os.access(folder, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="paper-reader-") as made:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(made) / path.name).symlink_to(path.resolve())
        yield Path(made)


class TextIndex:
    """Reads the text index of one generation. Safe to search from several threads."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        with _place_for_lock(folder) as place:
            try:
                index = tantivy.Index.open(str(place))
            except ValueError as error:
                raise IndexDamaged(f"{folder} is not a whole text index ({error}). Build the index again.") from error
            register_analyzers(index)
            self._searcher = index.searcher()  # has every file open from here on
        self._queries = QueryBuilder(index.schema, self._searcher, make_analyzer())

    @property
    def count(self) -> int:
        """How many documents it holds."""
        return int(self._searcher.num_docs)

    def search(self, text: str, *, limit: int, condition: Filter) -> list[tuple[int, float]]:
        """Ids and BM25 scores of the best documents, best first, equal scores by id.

        No text is wrong: what stands between quotation marks must be found as it stands, everything else is words.
        Deleted documents still count in how rare a word is, until tantivy merges them away.
        """
        query = self._queries.build(read_query(text), condition)
        if query is None or limit <= 0 or not self.count:
            return []
        wanted = limit + SPARE
        while True:
            hits = self._searcher.search(query, min(wanted, self.count), count=False).hits
            cut_a_tie = len(hits) > limit and hits[-1][0] == hits[limit - 1][0]
            if not cut_a_tie or wanted >= self.count:
                break
            wanted *= 4
        ids = self._searcher.fast_field_values(ID, [address for _, address in hits])
        found = [(int(found_id or 0), float(score)) for found_id, (score, _) in zip(ids, hits, strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]


class TextWriter:
    """Writes documents into a text index: a new one, or the copy of an older generation's.

    A context manager: left without `finish`, it stops tantivy's threads, so that the folder can be removed.
    """

    def __init__(self, folder: Path) -> None:
        import tantivy

        existing = (folder / "meta.json").exists()
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index.open(str(folder)) if existing else tantivy.Index(make_schema(), path=str(folder))
        register_analyzers(index)
        threads = min(MOST_THREADS, available_cpus())
        self._writer = index.writer(HEAP_BYTES * threads, threads)
        self._finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._finished:
            self._writer.rollback()
            self._writer.wait_merging_threads()

    def add(
        self, document_id: int, title: str, body: str, numbers: Mapping[str, int], tags: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Add a document. One with the same id must have been deleted before."""
        import tantivy

        document = tantivy.Document()
        document.add_integer(ID, document_id)
        # Each value is set apart from the next, so that no phrase reaches from the title into the body.
        for value in (*[title] * TITLE_WEIGHT, body):
            document.add_text(TEXT, value)
        names = names_in(title) * TITLE_WEIGHT + names_in(body)
        if names:
            document.add_text(NAMES, " ".join(names))
        for term in attribute_terms(numbers, tags):
            document.add_text(ATTRIBUTES, term)
        self._writer.add_document(document)

    def delete(self, ids: Iterable[int]) -> None:
        """Take out the documents with these ids, also those added before in this same writing."""
        for document_id in ids:
            self._writer.delete_documents_by_term(ID, document_id)

    def finish(self) -> None:
        """Make everything durable and wait until segments are merged. The writer cannot be used afterwards."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._finished = True
