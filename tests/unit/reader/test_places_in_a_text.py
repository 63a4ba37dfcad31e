"""Finding words, sections and marked passages in a text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from paper_reader.errors import QueryError
from paper_reader.reader.finding import find_in_document
from paper_reader.reader.folding import FoldedText, folded_letters
from paper_reader.reader.highlights import find_quote, place_highlights
from paper_reader.reader.outline import find_section, heading_of, section_of_block, with_subsections
from paper_reader.types import (
    Annotation,
    Block,
    BlockKind,
    Document,
    DocumentReference,
    DocumentSource,
    Section,
    SectionRole,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def document(*sections, references=()):
    return Document(DocumentSource.FILE, "paper.pdf", NOW, "Title", sections, (), tuple(references))


def section(anchor, number, title, *texts, level=1):
    blocks = tuple(Block(f"{anchor}.{n}", BlockKind.PARAGRAPH, text, "") for n, text in enumerate(texts, 1))
    return Section(anchor, number, title, level, SectionRole.OTHER, blocks)


PAPER = document(
    section("s1", "1", "Introduction", "We fine-tune on naïve graphs. Fine\u00adtuning helps; finetuning is cheap."),
    section("s2", "2", "Method", "The α-divergence of Müller and Øre is used on con\ufb01gurations."),
    section("s21", "2.1", "Attention heads", "Heads look everywhere.", "Graphs of heads, eight heads.", level=2),
    section("s3", "3", "Methodological limits", "Nothing is inform al."),
    references=[DocumentReference("ref-1", "[1]", "Vaswani et al. Attention Is All You Need.")],
)


def found(words):
    return [(one.heading, one.snippet[one.start : one.end]) for one in find_in_document(PAPER, words)]


@pytest.mark.parametrize("words", ["fine tuning", "Fine-Tuning", "FINETUNING", "fine–tuning"])
def test_hyphens_gaps_and_case_do_not_matter(words):
    assert found(words) == [("1 Introduction", "Fine\u00adtuning"), ("1 Introduction", "finetuning")]


def test_accents_ligatures_and_greek_do_not_matter():
    assert found("naive") == [("1 Introduction", "naïve")]
    assert found("Muller and Ore") == [("2 Method", "Müller and Øre")]
    assert found("configuration") == [("2 Method", "con\ufb01guration")]
    assert found("alpha divergence") == [("2 Method", "α-divergence")]


def test_a_word_may_go_on_but_begins_where_a_word_begins():
    assert found("graph") == [("1 Introduction", "graph"), ("2.1 Attention heads", "Graph")]
    assert found("raphs") == []


def test_headings_and_references_are_looked_through():
    assert found("attention") == [("2.1 Attention heads", "Attention"), ("References", "Attention")]


def test_words_that_do_not_stand_together_are_found_in_one_piece():
    assert found("eight graphs") == [("2.1 Attention heads", "Graphs")]
    assert found("eight naive") == []


def test_long_pieces_are_cut_around_the_place():
    text = "word " * 100 + "needle " + "word " * 100
    (one,) = find_in_document(document(section("s", "", "S", text)), "needle")
    assert one.snippet[one.start : one.end] == "needle"
    assert one.snippet.startswith("… ")
    assert one.snippet.endswith(" …")
    assert len(one.snippet) < 220


def test_words_without_a_letter_are_refused():
    with pytest.raises(QueryError):
        find_in_document(PAPER, "-- ?")


def test_folding_finds_its_way_back():
    text = FoldedText("Über-\u00adﬂuss 1.5")
    assert text.letters == folded_letters("Über-\u00adﬂuss 1.5")
    ((start, end),) = text.find("fluss", anywhere=True)
    assert "Über-\u00adﬂuss 1.5"[start:end] == "ﬂuss"


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("2.1", "s21"),
        ("§2.1", "s21"),
        ("s3", "s3"),
        ("method", "s2"),
        ("2 Method", "s2"),
        ("heads", "s21"),
        ("limits", "s3"),
    ],
)
def test_a_section_goes_by_many_names(name, anchor):
    assert find_section(PAPER, name).anchor == anchor


def test_a_section_that_there_is_not_is_an_error_that_lists_them():
    with pytest.raises(QueryError, match=r"1 Introduction, 2 Method"):
        find_section(PAPER, "9")
    with pytest.raises(QueryError):
        find_section(PAPER, "?")


def test_a_section_with_what_stands_in_it():
    assert [one.anchor for one in with_subsections(PAPER, PAPER.sections[1])] == ["s2", "s21"]
    assert [one.anchor for one in with_subsections(PAPER, PAPER.sections[0])] == ["s1"]
    there = section_of_block(PAPER, "s21.2")
    assert there is not None
    assert heading_of(there) == "2.1 Attention heads"
    assert section_of_block(PAPER, "nowhere") is None


def test_a_passage_is_found_in_its_own_piece_first_then_elsewhere():
    exact = find_quote(PAPER, "heads", anchor="s21.2")
    assert exact is not None
    assert (exact.anchor, exact.text) == ("s21.2", "heads")
    moved = find_quote(PAPER, "Heads look everywhere.", anchor="gone", section="gone")
    assert moved is not None
    assert moved.anchor == "s21.1"
    other_signs = find_quote(PAPER, "the alpha divergence of MULLER", anchor="s2.1")
    assert other_signs is not None
    assert other_signs.text == "The α-divergence of Müller"
    assert find_quote(PAPER, "words that nobody wrote") is None
    assert find_quote(PAPER, "…") is None


def test_highlights_come_in_the_order_of_the_text_and_lost_ones_last():
    marks = [
        Annotation(1, "s3", "3", "", NOW, "s3.1", "no longer there"),
        Annotation(2, "s2", "2", "", NOW, "s2.1", "α-divergence"),
        Annotation(3, "s1", "1", "a note", NOW),
        Annotation(4, "s1", "1", "", NOW, "s1.1", "naïve graphs"),
    ]
    placed = place_highlights(PAPER, marks)
    assert [one.highlight.id for one in placed] == [4, 2, 1]
    assert placed[-1].span is None
    again = replace(PAPER, sections=tuple(reversed(PAPER.sections)))
    assert [one.highlight.id for one in place_highlights(again, marks)] == [2, 4, 1]
