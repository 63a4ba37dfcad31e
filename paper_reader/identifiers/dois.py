"""DOIs as they are met in the wild, reduced to the form under which they are compared. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
# Servers whose DOIs lead to the newest version without its number: arXiv, bioRxiv and medRxiv, ChemRxiv, figshare.
_WITH_VERSIONS = ("10.48550/", "10.1101/", "10.64898/", "10.26434/", "10.6084/")
_VERSION = re.compile(r"(?<=\d)(?:v[1-9]\d?|-v[1-9]\d?|\.v[1-9]\d?)(?:\.(?:full|abstract|article-info)(?:-text)?)?$")
DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|(?:dx\.)?doi\.org/|doi\s*[:=]?\s*)", re.IGNORECASE)
_DOI_IN_PAGE_ADDRESS = re.compile(r"^https?://[^/]+/(?:.*/)?(10\.\d{4,9}(?:\.\d+)*/[^?#\s]+)", re.IGNORECASE)
_PAGE_SUFFIX = re.compile(r"(?:/(?:full|pdf|abstract|html|epdf|meta)|\.pdf|\.full)$", re.IGNORECASE)
_TRAILING = ".,;:'\"”’»>…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def normalise_doi(text: str) -> str | None:
    """A DOI in lower case without address, prefix and trailing punctuation; None where there is none."""
    rest = DOI_PREFIX.sub("", text.strip(), count=1)
    if not rest.startswith("10."):
        page = _DOI_IN_PAGE_ADDRESS.match(rest)
        if page is None:
            return None
        rest = _PAGE_SUFFIX.sub("", page[1])
    if "%" in rest:
        rest = unquote(rest, errors="replace").replace("\0", "")
    match = _DOI.match(rest)
    if match is None:
        return None
    doi = _without_trailing_punctuation(match[0].lower())
    if doi.startswith(_WITH_VERSIONS):
        doi = _VERSION.sub("", doi)
    return doi if _DOI.fullmatch(doi) and "%" not in doi else None


def _without_trailing_punctuation(doi: str) -> str:
    """Cuts what belongs to the sentence around a DOI; a closing bracket stays where the DOI opened it."""
    while doi:
        last = doi[-1]
        unopened = last in _BRACKETS and doi.count(last) > doi.count(_BRACKETS[last])
        if last not in _TRAILING and not unopened:
            break
        doi = doi[:-1]
    return doi
