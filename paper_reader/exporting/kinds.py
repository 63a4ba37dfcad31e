"""What kind of publication a paper is, as far as its venue tells; each format has its own word for each."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from paper_reader.exporting.exported import ExportedPaper

_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|magazine|annals|j|nature|science|pnas|jmlr|tmlr|jama|bmj|peerj|surveys)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:conference|conf|workshop|symposium|congress|meeting|advances in neural|lecture notes)\b"
    r"|^\D*[ '-](?:19|20)?\d\d$"  # NeurIPS 2017, SIGIR '94
    r"|^[a-z]*[A-Z](?-i:[A-Za-z]*[A-Z]){1,9}$",  # ICML, NeurIPS
    re.IGNORECASE,
)
_REPORT = re.compile(r"\b(?:report|memo|press|thesis)$", re.IGNORECASE)
_ARXIV_VENUE = re.compile(r"^arxiv\b", re.IGNORECASE)


class Kind(StrEnum):
    """The kinds that reference managers tell apart."""

    ARTICLE = "article"
    MEETING = "meeting"
    REPORT = "report"
    BOOK = "book"
    PREPRINT = "preprint"
    OTHER = "other"


# What files of references call them: BibTeX, CSL, RIS, Zotero; without case and signs.
_TOLD: Final = {
    **dict.fromkeys(
        ("inproceedings", "conference", "paperconference", "cpaper", "conf", "conferencepaper"), Kind.MEETING
    ),
    **dict.fromkeys(("article", "articlejournal", "jour", "journalarticle", "ejour"), Kind.ARTICLE),
    **dict.fromkeys(("techreport", "report", "rprt"), Kind.REPORT),
    **dict.fromkeys(("book", "monograph", "whole"), Kind.BOOK),
}


def kind_of(exported: ExportedPaper) -> Kind:
    """The kind that a file said, else the one that the venue suggests; without a venue but arXiv it is a preprint."""
    paper = exported.paper
    if not paper.venue or _ARXIV_VENUE.match(paper.venue):
        return Kind.PREPRINT if paper.arxiv_id else Kind.OTHER
    told = (one.extra.get("type", "").lower() for one in exported.records if one.venue == paper.venue)
    for name in told:
        if kind := _TOLD.get(name.replace("-", "").replace("_", "")):
            return kind
    if _REPORT.search(paper.venue):
        return Kind.REPORT
    meeting = _MEETING.search(paper.venue) and not _JOURNAL.search(paper.venue)
    return Kind.MEETING if meeting else Kind.ARTICLE
