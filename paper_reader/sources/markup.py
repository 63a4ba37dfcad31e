"""XML read strictly and safely: no entities, no network, no huge trees, nothing "recovered" from half a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from lxml import etree  # type: ignore[import-untyped]  # it ships no types


class MarkupError(ValueError):
    """The bytes are not one complete, well-formed document."""


class Element(Protocol):
    """What we use of lxml's elements; names are "{namespace}tag"."""

    @property
    def tag(self) -> str:
        """The element's name."""

    @property
    def text(self) -> str | None:
        """The text before its first child."""

    @property
    def attrib(self) -> Mapping[str, str]:
        """Its attributes."""

    def find(self, path: str) -> Element | None:
        """Find the first child (or path) of that name."""

    def iterfind(self, path: str) -> Iterator[Element]:
        """All children (or paths) of that name."""

    def itertext(self) -> Iterator[str]:
        """All text inside, in order."""


def read_document(content: bytes) -> Element:
    """Parse a whole document and give its root; `MarkupError` for anything cut off, ill-formed or with a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(content, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise MarkupError("it has a document type of its own")
    return cast("Element", root)


def text_of(parent: Element, path: str) -> str | None:
    """All text inside the first child of that name, its whitespace made single spaces; None where there is none."""
    child = parent.find(path)
    if child is None:
        return None
    return " ".join("".join(child.itertext()).split()) or None
