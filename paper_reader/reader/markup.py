"""An element as markup that is safe to show: rewritten from a short list of tags, then sanitised once more. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import unquote

from paper_reader.reader.elements import DROPPED, Element, classes_of, one_line, tag_of
from paper_reader.reader.plain_text import note_text, stands_for_space
from paper_reader.reader.sanitising import HTML_TAGS, MATH_ATTRIBUTES, MATH_TAGS, sanitised

_SHAPELESS_KEPT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BY_CLASS: Final = {
    "ltx_tabular": "table", "ltx_tr": "tr", "ltx_td": "td", "ltx_th": "th", "ltx_thead": "thead", "ltx_tbody": "tbody",
    "ltx_tfoot": "tfoot", "ltx_font_bold": "strong", "ltx_font_italic": "em", "ltx_font_slanted": "em",
    "ltx_font_typewriter": "code", "ltx_emph": "em", "ltx_caption": "figcaption",
}  # fmt: skip
_BY_TAG: Final = {
    "tt": "code", "kbd": "code", "samp": "code", "var": "em", "dfn": "em", "italic": "em", "strike": "s", "del": "s",
    "center": "div", "section": "div", "article": "div", "listing": "pre",
}  # fmt: skip
_SPANS: Final = ("colspan", "rowspan")
_VOID: Final = frozenset(("br",))
_WITHOUT_TEXT: Final = frozenset(("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"))


class Markup:
    """Rewrites elements of one document. `links` leads from the page's own names to the document's anchors."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self._links = links

    def of(self, *nodes: Element) -> str:
        """The elements as safe markup, one after the other."""
        return sanitised(_SHAPELESS_KEPT.sub("", "".join(map(self._node, nodes))))

    def inside(self, node: Element) -> str:
        """What stands in an element, as safe markup, without the element itself."""
        return sanitised(_SHAPELESS_KEPT.sub("", self._children(node)))

    def _node(self, node: Element) -> str:
        tag, classes = tag_of(node), classes_of(node)
        if tag == "math":
            return _math(node)
        if not tag or tag in DROPPED or tag == "math":
            return ""
        if "ltx_ERROR" in classes:
            return " " if stands_for_space(node) else ""
        if "ltx_note" in classes:
            note = note_text(node)
            return f' <span class="footnote">{escape(note)}</span>' if note else ""
        if "ltx_tag_item" in classes and _is_only_a_mark(node):
            return ""
        if tag == "a":
            return self._link(node)
        if "ltx_listingline" in classes:
            return self._children(node) + "\n"
        return self._wrapped(node, tag, classes)

    def _wrapped(self, node: Element, tag: str, classes: frozenset[str]) -> str:
        by_class = next((_BY_CLASS[name] for name in _BY_CLASS if name in classes), None)
        own = _BY_TAG.get(tag, tag)
        wanted = by_class if by_class and own in ("span", "div", "p", "em", "td") else own
        inner = self._children(node, with_text=wanted not in _WITHOUT_TEXT)
        if wanted in _VOID:
            return f"<{wanted}>"
        if wanted in ("span", "div", "p", "figcaption") and not inner.strip():
            return inner
        if wanted not in HTML_TAGS or wanted == "span":
            return inner
        spans = "".join(
            f' {name}="{value}"' for name in _SPANS if (value := node.get(name) or "").isdecimal() and len(value) < 4
        )
        return f"<{wanted}{spans if wanted in ('td', 'th') else ''}>{inner}</{wanted}>"

    def _children(self, node: Element, *, with_text: bool = True) -> str:
        parts = [escape(node.text or "", quote=False)] if with_text else []
        for child in node:
            parts.append(self._node(child))
            if with_text:
                parts.append(escape(child.tail or "", quote=False))
        return "".join(parts)

    def _link(self, node: Element) -> str:
        inner = self._children(node)
        href = (node.get("href") or "").strip()
        if "#" in href and (anchor := self._anchor(href)):
            return f'<a href="#{anchor}">{inner}</a>' if inner.strip() else inner
        if href[:8].lower().startswith(("http://", "https://")) and inner.strip():
            return f'<a href="{escape(href)}">{inner}</a>'
        return inner

    def _anchor(self, href: str) -> str | None:
        """The document's own place that a link of the page leads to, also one written with the page's whole address."""
        page, _, name = href.partition("#")
        if page and "/html/" not in page:
            return None
        return self._links.get(name) or self._links.get(unquote(name))


def _math(node: Element) -> str:
    """A formula's presentation: what it means, and its LaTeX, stand in doubles that browsers need not."""
    tag = tag_of(node)
    if tag == "semantics":
        first = next((child for child in node if tag_of(child) in MATH_TAGS), None)
        return _math(first) if first is not None else ""
    inner = escape(node.text or "", quote=False) + "".join(_math(child) for child in node if tag_of(child))
    if tag not in MATH_TAGS:
        return "" if tag in DROPPED else inner
    attributes = "".join(
        f' {name}="{escape(one_line(str(value)))}"' for name, value in node.attrib.items() if name in MATH_ATTRIBUTES
    )
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _is_only_a_mark(tag: Element) -> bool:
    """Whether a list item's tag says no more than what the list shows by itself."""
    text = one_line("".join(tag.itertext()))
    parent = tag.getparent()
    is_numbered = parent is not None and parent.getparent() is not None and tag_of(parent.getparent()) == "ol"
    return (len(text) <= 1 and not text.isalnum()) or (is_numbered and text.rstrip(".").isdecimal())
