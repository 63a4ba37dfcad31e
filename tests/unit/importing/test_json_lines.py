import json
from datetime import UTC, date, datetime

import pytest

from paper_reader.importing import json_lines
from paper_reader.importing.entries import BadEntry
from paper_reader.types import CitationCount

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def parse(**fields):
    return json_lines.parse(json.dumps(fields).encode(), NOW)


def names(record):
    return [str(one) for one in record.identifiers]


def test_a_whole_line():
    record = parse(
        id="arxiv:1901.00001", title=" On shapes ", abstract="Long.", authors=["Ada Lovelace", " "], year=2019,
        published="2019-01-02", arxiv_id="1901.00001", doi="https://doi.org/10.1000/X", venue="NeurIPS 2019",
        categories=["cs.LG"], citation_count=7, citation_source="somebody", url="https://example.org",
        references=["arxiv:1801.00001", "acl:P19-1", "10.1000/y", "acl:P19-1"],
    )  # fmt: skip
    assert (record.source, record.key, record.fetched_at) == ("import", "arxiv:1901.00001", NOW)
    assert (record.title, record.authors, record.year) == ("On shapes", ("Ada Lovelace",), 2019)
    assert record.published == date(2019, 1, 2)
    assert names(record) == ["external:arxiv:1901.00001", "arxiv:1901.00001", "doi:10.1000/x"]
    assert record.citation == CitationCount(7, "somebody")
    assert [str(one) for one in record.references] == ["arxiv:1801.00001", "external:acl:P19-1", "doi:10.1000/y"]


def test_only_the_title_is_required():
    record = parse(title="On shapes")
    assert record.key.startswith("unnamed-")
    assert (record.year, record.authors, record.citation, record.identifiers) == (None, (), None, ())
    assert parse(title="ON SHAPES", abstract="new").key == record.key
    assert parse(title="On shapes", year=2020).key != record.key


def test_null_is_unknown():
    record = parse(id=None, title="On shapes", abstract=None, year=None, references=None, citation_count=None, doi=None)
    assert (record.year, record.abstract, record.citation) == (None, None, None)


def test_a_line_without_id_goes_by_its_identifier():
    assert parse(title="On shapes", arxiv_id="1901.00001v3").key == "arxiv:1901.00001"
    assert parse(title="On shapes", doi="10.48550/arXiv.1901.00001").key == "doi:10.48550/arxiv.1901.00001"


@pytest.mark.parametrize("identifier", ["1901.00001", "arXiv:1901.00001v2", "https://arxiv.org/abs/1901.00001"])
def test_an_id_of_a_known_form_is_also_that_identifier(identifier):
    record = parse(id=identifier, title="On shapes")
    assert names(record) == [f"external:{identifier}", "arxiv:1901.00001"]


def test_a_venue_that_names_the_preprint():
    assert "arxiv:1901.00001" in names(parse(title="On shapes", venue="arXiv:1901.00001 [cs, stat]"))


def test_an_exported_line_names_all_its_records():
    record = parse(id="b", title="On shapes", external_ids=["a", "b", "10.1000/x"])
    assert record.key == "b"
    assert names(record) == ["external:b", "external:a", "external:10.1000/x", "doi:10.1000/x"]


def test_further_identifiers_with_their_schemes():
    record = parse(title="On shapes", doi="10.1000/x", identifiers=["doi:10.1000/y", "openalex:W17", "pmid:5", "oh"])
    assert names(record) == ["doi:10.1000/x", "doi:10.1000/y", "openalex:W17", "pmid:5"]
    assert "doi:10.48550/arxiv.1901.00001" in names(parse(title="x", identifiers=["doi:10.48550/arxiv.1901.00001"]))


def test_numbers_may_be_written_as_text():
    record = parse(id=17, title="On shapes", year="2019", citation_count="3")
    assert (record.key, record.year, record.citation.count) == ("17", 2019, 3)


def test_a_count_of_nought_is_kept():
    assert parse(title="On shapes", citation_count=0).citation == CitationCount(0, "import")


@pytest.mark.parametrize(
    ("written", "day"), [("2019", (2019, 1, 1)), ("2019-03", (2019, 3, 1)), ("2019-03-04T05:06:07Z", (2019, 3, 4))]
)
def test_dates_and_the_year_they_give(written, day):
    record = parse(title="On shapes", published=written)
    assert (record.published, record.year) == (date(*day), 2019)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "truncated"),
        (b"[1]", "Expected `object`"),
        (b'{"id": "a"}', "`title`"),
        (b'{"title": "  "}', "title is empty"),
        (b'{"title": 5}', "Expected `str`"),
        (b'{"title": "a", "authors": "Ada"}', r"\$.authors"),
        (b'{"title": "a", "year": "soon"}', r"\$.year"),
        (b'{"title": "a", "year": 99999}', "no year"),
        (b'{"title": "a", "published": "2019-13-01"}', "no date"),
        (b'{"title": "a", "citation_count": -1}', "less than nothing"),
        (b'{"title": "a", "citation_count": 9223372036854775808}', "citation_count"),
        (b'{"title": "a", "year": 99999999999999999999999}', "no year"),
        (b'{"title": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
        (b'{"title": "\\u0000", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
        (b'{"title": "\xff"}', "utf-8"),
        (b'{"title": "\\ud800 alone"}', "surrogate"),
        (b'{"title": "a"} {"title": "b"}', "trailing"),
    ],
)
def test_bad_lines_say_why(line, reason):
    with pytest.raises(BadEntry, match=f"(?i){reason}"):
        json_lines.parse(line, NOW)


def test_nul_characters_do_not_reach_the_library():
    fields = {
        "id": "a\0b",
        "title": "On \0shapes",
        "abstract": "a\0b",
        "authors": ["Ada\0"],
        "venue": "\0V",
        "year": 2019,
    }
    fields |= {"categories": ["cs\0.LG"], "url": "u\0", "external_ids": ["c\0"], "references": ["r\0", "10.1/\0"]}
    fields |= {"doi": "10.1000/a%00b", "citation_count": 1, "citation_source": "s\0", "arxiv_id": "1901.00001\0"}
    record = parse(**fields)
    assert "\0" not in str(record)
    assert "\\x00" not in repr(record)
    assert (record.key, record.title, record.authors, record.year) == ("ab", "On shapes", ("Ada",), 2019)
    assert "doi:10.1000/ab" in names(record)


def test_a_backslash_before_u0000_is_no_nul():
    assert json_lines.parse(rb'{"title": "On \\u0000"}', NOW).title == r"On \u0000"
