"""A full text as Markdown: formulas stay, nothing else in it is taken for Markdown or HTML."""

from datetime import UTC, datetime

from paper_reader.exporting.full_text import full_text
from paper_reader.types import (
    Annotation,
    Block,
    BlockKind,
    Document,
    DocumentSource,
    PaperText,
    ReadingThrough,
    Section,
    SectionRole,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EVIL = "<img src=x onerror=alert(1)>"


def written(*blocks, annotations=()):
    section = Section("s1", "1", f"In*tro* {EVIL}", 1, SectionRole.INTRODUCTION, tuple(blocks))
    document = Document(DocumentSource.FILE, "https://x.org", NOW, "A `title`", (section,), (), ())
    text = PaperText(document=document, paper=None, passes=(), read=ReadingThrough(annotations=tuple(annotations)))
    return "".join(full_text(text, document.sections))


def block(text, kind=BlockKind.PARAGRAPH):
    return Block("s1.1", kind, text, "")


def test_nothing_from_outside_is_markup():
    assert "<img" not in written(
        block(f"Prose {EVIL} with ${EVIL}$ and *stars*."),
        block(f"${EVIL}$", BlockKind.EQUATION),
        block(EVIL, BlockKind.QUOTE),
        block(EVIL, BlockKind.FIGURE),
    ).replace("\\<img", "")
    assert written(block("*stars*")).count("\\*stars\\*") == 1


def test_formulas_stay_formulas():
    made = written(block("Let $x_1 * y$ be."), block("$a < b$", BlockKind.EQUATION))
    assert "Let $x_1 * y$ be." in made
    assert "$$\na \\lt b\n$$" in made


def test_a_listing_is_fenced_by_more_than_it_has():
    assert "\n````\na ``` b\n````\n" in written(block("a ``` b", BlockKind.CODE))


def test_notes_and_highlights_stand_below_their_heading():
    note = Annotation(1, "s1", "1 Intro", "Why *so*?", NOW)
    mark = Annotation(2, "s1", "1 Intro", "Hm.", NOW, "s1.1", f"quoted {EVIL}")
    made = written(block("Text."), annotations=[note, mark])
    assert made.index("# 1 In") < made.index("Why *so*?") < made.index("> quoted") < made.index("Text.")
    assert "<img" not in made.replace("\\<img", "")
