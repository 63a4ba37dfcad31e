"""Zotero: the library's papers into the reader's own Zotero library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paper_reader.library.exporting import Exporting
from paper_reader.types import NO_PROGRESS, Progress, ReadingList

if TYPE_CHECKING:
    from paper_reader.zotero import PushReport


class WithZotero(Exporting):
    """What goes to Zotero."""

    def zotero_push(
        self,
        papers: Sequence[str] | ReadingList | None,
        *,
        collection: str | None = None,
        dry_run: bool = False,
        progress: Progress = NO_PROGRESS,
    ) -> PushReport:
        """Bring papers (None: all) to Zotero, into a collection where one is named; nothing is doubled.

        Raises `SettingsError` where key or library are not set; what Zotero refuses stands in the report.
        """
        from paper_reader.wiring.zotero import make_zotero
        from paper_reader.zotero import PushReport, PushRequest, push
        from paper_reader.zotero.known import decode, encode

        chosen = [item.paper for item in papers.items] if isinstance(papers, ReadingList) else self._named(papers)
        zotero = make_zotero(self.settings, progress)
        library = str(self.settings.zotero_library)
        cursor = f"zotero:{zotero.endpoint}:{library}"
        report = PushReport(library=library, collection=collection, dry_run=dry_run)
        request = PushRequest(collection=collection, dry_run=dry_run)
        total = self._store.papers.count() if chosen is None else len(chosen)
        progress.begin(f"Zotero {library}", total, "papers")
        try:
            known = decode(self._store.cursors.get(cursor))
            for learnt in push(zotero, self._exported(chosen), known, request, report, progress):
                if not self._store.read_only:
                    with self._store.ingesting() as transaction:
                        transaction.set_cursor(cursor, encode(learnt))
        finally:
            progress.end()
            if zotero.client is not None:
                zotero.client.close()
        return report
