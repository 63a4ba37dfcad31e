"""The identifiers under which the world knows a paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """A naming scheme. `EXTERNAL` is the `id` an imported file gave its line; it is unique within imports only."""

    ARXIV = "arxiv"
    DOI = "doi"
    OPENALEX = "openalex"
    SEMANTIC_SCHOLAR = "s2"
    SCHOLAR = "scholar"  # the number of a cluster of versions
    PUBMED = "pmid"
    PUBMED_CENTRAL = "pmcid"
    ACL = "acl"  # the ACL Anthology
    DBLP = "dblp"
    STARTER = "starter"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """One normalised identifier (see `paper_reader.identifiers`): arXiv ids without version, DOIs in lower case."""

    scheme: Scheme
    value: str

    def __hash__(self) -> int:
        return hash(self.value)  # a third of the time: every import hashes all names

    def __str__(self) -> str:
        return f"{self.scheme.value}:{self.value}"
