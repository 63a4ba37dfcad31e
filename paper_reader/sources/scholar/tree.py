"""A page of Scholar as a tree, however broken, and the rows in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

from lxml import html  # type: ignore[import-untyped]  # it ships no types

_NOTHING = b"<html></html>"


class Element(Protocol):
    """What we use of lxml's elements."""

    @property
    def tag(self) -> str:
        """The element's name."""

    def get(self, name: str) -> str | None:
        """Give an attribute; None where it is not there."""

    def getparent(self) -> Element | None:
        """The element around it."""

    def get_element_by_id(self, name: str, default: None) -> Element | None:
        """Find the element with this id."""

    def find_class(self, name: str) -> list[Element]:
        """All elements with this class."""

    def iter(self, tag: str) -> Iterator[Element]:
        """All elements of this name, in order."""

    def text_content(self) -> str:
        """All text inside."""


def document(text: str) -> Element:
    """Read a page; an empty one is an empty document."""
    # An XML declaration would make lxml refuse the text: bytes in an encoding that we name have no such trouble.
    content = text.encode("utf-8", "replace").strip() or _NOTHING
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    except (html.etree.ParserError, ValueError):  # a comment alone, say
        root = html.document_fromstring(_NOTHING)
    return cast("Element", root)


def result_rows(root: Element) -> list[Element]:
    """The rows of a page of results; the single-result layout is one of them with another class beside."""
    found = root.get_element_by_id("gs_res_ccl", None)
    if found is None:
        return []
    return [row for row in found.iter("div") if row.get("data-cid") and {"gs_r", "gs_or"} <= _classes(row)]


def profile_rows(root: Element) -> list[Element]:
    """The rows of an author's table of papers."""
    return [row for row in root.iter("tr") if "gsc_a_tr" in _classes(row)]


def one_line(element: Element) -> str:
    """All text of an element, its whitespace made single spaces."""
    return " ".join(element.text_content().split())


def written(element: Element) -> bytes:
    """An element as HTML, to be read again on its own."""
    text: str = html.tostring(element, encoding="unicode", with_tail=False)
    return text.encode("utf-8", "replace")


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())
