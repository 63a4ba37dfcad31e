"""Which identifier a text is, whatever its scheme, and identifiers as the texts under which they are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paper_reader.identifiers.arxiv_ids import parse_arxiv_id
from paper_reader.identifiers.dois import normalise_doi
from paper_reader.identifiers.service_ids import FORMS, of_service
from paper_reader.types import Identifier, Scheme

_MAG = re.compile(r"^0*([1-9]\d*)$", re.ASCII)  # OpenAlex took over Microsoft Academic's numbers
_SCHEMES = {scheme.value: scheme for scheme in Scheme}
_PREFIXES = frozenset({"http", "https", "oai", "corpusid", "mag", "scholar.google.com", *_SCHEMES})
_SCHEME_TEXT = {scheme: f"{scheme.value}:" for scheme in Scheme}


def parse_identifier(text: str) -> Identifier | None:
    """The identifier that a text is, in whatever form people write it; None for a text that is none.

    Also reads back what `str(identifier)` gives. arXiv's own DOI is taken for the arXiv id that it contains.
    """
    text = text.strip()
    prefix, colon, rest = text.partition(":")
    if colon and "/" not in prefix and prefix.strip().lower() not in _PREFIXES:
        return None  # "acl:P19-1001": somebody's own names are the rule in imported files
    if "." in text or "/" in text:  # as every arXiv id and every DOI has it
        arxiv = parse_arxiv_id(rest if prefix == "arxiv" else text)
        if arxiv is not None:
            return Identifier(Scheme.ARXIV, arxiv[0])
        doi = normalise_doi(text)
        if doi is not None:
            return Identifier(Scheme.DOI, doi)
    named = prefix.strip().lower() if colon else ""
    if (scheme := _SCHEMES.get(named)) is not None:
        return _of_scheme(scheme, rest.strip())
    if named == "mag":
        match = _MAG.match(rest.strip())
        return Identifier(Scheme.OPENALEX, f"W{match[1]}") if match else None
    return of_service(text)


def identifiers_of(*texts: str | None) -> tuple[Identifier, ...]:
    """All identifiers that some texts are, in order and each once; arXiv's own DOI gives both names."""
    found: dict[Identifier, None] = {}
    for text in texts:
        if not text:
            continue
        identifier = parse_identifier(text)
        if identifier is not None:
            found[identifier] = None
        if "10.48550/" in text and (doi := normalise_doi(text)):
            found[Identifier(Scheme.DOI, doi)] = None
    return tuple(found)


def identifier_keys(identifiers: Sequence[Identifier]) -> tuple[str, ...]:
    """Identifiers as the texts that `str` gives, in order and each once; quicker than `str` for whole batches."""
    if not identifiers:
        return ()
    return tuple(dict.fromkeys([_SCHEME_TEXT[one.scheme] + one.value for one in identifiers]))


def parse_key(key: str) -> Identifier:
    """Back from `str(identifier)`, trusting it: for texts that this program wrote itself."""
    scheme, _, value = key.partition(":")
    return Identifier(_SCHEMES[scheme], value)


def _of_scheme(scheme: Scheme, value: str) -> Identifier | None:
    """An identifier written with its scheme's name in front, its value checked where the scheme has a form."""
    if not value:
        return None
    if scheme in (Scheme.EXTERNAL, Scheme.STARTER):
        return Identifier(scheme, value)
    known = FORMS[scheme](value) if scheme in FORMS else None  # arXiv ids and DOIs were taken before
    return Identifier(scheme, known) if known else None
