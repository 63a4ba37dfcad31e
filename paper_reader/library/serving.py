"""Serving: what a process that stays up asks beside the answers themselves."""

from __future__ import annotations

from paper_reader.library.parts import Parts
from paper_reader.types import NO_PROGRESS


class Serving(Parts):
    """Being ready before the first question, and the forms that answers can be written in."""

    def warm_up(self) -> None:
        """Open index, model, cohorts and roadmap, so that the first question waits for none of them.

        Raises what a search would: `IndexUnavailable`, `ModelUnavailable` and the like.
        """
        ready = self._ready(NO_PROGRESS)
        self._cohorts.get(self._store.papers)
        _ = self._depths
        if ready.engine is not None and ready.engine.manifest.count:
            ready.encoder().encode_queries(["warm"])

    def ping(self) -> int:
        """Ask the database for its latest change number; raises the `StoreError` that fits where it cannot answer."""
        return self._store.papers.change_number()

    def export_suffixes(self) -> dict[str, tuple[str, str]]:
        """Which file endings a list can be written with, each with its form's name and media type."""
        from paper_reader.exporting import FORMATS

        return {form.suffix.lstrip("."): (form.name, form.media_type) for form in FORMATS.values()}
