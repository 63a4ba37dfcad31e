"""From what a person typed to the one paper, or the few papers, that it names exactly."""

from __future__ import annotations

from paper_reader.errors import PaperNotFound, QueryError
from paper_reader.query import read_query, read_reference
from paper_reader.store import Store
from paper_reader.types import Identifier, Paper, Scheme


def find_paper(store: Store, reference: str) -> Paper:
    """Get the paper named by its number, an identifier or address, an import's own id, or its exact title.

    Raises `PaperNotFound`, and `QueryError` where a title belongs to several papers.
    """
    named = read_reference(reference)
    if isinstance(named, int):
        return store.papers.get(named)
    found = _by_identifier(store, named, reference)
    if found is not None:
        return store.papers.get(found)
    if isinstance(named, Identifier):
        raise PaperNotFound(str(named))
    return _by_title(store, named)


def exact_matches(store: Store, text: str) -> list[int]:
    """List the papers whose identifier, address, imported id or whole title `text` is; empty where it is none."""
    named = read_query(text)
    found = _by_identifier(store, named, text)
    if found is not None:
        return [found]
    return [] if isinstance(named, Identifier) else store.papers.find_title(named)


def _by_identifier(store: Store, named: Identifier | str, text: str) -> int | None:
    words = " ".join(text.split())
    possible = [named] if isinstance(named, Identifier) else []
    possible += [Identifier(Scheme.EXTERNAL, words), Identifier(Scheme.STARTER, words)]
    return next((paper_id for name in possible if (paper_id := store.papers.find(name)) is not None), None)


def _by_title(store: Store, title: str) -> Paper:
    found = store.papers.find_title(title)
    if not found:
        raise PaperNotFound(title)
    if len(found) > 1:
        numbers = ", ".join(str(paper_id) for paper_id in found[:10])
        raise QueryError(f"{len(found)} papers have the title {title!r}. Name one by its number: {numbers}")
    return store.papers.get(found[0])
