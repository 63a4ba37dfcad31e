"""HTML's entities in what sources and files say: "Discovery &amp; Data Mining" is shown with a plain "&".

Records keep them as they came; a paper is computed from the readable form.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.entities import html5
from typing import Final

from paper_reader.types import SourceRecord

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def readable(record: SourceRecord) -> SourceRecord:
    """The record with real entities replaced, once, in title, abstract, authors and venue; else the same object."""
    abstract, venue = record.abstract, record.venue
    if (
        "&" not in record.title
        and (venue is None or "&" not in venue)
        and (abstract is None or "&" not in abstract)
        and not any(["&" in name for name in record.authors])  # noqa: C419 - a list is quicker for a few names
    ):
        return record
    return replace(
        record,
        title=without_entities(record.title),
        abstract=without_entities(abstract) if abstract else abstract,
        authors=tuple([without_entities(name) for name in record.authors]),
        venue=without_entities(venue) if venue else venue,
    )


def without_entities(text: str) -> str:
    """A text with "&amp;", "&#8211;" and the like replaced; "AT&T", "A &B; C" and LaTeX stay."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    entity = match[0]
    known = entity[1] == "#" or entity[1:] in html5  # else `unescape` reads "&notit;" as "&not" and "it;"
    return html.unescape(entity).replace("\xa0", " ") if known else entity
