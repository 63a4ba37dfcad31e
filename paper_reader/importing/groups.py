"""Records that a file gives as one paper stay one paper, whatever the rules of this program's version say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

from paper_reader.correcting import merge_papers
from paper_reader.store import Store
from paper_reader.types import CorrectionKind, RecordName

Group = tuple[RecordName, ...]  # the records of one line, at least two


def keep_together(store: Store, groups: Sequence[Group]) -> None:
    """Joins the papers of records that came apart, but for those of which this library's reader said that they are."""
    with store.ingesting() as transaction:
        known = transaction.known_records([name for group in groups for name in group])
        corrections = transaction.corrections()
    for group in groups:
        papers = {known[name].paper_id for name in group if name in known}
        if len(papers) > 1 and not _said_apart(group, corrections):
            merge_papers(store, sorted(papers))


def _said_apart(group: Group, corrections: Mapping[tuple[RecordName, RecordName], CorrectionKind]) -> bool:
    return any(corrections.get(pair) is CorrectionKind.APART for pair in permutations(group, 2))
