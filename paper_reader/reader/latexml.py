"""Reads the HTML that arXiv makes of a paper's LaTeX source (LaTeXML, https://math.nist.gov/~BMiller/LaTeXML/). Pure.

Its classes name what each element was in the source: `ltx_section`, `ltx_para`, `ltx_equation`, `ltx_bibitem`.
"""

from __future__ import annotations

import re
from typing import Final

from paper_reader.reader.draft import BlockDraft, Draft, ReferenceDraft, SectionDraft
from paper_reader.reader.elements import Element, classes_of, has_class, names_in, one_line, tag_of
from paper_reader.reader.plain_text import heading_text, plain_text
from paper_reader.types.document import BlockKind, SectionRole

_SECTIONS: Final = frozenset(
    f"ltx_{name}"
    for name in [
        "part",
        "chapter",
        "section",
        "subsection",
        "subsubsection",
        "paragraph",
        "subparagraph",
        "appendix",
        "index",
    ]
)
_SKIPPED: Final = frozenset(
    [
        "ltx_ERROR",
        "ltx_authors",
        "ltx_dates",
        "ltx_date",
        "ltx_title",
        "ltx_pagination",
        "ltx_TOC",
        "ltx_page_footer",
        "ltx_page_header",
        "ltx_page_navbar",
        "ltx_subtitle",
        "ltx_role_newpage",
        "ltx_rdf",
        "ltx_classification",
    ]
)
_KINDS: Final = {
    "ltx_equation": BlockKind.EQUATION, "ltx_equationgroup": BlockKind.EQUATION, "ltx_eqn_table": BlockKind.EQUATION,
    "ltx_itemize": BlockKind.LIST, "ltx_enumerate": BlockKind.LIST, "ltx_description": BlockKind.LIST,
    "ltx_float_algorithm": BlockKind.ALGORITHM, "ltx_algorithm": BlockKind.ALGORITHM,
    "ltx_listing": BlockKind.CODE, "ltx_verbatim": BlockKind.CODE, "ltx_lstlisting": BlockKind.CODE,
    "ltx_theorem": BlockKind.THEOREM, "ltx_proof": BlockKind.PROOF, "ltx_quote": BlockKind.QUOTE,
    "ltx_quotation": BlockKind.QUOTE, "ltx_verse": BlockKind.QUOTE,
}  # fmt: skip
_CONTAINERS: Final = frozenset(("div", "section", "article", "span", "main", "header"))
_INSIDE: Final = frozenset((*_KINDS, "ltx_para", "ltx_p", "ltx_figure", "ltx_table", *_SECTIONS))
_LEFT_BEHIND: Final = re.compile(r"^(?:UTF8\s?[a-z]{2,6})?$")  # of the CJK environment, or nothing at all
_NUMBER: Final = re.compile(r"^(?:section|chapter|part)\s+", re.IGNORECASE)


def is_latexml(root: Element) -> bool:
    """Whether the page was made by LaTeXML."""
    return _article(root) is not None


def draft_of_latexml(root: Element) -> Draft:
    """Sort the article's elements into sections, pieces and references."""
    draft = Draft()
    article = _article(root)
    if article is None:
        return draft
    heading = next((one for one in article if has_class(one, "ltx_title_document")), None)
    draft.title = heading_text(heading) if heading is not None else ""
    if heading is not None:
        _remove_what_stands_before(heading)
    _walk(article, draft, depth=0)
    unknown = sum(1 for one in article.iter() if isinstance(one.tag, str) and has_class(one, "ltx_ERROR"))
    if unknown:
        draft.notes.append(f"{unknown} LaTeX commands that arXiv's converter did not know are left out")
    return draft


def _article(root: Element) -> Element | None:
    return next((one for one in root.iter("article", "section", "div") if has_class(one, "ltx_document")), None)


def _remove_what_stands_before(heading: Element) -> None:
    """Leave out what macros left behind before the title."""
    for before in list(heading.itersiblings(preceding=True)):
        parent = before.getparent()
        if parent is not None and not has_class(before, "ltx_abstract", "ltx_section", "ltx_figure"):
            parent.remove(before)


def _walk(parent: Element, draft: Draft, depth: int) -> None:
    for node in parent:
        tag, classes = tag_of(node), classes_of(node)
        if not tag or tag in ("nav", "footer", "script", "style") or classes & _SKIPPED:
            continue
        if classes & _SECTIONS:
            draft.open(_section(node, depth + 1))
            _walk(node, draft, depth + 1)
        elif "ltx_abstract" in classes:
            draft.open(SectionDraft("Abstract", 1, role=SectionRole.ABSTRACT, names=_own_names(node)))
            _walk(node, draft, depth)
        elif "ltx_acknowledgements" in classes:
            title = _title(node)[1] or "Acknowledgements"
            draft.open(SectionDraft(title, 1, role=SectionRole.ACKNOWLEDGEMENTS, names=_own_names(node)))
            _contents(node, draft, depth)
        elif "ltx_bibliography" in classes:
            draft.references += [_reference(item) for item in node.iter() if has_class(item, "ltx_bibitem")]
        else:
            _block(node, tag, classes, draft, depth)


def _block(node: Element, tag: str, classes: frozenset[str], draft: Draft, depth: int) -> None:
    kind = next((_KINDS[name] for name in _KINDS if name in classes), None)
    if kind is BlockKind.ALGORITHM or (tag == "figure" and kind in (None, BlockKind.CODE)):
        draft.add(_figure(node, classes))
    elif kind is not None:
        draft.add(BlockDraft(kind, [node]))
    elif "ltx_keywords" in classes or tag in ("p", "pre", "blockquote", "table", "ul", "ol", "dl", "math"):
        if not _LEFT_BEHIND.match(plain_text(node)):
            draft.add(BlockDraft(_PLAIN_KINDS.get(tag, BlockKind.PARAGRAPH), [node]))
    elif tag in _CONTAINERS:
        _contents(node, draft, depth)


_PLAIN_KINDS: Final = {
    "pre": BlockKind.CODE, "blockquote": BlockKind.QUOTE, "table": BlockKind.TABLE, "math": BlockKind.EQUATION,
    "ul": BlockKind.LIST, "ol": BlockKind.LIST, "dl": BlockKind.LIST,
}  # fmt: skip


def _contents(node: Element, draft: Draft, depth: int) -> None:
    """What stands in a container: its pieces, or its words as one paragraph where it has none."""
    has_pieces = any(
        tag_of(inner) in ("p", "figure", "table", "ul", "ol", "dl") or classes_of(inner) & _INSIDE
        for inner in node.iterdescendants()
    )
    if has_pieces:
        _walk(node, draft, depth)
    elif plain_text(node):
        draft.add(BlockDraft(BlockKind.PARAGRAPH, [node]))


def _section(node: Element, level: int) -> SectionDraft:
    number, title = _title(node)
    role = SectionRole.APPENDIX if has_class(node, "ltx_appendix") else None
    return SectionDraft(title, level, number=number, role=role, names=_own_names(node))


def _title(node: Element) -> tuple[str, str]:
    """The number and the words of a heading."""
    heading = next((one for one in node if has_class(one, "ltx_title")), None)
    if heading is None:
        return "", ""
    tag = next((one for one in heading.iter() if has_class(one, "ltx_tag")), None)
    whole = heading_text(heading)
    if tag is None:
        return "", whole
    shown = one_line("".join(tag.itertext()))
    return _NUMBER.sub("", shown).strip(" .:"), whole.removeprefix(shown).strip(" .:—–") or whole


def _own_names(node: Element) -> list[str]:
    """The section's own name, and its heading's."""
    names = [name] if (name := node.get("id")) else []
    for heading in node:
        if has_class(heading, "ltx_title"):
            names += names_in(heading)
    return names


def _figure(node: Element, classes: frozenset[str]) -> BlockDraft:
    is_algorithm = any("algorithm" in name for name in classes)
    is_table = "ltx_table" in classes
    kind = BlockKind.ALGORITHM if is_algorithm else BlockKind.TABLE if is_table else BlockKind.FIGURE
    captions = [one for one in node.iter() if has_class(one, "ltx_caption")]
    own = [one for one in captions if one.getparent() is node] or captions
    label, caption = "", ""
    if own:
        tag = next((one for one in own[0].iter() if has_class(one, "ltx_tag")), None)
        shown = plain_text(tag) if tag is not None else ""
        label, caption = shown.strip(" .:"), plain_text(own[0]).removeprefix(shown).strip()
    images = [src for one in node.iter("img") if (src := (one.get("src") or "").strip())]
    return BlockDraft(kind, [node], label=label, caption=caption, image=images[0] if images else None)


def _reference(item: Element) -> ReferenceDraft:
    tag = next((one for one in item if has_class(one, "ltx_tag")), None)
    blocks = [plain_text(one) for one in item if has_class(one, "ltx_bibblock")]
    blocks = [block for block in blocks if block and not block.lower().startswith(("cited by:", "external links:"))]
    label = plain_text(tag) if tag is not None else ""
    text = " ".join(blocks) or plain_text(item).removeprefix(label).strip()
    addresses = [one.get("href") or "" for one in item.iter("a")]
    return ReferenceDraft(label, text, names=list(names_in(item)), addresses=addresses, parts=blocks)
