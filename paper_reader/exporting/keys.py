"""Citation keys: the reader's own where a file brought one, else readable ones; unique within one file."""

from __future__ import annotations

import re
import unicodedata

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.types import Paper

_NO_KEY_WORD = frozenset({"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "how", "what"})
_USABLE = re.compile(r"[^\s,{}()\"'#%~\\=@]{1,200}")  # in BibTeX and in \cite


def key_of(exported: ExportedPaper) -> str:
    """The key that the reader's own file gave this paper, so that what cites it goes on to; else one made of it."""
    own = exported.citation_key
    return own if own and _USABLE.fullmatch(own) else made_key(exported.paper)


def made_key(paper: Paper) -> str:
    """First author's family name, year, first telling word of the title: vaswani2017attention. All ASCII."""
    author = _plain(_family_name(paper.authors[0])) if paper.authors else "anonymous"
    words = [word for word in map(_plain, re.split(r"[\s\-–:/]+", paper.title)) if word]
    telling = next((word for word in words if word not in _NO_KEY_WORD), words[0] if words else "untitled")
    return f"{author or 'anonymous'}{paper.year or ''}{telling}"


class Keys:
    """Makes keys unique: the second of a name gets an a, the third a b. BibTeX does not tell A from a."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, key: str) -> str:
        """The key, or with letters behind it where it is taken."""
        candidate, number = key, 0
        while candidate.lower() in self._taken:
            candidate, number = key + _letters(number), number + 1
        self._taken.add(candidate.lower())
        return candidate


def _letters(number: int) -> str:
    """a, b ... z, aa, ab ..."""
    text = chr(ord("a") + number % 26)
    return text if number < 26 else _letters(number // 26 - 1) + text


def _family_name(author: str) -> str:
    return author.split(",")[0] if "," in author else author.split()[-1] if author.split() else ""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in folded.lower() if c.isascii() and c.isalnum())
