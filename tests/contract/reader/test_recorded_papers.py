"""Recorded papers, held against what other tools and the eye tell of the same bytes."""

import re

import pypdfium2
import pytest
from lxml import html as lxml_html

from paper_reader.reader.parsing_process import parse
from paper_reader.types.document import SectionRole


@pytest.fixture(scope="module")
def latexml(recordings):
    return (recordings / "arxiv_paper_html" / "2509.17765_latexml087.html").read_bytes()


@pytest.fixture(scope="module")
def latexml_read(latexml, raw_html_of):
    return parse(raw_html_of(latexml))


@pytest.fixture(scope="module")
def native_read(recordings, raw_html_of):
    return parse(raw_html_of((recordings / "arxiv_paper_html" / "native_cs_9901011_ihist-isoc-v32.html").read_bytes()))


def test_the_outline_is_the_pages_own_table_of_contents(latexml, latexml_read):
    page = lxml_html.fromstring(latexml)
    listed = [" ".join(entry.text_content().split()) for entry in page.xpath("//nav//a[contains(@class,'ltx_ref')]")]
    shown = [f"{part.number} {part.title}" for part in latexml_read.sections if part.title != "Abstract"]
    assert len(listed) == len(shown) == 37
    for entry, ours in zip(listed, shown, strict=True):  # formulas stand twice there, as letters and as LaTeX
        letters = re.sub(r"\W", "", entry.replace("→\\to", "→"))
        assert letters == re.sub(r"\W", "", ours.strip())
    assert [part.number for part in latexml_read.sections if part.level == 1 and part.number] == list("123456789")


def test_sections_figures_and_references_are_as_many_as_the_page_has(latexml, latexml_read):
    text = latexml.decode()
    sections = re.findall(r'<section[^>]*class="ltx_(?:sub)*(?:section|paragraph)"', text)
    assert len(latexml_read.sections) == len(sections) + 1  # and the abstract
    assert len(latexml_read.references) == len(re.findall(r'<li id="bib\.bib\d+"', text)) == 75
    assert len(latexml_read.figures) == len(re.findall(r"<figure", text)) == 21
    assert [figure.label for figure in latexml_read.figures if "Figure" in figure.label] == [
        "Figure 1", "Figure 2", "Figure 3",
    ]  # fmt: skip


def test_every_word_of_the_pages_paragraphs_is_read(latexml, latexml_read):
    page = lxml_html.fromstring(latexml)
    for error in page.xpath("//*[contains(@class,'ltx_ERROR') or contains(@class,'ltx_note')]"):
        error.drop_tree()
    said = {word for part in latexml_read.sections for block in part.blocks for word in re.findall(r"\w+", block.text)}
    body = page.xpath("//section[contains(@class,'ltx_section')]//p[not(.//math)]")
    words = {word for one in body for word in re.findall(r"\w+", one.text_content())}
    # `\xspace` leaves no space between two words of the page itself; ours parts them.
    assert len(words - said) <= 0.03 * len(words)


def test_citations_lead_to_their_references(latexml, latexml_read):
    anchors = {one.anchor for one in latexml_read.references}
    links = [
        anchor
        for part in latexml_read.sections
        for block in part.blocks
        for anchor in re.findall(r'href="#([^"]+)"', block.html)
    ]
    assert sum(anchor in anchors for anchor in links) == len(re.findall(r'href="#bib\.bib\d+"', latexml.decode()))
    places = anchors | {part.anchor for part in latexml_read.sections}
    places |= {block.anchor for part in latexml_read.sections for block in part.blocks}
    assert set(links) <= places
    by_label = {one.label: one for one in latexml_read.references}
    assert by_label["Brown et al. (2020)"].title == "Language models are few-shot learners"
    assert by_label["Bai et al. (2023a)"].arxiv_id == "2309.16609"
    assert sum(one.title is not None for one in latexml_read.references) >= 73
    assert sum(one.year is not None for one in latexml_read.references) == 75


def test_roles_of_the_recorded_paper(latexml_read):
    roles = {part.number: part.role for part in latexml_read.sections if part.level == 1}
    assert roles[""] is SectionRole.ABSTRACT
    assert (roles["1"], roles["2"], roles["5"], roles["7"], roles["9"]) == (
        SectionRole.INTRODUCTION, SectionRole.METHOD, SectionRole.RESULTS, SectionRole.CONCLUSION, SectionRole.APPENDIX,
    )  # fmt: skip


def test_the_paper_that_authors_wrote_in_html(native_read):
    assert native_read.title == "A Brief History of the Internet"
    assert [part.title for part in native_read.sections][:3] == [
        "Introduction", "Origins of the Internet", "The Initial Internetting Concepts",
    ]  # fmt: skip
    assert len(native_read.sections) == 12
    assert len(native_read.references) == 11
    first = native_read.references[1]
    assert (first.title, first.year) == ("A protocol for packet network interconnection", 1974)
    origins = native_read.sections[1]
    memos = next(one for one in native_read.references if "Licklider" in one.text)
    assert f'<a href="#{memos.anchor}"' in origins.blocks[0].html  # "a series of memos"
    footnote = next(part for part in native_read.sections if part.title == "Footnotes").blocks[0]
    assert f'<a href="#{footnote.anchor}"' in native_read.sections[0].blocks[1].html


@pytest.fixture(scope="module")
def pdfs(recordings, raw_pdf_of):
    found = {}

    def read(name):
        if name not in found:
            content = (recordings / "arxiv_pdf" / name).read_bytes()
            found[name] = (content, parse(raw_pdf_of(content)))
        return found[name]

    return read


@pytest.mark.slow
@pytest.mark.parametrize(("name", "title", "references"), [
    ("2206.10883v3.pdf", "Multi-LexSum: Real-World Summaries of Civil Rights Lawsuits at Multiple Granularities", 64),
    ("pasa_2501.10120.pdf", "PaSa: An LLM Agent for Comprehensive Academic Paper Search", 37),
    ("jabref_test-arxivMetadata.pdf", "A Multi-Year Grey Literature Review on AI-assisted Test Automation", 79),
])  # fmt: skip
def test_title_abstract_and_references_of_pdfs(pdfs, name, title, references):
    _, document = pdfs(name)
    assert document.title == title
    assert document.sections[0].role is SectionRole.ABSTRACT
    assert len(document.sections[0].blocks[0].text) > 300
    assert len(document.references) == references
    assert sum(one.title is not None for one in document.references) >= 0.9 * references
    assert sum(one.year is not None for one in document.references) >= 0.9 * references
    assert {SectionRole.INTRODUCTION, SectionRole.CONCLUSION} <= {part.role for part in document.sections}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2206.10883v3.pdf", "pasa_2501.10120.pdf"])
def test_the_outline_is_the_pdfs_own_bookmarks(pdfs, name):
    content, document = pdfs(name)
    marks = [(entry.get_title(), entry.level + 1) for entry in pypdfium2.PdfDocument(content).get_toc()]
    shown = [(part.number, part.title, part.level) for part in document.sections]
    for title, level in marks:
        wanted = re.sub(r"^(?:[A-Z]|\d+)(?:\.\d+)*\s", "", " ".join(title.split()))
        assert any(said == wanted and depth == level for _, said, depth in shown), title
    extra = [part.title for part in document.sections if part.title not in {re.sub(r"^\S+\s", "", t) for t, _ in marks}]
    assert len(shown) - len(marks) <= 3, extra  # abstract, acknowledgements, limitations


@pytest.mark.slow
def test_an_outline_told_by_looks(pdfs):
    _, document = pdfs("jabref_test-arxivMetadata.pdf")
    numbers = [part.number for part in document.sections if part.level == 1 and part.number]
    assert numbers == [str(number) for number in range(1, 12)]
    assert any("no outline" in note for note in document.notes)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2206.10883v3.pdf", "pasa_2501.10120.pdf", "jabref_test-arxivMetadata.pdf"])
def test_columns_are_read_one_after_the_other(pdfs, name):
    """Every five words that PDFium itself gives as neighbours on one line are neighbours in our paragraphs too."""
    content, document = pdfs(name)
    ours = _letters(" ".join(block.text for part in document.sections for block in part.blocks))
    theirs = pypdfium2.PdfDocument(content)[1].get_textpage().get_text_bounded()
    lines = [line for line in theirs.splitlines() if len(line) > 40 and "\x02" not in line and "\ufffe" not in line]
    assert len(lines) > 20
    found = [_letters(line) in ours for line in lines]
    assert sum(found) >= 0.85 * len(found), [line for line, is_in in zip(lines, found, strict=True) if not is_in]


def _letters(text):
    return re.sub(r"[\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)


@pytest.mark.slow
def test_citations_in_pdfs_lead_to_their_references(pdfs):
    for name in ("2206.10883v3.pdf", "pasa_2501.10120.pdf"):
        _, document = pdfs(name)
        shown = " ".join(block.html for part in document.sections for block in part.blocks)
        cited = set(re.findall(r'href="#(ref-\d+)"', shown))
        assert len(cited) >= 0.8 * len(document.references), name
