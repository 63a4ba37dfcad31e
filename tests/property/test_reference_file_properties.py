"""What is written in a form is read back from it; and a reader that goes on anywhere reads the same."""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress
from datetime import UTC, date, datetime

import bibtexparser
import openpyxl
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pybtex.database import parse_string

from paper_reader.exporting import ExportedPaper, papers_workbook, write_papers
from paper_reader.exporting.latex import latex_text, latex_title
from paper_reader.exporting.notes_folder import Names, note
from paper_reader.exporting.people import parts_of
from paper_reader.exporting.plain import plain
from paper_reader.importing.entries import BadEntry, Place
from paper_reader.importing.formats import FORMATS
from paper_reader.importing.latex import plain_text
from paper_reader.titles import title_fingerprint
from paper_reader.types import Paper

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FORMS = {"bibtex": "bibtex", "ris": "ris", "csl-json": "csl-json", "csv": "csv"}
few = settings(max_examples=15, deadline=None)
fewer = settings(max_examples=10, deadline=None)

letters = st.characters(categories=["L", "N", "P", "S", "Zs"])
# A backslash before a letter is a command, and one that nobody knows shows nothing: so LaTeX would read it.
COMMAND = re.compile(r"\\[A-Za-z]")
titles = st.one_of(
    st.text(letters, min_size=1, max_size=60).filter(lambda text: not COMMAND.search(text)),
    st.text(st.sampled_from("aB1 &%#_$~^\\{}\"'`-,;:=@+|<>\n\té漢𝒳"), min_size=1, max_size=40).filter(
        lambda text: not COMMAND.search(text)
    ),
    st.sampled_from(
        ["$O(n^2)$ of {BERT}", "a $x{$ b", "=1+1", "\\alpha \\'e", "a -- b", "Title,", "@misc{x, title={y}}", "TY  - X"]
    ),
).filter(lambda text: title_fingerprint(plain(text)))
word = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=9)
people = st.one_of(
    st.lists(word, min_size=1, max_size=4).map(" ".join),
    st.sampled_from(
        ["Vincent van Gogh", "Martin Luther King Jr.", "OpenAI, Inc.", "Barnes and Noble", "V. Smith", "others"]
    ),
)
papers = st.builds(
    Paper,
    id=st.integers(1, 99),
    title=titles,
    abstract=st.none() | titles,
    authors=st.lists(people, max_size=4).map(tuple),
    year=st.none() | st.integers(1500, 2100),
    venue=st.none() | st.sampled_from(["Cell", "NeurIPS 2017", "J. of A & B_1"]),
    arxiv_id=st.none() | st.sampled_from(["1706.03762", "math/0309136"]),
    doi=st.none() | st.sampled_from(["10.1000/a_b(c)", "10.48550/arxiv.1706.03762"]),
)


def read(name, text):
    kind = next(one for one in FORMATS if one.name == name)
    parse = kind.parse_of(lambda: iter([text.encode()]))
    return [record for entry in kind.split([text.encode()], Place()) if (record := parse(entry.data, NOW)) is not None]


def written(name, *some):
    return "".join(write_papers(name, [ExportedPaper(paper=one) for one in some]))


def same(text):
    """What a form may change of a text: white space, quotes and dashes as LaTeX has them, stray braces."""
    return title_fingerprint(plain(text))


@few
@given(st.lists(papers, min_size=1, max_size=3), st.sampled_from(sorted(FORMS)))
def test_what_is_written_is_read_back(some, name):
    records = read(FORMS[name], written(name, *some))
    assert len(records) == len(some)
    for paper, record in zip(some, records, strict=True):
        assert same(record.title) == same(paper.title)
        assert record.year == paper.year
        assert [same(one) for one in record.authors] == [same(one) for one in map(plain, paper.authors) if one]
        named = {str(one) for one in record.identifiers}
        assert paper.arxiv_id is None or f"arxiv:{paper.arxiv_id}" in named
        assert paper.doi is None or f"doi:{paper.doi}" in named


@few
@given(st.text(st.characters(categories=["L", "N", "Zs"]) | st.sampled_from("&%#_~^$.,:;()!?"), max_size=60))
def test_plain_letters_and_signs_come_through_latex_as_they_are(text):
    whole = " ".join(plain(text).split())
    assert " ".join(plain_text(latex_text(whole)).split()) == whole
    assert " ".join(plain_text(latex_title(whole)).split()) == whole


@few
@given(people)
def test_a_name_in_parts_is_the_same_name(name):
    parts = parts_of(name)
    if parts.family:
        assert " ".join(part for part in (parts.given, parts.family, parts.suffix) if part) == " ".join(name.split())


@fewer
@given(st.lists(papers, min_size=1, max_size=3))
def test_other_programs_read_every_form(some):
    bibtex = written("bibtex", *some)
    assert len(bibtexparser.loads(bibtex).entries) == len(some)
    assert len(parse_string(bibtex, "bibtex").entries) == len(some)
    assert [entry["title"] for entry in rispy.loads(written("ris", *some))] == [plain(one.title) for one in some]
    items = json.loads(written("csl-json", *some))
    assert all(item["id"] and item["type"] and isinstance(item.get("author", []), list) for item in items)
    assert len({item["id"] for item in items}) == len(some)


@fewer
@given(st.lists(papers, min_size=1, max_size=3))
def test_no_spreadsheet_runs_and_no_page_acts(some):
    book = openpyxl.load_workbook(io.BytesIO(papers_workbook([ExportedPaper(paper=one) for one in some])))
    rows = list(book.active.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [plain(one.title) for one in some]
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    page = html.document_fromstring(written("html", *some))
    assert [one.text_content() for one in page.iterfind(".//span[@class='title']")] == [
        plain(one.title) for one in some
    ]
    assert not page.xpath("//script | //img | //link | //iframe | //*[@onclick] | //*[@src]")


@few
@given(papers)
def test_a_note_has_sound_properties_and_a_safe_name(paper):
    import yaml

    name = Names().of(paper)
    assert name == name.strip(" .")
    assert not set(name) & set('\\/:*?"<>|#^[]\n')
    assert len(f"{name}.md".encode()) <= 255
    _, head, _ = note(ExportedPaper(paper=paper), ["Other"]).split("---\n", 2)
    properties = yaml.safe_load(head)
    assert properties["title"] == plain(paper.title)
    assert properties.get("authors", []) == [plain(one) for one in paper.authors]


@pytest.mark.parametrize("name", sorted(FORMS))
@fewer
@given(data=st.data())
def test_reading_goes_on_anywhere_behind_a_piece(name, data):
    some = data.draw(st.lists(papers, min_size=2, max_size=4))
    junk = data.draw(st.sampled_from([b"", b"\n\n", b" \r\n"]))
    whole = junk + written(name, *some).encode() + junk
    kind = next(one for one in FORMATS if one.name == FORMS[name])
    size = data.draw(st.integers(1, 50))
    entries = list(kind.split([whole[at : at + size] for at in range(0, len(whole), size)], Place()))
    place = data.draw(st.sampled_from(entries)).place
    rest = list(kind.split([whole[place.offset :]], place))
    assert rest == [one for one in entries if one.end > place.offset]
    behind = 0
    for one in entries:
        begins = whole.index(one.data.split(b"\n")[0].strip(), behind)
        assert one.line == whole.count(b"\n", 0, begins) + 1
        behind = one.end


@few
@given(st.binary(max_size=300), st.sampled_from(sorted(FORMS.values())))
def test_any_bytes_give_records_or_reasons(content, name):
    kind = next(one for one in FORMATS if one.name == name)
    parse = kind.parse_of(lambda: iter([content]))
    for entry in kind.split([content], Place()):
        with suppress(BadEntry):
            parse(entry.data, NOW)


def test_a_day_goes_along():
    paper = Paper(id=1, title="T", year=2017, published=date(2017, 6, 12))
    for name in ("ris", "csl-json", "csv"):
        assert read(name, written(name, paper))[0].published == date(2017, 6, 12)
