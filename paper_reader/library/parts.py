"""The parts of one library, made when first needed: showing a paper loads no index, searching by words no model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from paper_reader.settings import Settings
from paper_reader.types import Progress, Roadmap
from paper_reader.wiring.clock import utc_now
from paper_reader.wiring.encoder import lasting_name, make_encoder

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder
    from paper_reader.indexing import Indexer, ReadyIndex
    from paper_reader.reading_lists import CohortCache
    from paper_reader.search.service import Search
    from paper_reader.store import Store


class Parts:
    """What the concerns of a library share: its settings, its store, and what is made from both."""

    def __init__(self, settings: Settings, store: Store, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self._store = store
        self._clock = clock  # for what is asked of the day: refreshes and what is new
        self._guard = threading.RLock()
        self._opened_encoder: Encoder | None = None

    def close(self) -> None:
        """Close index and database."""
        if "_indexer" in self.__dict__:
            self._indexer.close()
        self._store.close()

    @cached_property
    def roadmap(self) -> Roadmap:
        """The learning roadmap with the reader's own file on top."""
        from paper_reader.roadmap import load_roadmap

        return load_roadmap(self.settings.roadmap)

    @cached_property
    def _depths(self) -> Mapping[str, int]:
        from paper_reader.roadmap import topic_depth

        return {topic.slug: topic_depth(self.roadmap, topic.slug) for topic in self.roadmap.topics}

    @cached_property
    def _cohorts(self) -> CohortCache:
        from paper_reader.reading_lists import CohortCache

        return CohortCache()

    @property
    def _index_folder(self) -> Path:
        return self.settings.data_folder / "index"

    @cached_property
    def _indexer(self) -> Indexer:
        from paper_reader.indexing import Indexer

        return Indexer(
            self._store,
            self._index_folder,
            self._encoder,
            model=lasting_name(self.settings.model),
            named=partial(make_encoder, self.settings),
        )

    def _ready(self, progress: Progress, *, may_encode: bool = True) -> ReadyIndex:
        return self._indexer.ready(limit=self.settings.catch_up_limit, may_encode=may_encode, progress=progress)

    def _search(self, ready: ReadyIndex) -> Search:
        from paper_reader.search.service import Search

        return Search(self._store, ready.engine, ready.encoder)

    def _encoder(self) -> Encoder:
        """The encoder that the settings name, opened once."""
        with self._guard:
            if self._opened_encoder is None:
                self._opened_encoder = make_encoder(self.settings)
            return self._opened_encoder
