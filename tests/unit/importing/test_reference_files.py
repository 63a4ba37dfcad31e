"""Files as reference managers, search sites and people write them."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paper_reader.errors import ImportFailed, UsageError
from paper_reader.importing.encodings import as_utf8, checked_encoding, wide_encoding
from paper_reader.importing.entries import LONGEST_LINE, BadEntry, Place
from paper_reader.importing.formats import FORMATS, format_of
from paper_reader.importing.latex import plain_text
from paper_reader.importing.people import in_reading_order, listed

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(name, content):
    """The records of a file, and the reasons of what is none."""
    data = content if isinstance(content, bytes) else content.encode()
    kind = next(one for one in FORMATS if one.name == name)
    parse = kind.parse_of(lambda: iter([data]))
    records, reasons = [], []
    for entry in kind.split([data], Place()):
        try:
            record = parse(entry.data, NOW)
        except BadEntry as error:
            reasons.append(str(error))
        else:
            if record is not None:
                records.append(record)
    return records, reasons


def one(name, content):
    (record,), reasons = read(name, content)
    assert reasons == []
    return record


def names(record):
    return {str(name) for name in record.identifiers}


# BibTeX


def test_an_entry_of_google_scholar():
    text = """@article{vaswani2017attention,
  title={Attention is all you need},
  author={Vaswani, Ashish and Shazeer, Noam and Kaiser, {\\L}ukasz and others},
  journal={arXiv preprint arXiv:1706.03762},
  year={2017}
}"""
    record = one("bibtex", text)
    assert record.authors == ("Ashish Vaswani", "Noam Shazeer", "Łukasz Kaiser")
    assert (record.title, record.year) == ("Attention is all you need", 2017)
    assert names(record) == {"external:vaswani2017attention", "arxiv:1706.03762"}
    assert record.extra["citation_key"] == "vaswani2017attention"


def test_an_entry_of_biblatex():
    text = """@online{x, title={Deep}, subtitle={A {B}ook}, author={van der Berg, Jan and King, Jr., Martin Luther},
      date={2019-03-04}, eprint={math.GT/0309136v2}, eprinttype={arxiv}, eprintclass={math.GT}, doi={https://doi.org/10.1000/ABC},
      url={https://x.org/a\\_b\\%20c}, keywords={one, two}, pmid={17}}"""
    record = one("bibtex", text)
    assert record.title == "Deep: A Book"
    assert record.authors == ("Jan van der Berg", "Martin Luther King Jr.")
    assert (record.year, record.published, record.url) == (2019, date(2019, 3, 4), "https://x.org/a_b%20c")
    assert names(record) == {"external:x", "arxiv:math/0309136", "doi:10.1000/abc", "pmid:17"}
    assert record.categories == ("math.GT",)
    assert record.extra["keywords"] == "one, two"


def test_abbreviations_and_cross_references_may_stand_anywhere():
    text = """@inproceedings{c, title="A child", author="A B", crossref={P}, month=jun}
      @string{nips = "Advances in " # name} @proceedings{p, title={Proceedings of X}, year=1999, editor={E}}
      @article{d, title={D}, journal=NIPS} @STRING(name = {Neural}) @article{u, title={U}, journal=nowhere}"""
    records, reasons = read("bibtex", text)
    by_title = {record.title: record for record in records}
    assert (by_title["A child"].venue, by_title["A child"].year) == ("Proceedings of X", 1999)
    assert by_title["D"].venue == "Advances in name", "a later abbreviation was not yet known there"
    assert by_title["U"].venue == "nowhere"
    assert reasons == []


def test_organisations_in_braces_stay_whole():
    record = one("bibtex", "@misc{x, title={T}, author={{OpenAI, Inc.} and {Barnes and Noble} and {\\'E}mile Zola}}")
    assert record.authors == ("OpenAI, Inc.", "Barnes and Noble", "Émile Zola")


def test_one_bad_entry_costs_one():
    text = "@article{a, title={Torn\n@article{b, title={Good}}\n@article{c, title Bad}\n@article{d, title={Good too}}"
    records, reasons = read("bibtex", text)
    assert [record.title for record in records] == ["Good", "Good too"]
    assert len(reasons) == 2


def test_two_files_may_call_two_papers_by_one_key():
    first, second = (one("bibtex", f"@misc{{smith2020, title={{{title}}}}}") for title in ("On ants", "On bees"))
    assert first.key != second.key
    assert one("bibtex", "@article{smith2020, title={On {Ants}}, year=2020}").key == first.key


@pytest.mark.parametrize(
    "text", ["@article{, title={No key}}", "@article{title={No key}}", "@misc(  title = {No key})"]
)
def test_an_entry_without_a_key_is_read(text):
    assert one("bibtex", text).title == "No key"


def test_comments_are_no_records():
    assert read("bibtex", 'Some words. @comment{jabref-meta: x} @preamble{"x"} % @misc') == ([], [])


def test_letters_of_old_files_are_read():
    assert one("bibtex", "@misc{x, title={Café Müller}}".encode("latin-1")).title == "Café Müller"


def test_braces_nested_beyond_reason_are_a_bad_entry():
    text = "@misc{x, title={" + "{" * 5000 + "a" + "}" * 5000 + "}}\n@misc{y, title={Good}}"
    records, reasons = read("bibtex", text)
    assert [record.title for record in records] == ["Good"]
    assert "nested" in reasons[0]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"G{\"o}del, Erd\H{o}s, \v{C}ech, {\O}rsted, \c{c}a, \'{\i}", "Gödel, Erdős, Čech, Ørsted, ça, í"),
        (r"{BERT}: 50\% of \emph{it} \& $x_1^2$", "BERT: 50% of it & $x_1^2$"),
        (r"a \textasciitilde{} b \textasciicircum{} c\_d \#1 \textbackslash{}e", r"a ~ b ^ c_d #1 \e"),
        ("``Quoted'' --- 10--12 a~b", "“Quoted” — 10–12 a b"),
        (r"\texttt{x} \mbox{AB} {\em all} \unknown{it}", "x AB all it"),
        (r"5$ \& more % of it", "5$ & more % of it"),
        (r"\textbraceleft{}a\textbraceright{}", "{a}"),
        (r"\input{/etc/passwd}", ""),
        ("{" * 20 + r"\'e" + "}" * 20, "é"),
        ("a lone $ and a {brace}", "a lone $ and a brace"),
    ],
)
def test_latex_is_read_as_it_would_be_shown(latex, plain):
    assert " ".join(plain_text(latex).split()) == plain


# RIS


def test_a_record_of_a_publisher():
    text = """TY  - JOUR
TI  - Attention
AU  - Vaswani, Ashish
AU  - van Gogh, Vincent
T2  - Journal of X
DA  - 2017/06/12/
PY  - 2017
DO  - 10.5555/3295222
UR  - https://x.org/a;b; https://arxiv.org/abs/1706.03762
AB  - first line
second line
KW  - one
KW  - two
ER  -
"""
    record = one("ris", text)
    assert record.authors == ("Ashish Vaswani", "Vincent van Gogh")
    assert (record.venue, record.year, record.published) == ("Journal of X", 2017, date(2017, 6, 12))
    assert (record.url, record.abstract) == ("https://x.org/a;b", "first line second line")
    assert names(record) >= {"doi:10.5555/3295222", "arxiv:1706.03762"}
    assert record.extra["keywords"] == "one; two"


def test_loose_records_are_read():
    tags = ["junk", "TY - CONF", "T1 - Old style", "A1 - Smith, J.", "Y1 - 2001///", "ID - 17", "ER -", "TY  - JOUR"]
    text = "\r\n".join([*tags, "TI  - No end"])
    (first, second), reasons = read("ris", text)
    assert (first.title, first.authors, first.year) == ("Old style", ("J. Smith",), 2001)
    assert (second.title, reasons) == ("No end", [])
    assert names(first) == set(), "a number counts the records of a file and names nothing"


def test_a_record_without_a_title_is_a_bad_one():
    records, reasons = read("ris", "TY  - JOUR\nAU  - Nobody\nER  - \nTY  - JOUR\nTI  - T\nER  - \n")
    assert (len(records), reasons) == (1, ["it has no title"])


# CSL-JSON


def test_an_item_of_better_bibtex():
    item = {
        "id": "http://zotero.org/users/1/items/ABC",
        "citation-key": "gogh2017",
        "type": "article-journal",
        "title": "A <i>C. elegans</i> study of H<sub>2</sub>O",
        "author": [{"family": "Gogh", "non-dropping-particle": "van", "given": "Vincent"}, {"literal": "OpenAI, Inc."}],
        "issued": {"date-parts": [["2017", 6, "12"]]},
        "container-title": "Cell",
        "note": "arXiv:1706.03762 [cs]\nPMID: 17\nOpenAlex: W42",
        "abstract": "<jats:title>Abstract</jats:title><jats:p>We &amp; they.</jats:p>",
    }
    record = one("csl-json", json.dumps([item]))
    assert (record.title, record.authors) == ("A C. elegans study of H2O", ("Vincent van Gogh", "OpenAI, Inc."))
    assert (record.published, record.venue, record.abstract) == (date(2017, 6, 12), "Cell", "Abstract We & they.")
    assert {"external:gogh2017", "arxiv:1706.03762", "pmid:17", "openalex:W42"} <= names(record)
    assert record.extra["citation_key"] == "gogh2017"


def test_an_answer_of_crossref_alone():
    item = {
        "DOI": "10.1/X",
        "title": ["Lists"],
        "container-title": ["J"],
        "type": "x",
        "issued": {"date-parts": [[None]]},
    }
    assert one("csl-json", json.dumps(item | {"author": [{"name": "Team"}]}, indent=1)).authors == ("Team",)


def test_bad_items_are_named_and_the_rest_is_read():
    text = '[{"type":"book"}, {"title":"A","author":"x"}, 5, "text {", {"type":"x","title":"B \\" } {"}, {"title"'
    records, reasons = read("csl-json", text)
    assert [record.title for record in records] == ['B " } {']
    assert len(reasons) == 3


def test_objects_nested_beyond_reason_are_bad_ones():
    deep = '{"title":"x","type":"y","extra":' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}"
    records, reasons = read("csl-json", f'[{deep}, {{"title":"Good","type":"book"}}]')
    assert [record.title for record in records] == ["Good"]
    assert "nested" in reasons[0]


# tables


def test_zoteros_table():
    text = (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title",'
        '"DOI","Url","Abstract Note","Date","Extra"\n'
        '"ABCD1234","journalArticle","2017","Vaswani, Ashish; van Gogh, Vincent","Attention, the ""great""","NeurIPS",'
        '"10.5555/1","https://x.org","Over\ntwo lines","2017-06-12","arXiv:1706.03762 [cs]\nCitation Key: vas17"\n'
    )
    record = one("csv", text)
    assert (record.title, record.authors) == ('Attention, the "great"', ("Ashish Vaswani", "Vincent van Gogh"))
    assert (record.abstract, record.published) == ("Over two lines", date(2017, 6, 12))
    assert names(record) == {"external:ABCD1234", "external:vas17", "doi:10.5555/1", "arxiv:1706.03762"}
    assert record.extra["citation_key"] == "vas17"


def test_google_scholars_table():
    text = "\ufeffAuthors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
    text += '"Vaswani, A; Shazeer, N; ",All you need,NeurIPS,30,,,2017,\n'
    record = one("csv", text)
    assert (record.authors, record.venue, record.year) == (("A Vaswani", "N Shazeer"), "NeurIPS", 2017)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_tables(delimiter):
    text = 'Title;Cited by;Authors;Link\n5" disks;1,234;Ada Lovelace, Alan Turing, Kurt Gödel;https://x.org\n'.replace(
        ";", delimiter
    )
    record = one("csv", text)
    assert (record.title, record.url) == ('5" disks', "https://x.org")
    assert record.authors == ("Ada Lovelace", "Alan Turing", "Kurt Gödel")
    assert record.citation is not None
    assert record.citation.count == 1234


def test_a_row_without_title_is_a_bad_one():
    records, reasons = read("csv", "title,year\nA,2001\n,2002\nB,2003\n")
    assert ([record.title for record in records], reasons) == (["A", "B"], ["it has no title"])


# names


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Vaswani, Ashish", "Ashish Vaswani"),
        ("van Gogh, Vincent", "Vincent van Gogh"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("Smith, V.", "V. Smith"),
        ("Ashish Vaswani", "Ashish Vaswani"),
        ("OpenAI,, Inc.,", "OpenAI, Inc."),
    ],
)
def test_names_come_into_reading_order(written, spoken):
    assert in_reading_order(written) == spoken


def test_dots_for_the_others_are_nobody():
    assert listed("A, B; C, D; ...; ") == ("B A", "D C")


# what a file is


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("x", "% Encoding: UTF-8\n@article{a, title={T}}", "bibtex"),
        ("x.txt", "\ufeffTY  - JOUR\nER  - ", "ris"),
        ("x.json", '[\n {"id": 1, "type": "book", "title": "T"}]', "csl-json"),
        ("x.json", '{"title": ["T"],\n "issued": {"date-parts": [[2001]]}}', "csl-json"),
        ("x.jsonl", '{"title": "T", "authors": ["A"]}', "jsonl"),
        ("x", "Title,Year\nA,2001", "csv"),
        ("x.tsv", "no\tknown\tcolumns\n", "csv"),
        ("empty.bib", "% nothing yet\n", "bibtex"),
        ("x.ris.gz", "\n\n", "ris"),
    ],
)
def test_a_file_is_told_by_its_content_and_its_name(name, content, form):
    assert format_of(content.encode(), None, Path(name)).name == form


def test_other_files_are_refused_with_what_is_known():
    with pytest.raises(ImportFailed, match=r"bibtex .*ris .*csv"):
        format_of(b"Dear aunt,\n", None, Path("letter.txt"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_letters_are_told_and_read(encoding):
    data = "TY  - JOUR\nTI  - Größe 漢字\nER  - \n".encode(encoding)
    told = wide_encoding(data)
    assert told is not None
    stream = io.BytesIO(data)
    text = b"".join(as_utf8(iter(lambda: stream.read(7), b""), told))
    assert one("ris", text).title == "Größe 漢字"


@pytest.mark.parametrize("data", [b"", b"plain", b"a\0b\0c\0\0\0\0", "Größe".encode(), b"\0" * 50])
def test_other_files_are_not_wide(data):
    assert wide_encoding(data) is None


def test_an_unknown_encoding_is_wrong_usage():
    with pytest.raises(UsageError, match="gb18030"):
        checked_encoding("klingon")
    with pytest.raises(UsageError):
        checked_encoding("base64")


# hostile files


@pytest.mark.parametrize("name", ["bibtex", "ris", "csv", "csl-json"])
@pytest.mark.parametrize(
    "content", [b"\0" * 1000, b"\xff\xfe\xfd" * 300, b"{" * 5000, b'"' * 5001, b"@" * 500, b"\\" * 999]
)
def test_nothing_stops_a_reader(name, content):
    head = {
        "bibtex": b"@misc{x, title={",
        "ris": b"TY  - JOUR\nTI  - ",
        "csv": b"title,year\n",
        "csl-json": b'[{"title":"',
    }
    records, reasons = read(name, head[name] + content)
    assert len(records) + len(reasons) <= 5


@pytest.mark.parametrize("name", ["bibtex", "ris", "csv", "csl-json"])
def test_an_entry_without_end_is_cut_and_named(name):
    head = {"bibtex": b"@misc{x, title={", "ris": b"TY  - JOUR\nTI  - ", "csv": b'title\n"', "csl-json": b'[{"title":"'}
    kind = next(one for one in FORMATS if one.name == name)

    def chunks():
        yield head[name]
        for _ in range(LONGEST_LINE // 2**20 + 2):
            yield b"a" * 2**20

    *_, last = kind.split(chunks(), Place())
    assert last.overlong
    assert len(last.data) < 10_000
