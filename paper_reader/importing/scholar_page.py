"""A page of Google Scholar that a person saved in their browser: results, or an author's profile. Asks nobody.

The same code reads it as reads pages from the network, and says the same of a page that is none of results: a saved
CAPTCHA is an error. When the page was seen is not known, so its counts have no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from paper_reader.errors import ImportFailed
from paper_reader.importing.entries import BadEntry, Entry, Place
from paper_reader.types import SourceRecord

if TYPE_CHECKING:
    from paper_reader.sources.answer import Answer

NAME: Final = "scholar-html"
SUFFIXES: Final = (".html", ".htm")
_LONGEST_PAGE: Final = 32 * 1024 * 1024  # bytes; a page has 0.3 MB
_OF_SCHOLAR: Final = re.compile(rb"scholar\.google\.|google scholar|gs_res_ccl|gs_top", re.IGNORECASE)


def recognises(head: bytes) -> bool:
    """Whether a file is a web page that speaks of Scholar."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _OF_SCHOLAR.search(head) is not None


def rows(parts: Iterable[bytes], start: Place) -> Iterator[Entry]:
    """The rows of a saved page, numbered from 1; the place behind each counts rows, since a page is read whole."""
    from paper_reader.sources.scholar.page import text_of
    from paper_reader.sources.scholar.tree import document, profile_rows, result_rows, written

    answer = _page(parts)
    root = document(text_of(answer))
    for number, row in enumerate(result_rows(root) or profile_rows(root), start=1):
        if number > start.line:
            yield Entry(number, written(row), end=0)


def parse(data: bytes, fetched_at: datetime) -> SourceRecord:
    """Make the record of one row. Raises BadEntry."""
    from paper_reader.sources.scholar.opening import read_row
    from paper_reader.sources.scholar.record import SAVED_PAGE, scholar_record

    row = read_row(data.decode("utf-8", "replace"))
    record = scholar_record(row, source=SAVED_PAGE, fetched_at=fetched_at, seen_on=None) if row else None
    if record is None:
        raise BadEntry("it is no result of Scholar that can be read")
    return record


def _page(parts: Iterable[bytes]) -> Answer:
    """Put the page together and see that it is one of results; raises ImportFailed, which says what it is instead."""
    from paper_reader.sources.answer import Answer
    from paper_reader.sources.scholar.page import GOOD, PageKind, facts_of

    content = b""
    for part in parts:
        content += part
        if len(content) > _LONGEST_PAGE:
            raise ImportFailed(f"the file has more than {_LONGEST_PAGE:,} bytes and is no page of Scholar")
    answer = Answer(url="", status=200, content=content)
    kind = facts_of(answer).kind
    if kind is PageKind.CAPTCHA:
        raise ImportFailed(
            "the page is Scholar's CAPTCHA and has no results. Answer it in your browser, then save the page of results"
        )
    if kind not in GOOD:
        raise ImportFailed(
            "the page is none that Scholar shows results on, or its layout has changed. Save a page of results or an "
            "author's profile, in English (hl=en in its address)"
        )
    return answer
