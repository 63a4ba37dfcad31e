"""The ids that citation services and libraries give to papers: their forms, bare and as addresses. Pure."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Final

from paper_reader.types import Identifier, Scheme

_OPENALEX = re.compile(r"^(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d+)$", re.IGNORECASE | re.ASCII)
_S2_PAPER = re.compile(
    r"^https?://(?:www\.|api\.)?semanticscholar\.org/paper/(?:[^/]*/)?([0-9a-f]{40})\b", re.IGNORECASE
)
_S2_VALUE = re.compile(r"^(?:([0-9a-f]{40})|corpusid:(\d+))$", re.IGNORECASE | re.ASCII)
_PUBMED = re.compile(
    r"^(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid\s*:?\s*)0*([1-9]\d*)/?$",
    re.IGNORECASE | re.ASCII,
)
_PMC = re.compile(
    r"^(?:https?://(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/)?(?:pmcid\s*:?\s*)?pmc0*([1-9]\d*)/?$",
    re.IGNORECASE | re.ASCII,
)
_SCHOLAR_CLUSTER = re.compile(
    r"^https?://scholar\.google\.[a-z.]+/\S*?[?&](?:cluster|cites)=0*([1-9]\d{0,19})\b", re.ASCII
)
_SCHOLAR_NUMBER = re.compile(r"^0*([1-9]\d{0,19})$", re.ASCII)
_SCHOLAR_CODE = re.compile(r"^[\w-]{11}J$", re.ASCII)  # a page's `data-cid`: the cluster's number in base 64
# "P19-1001" until 2020, "2020.acl-main.1" since: https://aclanthology.org/info/ids/
_ACL = re.compile(
    r"^(?:(?:https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/)|acl:)?"
    r"([a-z]\d{2}-\d{4,5}|(?:19|20)\d{2}\.[a-z0-9]+-[a-z0-9]+\.\d+)(?:\.pdf|\.bib|/)?$",
    re.IGNORECASE | re.ASCII,
)
_DBLP = re.compile(
    r"^(?:https?://dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/)?"
    r"((?:conf|journals|books|phd|series|reference|tr|ms|data)/[\w+-]+/[\w.+-]+?)(?:\.html|\.bib|\.xml)?$",
    re.ASCII,
)


def scholar_cluster(text: str) -> str | None:
    """The number of a cluster on Google Scholar: bare, in a "cluster=" or "cites=" address, or a page's `data-cid`."""
    text = text.strip()
    if match := _SCHOLAR_NUMBER.match(text) or _SCHOLAR_CLUSTER.match(text):
        return match[1]
    if not _SCHOLAR_CODE.match(text):
        return None
    number = int.from_bytes(urlsafe_b64decode(text)[:8], "little")
    return str(number) if number else None


def of_service(text: str) -> Identifier | None:
    """An identifier that its own form, mostly an address, tells."""
    if match := _OPENALEX.match(text):
        return Identifier(Scheme.OPENALEX, match[1].upper())
    if match := _PUBMED.match(text):
        return Identifier(Scheme.PUBMED, match[1])
    if match := _PMC.match(text):
        return Identifier(Scheme.PUBMED_CENTRAL, f"PMC{match[1]}")
    if match := _S2_PAPER.match(text):
        return Identifier(Scheme.SEMANTIC_SCHOLAR, match[1].lower())
    if text[:4].lower() == "http":
        return _of_address(text)
    number = _semantic_scholar(text) if text.lower().startswith("corpusid:") else None
    return Identifier(Scheme.SEMANTIC_SCHOLAR, number) if number else None


def _of_address(text: str) -> Identifier | None:
    if match := _SCHOLAR_CLUSTER.match(text):
        return Identifier(Scheme.SCHOLAR, match[1])
    if acl := _acl(text):
        return Identifier(Scheme.ACL, acl)
    if match := _DBLP.match(text):
        return Identifier(Scheme.DBLP, match[1])
    return None


def _openalex(value: str) -> str | None:
    match = _OPENALEX.match(value)
    return match[1].upper() if match else None


def _pubmed(value: str) -> str | None:
    match = _PUBMED.match(f"pmid:{value}") or _PUBMED.match(value)
    return match[1] if match else None


def _pubmed_central(value: str) -> str | None:
    match = _PMC.match(value) or _PMC.match(f"PMC{value}")
    return f"PMC{match[1]}" if match else None


def _acl(value: str) -> str | None:
    """The old ids are written with a capital, the new ones in small letters."""
    match = _ACL.match(value)
    if match is None:
        return None
    return match[1].upper() if match[1][0].isalpha() else match[1].lower()


def _dblp(value: str) -> str | None:
    match = _DBLP.match(value)
    return match[1] if match else None


def _semantic_scholar(value: str) -> str | None:
    match = _S2_VALUE.match(value) or _S2_PAPER.match(value)
    if match is None:
        return None
    return match[1].lower() if match[1] else f"CorpusID:{match[2]}"


FORMS: Final[dict[Scheme, Callable[[str], str | None]]] = {
    Scheme.OPENALEX: _openalex,
    Scheme.SEMANTIC_SCHOLAR: _semantic_scholar,
    Scheme.SCHOLAR: scholar_cluster,
    Scheme.PUBMED: _pubmed,
    Scheme.PUBMED_CENTRAL: _pubmed_central,
    Scheme.ACL: _acl,
    Scheme.DBLP: _dblp,
}
