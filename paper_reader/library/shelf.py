"""The shelf: reading lists that the reader keeps, and saved searches."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paper_reader.errors import KeptListNotFound, QueryError, SavedSearchNotFound
from paper_reader.library.reading import Reading
from paper_reader.query import clean_query
from paper_reader.types import (
    KeptItem,
    KeptList,
    KeptListHead,
    Level,
    ReadingList,
    ReadingListItem,
    Role,
    SavedSearch,
    SearchFilter,
    SearchMode,
)

if TYPE_CHECKING:
    from paper_reader.store.shelf import ItemBody

MOST_ITEMS = 500


class Shelf(Reading):
    """Lists and searches to come back to. Lists and searches are named by their slugs."""

    def keep_list(self, name: str, made: ReadingList) -> KeptList:
        """Keep a reading list with its order and reasons under a name of the reader's."""
        from paper_reader.store.shelf import ItemBody

        items = [
            (item.paper.id, ItemBody(level=item.level, role=item.role, reason=item.reason, score=item.score))
            for item in made.items
        ]
        return self._keep(name, made.topic, made.topic_slug, items)

    def keep_papers(self, name: str, references: Sequence[str]) -> KeptList:
        """Keep chosen papers as a list, in this order."""
        return self._keep(name, None, None, self._bodies(references, {}))

    def kept_lists(self) -> list[KeptListHead]:
        """All kept lists, the one that changed last first."""
        return self._store.shelf.lists()

    def kept_list(self, slug: str) -> KeptList:
        """One kept list with its papers and how far the reader is with each; raises `KeptListNotFound`."""
        return self._filled(self._head(slug))

    def shared_list(self, share_token: str) -> KeptList:
        """The list that a link opens; raises `KeptListNotFound`."""
        head = self._store.shelf.find_shared(share_token) if share_token else None
        if head is None:
            raise KeptListNotFound("this link opens no list. It may have been taken back")
        return self._filled(head)

    def arrange_list(self, slug: str, references: Sequence[str]) -> KeptList:
        """Give a list these papers in this order: others come in, those left out go."""
        known = {row.paper_id: row.body for row in self._store.shelf.items(self._head(slug).slug)}
        self._store.shelf.put_items(slug, self._bodies(references, known))
        return self.kept_list(slug)

    def rename_list(self, slug: str, name: str) -> KeptList:
        """Give a list another name; its slug stays, so that links to it hold."""
        self._store.shelf.change_list(self._head(slug).slug, name=clean_query(name))
        return self.kept_list(slug)

    def share_list(self, slug: str, *, shared: bool) -> KeptListHead:
        """Make a link that opens this list to whoever has it, or take that back. A link that is there stays."""
        head = self._head(slug)
        if shared and head.share_token is None:
            self._store.shelf.change_list(slug, share_token=secrets.token_urlsafe(24))
        elif not shared:
            self._store.shelf.change_list(slug, share_token=None)
        return self._head(slug)

    def remove_list(self, slug: str) -> None:
        """Give up a list; its papers, marks and notes stay."""
        self._store.shelf.remove_list(self._head(slug).slug)

    def save_search(
        self,
        name: str,
        query: str,
        *,
        mode: SearchMode = SearchMode.HYBRID,
        limits: SearchFilter | None = None,
    ) -> SavedSearch:
        """Keep a search under a name."""
        from paper_reader.store.slugs import slugs_for

        title, words, kept = clean_query(name), clean_query(query), limits or SearchFilter()
        taken = (
            slug for slug in slugs_for(title, "search") if self._store.shelf.add_search(slug, title, words, mode, kept)
        )
        return self.saved_search(next(taken))

    def saved_searches(self) -> list[SavedSearch]:
        """All saved searches in the order they were saved."""
        return self._store.shelf.searches()

    def saved_search(self, slug: str) -> SavedSearch:
        """One saved search; raises `SavedSearchNotFound`."""
        found = self._store.shelf.find_search(slug)
        if found is None:
            raise SavedSearchNotFound(f"there is no saved search {slug!r}")
        return found

    def remove_search(self, slug: str) -> None:
        """Give up a saved search."""
        self._store.shelf.remove_search(self.saved_search(slug).slug)

    def _keep(
        self, name: str, topic: str | None, topic_slug: str | None, items: Sequence[tuple[int, ItemBody]]
    ) -> KeptList:
        from paper_reader.store.slugs import slugs_for

        title = clean_query(name)
        for slug in slugs_for(title, "list"):
            if self._store.shelf.add_list(slug, title, topic=topic, topic_slug=topic_slug, items=items):
                return self.kept_list(slug)
        raise AssertionError("slugs never end")

    def _bodies(self, references: Sequence[str], known: dict[int, ItemBody]) -> list[tuple[int, ItemBody]]:
        from paper_reader.store.shelf import ItemBody

        if len(references) > MOST_ITEMS:
            raise QueryError(f"a list of {len(references):,} papers is too long; at most {MOST_ITEMS} are kept")
        ids = dict.fromkeys(self.paper(reference).id for reference in references)
        return [(paper_id, known.get(paper_id, ItemBody())) for paper_id in ids]

    def _head(self, slug: str) -> KeptListHead:
        head = self._store.shelf.find_list(slug)
        if head is None:
            raise KeptListNotFound(f"there is no kept list {slug!r}. paper-reader lists shows them")
        return head

    def _filled(self, head: KeptListHead) -> KeptList:
        rows = self._store.shelf.items(head.slug)
        papers = {paper.id: paper for paper in self._store.papers.get_many([row.paper_id for row in rows])}
        statuses = self._store.reading.statuses()
        items = tuple(
            KeptItem(
                position=position,
                paper=papers[row.paper_id],
                added_at=row.added_at,
                level=row.body.level,
                role=row.body.role,
                reason=row.body.reason,
                score=row.body.score,
                status=statuses.get(row.paper_id),
            )
            for position, row in enumerate((row for row in rows if row.paper_id in papers), 1)
        )
        return KeptList(head, items)


def as_reading_list(kept: KeptList) -> ReadingList:
    """A kept list as the value that every form of export writes."""
    return ReadingList(
        topic=kept.head.name,
        topic_slug=kept.head.topic_slug,
        generated_at=kept.head.updated_at,
        items=tuple(
            ReadingListItem(
                position=item.position,
                level=item.level or Level.CORE,
                role=item.role or Role.CORE,
                reason=item.reason or (item.paper.curation.why if item.paper.curation else "chosen by the reader"),
                score=item.score or 0.0,
                signals={},
                paper=item.paper,
            )
            for item in kept.items
        ),
    )
