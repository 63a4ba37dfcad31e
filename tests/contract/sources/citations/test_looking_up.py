"""Each service, asked by identifiers, by title and by words: what it has comes through whole, whatever its form."""

import json
from datetime import date

import pytest

from paper_reader.errors import QueryError
from paper_reader.types import CitationCount, Identifier, Scheme, SourceQuery

ALL = ["openalex", "semantic-scholar", "crossref"]
DOI = Identifier(Scheme.DOI, "10.5555/knots.1")
ARXIV = Identifier(Scheme.ARXIV, "2101.00001")


def by_names(service, *identifiers):
    found = []
    with service.asking() as asking:
        for way in service.ways:
            if names := way.names_of(identifiers):
                found += asking.by_names(way, names)
    return {record.key: record for record in found}


def names_of(references):
    return [str(one) for one in references]


def test_openalex_gives_the_work_of_the_article_and_that_of_the_preprint(services, world):
    found = by_names(services(world)["openalex"], DOI, ARXIV)
    assert set(found) == {"W1001", "W2001"}
    article, preprint = found["W1001"], found["W2001"]
    assert article.citation == CitationCount(40, "openalex", date(2026, 11, 22))
    assert names_of(article.references) == ["openalex:W1002", "openalex:W1003"]
    assert preprint.references == ()
    assert ARXIV in preprint.identifiers
    assert DOI in article.identifiers
    assert article.abstract == "We tie knots and count them. Then we untie them."
    assert article.year == 2021
    assert article.published is None  # the first of January stands for a year
    assert article.venue == "Journal of Knots"
    assert article.categories == ("math",)
    assert preprint.categories == ()  # arXiv has it and names categories of its own
    assert article.extra["open_access_url"] == "https://doi.org/10.5555/knots.1"


def test_semantic_scholar_names_references_as_others_would(services, world):
    (record,) = by_names(services(world)["semantic-scholar"], ARXIV).values()
    assert record.citation == CitationCount(41, "semantic-scholar", date(2026, 11, 22))
    assert names_of(record.references) == ["doi:10.5555/ropes.2", "arxiv:1801.00003"]
    assert {"s2:" + f"{1:040x}", "s2:CorpusID:5001", str(DOI), str(ARXIV)} == set(names_of(record.identifiers))
    assert record.extra["influential_citations"] == "3"
    assert record.published == date(2021, 5, 4)


def test_a_reference_that_nobody_else_knows_keeps_its_own_name(services, world, make_work):
    world.add(make_work(5, "A short note on loops", doi="10.5555/loops.5", refs=(77, 2)))
    (record,) = by_names(services(world)["semantic-scholar"], Identifier(Scheme.DOI, "10.5555/loops.5")).values()
    assert names_of(record.references) == [f"s2:{77:040x}", "doi:10.5555/ropes.2"]


def test_crossref_gives_dois_of_references_and_notices(services, world):
    found = by_names(services(world)["crossref"], DOI, Identifier(Scheme.DOI, "10.5555/untie.4"))
    article, withdrawn = found["10.5555/knots.1"], found["10.5555/untie.4"]
    assert article.citation == CitationCount(42, "crossref", date(2026, 11, 22))
    assert names_of(article.references) == ["doi:10.5555/ropes.2"]  # the other one has no DOI
    assert article.extra["references_listed"] == "2"
    assert article.authors == ("Ada Müller", "Bo Chen")
    assert json.loads(withdrawn.extra["updated_by"]) == [
        {"kind": "retraction", "doi": "10.5555/untie.4.r", "on": "2022-03-01"}
    ]


def test_a_doi_that_a_filter_cannot_hold_is_asked_for_alone(services, world, make_work):
    world.add(make_work(6, "Loops, in two volumes", doi="10.5555/(loops),6"))
    odd, unknown = Identifier(Scheme.DOI, "10.5555/(loops),6"), Identifier(Scheme.DOI, "10.5555/no,such")
    service = services(world)["crossref"]
    assert set(by_names(service, odd)) == {"10.5555/(loops),6"}
    assert by_names(service, unknown) == {}


@pytest.mark.parametrize("name", ALL)
def test_names_that_a_service_does_not_know_are_left_out(services, world, name):
    service = services(world)[name]
    assert by_names(service, Identifier(Scheme.DOI, "10.5555/nobody")) == {}
    assert len(by_names(service, Identifier(Scheme.DOI, "10.5555/nobody"), DOI)) >= (name != "semantic-scholar")


@pytest.mark.parametrize("name", ALL)
def test_a_title_finds_its_paper_with_references(services, world, name):
    with services(world)[name].asking() as asking:
        found = asking.by_title("Knots in long molecules")
        assert "Knots in long molecules" in {record.title for record in found}
        assert any(record.references for record in found)
        assert asking.by_title("A title that nobody gave, a pity") == []
        assert asking.by_title("!?") == []


@pytest.mark.parametrize(
    "title", ["Knots & ropes: 100 % of both, #1 (in C++)", "Wörter, die “anderswo” stehen", "a|b,c"]
)
@pytest.mark.parametrize("name", ALL)
def test_signs_of_a_title_never_become_signs_of_the_request(services, world, name, title):
    with services(world)[name].asking() as asking:
        asking.by_title(title)
    asked = world.asked[-1][1].query
    words = asked.get("query") or asked.get("query.title") or asked["filter"].partition(":")[2]
    assert not set(words) & set(",|:&#%()?")
    assert set(asked) <= {"query", "fields", "offset", "limit", "query.title", "rows", "select", "filter", "per-page"}


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [("openalex", "Authorization", "Bearer a-secret"), ("semantic-scholar", "x-api-key", "a-secret")],
)
@pytest.mark.parametrize("written", ["a-secret", "  a-secret\n"])
def test_a_key_goes_into_the_headers_alone(services, world, name, header, value, written):
    service = services(world, openalex=written, semantic_scholar=written)[name]
    by_names(service, DOI)
    asked = world.asked[-1][1]
    assert asked.headers[header] == value
    assert "a-secret" not in asked.raw
    assert asked.headers["User-Agent"].endswith("(mailto:tests@example.org)")


@pytest.mark.parametrize("name", ["openalex", "semantic-scholar"])
@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_key_is_none(services, world, name, blank):
    by_names(services(world, openalex=blank, semantic_scholar=blank)[name], DOI)
    assert not {"Authorization", "x-api-key"} & set(world.asked[-1][1].headers)


# --- searching --------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(world, make_work):
    world.works.clear()
    world.add(*(make_work(n, f"Braids and weaving, case {n}", doi=f"10.5555/b.{n}", year=2000) for n in range(1, 251)))
    return world


def harvest(service, limit=None, cursor=None, text="braids weaving", **more):
    return service.harvest(SourceQuery(source=service.name, text=text, limit=limit, **more), cursor=cursor)


@pytest.mark.parametrize("name", ALL)
def test_a_search_gives_every_page_once(services, many, name):
    pages = list(harvest(services(many)[name]))
    titles = [record.title for page in pages for record in page.records]
    assert titles == [work.title for work in many.works.values()]
    assert {page.total for page in pages} == {250}
    assert all(record.citation and record.authors for page in pages for record in page.records)


@pytest.mark.parametrize("name", ALL)
def test_a_search_goes_on_after_any_page(services, many, name):
    service = services(many)[name]
    first = next(harvest(service))
    rest = [record.title for page in harvest(service, cursor=first.cursor) for record in page.records]
    assert [record.title for record in first.records] + rest == [work.title for work in many.works.values()]


@pytest.mark.parametrize("name", ALL)
def test_a_limit_is_kept_and_can_be_raised(services, many, name):
    service = services(many)[name]
    pages = list(harvest(service, limit=130))
    assert [len(page.records) for page in pages] == [100, 30]
    assert sum(len(page.records) for page in harvest(service, limit=160, cursor=pages[-1].cursor)) == 30
    assert sum(len(page.records) for page in harvest(service, limit=130, cursor=pages[-1].cursor)) == 130  # anew


@pytest.mark.parametrize("name", ALL)
def test_a_search_without_an_answer_is_empty(services, world, name):
    assert [page.records for page in harvest(services(world)[name], text="nothing like it")] in ([], [()])


def test_dates_and_fields_are_asked_for_in_each_service_s_words(services, many):
    made = services(many)
    since = {"date_from": date(2000, 1, 1), "date_to": date(2001, 12, 31)}
    list(harvest(made["openalex"], 10, categories=("cs.LG",), **since))
    assert many.asked[-1][1].query["filter"].split(",")[1:] == [
        "primary_topic.field.id:17", "from_publication_date:2000-01-01", "to_publication_date:2001-12-31",
    ]  # fmt: skip
    list(harvest(made["semantic-scholar"], 10, categories=("q-bio", "econ"), **since))
    search = many.asked[-2][1].query
    assert search["publicationDateOrYear"] == "2000-01-01:2001-12-31"
    assert search["fieldsOfStudy"] == "Biology,Economics"
    list(harvest(made["crossref"], 10, **since))
    assert many.asked[-1][1].query["filter"] == "from-pub-date:2000-01-01,until-pub-date:2001-12-31"


def test_a_category_that_became_a_field_is_told(services, many):
    assert "cs.LG" in next(harvest(services(many)["openalex"], 10, categories=("cs.LG",))).notes[0]
    assert next(harvest(services(many)["openalex"], 10, categories=("cs",))).notes == ()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("asked", [{"text": " "}, {"limit": 0}, {"categories": ("nowhere",)}])
def test_what_cannot_be_asked_is_said_before_anything_is_asked(services, many, name, asked):
    with pytest.raises(QueryError):
        list(harvest(services(many)[name], **asked))
    assert many.asked == []
