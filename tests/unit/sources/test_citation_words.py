"""The small decisions around citation services: words, dates, fields, positions of a search, keys."""

from datetime import UTC, date, datetime, timedelta

import pytest

from paper_reader.errors import QueryError, SettingsError
from paper_reader.settings import Settings, load_settings
from paper_reader.sources import openalex_record, semantic_scholar_record
from paper_reader.sources.crossref_record import record_of
from paper_reader.sources.dates import day_of, day_of_parts, likely_day_of, parts_of, year_of
from paper_reader.sources.fields import OPENALEX_FIELDS, SEMANTIC_SCHOLAR_FIELDS, archives_of, fields_for
from paper_reader.sources.plain_words import plain_words
from paper_reader.sources.search_position import SearchPosition, position_for
from paper_reader.types import Identifier, Scheme, SourceQuery

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Attention, please: a study (of 3)", "Attention please a study of 3"),
        ("self-supervised - and so on -", "self-supervised and so on"),
        ("cats AND dogs NOT birds", "cats and dogs not birds"),
        ('"quoted" | barred; 100 % & more', "quoted barred 100 more"),
        ("Über Knoten — “schön”", "Über Knoten — “schön”"),
        ("?!", ""),
    ],
)
def test_plain_words(text, words):
    assert plain_words(text) == words
    assert plain_words(words) == words


def test_dates():
    assert day_of("2021-05-04T10:00:00Z") == date(2021, 5, 4)
    assert day_of("soon") is None
    assert day_of(None) is None
    assert likely_day_of("2021-05-04") == date(2021, 5, 4)
    assert likely_day_of("2021-01-01") is None  # the year alone is known
    assert parts_of({"date-parts": [[2015, 5]]}) == (2015, 5)
    assert day_of_parts({"date-parts": [[2015, 5, 4]]}) == date(2015, 5, 4)
    assert [day_of_parts(odd) for odd in ({"date-parts": [[None]]}, {"date-parts": [[2015, 2, 31]]}, None, {})] == [
        None
    ] * 4
    assert [year_of(value) for value in (2021, "2021", 0, True, None)] == [2021, None, None, None, None]


def test_fields_and_archives():
    assert archives_of(["Computer Science", "History", "Physics", "Computer Science"]) == ("cs", "physics")
    assert fields_for(("cs.LG", "cs.CV", "stat.ML"), OPENALEX_FIELDS, source="openalex") == ("17", "26", "18")
    assert fields_for(("hep-th",), SEMANTIC_SCHOLAR_FIELDS, source="s2") == ("Physics",)
    with pytest.raises(QueryError, match="econ"):
        fields_for(("law",), OPENALEX_FIELDS, source="openalex")


# --- where a search stands --------------------------------------------------------------------------------------------


def query(limit=None):
    return SourceQuery(source="openalex", text="knots", limit=limit)


def test_a_position_is_read_back():
    position = SearchPosition(begun=NOW.isoformat(), place="abc=", taken=100, total=250)
    assert SearchPosition.from_json(position.to_json()) == position


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"format": 0}', '{"format": 1, "begun": "x", "place": ""}', "x"]
)
def test_a_cursor_of_another_form_begins_anew(text):
    assert position_for(query(), text, first="*", now=NOW) == SearchPosition(begun=NOW.isoformat(), place="*")


def test_an_interrupted_search_goes_on_for_a_day():
    position = SearchPosition(begun=NOW.isoformat(), place="abc", taken=100)
    later = [NOW + timedelta(hours=23), NOW + timedelta(hours=25), NOW - timedelta(hours=1)]
    assert [position_for(query(), position.to_json(), first="*", now=now).place for now in later] == ["abc", "*", "*"]


def test_a_finished_search_begins_anew_and_a_larger_limit_goes_on():
    done = SearchPosition(begun=NOW.isoformat(), place="abc", taken=100)
    assert position_for(query(100), done.to_json(), first="*", now=NOW).place == "*"
    assert position_for(query(150), done.to_json(), first="*", now=NOW).place == "abc"
    exhausted = done.after(taken=20, place=None, total=120)
    assert exhausted.wanted(query(), 100) == 0
    assert position_for(query(150), exhausted.to_json(), first="*", now=NOW).place == "*"


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["openalex_key", "semantic_scholar_key"])
def test_a_key_is_stripped_and_never_shown(key):
    variable = f"PAPER_READER_{key.upper()}"
    settings = load_settings(environment={variable: "  sesame \n"})
    assert getattr(settings, key) == "sesame"
    assert "sesame" not in repr(settings)
    assert getattr(load_settings(environment={variable: "   "}), key) is None
    assert getattr(Settings(), key) is None


@pytest.mark.parametrize("value", ["open sesame", "sesamé", "sesame\x00"])
def test_what_can_be_no_key_is_refused_without_showing_it(value):
    with pytest.raises(SettingsError) as caught:
        load_settings(environment={"PAPER_READER_OPENALEX_KEY": value})
    assert "sesam" not in str(caught.value)
    assert "OPENALEX_KEY" in str(caught.value)


# --- odd works at Crossref --------------------------------------------------------------------------------------------


def work(**more):
    return {"DOI": "10.5555/X.1", "title": ["Knots"], **more}


def test_titles_and_subtitles_are_joined_once():
    def title(**more):
        return record_of(work(**more), fetched_at=NOW).title

    assert title(subtitle=["A field guide"]) == "Knots: A field guide"
    assert title(title=["Knots: a field guide"], subtitle=["A field guide"]) == "Knots: a field guide"
    assert title(title=["H<sub>2</sub>O &amp; <i>knots</i>"]) == "H2O & knots"


def test_works_without_title_or_doi_are_none():
    assert record_of({"DOI": "10.5555/X.1", "title": []}, fetched_at=NOW) is None
    assert record_of({"title": ["Journal of Knots"]}, fetched_at=NOW) is None


def test_references_without_doi_may_name_arxiv():
    cited = [
        {"key": "1", "unstructured": "A. Müller, Knots. arXiv preprint arXiv:1706.03762 (2017)"},
        {"key": "2", "DOI": "10.48550/ARXIV.1801.00001"},
        {"key": "3", "unstructured": "B. Chen, Ropes, 1999"},
        {"key": "4", "DOI": "10.5555/x.1"},
    ]
    found = record_of(work(reference=cited, **{"references-count": 4}), fetched_at=NOW)
    assert found.references == (Identifier(Scheme.ARXIV, "1706.03762"), Identifier(Scheme.ARXIV, "1801.00001"))
    assert found.extra["references_listed"] == "4"


def test_a_preprint_server_is_its_venue():
    posted = work(type="posted-content", publisher="A university press", institution=[{"name": "bioRxiv"}])
    assert record_of(posted, fetched_at=NOW).venue == "bioRxiv"
    assert record_of(work(), fetched_at=NOW).venue is None
    assert record_of(work(), fetched_at=NOW).citation is None  # not told is not 0


def test_signs_that_a_service_has_escaped_are_signs():
    work = {
        "id": "https://openalex.org/W1",
        "title": "Heat &amp; cold",
        "abstract": "Below (&amp;lt;75 K) it is cold.",
        "abstract_inverted_index": {"Below": [0]},
    }
    paper = {"paperId": "a" * 40, "title": "Heat &amp; cold", "abstract": "Below (&lt;75 K) it is cold."}
    read = (
        openalex_record.record_of(work, fetched_at=NOW),
        semantic_scholar_record.record_of(paper, fetched_at=NOW),
    )
    assert [(one.title, one.abstract) for one in read] == [("Heat & cold", "Below (<75 K) it is cold.")] * 2
