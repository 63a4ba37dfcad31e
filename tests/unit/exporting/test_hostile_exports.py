"""Papers are other people's texts: no export carries what a terminal or a browser would obey."""

import bibtexparser
import pytest

from paper_reader.exporting import ExportedPaper, write_papers
from paper_reader.types import Paper

HOSTILE = Paper(
    id=1,
    title="\x1b]0;pwn\x07 \x9b2J \u202egnp.exe\u2069 title\x00",
    authors=("A\x1b[31m B", "C", "D", "E"),
    venue="Venue\x08",
    url="https://x.org/a\nb\x1b c",
    doi="10.1000/\x1bx",
)


def written(name, *papers):
    return "".join(write_papers(name, [ExportedPaper(paper=paper) for paper in papers]))


@pytest.mark.parametrize("name", ["bibtex", "csv", "markdown"])
def test_no_format_holds_what_a_terminal_would_obey(name):
    text = written(name, HOSTILE).replace("\r\n", "\n")
    assert not [letter for letter in text if letter != "\n" and not letter.isprintable()]
    assert "gnp.exe" in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:alert(1)", "file:///etc/passwd"]
)
def test_markdown_links_only_to_web_pages(url):
    assert "](" not in written("markdown", Paper(id=1, title="T", url=url))


def test_markdown_shortens_authors_with_one_full_stop():
    text = written("markdown", Paper(id=1, title="T", authors=("A", "B", "C", "D"), venue="Cell", year=2020))
    assert text == "- **T**. A, B, C et al. Cell, 2020\n"


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("NeurIPS 2017", "inproceedings"),
        ("ICML", "inproceedings"),
        ("COLT 2014", "inproceedings"),
        ("International Conference on Machine Learning", "inproceedings"),
        ("Proceedings of the 34th International Conference on Machine Learning", "inproceedings"),
        ("Workshop on Deep Learning", "inproceedings"),
        ("SIGIR '94", "inproceedings"),
        ("Proceedings of the National Academy of Sciences", "article"),
        ("Proceedings of the IEEE", "article"),
        ("Communications of the ACM", "article"),
        ("ACM Computing Surveys", "article"),
        ("Machine Learning", "article"),
        ("PLOS ONE", "article"),
        ("Cell", "article"),
        ("JAMA", "article"),
        ("Phys.Rev.D76:013009,2007", "article"),
        ("OpenAI technical report", "misc"),
        ("arXiv.org", "misc"),
    ],
)
def test_where_a_paper_appeared_decides_its_kind(venue, kind):
    entry = bibtexparser.loads(written("bibtex", Paper(id=1, title="T", venue=venue))).entries[0]
    assert entry["ENTRYTYPE"] == kind
