"""What of the library the index lacks, read page by page from the change numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.store import Store

PAGE: Final = 2000


@dataclass(frozen=True, slots=True)
class Pending:
    """Papers changed and deleted since an index was built, and the change number they bring it to."""

    changed: tuple[int, ...]
    deleted: tuple[int, ...]
    change_number: int

    def __len__(self) -> int:
        return len(self.changed) + len(self.deleted)


def pending_since(store: Store, number: int) -> Pending:
    """List everything that changed after `number`. What changes meanwhile is in this answer or the next."""
    changed: list[int] = []
    deleted: list[int] = []
    reached = number
    while page := store.papers.changed_since(reached, limit=PAGE):
        for change in page:
            (deleted if change.deleted else changed).append(change.paper_id)
        reached = page[-1].number
    return Pending(tuple(dict.fromkeys(changed)), tuple(dict.fromkeys(deleted)), reached)


def pages(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Part `ids` into pages that are read with one query each."""
    for start in range(0, len(ids), PAGE):
        yield ids[start : start + PAGE]
