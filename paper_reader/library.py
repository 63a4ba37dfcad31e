"""The facade: one library with everything that can be done with it. `open_library` is the one place that wires.

Doors and scripts talk to `Library` and to the value types. Its methods delegate; parts are made when first needed, so
that showing a paper loads no index and searching by words no model.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from paper_reader.errors import QueryError, TopicNotFound, UsageError
from paper_reader.query import clean_query
from paper_reader.settings import Settings
from paper_reader.types import (
    NO_PROGRESS,
    Identifier,
    IndexStatus,
    LibraryStatus,
    Paper,
    PaperDetails,
    Part,
    Progress,
    ReaderNote,
    ReadingList,
    ReadingStatus,
    Roadmap,
    RunReport,
    SearchFilter,
    SearchMode,
    SearchResult,
    SourceQuery,
    Topic,
)
from paper_reader.wiring import make_encoder, make_source, make_store, without_password

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder
    from paper_reader.exporting import ExportedPaper
    from paper_reader.indexing import Indexer, ReadyIndex
    from paper_reader.reading_lists import CohortCache
    from paper_reader.search.service import Search
    from paper_reader.store import Store


def open_library(settings: Settings, *, progress: Progress = NO_PROGRESS) -> Library:
    """Open the library that the settings name, made anew where there is none; new ones get the starter catalogue.

    Raises the `StoreError` that fits where the database cannot be used.
    """
    return Library(settings, make_store(settings, progress))


class Library:
    """One library. Made by `open_library`; safe for threads; to be closed.

    A paper is named by its number, arXiv id, DOI, address, imported id or exact title (`reference`).
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self._store = store
        self._guard = threading.RLock()
        self._opened_encoder: Encoder | None = None

    def close(self) -> None:
        """Close index and database."""
        if "_indexer" in self.__dict__:
            self._indexer.close()
        self._store.close()

    # Reading

    def reading_list(
        self, topic: str, *, size: int = 20, limits: SearchFilter | None = None, progress: Progress = NO_PROGRESS
    ) -> ReadingList:
        """What to read on a roadmap topic or any text, in order and with reasons."""
        from paper_reader.reading_lists import EngineRetriever, asked_for, build_reading_list

        ready = self._ready(progress)
        asked, side_of = asked_for(self.roadmap, clean_query(topic))
        engine = ready.engine if ready.engine and ready.engine.manifest.count else None
        return build_reading_list(
            asked,
            store=self._store,
            retriever=EngineRetriever(engine, self._encoder()) if engine else None,
            now=datetime.now(UTC),
            size=size,
            limits=limits or SearchFilter(),
            depths=self._depths,
            notes=(*ready.notes, *side_of),
            cohorts=self._cohorts,
        )

    @cached_property
    def roadmap(self) -> Roadmap:
        """The learning roadmap with the reader's own file on top."""
        from paper_reader.roadmap import load_roadmap

        return load_roadmap(self.settings.roadmap)

    def part(self, name: str) -> Part:
        """The part with this number, slug or title, or the one that this topic stands in; raises `TopicNotFound`."""
        from paper_reader.roadmap import find_part

        part, topic = find_part(self.roadmap, name), self.topic(name)
        if part is None and topic is not None:
            part = find_part(self.roadmap, topic.part)
        if part is None:
            raise TopicNotFound(f"the roadmap has no part {name!r}. paper-reader roadmap lists them")
        return part

    def topic(self, name: str) -> Topic | None:
        """The roadmap's topic that goes by this name; None where there is none."""
        from paper_reader.roadmap import find_topic

        return find_topic(self.roadmap, name)

    # Finding

    def search(
        self,
        text: str,
        *,
        mode: SearchMode = SearchMode.HYBRID,
        limits: SearchFilter | None = None,
        limit: int = 10,
        progress: Progress = NO_PROGRESS,
    ) -> SearchResult:
        """Find papers by name, words and meaning; what is new is indexed first where it is little."""
        ready = self._ready(progress, may_encode=mode is not SearchMode.LEXICAL)
        found = self._search(ready).search(text, mode=mode, limits=limits or SearchFilter(), limit=limit)
        return _with_notes(found, ready.notes)

    def similar(
        self,
        reference: str,
        *,
        limits: SearchFilter | None = None,
        limit: int = 10,
        progress: Progress = NO_PROGRESS,
    ) -> SearchResult:
        """Find the papers nearest in meaning to one."""
        paper = self.paper(reference)
        ready = self._ready(progress)
        found = self._search(ready).similar(paper, limits=limits or SearchFilter(), limit=limit)
        return _with_notes(found, ready.notes)

    def paper(self, reference: str) -> Paper:
        """The one paper of this name; raises `PaperNotFound`, or `QueryError` where several share the title."""
        from paper_reader.search.lookup import find_paper

        return find_paper(self._store, reference)

    def details(self, reference: str) -> PaperDetails:
        """A paper with its records, mark and notes."""
        paper = self.paper(reference)
        return PaperDetails(
            paper=paper,
            records=tuple(self._store.records.of_paper(paper.id)),
            status=self._store.reading.statuses().get(paper.id),
            notes=tuple(ReaderNote(note.text, note.created_at) for note in self._store.reading.notes(paper.id)),
        )

    # The reader's own

    def mark(self, reference: str, status: ReadingStatus | None) -> Paper:
        """Mark a paper; None takes the mark away. Gives the paper."""
        paper = self.paper(reference)
        self._store.reading.set_status(paper.id, status)
        return paper

    def add_note(self, reference: str, text: str) -> Paper:
        """Keep a note on a paper. Gives the paper; raises `QueryError` for a note without a word."""
        if not text.strip():
            raise QueryError("the note is empty. Write what you think of the paper")
        paper = self.paper(reference)
        self._store.reading.add_note(paper.id, text)
        return paper

    # Gathering

    def collect(self, query: SourceQuery, progress: Progress = NO_PROGRESS) -> RunReport:
        """Bring in what a source has; a harvest that was stopped goes on where it was."""
        from paper_reader.harvest import collect

        return collect(self._store, make_source(self.settings, query.source), query, progress=progress)

    def import_file(self, path: Path, *, form: str | None = None, progress: Progress = NO_PROGRESS) -> RunReport:
        """Bring the papers of a file into the library; an import that was stopped goes on where it was."""
        from paper_reader.importing import import_file
        from paper_reader.importing.formats import FORMATS

        if form is not None and form not in (names := [one.name for one in FORMATS]):
            raise UsageError(f"there is no format {form!r}. There are {', '.join(names)}")

        rejects = self.settings.data_folder / "rejects"
        return import_file(self._store, path, format=form, progress=progress, rejects_dir=rejects)

    def export(self, form: str, references: Sequence[str] | None = None) -> Iterator[str]:
        """Write papers as text, piece by piece: those that are named, or all where none are."""
        from paper_reader.exporting import write_papers

        named = None if references is None else [[self.paper(reference) for reference in references]]
        return write_papers(form, _with_references(self._store, named or self._store.papers.iterate()))

    def written(self, made: ReadingList, form: str) -> str:
        """Write a reading list as text."""
        from paper_reader.exporting import write_reading_list

        return write_reading_list(form, made)

    def runs(self, limit: int = 20) -> list[RunReport]:
        """The latest harvests and imports, newest first."""
        return self._store.runs.list(limit)

    # Keeping in order

    def index_status(self) -> IndexStatus:
        """How the index stands to the library."""
        return self._indexer.status()

    def index_build(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Bring the index up to date."""
        return self._indexer.build(progress)

    def index_rebuild(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Build the index anew; vectors that are known are kept."""
        return self._indexer.rebuild(progress)

    def status(self) -> LibraryStatus:
        """The library at a glance."""
        return LibraryStatus(
            data_dir=str(self.settings.data_folder),
            database=without_password(self.settings.store_url),
            papers=self._store.papers.count(),
            marks=dict(Counter(self._store.reading.statuses().values())),
            index=self._indexer.status(),
            last_run=next(iter(self._store.runs.list(1)), None),
        )

    # Parts, made at first use

    @cached_property
    def _depths(self) -> Mapping[str, int]:
        from paper_reader.roadmap import topic_depth

        return {topic.slug: topic_depth(self.roadmap, topic.slug) for topic in self.roadmap.topics}

    @cached_property
    def _cohorts(self) -> CohortCache:
        from paper_reader.reading_lists import CohortCache

        return CohortCache()

    @cached_property
    def _indexer(self) -> Indexer:
        from paper_reader.indexing import Indexer

        return Indexer(self._store, self.settings.data_folder / "index", self._encoder, model=self.settings.model)

    def _ready(self, progress: Progress, *, may_encode: bool = True) -> ReadyIndex:
        return self._indexer.ready(limit=self.settings.catch_up_limit, may_encode=may_encode, progress=progress)

    def _search(self, ready: ReadyIndex) -> Search:
        from paper_reader.search.service import Search

        return Search(self._store, ready.engine, self._encoder)

    def _encoder(self) -> Encoder:
        """The encoder that the settings name, opened once."""
        with self._guard:
            if self._opened_encoder is None:
                self._opened_encoder = make_encoder(self.settings)
            return self._opened_encoder


def _with_notes(result: SearchResult, notes: tuple[str, ...]) -> SearchResult:
    return replace(result, notes=(*notes, *result.notes))


def _with_references(store: Store, batches: Iterable[Sequence[Paper]]) -> Iterator[ExportedPaper]:
    """Each paper with what any of its records says that it cites and is called, a batch in memory at a time."""
    from paper_reader.exporting import ExportedPaper

    for batch in batches:
        cited: dict[int, dict[Identifier, None]] = {paper.id: {} for paper in batch}
        names: dict[int, dict[Identifier, None]] = {paper.id: {} for paper in batch}
        for stored in store.records.of_papers(list(cited)):
            cited[stored.paper_id] |= dict.fromkeys(stored.record.references)
            names[stored.paper_id] |= dict.fromkeys(stored.record.identifiers)
        for paper in batch:
            yield ExportedPaper(paper=paper, references=tuple(cited[paper.id]), identifiers=tuple(names[paper.id]))
