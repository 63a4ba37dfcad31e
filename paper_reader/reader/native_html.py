"""Reads HTML that authors wrote themselves: headings h1 to h6, paragraphs, lists, named places. Pure.

Such pages are often no sound HTML: text stands outside of paragraphs, items outside of lists. What stands between two
elements that begin a line of their own is taken for one paragraph.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree  # type: ignore[import-untyped] # lxml ships no types

from paper_reader.reader.draft import BlockDraft, Draft, ReferenceDraft, SectionDraft
from paper_reader.reader.elements import BLOCKS, DROPPED, Element, has_block_inside, names_in, one_line, tag_of
from paper_reader.reader.plain_text import plain_text
from paper_reader.types.document import BlockKind

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS: Final = {
    "ul": BlockKind.LIST, "ol": BlockKind.LIST, "dl": BlockKind.LIST, "li": BlockKind.LIST, "dd": BlockKind.PARAGRAPH,
    "pre": BlockKind.CODE, "blockquote": BlockKind.QUOTE, "table": BlockKind.TABLE, "figure": BlockKind.FIGURE,
}  # fmt: skip
_NUMBER: Final = re.compile(
    r"^((?:appendix\s+)?(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)+|[IVX]+\.))[.:)]?\s+(?=\S)", re.IGNORECASE
)
_REFERENCES: Final = re.compile(
    r"(?:list of )?(?:references|bibliography|works cited|literature cited)\b", re.IGNORECASE
)
_LABEL: Final = re.compile(r"^(\[[^\]]{1,40}\]|\(\d{1,3}\)|\d{1,3}\.)\s*")
_CAPTION: Final = re.compile(r"^((?:fig(?:ure)?|table)\.?\s*\d+)\s*[.:]?\s*", re.IGNORECASE)


def draft_of_native(root: Element) -> Draft:
    """Sort the page's elements into sections, pieces and references."""
    body = next(root.iter("body"), root)
    reading = _Reading(_page_title(root, body), _top_level(body))
    reading.walk(body)
    reading.flush()
    return reading.draft


def _page_title(root: Element, body: Element) -> str:
    first = next(body.iter("h1"), None)
    title = plain_text(first) if first is not None else ""
    named = next(root.iter("title"), None)
    return title or (one_line("".join(named.itertext())) if named is not None else "")


def _top_level(body: Element) -> int:
    """The largest heading that sections have; a single h1 is the paper's title."""
    ranks = [int(tag_of(one)[1]) for one in body.iter(*_HEADINGS)]
    if ranks.count(1) == 1 and ranks[0] == 1:
        ranks = [rank for rank in ranks if rank > 1]
    return min(ranks, default=1)


class _Reading:
    """Goes through a page; `run` is the paragraph that is being gathered, `names` those that wait for their place."""

    def __init__(self, title: str, top: int) -> None:
        self.draft = Draft(title=title)
        self._top = top
        self._run: Element = etree.Element("p")
        self._names: list[str] = []
        self._in_references = False
        self._title_seen = False

    def walk(self, parent: Element) -> None:
        """Take an element's children in order; text between them belongs to the run."""
        self._say(parent.text)
        for node in list(parent):
            tail, node.tail = node.tail, None
            tag = tag_of(node)
            if tag in _HEADINGS:
                self._heading(node, int(tag[1]))
            elif tag == "hr":
                self.flush()
            elif tag in _KINDS or tag == "p":
                self._piece(node, tag)
            elif tag in BLOCKS or (tag not in DROPPED and tag and has_block_inside(node)):
                self._container(node)
            elif tag and tag not in DROPPED:
                self._run.append(node)
            elif tag == "img":
                self._names += names_in(node)
            self._say(tail)

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        run, self._run = self._run, etree.Element("p")
        self._add(run, BlockKind.PARAGRAPH)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        last = self._run[-1] if len(self._run) else None
        if last is None:
            self._run.text = (self._run.text or "") + text
        else:
            last.tail = (last.tail or "") + text

    def _container(self, node: Element) -> None:
        self.flush()
        self._names += [name for name in (node.get("id"), node.get("name")) if name]
        self.walk(node)
        self.flush()

    def _piece(self, node: Element, tag: str) -> None:
        """A paragraph or list; one that holds headings (a page laid out as a table) is a container."""
        self.flush()
        is_layout = tag != "li" and any(tag_of(inner) in (*_HEADINGS, "hr") for inner in node.iterdescendants())
        if is_layout or (tag == "p" and has_block_inside(node)) or (self._in_references and tag in ("ul", "ol", "dl")):
            self._container(node)
        else:
            self._add(node, _KINDS.get(tag, BlockKind.PARAGRAPH))

    def _heading(self, node: Element, rank: int) -> None:
        self.flush()
        title = plain_text(node)
        names = [*self._names, *names_in(node)]
        if title == self.draft.title and not self._title_seen and not self.draft.sections:
            self._title_seen = True
            return
        self._names = []
        if not title:
            self._names = names
            return
        self._in_references = bool(_REFERENCES.match(title))
        if self._in_references:
            self._names = names
            return
        number = match[1] if (match := _NUMBER.match(title)) else ""
        words = title[match.end() :] if match else title
        self.draft.open(SectionDraft(words, max(rank - self._top, 0) + 1, number=number, names=names))

    def _add(self, node: Element, kind: BlockKind) -> None:
        text = plain_text(node)
        if not text:
            self._names += names_in(node)
        elif self._in_references:
            self._refer(node, text)
        elif self.draft.sections or not _is_front_matter(node, text):
            if self._names:
                node.insert(0, _named(self._names, node))
                self._names = []
            match = _CAPTION.match(text) if kind in (BlockKind.FIGURE, BlockKind.TABLE) else None
            label = match[1] if match else ""
            self.draft.add(BlockDraft(kind, [node], label=label, caption=text[match.end() :] if match else ""))
        else:
            self._names += names_in(node)

    def _refer(self, node: Element, text: str) -> None:
        match = _LABEL.match(text)
        entry = ReferenceDraft(
            label=match[1] if match else "",
            text=text[match.end() :] if match else text,
            names=[*self._names, *names_in(node)],
            addresses=[one.get("href") or "" for one in node.iter("a")],
        )
        self._names = []
        self.draft.references.append(entry)


def _named(names: list[str], node: Element) -> Element:
    """An element without content that carries names to the piece they lead to, before its text."""
    carrier = etree.Element("a")
    for name in names:
        etree.SubElement(carrier, "a").set("name", name)
    carrier.tail, node.text = node.text, None
    return carrier


def _is_front_matter(node: Element, text: str) -> bool:
    """Whether what stands before the first heading is a list of contents or of authors: links, and little else."""
    linked = sum(len(plain_text(one)) for one in node.iter("a") if (one.get("href") or "").startswith("#"))
    return linked * 2 > len(text)
