"""Questions about elements of a web page that both kinds of HTML papers ask. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from lxml.etree import _Element  # type: ignore[import-untyped] # lxml ships no types

Element: TypeAlias = _Element

# What never becomes text: code, controls, pictures, and the doubles of a formula in other languages.
DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "nav",
        "noscript",
        "noframes",
        "noembed",
        "iframe",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "option",
        "svg",
        "audio",
        "video",
        "canvas",
        "template",
        "link",
        "meta",
        "base",
        "annotation",
        "annotation-xml",
        "map",
        "area",
        "img",
        "picture",
        "source",
        "track",
        "math-err",
        "dialog",
        "xmp",
        "plaintext",
        "frame",
        "frameset",
    ]
)
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SPACES: Final = re.compile(r"\s+")
# Signs without a shape: controls, soft hyphens, joiners, marks of direction, and halves of surrogate pairs.
_SHAPELESS: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def tag_of(node: Element) -> str:
    """The tag's name in lower case without namespace; empty for comments and the like."""
    return node.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(node.tag, str) else ""


def classes_of(node: Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((node.get("class") or "").split())


def has_class(node: Element, *names: str) -> bool:
    """Whether it has one of these classes."""
    return not classes_of(node).isdisjoint(names)


def one_line(text: str) -> str:
    """Text in one line, without signs that have no shape."""
    return _SPACES.sub(" ", _SHAPELESS.sub("", text)).strip()


def names_in(node: Element) -> Iterator[str]:
    """Every name in an element that a link can lead to."""
    for inner in node.iter():
        if isinstance(inner.tag, str):
            for attribute in ("id", "name"):
                if name := inner.get(attribute):
                    yield name


def has_block_inside(node: Element) -> bool:
    """Whether an element holds others that begin a line of their own."""
    return any(tag_of(inner) in BLOCKS for inner in node.iterdescendants())
