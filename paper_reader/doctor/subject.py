"""What is looked at: one library, its folders, and the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paper_reader.indexing import Indexer
from paper_reader.settings import Settings
from paper_reader.store import Store
from paper_reader.types import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An open library. `newest_backup` is its path and when it was made, `rebuild` makes the index anew."""

    settings: Settings
    store: Store
    indexer: Indexer
    index_root: Path
    rebuild: Callable[[], object]
    newest_backup: tuple[str, datetime] | None
    now: datetime
    progress: Progress

    def rebuild_quietly(self) -> None:
        """Make the index anew from the store alone."""
        self.rebuild()
