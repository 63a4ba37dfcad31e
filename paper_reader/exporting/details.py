"""Where in its venue a paper stands: volume, number, pages and publisher, as an imported file has told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.plain import plain

_RANGE = re.compile(r"\s*(?:-{1,3}|[–—])\s*")
_PLACES = ("volume", "number", "pages", "start_page")


class Details(NamedTuple):
    """Texts; empty where nothing is known. `pages` is one page, or two with a dash (–) between."""

    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""

    @property
    def first_page(self) -> str:
        """The page it begins on, or whatever stands for its pages."""
        return self.pages.partition("–")[0]

    @property
    def last_page(self) -> str:
        """The page it ends on; empty where only one is told."""
        return self.pages.partition("–")[2]


def details_of(exported: ExportedPaper) -> Details:
    """What the first record has that names the paper's own venue; another version stands elsewhere."""
    of_this_venue = (one.extra for one in exported.records if one.venue and one.venue == exported.paper.venue)
    said: Mapping[str, str] = next((extra for extra in of_this_venue if any(map(extra.get, _PLACES))), {})
    publisher = said.get("publisher", "")
    return Details(
        volume=plain(said.get("volume", "")),
        number=plain(said.get("number", "")),
        pages=plain(_pages(said)),
        publisher=plain(publisher) if publisher != exported.paper.venue else "",
    )


def _pages(said: Mapping[str, str]) -> str:
    pages = said.get("pages") or "–".join(filter(None, (said.get("start_page"), said.get("end_page"))))
    return _RANGE.sub("–", pages) if len(_RANGE.split(pages)) == 2 else pages
