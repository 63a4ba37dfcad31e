"""arXiv ids in all their written forms: bare, in addresses, inside arXiv's own DOIs. Pure."""

from __future__ import annotations

import re

from paper_reader.identifiers.dois import DOI_PREFIX

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
_ARXIV_DOI = re.compile(r"^10\.48550/arxiv\.", re.IGNORECASE)


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
        rest = _ARXIV_DOI.sub("", DOI_PREFIX.sub("", rest, count=1), count=1)
    rest = _ARXIV_PREFIX.sub("", rest, count=1)
    return _ARXIV_ID.match(rest) or _ARXIV_ID.match(_AFTER_ARXIV_ID.sub("", rest, count=1))


def arxiv_id_of_doi(doi: str) -> str | None:
    """The arXiv id inside arXiv's own DOI ("10.48550/arxiv.1706.03762"); None for every other DOI."""
    if not _ARXIV_DOI.match(doi):
        return None
    parsed = parse_arxiv_id(doi)
    return parsed[0] if parsed else None
