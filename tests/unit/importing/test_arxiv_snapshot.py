import json
from datetime import UTC, date, datetime

import pytest

from paper_reader.importing import arxiv_snapshot
from paper_reader.importing.entries import BadEntry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LINE = {
    "id": "0704.0001",
    "submitter": "Ada Lovelace",
    "authors": "A. Lovelace (London), A. M. Turing and\n  G. Hopper",
    "title": "On the shape\n  of things",
    "comments": "37 pages,\n  15 figures",
    "journal-ref": "J.Shapes D76:013009,2007",
    "doi": "10.1000/X",
    "report-no": "SHAPES-07",
    "categories": "hep-ph cs.LG stat.ML",
    "license": None,
    "abstract": "  We look at shapes\nof all kinds.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Lovelace", "A.", ""], ["Turing", "A. M.", "Jr"], ["Hopper", "G.", "", "Yale"]],
}


def parse(**changes):
    return arxiv_snapshot.parse(json.dumps({**LINE, **changes}).encode(), NOW)


def test_a_whole_line():
    record = parse()
    assert (record.source, record.key) == ("arxiv-snapshot", "0704.0001")
    assert record.title == "On the shape of things"
    assert record.abstract == "We look at shapes of all kinds."
    assert record.authors == ("A. Lovelace", "A. M. Turing Jr", "G. Hopper")
    assert (record.year, record.published, record.updated) == (2007, date(2007, 4, 2), date(2008, 11, 26))
    assert record.venue == "J.Shapes D76:013009,2007"
    assert record.categories == ("hep-ph", "cs.LG", "stat.ML")
    assert [str(one) for one in record.identifiers] == ["arxiv:0704.0001", "doi:10.1000/x"]
    assert record.extra == {
        "comment": "37 pages, 15 figures",
        "journal_ref": "J.Shapes D76:013009,2007",
        "report_no": "SHAPES-07",
        "submitter": "Ada Lovelace",
        "version": "v2",
    }


def test_what_arxiv_leaves_out():
    record = parse(doi=None, versions=None, comments=None, **{"journal-ref": None})
    assert (record.venue, record.published, record.year) == ("arXiv", None, None)


def test_authors_from_the_written_list_where_there_is_no_other():
    assert parse(authors_parsed=None).authors == ("A. Lovelace", "A. M. Turing", "G. Hopper")


def test_old_ids():
    record = parse(id="math/0309136")
    assert (record.key, str(record.identifiers[0])) == ("math/0309136", "arxiv:math/0309136")


def test_two_dois_in_one_field():
    assert [str(one) for one in parse(doi="10.1000/a 10.1000/b").identifiers[1:]] == ["doi:10.1000/a", "doi:10.1000/b"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "nonsense"}, "no arXiv id"),
        ({"title": " \n "}, "title is empty"),
        ({"versions": [{"version": "v1", "created": "yesterday"}]}, "no date"),
        ({"versions": [{"version": "v1", "created": "Mon, 31 Dec 9999 23:00:00 -1400"}]}, "no date"),
        ({"versions": [{"version": "v1", "created": f"Mon, 2 Apr {9**40} 19:18:42 GMT"}]}, "no date"),
        ({"update_date": "soon"}, "no date"),
        ({"title": None}, "title"),
    ],
)
def test_bad_lines_say_why(changes, reason):
    with pytest.raises(BadEntry, match=reason):
        parse(**changes)


def test_a_line_nested_too_deep_is_a_bad_one():
    with pytest.raises(BadEntry, match="nested too deep"):
        arxiv_snapshot.parse(b'{"id": "0704.0001", "title": "x", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", NOW)


def test_nul_characters_are_taken_out():
    record = parse(categories="cs\0.LG", doi="10.1000/a%00b", authors_parsed=None, authors="Ada\0 Lovelace")
    assert "\\x00" not in repr(record)
    assert (record.categories, record.authors) == (("cs.LG",), ("Ada Lovelace",))
