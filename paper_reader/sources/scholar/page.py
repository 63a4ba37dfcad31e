"""What a page of Google Scholar is, before anybody parses it. Pure.

The order matters: where we were sent to, signs of a CAPTCHA, the status, results, "nothing matches". Whatever is none
of these is unrecognised and never taken for an empty answer. Signs are ids and classes, since the bare word "captcha"
stands in the scripts of ordinary pages, and in titles of papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from paper_reader.sources.answer import Answer
from paper_reader.sources.scholar.tree import Element, document, one_line, profile_rows, result_rows

_CAPTCHA_IDS: Final = ("gs_captcha_ccl", "gs_captcha_f", "captcha-form", "recaptcha")
_CAPTCHA_CLASS: Final = "rc-doscaptcha-body"
_CAPTCHA_WORDS: Final = "unusual traffic from your computer network"
_NOTHING_MATCHES: Final = re.compile(r"did(?: not|n['’]t) match any articles", re.IGNORECASE)
_NO_ARTICLES: Final = re.compile(r"there are no articles in this profile", re.IGNORECASE)
_TOTAL: Final = re.compile(r"(\d[\d.,\s’']*)\s*results?\b", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]+)", re.IGNORECASE)
_LONGEST_REMARK: Final = 200
_REFUSING: Final = (401, 403, 407, 451)
_BUSY: Final = (408, 425)


class PageKind(StrEnum):
    """What a page is."""

    RESULTS = "results"
    PROFILE = "profile"  # an author's own page, with a table of papers
    EMPTY = "empty"  # the page itself says that nothing matches
    CAPTCHA = "captcha"
    SENT_AWAY = "sent away"  # to /sorry/, where Google sends what it takes for a robot
    CONSENT = "consent"
    SIGN_IN = "sign in"
    RATE_LIMITED = "rate limited"  # HTTP 429
    REFUSED = "refused"  # HTTP 403 and its like
    UNAVAILABLE = "unavailable"  # HTTP 5xx
    UNRECOGNISED = "unrecognised"


GOOD: Final = frozenset({PageKind.RESULTS, PageKind.PROFILE, PageKind.EMPTY})
BLOCKING: Final = frozenset(
    {PageKind.CAPTCHA, PageKind.SENT_AWAY, PageKind.CONSENT, PageKind.SIGN_IN, PageKind.REFUSED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page is, and what it says of the whole answer.

    `total` is Scholar's own "about 1,230 results", `remark` its "Showing results for …" or "Did you mean …".
    """

    kind: PageKind
    rows: int = 0
    total: int | None = None
    has_next: bool = False
    remark: str | None = None


def facts_of(answer: Answer) -> PageFacts:
    """Say what an answer is."""
    if (elsewhere := kind_of_address(answer.url)) is not None:
        return PageFacts(kind=elsewhere)
    root = document(text_of(answer))
    rows = result_rows(root)
    if _asks_for_proof(root, rows):
        return PageFacts(kind=PageKind.CAPTCHA)
    if (by_status := _kind_of_status(answer.status)) is not None:
        return PageFacts(kind=by_status)
    if rows:
        return PageFacts(
            kind=PageKind.RESULTS,
            rows=len(rows),
            total=_total(root),
            has_next=_has_next(root),
            remark=_remark(root),
        )
    if (author := _profile_facts(root)) is not None:
        return author
    found = root.get_element_by_id("gs_res_ccl", None)
    if found is not None and _NOTHING_MATCHES.search(one_line(found)):
        return PageFacts(kind=PageKind.EMPTY, total=0, remark=_remark(root))
    return PageFacts(kind=PageKind.UNRECOGNISED)


def kind_of_address(url: str) -> PageKind | None:
    """What an address alone says; None for an ordinary one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.path.startswith("/sorry/") or parts.path == "/sorry":
        return PageKind.SENT_AWAY
    if host.startswith("consent."):
        return PageKind.CONSENT
    if host.startswith("accounts."):
        return PageKind.SIGN_IN
    return None


def text_of(answer: Answer) -> str:
    """The page as text: UTF-8 if it is that, else by the charset that its headers or it itself names.

    Pages that programs saved name a charset that they no longer are in; what is sound UTF-8 is nothing else.
    """
    try:
        return answer.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = [_CHARSET.search(answer.headers.get("content-type", "").encode()), _CHARSET.search(answer.content[:4096])]
    for charset in [match[1].decode() for match in named if match]:
        try:
            return answer.content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return answer.content.decode("cp1252", "replace")


def _asks_for_proof(root: Element, rows: list[Element]) -> bool:
    if any(root.get_element_by_id(name, None) is not None for name in _CAPTCHA_IDS):
        return True
    if root.find_class(_CAPTCHA_CLASS):
        return True
    # Only where there are no results: a paper on crawling may have these words in its snippet.
    return not rows and _CAPTCHA_WORDS in one_line(root)


def _kind_of_status(status: int) -> PageKind | None:
    if status == 200:
        return None
    if status == 429:
        return PageKind.RATE_LIMITED
    if status in _REFUSING:
        return PageKind.REFUSED
    if status >= 500 or status in _BUSY:
        return PageKind.UNAVAILABLE
    return PageKind.UNRECOGNISED


def _profile_facts(root: Element) -> PageFacts | None:
    table = root.get_element_by_id("gsc_a_b", None)
    if root.get_element_by_id("gsc_prf_in", None) is None or table is None:
        return None
    rows = profile_rows(root)
    if rows:
        more = root.get_element_by_id("gsc_bpf_more", None)
        has_next = more is not None and more.get("disabled") is None
        return PageFacts(kind=PageKind.PROFILE, rows=len(rows), has_next=has_next)
    is_empty = _NO_ARTICLES.search(one_line(table))
    return PageFacts(kind=PageKind.EMPTY, total=0) if is_empty else None


def _remark(root: Element) -> str | None:
    """What Scholar says of the query itself, above the results."""
    said = next((one_line(one) for one in root.find_class("gs_pda")), "")
    return said[:_LONGEST_REMARK] or None


def _total(root: Element) -> int | None:
    for line in root.find_class("gs_ab_mdw"):
        if match := _TOTAL.search(one_line(line)):
            return int(re.sub(r"\D", "", match[1]))
    return None


def _has_next(root: Element) -> bool:
    arrows = (arrow.getparent() for arrow in root.find_class("gs_ico_nav_next"))
    return any(link is not None and link.tag == "a" and link.get("href") for link in arrows)
