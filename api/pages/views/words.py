"""Numbers, names and dates in words, as all pages say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SOURCES: Final = {
    "arxiv": "arXiv",
    "arxiv-oai": "arXiv (OAI-PMH)",
    "arxiv-feed": "arXiv (feed)",
    "arxiv-snapshot": "arXiv (snapshot)",
    "crossref": "Crossref",
    "import": "an imported file",
    "openalex": "OpenAlex",
    "scholar": "Google Scholar",
    "semantic-scholar": "Semantic Scholar",
    "starter": "the starter catalogue",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """How many of something: "1 paper", "1,204 papers"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(moment: date | datetime) -> str:
    """A day: "4 May 2019"."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def names(people: Sequence[str], most: int = 3) -> str:
    """Authors in a line, the first ones by name: "Ada Müller, Bo Chen and 4 more"."""
    if not people:
        return ""
    if len(people) <= most:
        return people[0] if len(people) == 1 else f"{', '.join(people[:-1])} and {people[-1]}"
    return f"{', '.join(people[: most - 1])} and {len(people) - most + 1:,} more"


def source(name: str) -> str:
    """What people call a source."""
    return SOURCES.get(name, name)


def capital(text: str) -> str:
    """The text with a capital letter first, unless its first word has a way of its own: arXiv, cs.LG, an address."""
    first = text.partition(" ")[0]
    if "://" in first or any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text with a full stop, where it has no end yet."""
    return text + ("" if not text or text.endswith((".", "!", "?", "”", '"')) else ".")


def sentence(text: str, most: int) -> str:
    """The beginning of a text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"
