"""From a web page to a `Document`: LaTeXML's or an author's own. Pure."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from paper_reader.errors import DocumentTooLarge, DocumentUnreadable
from paper_reader.reader.assembling import assembled
from paper_reader.reader.elements import Element
from paper_reader.reader.latexml import draft_of_latexml, is_latexml
from paper_reader.reader.native_html import draft_of_native
from paper_reader.reader.page_tree import page_tree
from paper_reader.reader.raw_document import RawDocument
from paper_reader.types.document import Document

_MOST_BLOCKS: Final = 50_000
_IN_THE_BROWSER: Final = "Read it in the browser instead"


def parse_html(raw: RawDocument) -> Document:
    """Read a page. Raises `DocumentUnreadable`, `DocumentTooLarge`."""
    root = page_tree(raw.content)
    draft = draft_of_latexml(root) if is_latexml(root) else draft_of_native(root)
    pieces = sum(len(section.blocks) for section in draft.sections)
    if pieces == 0:
        raise DocumentUnreadable(f"holds no text of a paper. {_IN_THE_BROWSER}")
    if pieces + len(draft.sections) + len(draft.references) > _MOST_BLOCKS:
        raise DocumentTooLarge(f"has more paragraphs than are read. {_IN_THE_BROWSER}")
    return assembled(raw, draft, _base(raw, root))


def _base(raw: RawDocument, root: Element) -> str:
    """What the addresses of pictures are relative to; pictures of other sites are none of the paper's."""
    if not raw.address.startswith(("http://", "https://")):
        return ""
    named = next((href for one in root.iter("base") if (href := one.get("href"))), "")
    try:
        wanted = urljoin(raw.address, named)
        return wanted if urlsplit(wanted)[:2] == urlsplit(raw.address)[:2] else raw.address
    except ValueError:
        return raw.address
