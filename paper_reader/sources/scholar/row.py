"""One result of Google Scholar as a value, free of `scholarly`'s dictionaries. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One result as its page shows it. `kind` is its mark in brackets: "citation", "book", "pdf", "html".

    `cluster` is Scholar's number for the paper and all its versions. `cited_by` is None where the page says nothing.
    `authors_cut`: more people wrote it than are named. On a profile `profile_key` names the entry, "USER:ENTRY".
    """

    title: str
    cluster: str | None = None
    profile_key: str | None = None
    authors: tuple[str, ...] = ()
    authors_cut: bool = False
    year: int | None = None
    venue: str | None = None
    snippet: str | None = None
    cited_by: int | None = None
    pub_url: str | None = None
    eprint_url: str | None = None
    kind: str | None = None
