"""Which lines of a PDF are headings, and how deep: told by its bookmarks, else by number, size, weight. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.reader.pdf_layout import Line
from paper_reader.reader.pdf_letters import Bookmark

_NUMBERED: Final = re.compile(
    r"^(?P<number>(?:appendix\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3}|[IVX]{1,5}))(?P<end>[.:)]?)\s+(?P<title>[^\W\d_].*)$",
    re.IGNORECASE,
)
_KNOWN: Final = re.compile(
    r"^(?:abstract|introduction|related works?|background|preliminaries|methods?|methodology|results?|"
    r"experiments?|evaluation|"
    r"discussions?|conclusions?|conclusions? and .{4,40}|discussion and conclusions?|limitations|ethics statement|"
    r"broader impacts?|acknowledge?ments?|references|bibliography|appendix|appendices|supplementary materials?|"
    r"author contributions|funding|data availability)$",
    re.IGNORECASE,
)
_NOT_IN_OUTLINES: Final = re.compile(  # headings that authors leave out of a PDF's bookmarks
    r"^(?:abstract|references|bibliography|acknowledge?ments?|limitations|ethics statement|broader impacts?|appendix|"
    r"appendices|supplementary materials?|author contributions|funding|data availability)$",
    re.IGNORECASE,
)
_SPACED_CAPITALS: Final = re.compile(r"\b([A-Z]) ([A-Z]{2,})")
_BESIDE_ABSTRACT: Final = re.compile(r"^ARTICLE ?INFO\s+(?=ABSTRACT$)")
_ENDS_SENTENCE: Final = re.compile(r"[.,;:]$")
_LONGEST: Final = 140
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: which lines it takes, its number as printed, its words, and its depth."""

    first: int
    last: int
    number: str
    title: str
    level: int


def headings_of(lines: Sequence[Line], bookmarks: Sequence[Bookmark], body: float, title_ends: int) -> list[Heading]:
    """All headings after line `title_ends`, in order. `body` is the height of the text's letters."""
    known = _of_bookmarks(lines, bookmarks, title_ends) if len(bookmarks) >= 3 else []
    trusted = len(known) >= max(3, 0.7 * len(bookmarks))
    taken = {index for one in known for index in range(one.first, one.last + 1)}
    found = list(known)
    index = title_ends
    while index < len(lines):
        heading = None if index in taken else _by_looks(lines, index, body, only_known=trusted)
        if heading is not None and not taken & set(range(heading.first, heading.last + 1)):
            found.append(heading)
            index = heading.last
        index += 1
    return sorted(found, key=lambda one: one.first)


def number_and_title(text: str) -> tuple[str, str]:
    """A heading's printed number and its words."""
    text = _SPACED_CAPITALS.sub(r"\1\2", text.strip())
    match = _NUMBERED.match(text)
    if match is None or (match["number"].isalpha() and len(match["number"]) == 1 and not match["number"].isupper()):
        return "", text
    if match["number"].upper() in ("A", "I") and not match["end"] and match["title"][0].islower():
        return "", text  # "A survey of", "I present"
    return match["number"], match["title"].strip()


def _of_bookmarks(lines: Sequence[Line], bookmarks: Sequence[Bookmark], start: int) -> list[Heading]:
    found: list[Heading] = []
    at = start
    for mark in bookmarks:
        wanted = _letters(mark.title)
        number, title = number_and_title(mark.title)
        place = _place(lines, at, wanted, _letters(title), mark.page)
        if place is None:
            continue
        first, last = place
        printed, words = number_and_title(" ".join(line.text for line in lines[first : last + 1]))
        found.append(
            Heading(first, last, number or printed, words if _letters(words) == _letters(title) else title, mark.level)
        )
        at = last + 1
    return found


def _place(lines: Sequence[Line], start: int, wanted: str, title: str, page: int | None) -> tuple[int, int] | None:
    """The one to three lines that say what a bookmark says, on its page or the next."""
    for first in range(start, len(lines)):
        line = lines[first]
        if page is not None and line.page < page:
            continue
        if page is not None and line.page > page + 1:
            return None
        said = ""
        for last in range(first, min(first + 3, len(lines))):
            said += _letters(lines[last].text)
            if said in (wanted, title) or (said.endswith(title) and 0 < len(said) - len(title) <= 4 and title):
                return first, last
            if len(said) > len(wanted) + 6:
                break
    return None


def _by_looks(lines: Sequence[Line], index: int, body: float, *, only_known: bool) -> Heading | None:
    line = lines[index]
    text = _SPACED_CAPITALS.sub(r"\1\2", _BESIDE_ABSTRACT.sub("", line.text))
    number, title = number_and_title(text)
    stands_out = line.size > body * 1.08 or line.bold or (text.isupper() and len(text) > 4)
    if not 2 < len(text) <= _LONGEST or line.parts > 2 or line.maths > 0.3:
        return None
    known = _NOT_IN_OUTLINES if only_known else _KNOWN
    if (
        known.match(title.strip(" .:"))
        and (line.parts == 1 or text != line.text)
        and (stands_out or number or _stands_alone(lines, index))
    ):
        return Heading(index, index, number, title.strip(" .:"), _level(number))
    if only_known or not stands_out or line.size < body * 0.95 or _ENDS_SENTENCE.search(text) or not _has_words(title):
        return None
    if not number and not (line.size > body * 1.12 or (line.bold and _stands_alone(lines, index))):
        return None
    last = _end(lines, index, body)
    if last - index > 2:
        return None
    whole = " ".join(one.text for one in lines[index : last + 1])
    number, title = number_and_title(whole)
    return Heading(index, last, number, title, _level(number) if number else _level_by_size(line, body))


def _end(lines: Sequence[Line], index: int, body: float) -> int:
    """The last line of a heading that goes on: next below, as large and as heavy, without a number of its own."""
    last = index
    while last + 1 < len(lines):
        line, following = lines[last], lines[last + 1]
        same_look = abs(line.size - following.size) < 0.3 and line.bold == following.bold
        near = following.page == line.page and 0 < line.y - following.y < 1.6 * line.size
        if not same_look or not near or _NUMBERED.match(following.text) or not (line.bold or line.size > body * 1.08):
            break
        last += 1
    return last


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether there is more room above a line than between two lines of a paragraph."""
    line = lines[index]
    if index == 0 or lines[index - 1].page != line.page or lines[index - 1].column != line.column:
        return True
    return lines[index - 1].y - line.y > 1.45 * line.size


def _level(number: str) -> int:
    return number.rstrip(".").count(".") + 1 if number else 1


def _level_by_size(line: Line, body: float) -> int:
    return 1 if line.size > body * 1.15 else 2


def _has_words(title: str) -> bool:
    words = _WORDS.findall(title)
    return bool(words) and sum(letter.isalpha() for letter in title) >= 0.6 * len(title.replace(" ", ""))


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
