"""The last word on markup: whatever wrote it, nothing leaves here that runs, loads or leads elsewhere than it says."""

from __future__ import annotations

import re
from typing import Final

import nh3

MATH_TAGS: Final = frozenset(
    [
        "math",
        "maligngroup",
        "malignmark",
        "menclose",
        "merror",
        "mfrac",
        "mi",
        "mlabeledtr",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mprescripts",
        "mroot",
        "mrow",
        "ms",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "none",
    ]
)
MATH_ATTRIBUTES: Final = frozenset(
    [
        "accent",
        "accentunder",
        "align",
        "alttext",
        "columnalign",
        "columnlines",
        "columnspacing",
        "columnspan",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "frame",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowalign",
        "rowlines",
        "rowspacing",
        "rowspan",
        "rspace",
        "scriptlevel",
        "separator",
        "side",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    ]
)
HTML_TAGS: Final = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
_CLASSES: Final = frozenset(("caption", "equation", "equation-number", "footnote", "label"))
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>\\]+|#[a-z0-9.-]+", re.IGNORECASE | re.ASCII)
_WITH_CONTENT: Final = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "noscript",
        "noframes",
        "noembed",
        "template",
        "textarea",
        "select",
        "option",
        "title",
        "xmp",
        "plaintext",
        "svg",
        "audio",
        "video",
        "canvas",
        "annotation",
        "annotation-xml",
    ]
)
_LENGTH: Final = re.compile(r"[-+\w.% ]{0,64}", re.ASCII)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _ADDRESS.fullmatch(value) else None
    if name in ("rel", "alttext", "class"):
        return value
    return value if _LENGTH.fullmatch(value) else None  # numbers, lengths and single words


_CLEANER: Final = nh3.Cleaner(
    tags=set(HTML_TAGS | MATH_TAGS),
    clean_content_tags=set(_WITH_CONTENT),
    attributes={
        "a": {"href"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "ol": {"start"},
        **{tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS},
    },
    allowed_classes={tag: set(_CLASSES) for tag in ("div", "span", "p")},
    attribute_filter=_attribute,
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def sanitised(markup: str) -> str:
    """Markup with only what is listed here: text, tables, MathML, links to http(s) or to `#` places of the document."""
    return _CLEANER.clean(markup)
