"""`scholarly` at work, with its own ways to the network cut off: it builds the queries and reads the pages.

Its sessions are all made in `ProxyGenerator._new_session`; ours hands out an httpx client whose one transport is given
from outside. What it would do by itself is overridden: sleeping before each page, trying five times, opening a browser
for a CAPTCHA, changing proxies, following "next" links without end. Objects are made for each harvest, beside the one
that `scholarly` keeps for itself and that nobody here uses.

Importing this module imports `scholarly` (0.6 s); see `opening.open_browser`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from urllib.parse import quote

import httpx
from bs4 import BeautifulSoup, Tag
from scholarly._navigator import Navigator
from scholarly._proxy_generator import ProxyGenerator
from scholarly._scholarly import _Scholarly
from scholarly.data_types import PublicationSource
from scholarly.publication_parser import PublicationParser, _SearchScholarIterator

from paper_reader.identifiers import scholar_cluster
from paper_reader.sources.scholar.asking import PROFILE_PAGE, Asking, Question
from paper_reader.sources.scholar.row import Row

Fetch = Callable[[str], str]  # an address of scholar.google.com -> the page; raises what is wrong with it
_UNREADABLE = (AttributeError, KeyError, IndexError, TypeError, ValueError)  # what scholarly raises on an odd row
_SPACES = re.compile(r"\s+")
_CITES = re.compile(r"[?&]cites=(\d+)")


class Browser:
    """Reads pages of Scholar through `fetch`. For one harvest, one thread."""

    def __init__(self, fetch: Fetch) -> None:
        self._navigator = type.__call__(_Navigator, _Sessions(_Handing(fetch)))  # past scholarly's one-object-only
        self._scholarly = object.__new__(_Scholarly)  # its constructor reads .env files and makes sessions of its own
        self._scholarly._Scholarly__nav = self._navigator  # noqa: SLF001 - the one way to give it a navigator
        self._scholarly.logger = self._navigator.logger

    def rows(self, asking: Asking, start: int) -> Iterator[Row | None]:
        """The rows of one page, in order; None for a row that cannot be read."""
        if asking.question is Question.PROFILE:
            address = f"/citations?hl=en&user={quote(asking.text)}&cstart={start}&pagesize={PROFILE_PAGE}"
            return self._entries(self._navigator._get_soup(address))  # noqa: SLF001
        return self._results(asking, start)

    def _results(self, asking: Asking, start: int) -> Iterator[Row | None]:
        page: _OnePage
        if asking.question is Question.CITED_BY:
            page = self._scholarly.search_citedby(asking.text, start_index=start, patents=False)
        elif asking.question is Question.VERSIONS:
            after = f"&start={start}" if start else ""
            page = self._scholarly.search_pubs_custom_url(f"/scholar?hl=en&cluster={quote(asking.text)}{after}")
        else:
            # Patents are left out: this is a library of papers.
            page = self._scholarly.search_pubs(
                asking.text,
                patents=False,
                year_low=asking.year_from,
                year_high=asking.year_to,
                start_index=start,
            )
        return iter(page)

    def _entries(self, soup: BeautifulSoup) -> Iterator[Row | None]:
        parser = PublicationParser(self._navigator)
        for row in soup.find_all("tr", class_="gsc_a_tr"):
            yield _entry_of(row, parser)


class _Handing(httpx.BaseTransport):
    """Hands each request to `fetch`, and its page back as an answer."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=self._fetch(str(request.url)), request=request)


class _Sessions(ProxyGenerator):  # type: ignore[misc]  # scholarly has no types
    """Where `scholarly` gets its sessions: one, on our transport. Browsers and proxies cannot be had."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        super().__init__()

    def _new_session(self, **_: Any) -> httpx.Client:
        self.got_403 = False
        self._session = httpx.Client(transport=self._transport, trust_env=False, follow_redirects=False)
        return self._session

    def _never(self, *_: Any, **__: Any) -> NoReturn:
        raise RuntimeError("scholarly wanted a browser or a proxy, which it is never given here")

    _get_webdriver = _get_chrome_webdriver = _get_firefox_webdriver = _webdriver_has_captcha = _handle_captcha2 = _never
    _use_proxy = _check_proxy = _refresh_tor_id = get_next_proxy = _fp_coroutine = _never
    SingleProxy = FreeProxies = ScraperAPI = Luminati = Tor_Internal = Tor_External = _never


class _Navigator(Navigator):  # type: ignore[misc]  # scholarly has no types
    """Gets a page with one request that either gives a good page or raises; no sleeps, no second tries, no browser."""

    def __init__(self, sessions: _Sessions) -> None:
        self.logger = logging.getLogger("scholarly")
        self.pm1 = self.pm2 = sessions
        self._session1 = self._session2 = sessions.get_session()
        self._TIMEOUT = 0
        self._max_retries = 0
        self.got_403 = False

    @property
    def publib(self) -> str:
        """Give no template for links to a reader's library on Scholar: pages lack it, or might have an odd one."""
        return ""

    def _get_page(self, pagerequest: str, premium: bool = False) -> str:  # noqa: ARG002 - scholarly's signature
        text: str = self._session1.get(pagerequest).text
        # Saved and reformatted pages break lines inside names and numbers, which its parser takes as they stand.
        return _SPACES.sub(" ", text)

    def search_publications(self, url: str) -> _OnePage:
        return _OnePage(self, url)


class _OnePage(_SearchScholarIterator):  # type: ignore[misc]  # scholarly has no types
    """The rows of one page and no further; also those of the single-result layout, which scholarly leaves out."""

    def _load_url(self, url: str) -> None:
        super()._load_url(url)
        self._rows = self._soup.select("div#gs_res_ccl div.gs_r.gs_or[data-cid]")

    def _get_total_results(self) -> int:
        return 0  # read elsewhere (`page`): scholarly's way fails on spaces, and on all pages but the first

    def __next__(self) -> Row | None:
        if self._pos >= len(self._rows):
            raise StopIteration
        row = self._rows[self._pos]
        self._pos += 1
        return result_of(row, self.pub_parser)


def result_of(row: Tag, parser: PublicationParser) -> Row | None:
    """Read one result; None for one that is no result at all. `parser` changes the row, so the marks are read first."""
    kind, authors_cut = _mark_of(row), _authors_are_cut(row)
    link = row.select_one('.gs_ri .gs_fl a[href*="cites="]')
    try:
        found = parser.get_publication(row, PublicationSource.PUBLICATION_SEARCH_SNIPPET)
    except _UNREADABLE:
        return None
    bib = found["bib"]
    return Row(
        title=_text(bib["title"]) or "",
        cluster=_cluster_of(row, found.get("citedby_url")),
        authors=tuple(name for one in bib["author"] if (name := _text(one))),
        authors_cut=authors_cut,
        year=_year(bib["pub_year"]),
        venue=_text(bib["venue"]),
        snippet=_text(bib.get("abstract")),
        cited_by=_count(found, link),
        pub_url=found.get("pub_url"),
        eprint_url=found.get("eprint_url"),
        kind=kind,
    )


def row_of(fragment: str) -> Row | None:
    """Read one row cut out of a page: a result, or an entry of a profile."""
    navigator = type.__call__(_Navigator, _Sessions(_Handing(str)))
    parser = PublicationParser(navigator)
    soup = BeautifulSoup(_SPACES.sub(" ", fragment).replace("\xa0", " "), "html.parser")
    entry = soup.find("tr")
    if isinstance(entry, Tag):
        return _entry_of(entry, parser)
    row = soup.find("div")
    return result_of(row, parser) if isinstance(row, Tag) else None


def _entry_of(row: Tag, parser: PublicationParser) -> Row | None:
    lines = row.select("div.gs_gray")
    names = _text(lines[0].get_text()) if lines else None
    try:
        found = parser.get_publication(row, PublicationSource.AUTHOR_PUBLICATION_ENTRY)
    except _UNREADABLE:
        return None
    bib, people = found["bib"], [_text(one) for one in (names or "").split(",")]
    clusters = found.get("cites_id") or [None]
    return Row(
        title=_text(bib["title"]) or "",
        cluster=clusters[0] or None,
        profile_key=found["author_pub_id"],
        authors=tuple(name for name in people if name and name not in ("...", "…")),
        authors_cut=any(name in ("...", "…") for name in people),
        year=_year(bib.get("pub_year", "NA")),
        venue=_venue_of_entry(bib["citation"], bib.get("pub_year")),
        cited_by=found["num_citations"],
    )


def _mark_of(row: Tag) -> str | None:
    """The mark before the title ([CITATION], [BOOK], [PDF], [HTML]), else that of the file beside it."""
    mark = row.select_one("h3.gs_rt span.gs_ctu, h3.gs_rt span.gs_ctc, .gs_ggs span.gs_ctg2")
    match = re.search(r"\[(\w+)\]", mark.get_text()) if mark else None
    return match[1].lower() if match else None


def _authors_are_cut(row: Tag) -> bool:
    line = row.select_one(".gs_ri .gs_a")
    return line is not None and "…" in line.get_text().replace("\xa0", " ").split(" - ")[0]


def _cluster_of(row: Tag, citedby_url: str | None) -> str | None:
    """The number in `cites=`, else the one that the row's own code stands for; they agree where both are given."""
    if match := _CITES.search(citedby_url or ""):
        return match[1]
    return scholar_cluster(str(row.get("data-cid") or ""))


def _count(found: Any, link: Tag | None) -> int | None:
    """How often it is cited: 0 where a result has no such link, the link's own number where scholarly saw none.

    scholarly looks for the English words, and reads 0 on a page that was saved in another language.
    """
    if found["num_citations"] or link is None:
        return int(found["num_citations"])
    digits = re.sub(r"\D", "", link.get_text())
    return int(digits) if digits else None


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdecimal() else None


def _venue_of_entry(citation: str, year: str | None) -> str | None:
    """What stands before volume, pages and year in a profile's "Carbon 140, 201-209, 2018"."""
    text = _text(citation) or ""
    text = re.sub(rf",?\s*{re.escape(year)}$", "", text) if year else text
    return _text(re.sub(r"\s+\d[^A-Za-z]*$|,\s*[\d\s–-]+$", "", text))


def _text(value: str | None) -> str | None:
    """One line of text; None for nothing, and for scholarly's "NA"."""
    text = _SPACES.sub(" ", value or "").strip()
    return None if text in ("", "NA") else text
