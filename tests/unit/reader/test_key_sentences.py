"""Sentences that say most, with an encoder that counts words."""

import hashlib
from datetime import UTC, datetime

import numpy as np

from paper_reader.reader.key_sentences import MOST_A_SECTION, key_sentences
from paper_reader.types import Block, BlockKind, Document, DocumentSource, Section, SectionRole


def encode(texts):
    """Unit vectors of word counts: each word has a direction of its own."""
    vectors = np.zeros((len(texts), 256), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(".", "").split():
            vectors[row, hashlib.blake2b(word.encode(), digest_size=1).digest()[0]] += 1
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


FILL = "Quite other things stand here about weather number {}."
TOPIC = "The transformer model reads whole sentences by attention alone."


def paper(*sections):
    return Document(DocumentSource.FILE, "x", datetime(2026, 1, 1, tzinfo=UTC), "T", sections, (), ())


def section(anchor, text, role=SectionRole.METHOD, kind=BlockKind.PARAGRAPH):
    return Section(anchor, "", anchor, 1, role, (Block(f"{anchor}.1", kind, text, ""),))


def prose(count, said=TOPIC):
    return " ".join([*(FILL.format(number) for number in range(count // 2)), said,
                     *(FILL.format(number) for number in range(count // 2, count))])  # fmt: skip


def chosen(*sections):
    return key_sentences(paper(*sections), "A transformer model with attention alone", encode)


def test_the_sentence_on_the_papers_subject_is_marked():
    (one, *_) = chosen(section("s1", prose(8)))
    assert one.span.text == TOPIC
    assert one.span.anchor == "s1.1"
    assert prose(8)[one.span.start : one.span.end] == TOPIC


def test_longer_sections_have_more_but_never_many():
    assert len(chosen(section("s1", prose(8)))) == 1
    assert len(chosen(section("s1", prose(20)))) == 2
    assert len(chosen(section("s1", prose(400)))) == MOST_A_SECTION


def test_the_same_is_not_marked_twice_where_there_is_something_else():
    other = "The transformer model has attention in many different places too."
    found = chosen(section("s1", f"{TOPIC} {TOPIC} {other} {prose(18, FILL.format(99))}"))
    assert [one.span.text for one in found].count(TOPIC) == 1
    assert len(found) == 2


def test_abstracts_appendices_figures_and_short_sections_have_none():
    assert chosen(section("s", prose(8), SectionRole.ABSTRACT)) == ()
    assert chosen(section("s", prose(8), SectionRole.APPENDIX)) == ()
    assert chosen(section("s", prose(8), kind=BlockKind.FIGURE)) == ()
    assert chosen(section("s", prose(1))) == ()
    assert chosen() == ()


def test_sentences_that_only_point_elsewhere_and_formulas_stand_back():
    pointing = "In this section the transformer model with attention alone is treated."
    formula = "The transformer model attention alone is $a + b + c + d + e + f + g + h + i + j + k + l + m$."
    (one,) = chosen(section("s1", f"{pointing} {formula} {prose(6)}"))
    assert one.span.text == TOPIC


def test_the_choice_is_the_same_each_time():
    sections = [section(f"s{number}", prose(15)) for number in range(5)]
    assert chosen(*sections) == chosen(*sections)
    assert [one.span.section for one in chosen(*sections)] == sorted(one.span.section for one in chosen(*sections))
