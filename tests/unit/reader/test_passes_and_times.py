"""Three passes: what each reads, and how long that takes."""

from datetime import UTC, datetime

import pytest

from paper_reader.reader.passes import plan_passes, sections_aside
from paper_reader.reader.times import PACES, seconds_for, words_in
from paper_reader.types import Block, BlockKind, Document, DocumentSource, Figure, Pass, Section, SectionRole


def block(anchor, text, kind=BlockKind.PARAGRAPH):
    return Block(anchor, kind, text, f"<p>{text}</p>")


def section(anchor, role, *blocks, level=1):
    return Section(anchor, "", anchor.title(), level, role, blocks)


def document(*sections, figures=()):
    return Document(
        DocumentSource.ARXIV_HTML, "https://arxiv.org/html/1", datetime(2026, 1, 1, tzinfo=UTC), "A title", sections,
        tuple(figures), (),
    )  # fmt: skip


WHOLE = document(
    section("abstract", SectionRole.ABSTRACT, block("a1", "What it is.")),
    section("introduction", SectionRole.INTRODUCTION, block("i1", "Why it is."), block("i2", "Fig", BlockKind.FIGURE)),
    section("method", SectionRole.METHOD, block("m1", "How it is."), block("m2", "Proof.", BlockKind.PROOF)),
    section("lemma", SectionRole.PROOF, block("p1", "Since so."), level=2),
    section("conclusion", SectionRole.CONCLUSION, block("c1", "So it is.")),
    section("limits", SectionRole.OTHER, block("c2", "But not there."), level=2),
    section("appendix", SectionRole.APPENDIX, block("x1", "More.")),
    section("tables", SectionRole.RESULTS, block("x2", "Table", BlockKind.TABLE), level=2),
    figures=[Figure("i2", "Figure 1", "An overview of it", "introduction")],
)


def read_by(number, whole=WHOLE):
    return {part.section: part.blocks for part in plan_passes(whole)[number - 1].parts}


def test_the_first_pass_reads_abstract_headings_figures_and_conclusion():
    assert read_by(Pass.FIRST) == {
        "abstract": ("a1",),
        "introduction": ("i2",),
        "method": (),
        "conclusion": ("c1",),
        "limits": ("c2",),
    }


def test_the_second_pass_leaves_proofs_and_appendices_with_all_that_stands_in_them():
    assert read_by(Pass.SECOND) == {
        "abstract": ("a1",),
        "introduction": ("i1", "i2"),
        "method": ("m1",),
        "conclusion": ("c1",),
        "limits": ("c2",),
    }
    assert sections_aside(WHOLE) == {"lemma", "appendix", "tables"}


def test_the_third_pass_reads_everything():
    every = {one.anchor: tuple(each.anchor for each in one.blocks) for one in WHOLE.sections}
    assert read_by(Pass.THIRD) == every


def test_the_last_discussion_stands_in_for_a_conclusion():
    whole = document(
        section("results", SectionRole.RESULTS, block("r", "x")),
        section("first", SectionRole.DISCUSSION, block("d1", "x")),
        section("last", SectionRole.DISCUSSION, block("d2", "x")),
    )
    assert read_by(Pass.FIRST, whole) == {"results": (), "first": (), "last": ("d2",)}


def test_every_pass_says_what_it_is_for_and_takes_longer_than_the_one_before():
    first, second, third = plan_passes(WHOLE)
    assert first.seconds < second.seconds < third.seconds
    assert len(first.look_for) == 5
    for one in (first, second, third):
        assert one.purpose
        assert one.minutes >= 1
        assert sum(part.seconds for part in one.parts) <= one.seconds


def test_an_empty_text_takes_no_time_and_breaks_nothing():
    assert [one.parts for one in plan_passes(document())] == [(), (), ()]


@pytest.mark.parametrize(("text", "count"), [("", 0), ("It isn't $a + b = c$ at all.", 5), ("state-of-the-art", 1)])
def test_a_formula_counts_as_one_word(text, count):
    assert words_in(text) == count


def test_time_is_words_formulas_figures_and_notes():
    pace = PACES[Pass.THIRD]
    text = block("t", " ".join(["word"] * pace.words_a_minute))
    assert seconds_for(Pass.THIRD, "", [text], {}) == 60 + pace.section_seconds
    equation, table = block("e", "$x$", BlockKind.EQUATION), block("f", "many cells", BlockKind.TABLE)
    alone = seconds_for(Pass.SECOND, "", [equation, table], {"f": ""})
    assert alone == PACES[Pass.SECOND].formula_seconds + PACES[Pass.SECOND].figure_seconds
    assert seconds_for(Pass.FIRST, "", [], {}) == 0
