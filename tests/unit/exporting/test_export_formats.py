import csv
import io
import json
from datetime import UTC, date, datetime

import bibtexparser
import pytest

from paper_reader.errors import UsageError
from paper_reader.exporting import FORMATS, ExportedPaper, find_format, write_papers, write_reading_list
from paper_reader.exporting.latex import latex_text, latex_title, verbatim
from paper_reader.identifiers import parse_key
from paper_reader.importing.json_lines import parse
from paper_reader.merge import compute_paper
from paper_reader.types import (
    CitationCount,
    Identifier,
    Level,
    Paper,
    ReadingList,
    ReadingListItem,
    Role,
    Scheme,
    Signal,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FULL = Paper(
    id=7,
    title="Attention Is All You Need",
    abstract="The dominant models.\nThey attend.",
    authors=("Ashish Vaswani", "Łukasz Kaiser"),
    year=2017,
    published=date(2017, 6, 12),
    venue="NeurIPS 2017",
    categories=("cs.CL", "cs.LG"),
    arxiv_id="1706.03762",
    doi="10.5555/3295222",
    url="https://arxiv.org/abs/1706.03762",
    external_ids=("nips2017:1", "mine/2"),
    citation_counts=(CitationCount(100000, "scholar", date(2026, 1, 2)),),
)
REFERENCES = (Identifier(Scheme.ARXIV, "1409.0473"), Identifier(Scheme.EXTERNAL, "mine/3"))
BARE = Paper(id=8, title="Untitled notes")


def written(name, *papers):
    return "".join(write_papers(name, [ExportedPaper(paper=paper) for paper in papers]))


def a_list(*papers):
    items = tuple(
        ReadingListItem(
            position=n,
            level=Level.START_HERE if n == 1 else Level.CORE,
            role=Role.CORE,
            reason=f"Reason {n}.",
            score=0.5,
            signals={"relevance": Signal(value=0.5)},
            paper=paper,
        )
        for n, paper in enumerate(papers, 1)
    )
    return ReadingList(topic="attention", generated_at=NOW, items=items, notes=("A note.",))


def test_a_line_of_json_brings_the_paper_back():
    line = "".join(write_papers("jsonl", [ExportedPaper(paper=FULL, references=REFERENCES)]))
    record = parse(line.encode(), NOW)
    assert (record.title, record.abstract, record.authors) == (FULL.title, FULL.abstract, FULL.authors)
    assert (record.year, record.published, record.venue) == (FULL.year, FULL.published, FULL.venue)
    assert (record.categories, record.url) == (FULL.categories, FULL.url)
    assert record.references == REFERENCES
    assert record.key == "nips2017:1"
    assert {str(one) for one in record.identifiers} >= {
        "external:nips2017:1",
        "external:mine/2",
        "arxiv:1706.03762",
        "doi:10.5555/3295222",
    }
    assert record.citation is not None
    assert (record.citation.count, record.citation.source) == (100000, "scholar")


def test_every_name_of_a_paper_comes_back():
    further = ("doi:10.1000/second", "openalex:W17", "doi:10.5555/3295222", "external:mine/2", "starter:vaswani")
    names = tuple(parse_key(one) for one in further)
    line = "".join(write_papers("jsonl", [ExportedPaper(paper=FULL, identifiers=names)]))
    assert json.loads(line)["identifiers"] == ["doi:10.1000/second", "openalex:W17"]
    record = parse(line.encode(), NOW)
    again = compute_paper(1, [record], change_number=1)
    assert (again.doi, again.arxiv_id) == (FULL.doi, FULL.arxiv_id)
    assert "".join(write_papers("jsonl", [ExportedPaper(paper=again, identifiers=record.identifiers)])) == line


def test_a_line_is_one_line_and_leaves_out_what_is_unknown():
    text = written("jsonl", FULL, BARE)
    lines = text.splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0])["external_ids"] == ["nips2017:1", "mine/2"]
    assert json.loads(lines[1]) == {"title": "Untitled notes"}


def test_a_count_of_nothing_is_kept_apart_from_an_unknown_one():
    uncited = Paper(id=1, title="T", citation_counts=(CitationCount(0, "scholar"),))
    assert json.loads(written("jsonl", uncited))["citation_count"] == 0


def test_bibtex_is_read_back_by_a_parser():
    entry, bare = bibtexparser.loads(written("bibtex", FULL, BARE)).entries
    assert entry["ENTRYTYPE"] == "inproceedings"
    assert entry["ID"] == "vaswani2017attention"
    assert entry["author"] == "Ashish Vaswani and Łukasz Kaiser"
    assert entry["booktitle"] == "NeurIPS 2017"
    assert (entry["eprint"], entry["archiveprefix"], entry["primaryclass"]) == ("1706.03762", "arXiv", "cs.CL")
    assert (bare["ENTRYTYPE"], bare["title"]) == ("misc", "Untitled notes")


def test_bibtex_keys_are_unique_in_a_file():
    keys = [entry["ID"] for entry in bibtexparser.loads(written("bibtex", *[FULL] * 30)).entries]
    assert len(set(keys)) == 30
    assert keys[:3] == ["vaswani2017attention", "vaswani2017attentiona", "vaswani2017attentionb"]
    assert keys[27] == "vaswani2017attentionaa"


def test_a_journal_is_an_article():
    entry = bibtexparser.loads(written("bibtex", Paper(id=1, title="T", venue="J. Mach. Learn. Res."))).entries[0]
    assert (entry["ENTRYTYPE"], entry["journal"]) == ("article", "J. Mach. Learn. Res.")


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("50% of A & B_1 #2", r"50\% of A \& B\_1 \#2"),
        ("the $x_1$ of it costs 5$", r"the $x_1$ of it costs 5\$"),
        (r"Schr\"odinger and \alpha", r"Schr\"odinger and \alpha"),
        ("a { b", r"a \textbraceleft{} b"),
        ("back\\ slash", r"back\textbackslash{} slash"),
        ("a ~ b ^ c", r"a \textasciitilde{} b \textasciicircum{} c"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_latex_stumbles_over_is_escaped(plain, latex):
    assert latex_text(plain) == latex


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("BERT: Pre-training of U-Net", "{BERT}: Pre-training of {U-Net}"),
        ("Deep ResNet-50 for GPT3", "Deep {ResNet-50} for {GPT3}"),
        ("An {LSTM} in $O(N)$", "An {LSTM} in $O(N)$"),
    ],
)
def test_names_in_titles_keep_their_capitals(plain, latex):
    assert latex_title(plain) == latex


def test_an_address_stays_as_it_is():
    assert verbatim("https://x.org/a_b%20c") == "https://x.org/a_b%20c"


def test_csv_has_a_header_and_a_row_for_each():
    rows = list(csv.DictReader(io.StringIO(written("csv", FULL, BARE))))
    assert rows[0]["authors"] == "Ashish Vaswani; Łukasz Kaiser"
    assert rows[1]["citation_count"] == ""


def test_csv_never_holds_a_formula():
    row = list(csv.reader(io.StringIO(written("csv", Paper(id=1, title='=HYPERLINK("http://x")')))))[1]
    assert row[0].startswith("'=")


def test_markdown_of_a_list_has_levels_reasons_and_notes():
    text = write_reading_list("markdown", a_list(FULL, BARE))
    assert text.splitlines()[0] == "# attention"
    assert "## Start here\n\n1. **[Attention Is All You Need](<https://arxiv.org/abs/1706.03762>)**" in text
    assert "## Core\n\n2. **Untitled notes**" in text
    assert "*core*: Reason 2." in text
    assert text.endswith("## Notes\n\n- A note.\n")


def test_markdown_from_outside_stays_text():
    text = written("markdown", Paper(id=1, title="<b>*x*</b> [a](b) `c`", url="https://x.org/a b>c"))
    assert "<b>" not in text.replace(r"\<b", "")
    assert r"\*x\*" in text
    assert "(<https://x.org/a%20b%3Ec>)" in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_writes_papers_and_lists_in_order(name):
    for text in (written(name, FULL, BARE), write_reading_list(name, a_list(FULL, BARE))):
        assert text.index("Attention") < text.index("Untitled")
        assert text.endswith("\n")
    assert "Attention" not in written(name)  # nothing but a header or a frame


def test_papers_are_written_one_by_one():
    def papers():
        yield ExportedPaper(paper=FULL)
        raise AssertionError("the second paper was asked for too early")

    for name in ("jsonl", "bibtex", "markdown"):
        assert "Attention" in next(iter(write_papers(name, papers())))


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="jsonl, bibtex, ris, csl-json, csv, markdown, html"):
        find_format("word")
