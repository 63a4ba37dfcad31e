"""The letters of a PDF's pages with their places, joined to fragments: runs of letters on one line without a wide gap.

The only module that talks to PDFium. Places are in points from the page's lower left corner.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2 as pdfium  # type: ignore[import-untyped] # it ships no types
import pypdfium2.raw as pdfium_raw  # type: ignore[import-untyped] # as above

from paper_reader.errors import DocumentTooLarge, DocumentUnreadable

_MOST_PAGES: Final = 1000
_MOST_LETTERS: Final = 5_000_000  # a thousand full pages
_MOST_LETTERS_OF_PAGE: Final = 200_000
_MOST_OBJECTS: Final = 20_000  # of a page that are asked where they stand
_MOST_BOOKMARKS: Final = 2000
_WIDE_GAP: Final = 1.4  # in letter heights; spaces of justified lines stay below, gaps between columns do not
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_ACCENTS: Final = dict(zip("´`¨ˆ˜ˇ˘˚¸", "\u0301\u0300\u0308\u0302\u0303\u030c\u0306\u030a\u0327", strict=True))
_LOOSE_ACCENT: Final = re.compile(r"([´¨ˆ˜ˇ˘˚¸])\s?([A-Za-zı])")
_BOLD: Final = re.compile(r"bold|black|heavy|medi\b|-medi|demi|bx\d|cmb|sfbx|\bB$", re.IGNORECASE)
_ITALIC: Final = re.compile(r"ital|obli|slant|cmti|cmsl|sfti", re.IGNORECASE)
_MATHS: Final = re.compile(r"cmmi|cmsy|cmex|msam|msbm|math|symbol|eufm|rsfs|stmary|mtmi|mtsy", re.IGNORECASE)
_SPACED_OUT: Final = re.compile(r"\b(?:[A-Z] ){3,}[A-Z]\b")  # "A B S T R A C T"
_HYPHENS: Final = ("\x02", "\ufffe", "\u00ad")  # PDFium's signs for a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class Fragment:
    """Letters on one line: their text, where they stand (`y` is the base line), and how they look."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    maths: float = 0.0  # share of letters in fonts of formulas


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size, its fragments as they come in the file, and the rectangles that pictures fill."""

    number: int
    width: float
    height: float
    fragments: tuple[Fragment, ...]
    pictures: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's own outline; `level` begins at 1, `page` is its number or None."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Letters:
    """All that was read from the file."""

    title: str
    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]


def read_letters(content: bytes) -> Letters:
    """Read a PDF's letters. Raises `DocumentUnreadable`, `DocumentTooLarge`."""
    with _opened(content) as document:
        if len(document) > _MOST_PAGES:
            raise DocumentTooLarge(
                f"has {len(document):,} pages, and {_MOST_PAGES:,} at most are read. Read it in a PDF viewer instead"
            )
        title = document.get_metadata_dict().get("Title", "")
        pages, letters = [], 0
        for number in range(len(document)):
            page = _page(document, number)
            letters += sum(len(fragment.text) for fragment in page.fragments)
            if letters > _MOST_LETTERS:
                raise DocumentTooLarge("has more text than is read. Read it in a PDF viewer instead")
            pages.append(page)
        return Letters(" ".join(title.split()), tuple(pages), tuple(_bookmarks(document)))


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentUnreadable(
                "is locked by a password. Save it without one (your PDF viewer, or qpdf --decrypt), then read that: "
                "paper-reader read FILE.pdf"
            ) from error
        raise DocumentUnreadable("is damaged, or no PDF. Fetch it anew, or read it in a PDF viewer instead") from error
    try:
        yield document
    finally:
        document.close()


def _page(document: Any, number: int) -> Page:
    try:
        page = document[number]
    except pdfium.PdfiumError:  # one page that is damaged; the others may be sound
        return Page(number, 612.0, 792.0, ())
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            fragments = tuple(_fragments(text))
        finally:
            text.close()
        return Page(number, width, height, fragments, tuple(_pictures(page, width, height)))
    except pdfium.PdfiumError:
        return Page(number, 612.0, 792.0, ())
    finally:
        page.close()


@dataclass(slots=True)
class _Run:
    """A fragment that is still growing."""

    signs: list[str] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    weights: dict[str, int] = field(default_factory=dict)  # letters by font

    def finished(self) -> Fragment | None:
        text = _composed("".join(self.signs))
        if not text:
            return None
        letters = sum(self.weights.values()) or 1
        bold = sum(count for font, count in self.weights.items() if _BOLD.search(font))
        italic = sum(count for font, count in self.weights.items() if _ITALIC.search(font))
        maths = sum(count for font, count in self.weights.items() if _MATHS.search(font))
        return Fragment(
            text, self.x0, self.x1, self.y, self.size, bold * 2 > letters, italic * 2 > letters, maths / letters
        )


def _fragments(text: Any) -> Iterator[Fragment]:
    run = _Run()
    reader = _LetterReader(text)
    for index in range(min(text.count_chars(), _MOST_LETTERS_OF_PAGE)):
        sign = reader.sign(index)
        if sign in "\r\n":
            if run.signs and (done := run.finished()):
                yield done
            run = _Run()
            continue
        if sign.isspace():
            run.signs.append(" ")
            continue
        letter = reader.letter(index)
        if letter is None:
            continue
        if run.weights and _parts(run, letter):
            if done := run.finished():
                yield done
            run = _Run()
        _extend(run, sign, letter)
    if done := run.finished():
        yield done


@dataclass(frozen=True, slots=True)
class _Letter:
    x0: float
    x1: float
    y: float
    size: float
    font: str


class _LetterReader:
    """Asks PDFium for one letter after the other, with the variables for its answers made once."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._box = [ctypes.c_double() for _ in range(4)]
        self._origin = [ctypes.c_double() for _ in range(2)]
        self._matrix = pdfium_raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def sign(self, index: int) -> str:
        code = pdfium_raw.FPDFText_GetUnicode(self._text, index)
        sign = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else " "
        if sign in _HYPHENS:
            return "\x02"
        return sign if sign in "\r\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cn") else " "

    def letter(self, index: int) -> _Letter | None:
        """The letter's place; None for one that is turned, as the stamp on a first page's margin is."""
        left, right, bottom, top = self._box
        x, y = self._origin
        if not pdfium_raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top):
            return None
        pdfium_raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        pdfium_raw.FPDFText_GetMatrix(self._text, index, self._matrix)
        if abs(self._matrix.b) > abs(self._matrix.a) * 0.2:
            return None
        scale = math.hypot(self._matrix.c, self._matrix.d)
        size = pdfium_raw.FPDFText_GetFontSize(self._text, index) * scale
        pdfium_raw.FPDFText_GetFontInfo(self._text, index, self._name, len(self._name), self._flags)
        values = (left.value, right.value, y.value, size)
        if not all(math.isfinite(value) and abs(value) < 1e6 for value in values):
            return None
        return _Letter(left.value, right.value, y.value, max(size, 0.5), self._name.value.decode("utf-8", "replace"))


def _parts(run: _Run, letter: _Letter) -> bool:
    """Whether a letter begins a new fragment: far to the right, back to the left, or on another line."""
    size = max(run.size, letter.size)
    gap = letter.x0 - run.x1
    return gap > _WIDE_GAP * size or gap < -1.2 * size or abs(letter.y - run.y) > 0.75 * size


def _extend(run: _Run, sign: str, letter: _Letter) -> None:
    if not run.weights:
        run.x0, run.y, run.size = letter.x0, letter.y, letter.size
    elif letter.size > run.size * 1.15:  # what came before was raised or lowered: the larger letters make the line
        run.y, run.size = letter.y, letter.size
    is_raised = letter.size < run.size * 0.82 and letter.y > run.y + 0.15 * run.size
    sign = sign.translate(_LIGATURES)
    run.signs.append(sign.translate(_RAISED) if is_raised else sign)
    run.x1 = max(run.x1, letter.x1) if run.weights else letter.x1
    run.weights[letter.font] = run.weights.get(letter.font, 0) + 1


def _composed(text: str) -> str:
    """One line of text, letters and their accents put together where the file has them apart."""
    text = _LOOSE_ACCENT.sub(lambda found: found[2].replace("ı", "i") + _ACCENTS[found[1]], text)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return _SPACED_OUT.sub(lambda found: found[0].replace(" ", ""), text)


def _pictures(page: Any, width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """The rectangles of pictures and drawings that were put into the page as a whole."""
    bounds = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium_raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = pdfium_raw.FPDFPage_GetObject(page, index)
        if pdfium_raw.FPDFPageObj_GetType(item) not in (pdfium_raw.FPDF_PAGEOBJ_FORM, pdfium_raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium_raw.FPDFPageObj_GetBounds(item, *bounds):
            continue
        left, bottom, right, top = (value.value for value in bounds)
        across, up = right - left, top - bottom
        # A rule is no picture, and what fills the page is its paper or a scan.
        if across > 40 and up > 30 and across * up < 0.6 * width * height:
            yield left, bottom, right, top


def _bookmarks(document: Any) -> Iterator[Bookmark]:
    try:
        for count, entry in enumerate(document.get_toc(max_depth=6)):
            if count >= _MOST_BOOKMARKS:
                return
            target = entry.get_dest()
            title = " ".join(entry.get_title().split())
            if title:
                yield Bookmark(title[:300], entry.level + 1, target.get_index() if target else None)
    except (pdfium.PdfiumError, ValueError):  # a broken outline; the headings are found by their looks
        return
