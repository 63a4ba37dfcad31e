"""From the bytes of a web page to its elements; bounded in depth and number, for pages that want to do harm. Pure."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree  # type: ignore[import-untyped] # lxml ships no types

from paper_reader.errors import DocumentTooLarge, DocumentUnreadable
from paper_reader.reader.elements import Element

_DEEPEST: Final = 180  # papers nest some 40 deep; rewriting goes as deep as the page
_MOST_ELEMENTS: Final = 3_000_000  # a thousand pages of formulas
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE | re.ASCII)
_AS_WINDOWS: Final = frozenset(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1"))  # as browsers do
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_THE_BROWSER: Final = "Read it in the browser instead"


def page_tree(content: bytes) -> Element:
    """The page's root. Raises `DocumentUnreadable`, `DocumentTooLarge`."""
    text = _CONTROLS.sub("", _decoded(content))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentUnreadable(f"is no web page ({error}). {_IN_THE_BROWSER}") from error
    if root is None:
        raise DocumentUnreadable(f"is an empty page. {_IN_THE_BROWSER}")
    _bound(root)
    return root


def _bound(root: Element) -> None:
    depth = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > _DEEPEST:
            raise DocumentUnreadable(f"nests its elements deeper than any paper does. {_IN_THE_BROWSER}")
        if elements > _MOST_ELEMENTS:
            raise DocumentTooLarge(f"has more elements than are read. {_IN_THE_BROWSER}")


def _decoded(content: bytes) -> str:
    """The page's text; what it says of its encoding is heeded as browsers do, UTF-8 where it says nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    match = _CHARSET.search(content[:4096])
    name = match[1].decode("ascii").lower() if match else "utf-8"
    try:
        return content.decode("cp1252" if name in _AS_WINDOWS else name, "replace")
    except (LookupError, UnicodeError, ValueError):
        return content.decode("utf-8", "replace")
