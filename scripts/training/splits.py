"""Which papers take no part in training. Pure: an id's hash and a title's fingerprint decide, everywhere alike."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from paper_reader.titles import title_fingerprint

SET_ASIDE = 5_000  # title -> abstract and known-item search are measured on these
FOR_CHOOSING = 3_000  # recipes are compared on these
_SALT = b"paper encoder, held out, 1:"


def held_out_ids(ids: Iterable[str]) -> tuple[list[str], list[str]]:
    """The ids set aside for the report, and those for choosing among recipes: the smallest hashes, in their order."""
    ordered = sorted(set(ids), key=lambda one: (_hash(one), one))
    return ordered[:SET_ASIDE], ordered[SET_ASIDE : SET_ASIDE + FOR_CHOOSING]


def forbidden_titles(titles: Iterable[str]) -> frozenset[str]:
    """The fingerprints of titles that must not be seen: of held-out papers and of the benchmarks' documents."""
    return frozenset(title_fingerprint(title) for title in titles) - {""}


def may_train(paper_id: str, title: str, held_out: Collection[str], forbidden: Collection[str]) -> bool:
    """Whether a paper may be trained on: neither held out itself nor a twin by title of one that is."""
    return paper_id not in held_out and title_fingerprint(title) not in forbidden


def _hash(paper_id: str) -> bytes:
    return hashlib.blake2b(_SALT + paper_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
