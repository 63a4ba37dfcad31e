"""What people's files of references hold beside the textbook forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paper_reader.exporting import ExportedPaper, write_papers
from paper_reader.importing.entries import BadEntry, Place
from paper_reader.importing.formats import FORMATS, format_of
from paper_reader.importing.latex import plain_text
from paper_reader.merge import compute_paper

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAME = Path("answer.json")
CROSSREF = {
    "DOI": "10.1000/answer",
    "title": ["An answer of one work"],
    "author": [{"given": "Ada", "family": "Müller"}],
    "issued": {"date-parts": [[2015, 12]]},
    "container-title": ["Journal of Answers"],
    "type": "journal-article",
}


def one(name, text):
    kind = next(form for form in FORMATS if form.name == name)
    parse = kind.parse_of(lambda: iter([text.encode()]))
    (record,) = [parse(entry.data, NOW) for entry in kind.split([text.encode()], Place())]
    return record


def exported(record, name):
    paper = compute_paper(1, [record])
    return "".join(write_papers(name, [ExportedPaper(paper=paper, records=(record,))]))


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"The {\TeX}book", "The TeXbook"),
        (r"\LaTeX: a system", "LaTeX: a system"),
        (r"Using {\LaTeXe} and {\BibTeX}", "Using LaTeX2e and BibTeX"),
    ],
)
def test_the_names_of_tex_are_words(latex, shown):
    assert plain_text(latex) == shown


def test_an_address_is_no_venue_and_names_its_paper():
    record = one("bibtex", r"@misc{a, title={T of it}, howpublished={\url{https://arxiv.org/abs/2101.00001v2}}}")
    assert record.venue is None
    assert record.url == "https://arxiv.org/abs/2101.00001v2"
    assert "arxiv:2101.00001" in map(str, record.identifiers)


def test_where_something_was_published_stays_its_venue():
    record = one("bibtex", "@misc{a, title={T of it}, howpublished={Blog of a group}, url={https://example.org/b}}")
    assert (record.venue, record.url) == ("Blog of a group", "https://example.org/b")


def test_crossrefs_answer_about_one_work_is_that_work():
    answer = json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": CROSSREF})
    assert format_of(answer.encode(), None, NAME).name == "csl-json"
    record = one("csl-json", answer)
    assert (record.title, record.year, record.venue) == ("An answer of one work", 2015, "Journal of Answers")
    assert "doi:10.1000/answer" in map(str, record.identifiers)


def test_crossrefs_answer_about_many_works_says_what_to_do():
    answer = json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": [CROSSREF, CROSSREF]}})
    with pytest.raises(BadEntry, match="items"):
        one("csl-json", answer)


ENTRY = r"""@article{key1, title={On pages}, author={Ada M{\"u}ller}, journal={Journal of Pages}, year=2020,
  volume={38}, number={1--2}, pages={173--198}, publisher={The House}}"""


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json"])
def test_volume_number_and_pages_go_through(name):
    first = one("bibtex", ENTRY)
    again = one(name, exported(first, name))
    for what in ("volume", "number", "pages", "publisher"):
        assert again.extra[what] == first.extra[what]
    assert exported(again, name) == exported(first, name)


def test_a_book_stays_a_book_of_its_publisher():
    first = one(
        "bibtex", "@book{knuth, title={The book of it}, author={Donald E. Knuth}, publisher={A House}, year=1984}"
    )
    text = exported(first, "bibtex")
    assert text.startswith("@book{knuth,")
    assert "publisher = {A House}" in text
    assert "journal" not in text


def test_what_another_version_says_of_pages_is_not_taken():
    journal = one("bibtex", ENTRY)
    preprint = one("bibtex", "@article{p, title={On pages}, author={Ada Müller}, journal={Elsewhere}, pages={1--9}}")
    paper = compute_paper(1, [journal])
    text = "".join(write_papers("bibtex", [ExportedPaper(paper=paper, records=(preprint, journal))]))
    assert "pages = {173--198}" in text


def test_an_organisation_is_braced_so_that_nobody_turns_it_round():
    first = one("bibtex", "@misc{a, title={T of it}, author={{The LIGO Collaboration} and Ada Lovelace}}")
    assert "author = {{The LIGO Collaboration} and Ada Lovelace}" in exported(first, "bibtex")
