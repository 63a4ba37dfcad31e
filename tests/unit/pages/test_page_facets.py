from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import QueryParams

from api.pages.routes.search import search_asked
from api.pages.views.facets import SearchAsked, facets_of, fitting
from paper_reader.types import Paper, ReadingStatus, SearchFilter, SearchHit, SearchMode

PAPERS = [
    Paper(id=1, title="A survey of graphs", year=2021, categories=("cs.LG", "a keyword of theirs"), venue="NeurIPS"),
    Paper(id=2, title="Graphs at work", year=2019, categories=("cs.LG", "stat.ML"), sources=("arxiv", "openalex")),
    Paper(id=3, title="Old graphs", abstract="Code is available at github.com/x/y.", sources=("arxiv",)),
]
ASKED = SearchAsked(text="graphs & <trees>")
MARKS = {2: ReadingStatus.READ}


def shown(asked: SearchAsked = ASKED) -> dict[str, dict[str, str]]:
    return {facet.title: {one.label: one.count for one in facet.values} for facet in facets_of(PAPERS, asked, MARKS)}


def test_what_the_hits_are_is_counted_and_unknown_years_are_no_year() -> None:
    found = shown()
    assert found["Year"] == {"2020 to 2023": "1", "2015 to 2019": "1"}
    assert found["Field"] == {"cs.LG": "2", "stat.ML": "1"}, "keywords are no field that a search can be held to"
    assert found["Kind"] == {"Survey or tutorial": "1", "Names its code": "1"}
    assert found["Source"] == {"arXiv": "2", "OpenAlex": "1"}
    assert found["Your mark"] == {"Read": "1", "Not marked": "2"}
    assert "Venue" not in found, "one value tells nothing"


def test_following_a_value_holds_the_search_to_it_and_once_more_lets_go() -> None:
    for facet in facets_of(PAPERS, replace(ASKED, page=3), MARKS):
        for value in facet.values:
            held = search_asked(QueryParams(urlsplit(value.href).query))
            assert held.text == ASKED.text
            assert held.page == 1
            assert held != ASKED
            again = [one for other in facets_of(PAPERS, held, MARKS) for one in other.values if one.is_on]
            assert [one.label for one in again] == [value.label]
            assert search_asked(QueryParams(urlsplit(again[0].href).query)) == ASKED


def test_what_is_asked_and_its_address_say_the_same() -> None:
    limits = SearchFilter(
        year_from=2015, year_to=2019, categories=("cs.LG", "cs"), venues=("a & b",), sources=("arxiv",)
    )
    asked = SearchAsked(text="x=y", limits=limits, mode=SearchMode.DENSE, kind="code", status="none", page=4)
    assert search_asked(QueryParams(asked.query)) == asked
    assert parse_qs(ASKED.query) == {"q": [ASKED.text]}


def test_hits_are_held_to_kind_and_mark() -> None:
    hits = [SearchHit(rank=paper.id, score=1.0, paper=paper) for paper in PAPERS]

    def ids(**asked: str) -> list[int]:
        return [hit.paper.id for hit in fitting(hits, SearchAsked(text="x", **asked), MARKS)]  # type: ignore[arg-type]

    assert ids() == [1, 2, 3]
    assert ids(kind="survey") == [1]
    assert ids(status="read") == [2]
    assert ids(status="none", kind="code") == [3]
