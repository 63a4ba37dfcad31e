"""Reading and normalising the names of papers. Pure, and normalising twice changes nothing.

Owns the forms in which arXiv ids, DOIs and the ids of the citation services are met in the wild. Titles are
compared through `paper_reader.titles`, whose `title_fingerprint` is given here too.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote

from paper_reader.titles import title_fingerprint
from paper_reader.types import Identifier, Scheme

__all__ = [
    "arxiv_id_of_doi",
    "identifier_keys",
    "identifiers_of",
    "normalise_doi",
    "parse_arxiv_id",
    "parse_identifier",
    "parse_key",
    "scholar_cluster",
    "title_fingerprint",
]

# The archives of the scheme used until March 2007; the list is closed, so a path like "papers/0701001" is no id.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|stat|supr-con"
)
_MONTH = r"\d{2}(?:0[1-9]|1[0-2])"
_ARXIV_ID = re.compile(
    rf"(?:(?P<archive>{_ARCHIVES})(?:\.[a-z-]{{2,}})?/(?P<old>{_MONTH}\d{{3}})|(?P<new>{_MONTH}\.\d{{4,5}}))"
    r"(?:v(?P<version>[1-9]\d*))?$",
    re.IGNORECASE | re.ASCII,
)
_FOUR_DIGITS = len("1412.0001")
_FIVE_DIGITS_FROM = "1501"  # https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_PREFIX = re.compile(
    r"^(?:https?://(?:[a-z-]+\.)?(?:arxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org|alphaxiv\.org)"
    r"/(?:abs|pdf|html|format|e-print|ps|src|overview)/|(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|"
    r"oai:arxiv\.org:|arxiv\s*:\s*)",
    re.IGNORECASE,
)
_AFTER_ARXIV_ID = re.compile(r"(?:[?#].*|\s*\[.*|\.pdf(?:[?#].*)?|/)$", re.IGNORECASE | re.DOTALL)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
# Servers whose DOIs lead to the newest version without its number: arXiv, bioRxiv and medRxiv, ChemRxiv, figshare.
_WITH_VERSIONS = ("10.48550/", "10.1101/", "10.64898/", "10.26434/", "10.6084/")
_VERSION = re.compile(r"(?<=\d)(?:v[1-9]\d?|-v[1-9]\d?|\.v[1-9]\d?)(?:\.(?:full|abstract|article-info)(?:-text)?)?$")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|(?:dx\.)?doi\.org/|doi\s*[:=]?\s*)", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"^10\.48550/arxiv\.", re.IGNORECASE)
_DOI_IN_PAGE_ADDRESS = re.compile(r"^https?://[^/]+/(?:.*/)?(10\.\d{4,9}(?:\.\d+)*/[^?#\s]+)", re.IGNORECASE)
_PAGE_SUFFIX = re.compile(r"(?:/(?:full|pdf|abstract|html|epdf|meta)|\.pdf|\.full)$", re.IGNORECASE)
_TRAILING = ".,;:'\"”’»>…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}

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
_MAG = re.compile(r"^0*([1-9]\d*)$", re.ASCII)  # OpenAlex took over Microsoft Academic's numbers
_SCHEMES = {scheme.value: scheme for scheme in Scheme}
_PREFIXES = frozenset({"http", "https", "oai", "corpusid", "mag", "scholar.google.com", *_SCHEMES})
_SCHEME_TEXT = {scheme: f"{scheme.value}:" for scheme in Scheme}


def parse_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """The base id and the version of an arXiv id in any of its written forms; None where it is none.

    Takes new and old ids, bare, after "arXiv:", as an OAI id, or as an abs/pdf/html address. The subject class of an
    old id is dropped ("math.GT/0309136" is math/0309136), as arXiv itself does. Ids have had five digits since 2015:
    where a spreadsheet took one for a number and cut the last zero ("1704.0476"), it is put back.
    """
    match = _ARXIV_ID.match(text) or _match_with_surroundings(text.strip())
    if match is None:
        return None
    new, version = match["new"], match["version"]
    if new and len(new) == _FOUR_DIGITS and _FIVE_DIGITS_FROM <= new[:4] < "91":  # 91 to 99 are the 1990s
        new += "0"
    base = new or f"{match['archive'].lower()}/{match['old']}"
    return base, int(version) if version else None


def _match_with_surroundings(rest: str) -> re.Match[str] | None:
    if "10.48550/" in rest:
        rest = _ARXIV_DOI.sub("", _DOI_PREFIX.sub("", rest, count=1), count=1)
    rest = _ARXIV_PREFIX.sub("", rest, count=1)
    return _ARXIV_ID.match(rest) or _ARXIV_ID.match(_AFTER_ARXIV_ID.sub("", rest, count=1))


def normalise_doi(text: str) -> str | None:
    """A DOI in lower case without address, prefix and trailing punctuation; None where there is none."""
    rest = _DOI_PREFIX.sub("", text.strip(), count=1)
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


def arxiv_id_of_doi(doi: str) -> str | None:
    """The arXiv id inside arXiv's own DOI ("10.48550/arxiv.1706.03762"); None for every other DOI."""
    if not _ARXIV_DOI.match(doi):
        return None
    parsed = parse_arxiv_id(doi)
    return parsed[0] if parsed else None


def parse_identifier(text: str) -> Identifier | None:
    """The identifier that a text is, in whatever form people write it; None for a text that is none.

    Also reads back what `str(identifier)` gives. arXiv's own DOI is taken for the arXiv id that it contains.
    """
    text = text.strip()
    prefix, colon, rest = text.partition(":")
    if colon and "/" not in prefix and prefix.strip().lower() not in _PREFIXES:
        return None  # "acl:P19-1001": somebody's own names are the rule in imported files
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
    return _of_service(text)


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


def scholar_cluster(text: str) -> str | None:
    """The number of a cluster on Google Scholar: bare, in a "cluster=" or "cites=" address, or a page's `data-cid`."""
    text = text.strip()
    if match := _SCHOLAR_NUMBER.match(text) or _SCHOLAR_CLUSTER.match(text):
        return match[1]
    if not _SCHOLAR_CODE.match(text):
        return None
    number = int.from_bytes(urlsafe_b64decode(text)[:8], "little")
    return str(number) if number else None


def _of_scheme(scheme: Scheme, value: str) -> Identifier | None:
    """An identifier written with its scheme's name in front, its value checked where the scheme has a form."""
    if not value:
        return None
    if scheme in (Scheme.EXTERNAL, Scheme.STARTER):
        return Identifier(scheme, value)
    known = _FORMS[scheme](value) if scheme in _FORMS else None  # arXiv ids and DOIs were taken before
    return Identifier(scheme, known) if known else None


def _of_service(text: str) -> Identifier | None:
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


_FORMS: Final[dict[Scheme, Callable[[str], str | None]]] = {
    Scheme.OPENALEX: _openalex,
    Scheme.SEMANTIC_SCHOLAR: _semantic_scholar,
    Scheme.SCHOLAR: scholar_cluster,
    Scheme.PUBMED: _pubmed,
    Scheme.PUBMED_CENTRAL: _pubmed_central,
    Scheme.ACL: _acl,
    Scheme.DBLP: _dblp,
}


def _without_trailing_punctuation(doi: str) -> str:
    """Cuts what belongs to the sentence around a DOI; a closing bracket stays where the DOI opened it."""
    while doi:
        last = doi[-1]
        unopened = last in _BRACKETS and doi.count(last) > doi.count(_BRACKETS[last])
        if last not in _TRAILING and not unopened:
            break
        doi = doi[:-1]
    return doi
