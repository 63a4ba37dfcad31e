"""What the elements of a page become: formulas, lists, footnotes, links between places, roles of sections."""

from datetime import UTC, datetime

import pytest

from paper_reader.reader.parsing_process import parse
from paper_reader.reader.pdf_hyphens import Hyphenation
from paper_reader.reader.raw_document import DocumentForm, RawDocument, form_of
from paper_reader.reader.roles import role_of
from paper_reader.types.document import BlockKind, DocumentSource, SectionRole


def read(body):
    return read_bytes(f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode())


def read_bytes(content):
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    source = DocumentSource.FILE
    return parse(RawDocument(content=content, form=DocumentForm.HTML, source=source, address="x", fetched_at=moment))


def latexml(inner):
    return read(f'<article class="ltx_document"><h1 class="ltx_title_document">T</h1>{inner}</article>')


def section(inner, number="1", title="Otters", kind="section", name="S1"):
    tag = f'<span class="ltx_tag">{number} </span>' if number else ""
    return f'<section class="ltx_{kind}" id="{name}"><h2 class="ltx_title">{tag}{title}</h2>{inner}</section>'


FORMULA = (
    '<math alttext="\\displaystyle E=mc^{2}" display="block"><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi></mrow>'
    '<annotation encoding="application/x-tex">E=mc^{2}</annotation></semantics></math>'
)


def test_a_displayed_formula_is_mathml_with_its_latex_and_number():
    table = (
        f'<table class="ltx_equation ltx_eqn_table" id="S1.E1"><tr class="ltx_equation"><td>{FORMULA}</td>'
        '<td class="ltx_eqn_eqno"><span class="ltx_tag ltx_tag_equation">(1)</span></td></tr></table>'
    )
    para = f'<div class="ltx_para"><p class="ltx_p">See <a href="#S1.E1">(1)</a>:</p>{table}</div>'
    words, formula = latexml(section(para)).sections[0].blocks
    assert formula.kind is BlockKind.EQUATION
    assert formula.text == "$E=mc^{2}$ (1)"
    assert "<mo>=</mo>" in formula.html
    assert '<span class="equation-number">(1)</span>' in formula.html
    assert "annotation" not in formula.html
    assert f'<a href="#{formula.anchor}"' in words.html


def test_a_formula_among_words_is_latex_in_the_text_and_letters_in_a_heading():
    page = latexml(
        section(f'<div class="ltx_para"><p class="ltx_p">So {FORMULA} holds.</p></div>', title=f"On {FORMULA}")
    )
    assert page.sections[0].blocks[0].text == "So $E=mc^{2}$ holds."
    assert page.sections[0].title == "On E=m"


def test_footnotes_stand_behind_the_text():
    note = (
        '<span class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer">'
        '<span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>In rivers too.</span></span></span>'
    )
    block = (
        latexml(section(f'<div class="ltx_para"><p class="ltx_p">They swim{note} well.</p></div>'))
        .sections[0]
        .blocks[0]
    )
    assert block.text == "They swim well. (Footnote: In rivers too.)"
    assert '<span class="footnote">In rivers too.</span>' in block.html


def test_unknown_commands_leave_no_trace_but_a_space_where_one_was_meant():
    error = '<span class="ltx_ERROR undefined">\\xspace</span>'
    page = latexml(section(f'<div class="ltx_para"><p class="ltx_p">Otter{error}swims, Otter{error}.</p></div>'))
    assert page.sections[0].blocks[0].text == "Otter swims, Otter."
    assert "2 LaTeX commands" in page.notes[0]


def test_theorems_proofs_lists_code_and_quotes_keep_their_kind():
    inner = (
        '<div class="ltx_theorem" id="Thm1"><h6 class="ltx_title">Theorem 1.</h6><div class="ltx_para">'
        '<p class="ltx_p">Otters float.</p></div></div><div class="ltx_proof">'
        '<h6 class="ltx_title">Proof.</h6><div class="ltx_para">'
        '<p class="ltx_p">Look.</p></div></div><ul class="ltx_itemize"><li class="ltx_item"><span class="ltx_tag '
        'ltx_tag_item">•</span><div class="ltx_para"><p class="ltx_p">fur</p></div></li></ul>'
        '<div class="ltx_listing"><div class="ltx_listingline">swim()</div><div class="ltx_listingline">eat()</div>'
        "</div>"
        '<blockquote class="ltx_quote"><p class="ltx_p">We float.</p></blockquote>'
        '<figure class="ltx_float ltx_algorithm"><figcaption class="ltx_caption"><span class="ltx_tag">'
        "Algorithm 1</span> Floating</figcaption></figure>"
    )
    blocks = latexml(section(inner)).sections[0].blocks
    assert [(block.kind.value, block.text) for block in blocks] == [
        ("theorem", "Theorem 1. Otters float."), ("proof", "Proof. Look."), ("list", "fur"), ("code", "swim() eat()"),
        ("quote", "We float."), ("algorithm", "Algorithm 1 Floating"),
    ]  # fmt: skip


def test_sections_keep_their_depth_and_names_hold_when_others_come_before_them():
    nested = section(section("<p>x</p>", "2.1", "Fur", "subsection", "S2.SS1"), "2", "Bodies", name="S2")
    one = latexml(nested)
    two = latexml(section("<p>y</p>", "1", "Rivers") + nested)
    assert [(part.number, part.title, part.level) for part in one.sections] == [("2", "Bodies", 1), ("2.1", "Fur", 2)]
    assert {part.anchor for part in one.sections} < {part.anchor for part in two.sections}


def test_words_outside_of_paragraphs_are_paragraphs_of_native_pages():
    page = read(
        "<h1>T</h1><h2>1. Rivers</h2>1st<p>second <b>b</b><br>more<hr>third<h2>Seas</h2><center>fourth</center>"
    )
    assert [[block.text for block in part.blocks] for part in page.sections] == [
        ["1st", "second b more", "third"], ["fourth"],
    ]  # fmt: skip
    assert (page.sections[0].number, page.sections[0].title) == ("1", "Rivers")


def test_old_encodings_are_heeded():
    assert read("<h1>T</h1><p>caf\u00e9 x</p>").sections[0].blocks[0].text == "café x"
    page = "<html><head><meta charset=iso-8859-1></head><body><h1>T</h1><p>“café”"
    assert read_bytes(page.encode("cp1252")).sections[0].blocks[0].text == "“café”"


@pytest.mark.parametrize(("title", "role"), [
    ("Introduction", SectionRole.INTRODUCTION), ("Related Work", SectionRole.BACKGROUND),
    ("Our approach", SectionRole.METHOD), ("Experiments and Results", SectionRole.RESULTS),
    ("Limitations", SectionRole.DISCUSSION), ("Conclusion and Future Work", SectionRole.CONCLUSION),
    ("Discussion and Conclusions", SectionRole.CONCLUSION), ("Acknowledgments", SectionRole.ACKNOWLEDGEMENTS),
    ("Proof of Theorem 1", SectionRole.PROOF), ("Supplementary Material", SectionRole.APPENDIX),
    ("Otters", SectionRole.OTHER),
])  # fmt: skip
def test_roles_by_title(title, role):
    assert role_of(title) is role


def test_roles_by_place():
    assert role_of("Otters", parent=SectionRole.RESULTS) is SectionRole.RESULTS
    assert role_of("Results", parent=SectionRole.APPENDIX) is SectionRole.APPENDIX
    assert role_of("Details", number="B.2") is SectionRole.APPENDIX
    assert role_of("Details", after_references=True) is SectionRole.APPENDIX


def test_parted_words_are_joined_as_the_paper_writes_them():
    words = Hyphenation(["a token-level view of", "increasing depth, of well known", "otters"])
    assert words.joined(["a token\x02", "level view"]) == "a token-level view"
    assert words.joined(["an incre\x02", "asing one"]) == "an increasing one"
    assert words.joined(["well-", "known"]) == "well-known"
    assert words.joined(["one line", "and another"]) == "one line and another"


def test_forms_are_told_by_the_bytes_alone():
    assert form_of(b"\n%PDF-1.4") is DocumentForm.PDF
    assert form_of(b"\xef\xbb\xbf<!-- x --> <!DOCTYPE HTML>") is DocumentForm.HTML
    assert form_of(b"words <html>") is None
    assert form_of(b"") is None
