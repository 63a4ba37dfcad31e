"""What the reader wrote, in Markdown, as markup. Markup of their own in it is shown as its letters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def note_markup(text: str) -> Markup:
    """A note as markup: CommonMark, no HTML, links to http(s) and mail alone, no pictures."""
    return Markup(_writer().render(text))  # noqa: S704 - the writer escapes all that it does not make itself


@lru_cache(maxsize=1)
def _writer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable("image")
