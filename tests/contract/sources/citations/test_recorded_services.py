"""Real answers of the citation services, recorded: counts, references and ids come through as they stand there."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from paper_reader.errors import SourceKeyRefused, SourceRateLimited, SourceRefusedQuery, SourceUnavailable
from paper_reader.identifiers import normalise_doi
from paper_reader.sources.citation_service import Way
from paper_reader.types import Identifier, Scheme, SourceQuery


def recorded(recordings, folder, *, status=200):
    """(file's manifest entry, body) of every recording of a folder with this status."""
    for line in (recordings / "MANIFEST.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["file"].startswith(f"{folder}/") and entry.get("status") == status:
            yield entry, (recordings / entry["file"]).read_bytes()


def json_of(body):
    try:
        return json.loads(body)
    except ValueError:
        return None


def ids_of(references):
    return {str(one) for one in references}


def ask_all(service, way, names):
    with service.asking() as asking:
        return {record.key: record for record in asking.by_names(way, names)}


# --- OpenAlex ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def openalex_works(recordings):
    """Every recorded work with an id and a title, by id."""
    found = {}
    for _, body in recorded(recordings, "openalex"):
        document = json_of(body) or {}
        for work in document.get("results", [document]):
            if work.get("id") and work.get("title"):
                found[work["id"].rsplit("/", 1)[1]] = work
    assert len(found) > 20
    return found


def test_every_recorded_work_of_openalex(services, openalex_works, make_reply):
    everything = {"meta": {"count": len(openalex_works)}, "results": list(openalex_works.values())}
    service = services(lambda _: make_reply(200, json.dumps(everything).encode()))["openalex"]
    records = ask_all(service, service.ways[0], ["doi:10.5555/any"])
    assert set(records) == set(openalex_works)
    for key, work in openalex_works.items():
        record = records[key]
        assert record.citation.count == work["cited_by_count"]
        wanted = {"openalex:" + address.rsplit("/", 1)[1] for address in work["referenced_works"]}
        assert ids_of(record.references) == wanted
        assert len(record.references) == work["referenced_works_count"]
        assert record.year == work["publication_year"]
        if work["doi"]:
            assert "doi:" + work["doi"].removeprefix("https://doi.org/").lower() in ids_of(record.identifiers)
        pubmed = (work["ids"].get("pmid") or "").rsplit("/", 1)[-1]
        assert not pubmed or f"pmid:{pubmed}" in ids_of(record.identifiers)
        assert (record.abstract is None) == (not work["abstract_inverted_index"])
        if record.abstract:
            assert sorted(record.abstract.split()) == sorted(
                unescape(unescape(part))
                for word, places in work["abstract_inverted_index"].items()
                for part in word.split() * len(places)
            )


def test_recorded_titles_of_openalex(services, recordings, make_reply):
    tried = 0
    for entry, body in recorded(recordings, "openalex"):
        asked = parse_qs(urlsplit(entry["request_url"]).query).get("filter", [""])[0]
        if not asked.startswith("title.search:"):
            continue
        service = services(lambda _, body=body: make_reply(200, body))["openalex"]
        with service.asking() as asking:
            found = asking.by_title(asked.removeprefix("title.search:"))
        assert [record.key for record in found] == [work["id"].rsplit("/")[-1] for work in json.loads(body)["results"]]
        tried += 1
    assert tried == 3


def test_a_preprint_without_references_at_openalex_says_nothing_of_them(openalex_works, services, make_reply):
    preprints = [work for work in openalex_works.values() if work["type"] == "preprint"]
    assert preprints
    body = json.dumps({"meta": {}, "results": preprints}).encode()
    service = services(lambda _: make_reply(200, body))["openalex"]
    for record in ask_all(service, service.ways[0], ["doi:10.5555/any"]).values():
        assert record.references == ()
        assert any(one.scheme is Scheme.ARXIV for one in record.identifiers)


# --- Crossref ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def crossref_works(recordings):
    """Every recorded work with its DOI and title, by DOI; of several recordings of one the longest."""
    found = {}
    for _, body in recorded(recordings, "crossref"):
        message = (json_of(body) or {}).get("message", {})
        for work in message.get("items", [message]):
            if work.get("DOI") and any(work.get("title") or ()):
                doi = work["DOI"].lower()
                found[doi] = max(found.get(doi, {}), work, key=len)
    assert len(found) > 80
    return found


def test_every_recorded_work_of_crossref(services, crossref_works, make_reply):
    works = list(crossref_works.values())
    body = json.dumps({"status": "ok", "message": {"total-results": len(works), "items": works}}).encode()
    service = services(lambda _: make_reply(200, body))["crossref"]
    records = ask_all(service, service.ways[0], ["10.5555/any"])
    assert set(records) == set(crossref_works)
    for doi, work in crossref_works.items():
        record = records[doi]
        assert (record.citation.count if record.citation else None) == work.get("is-referenced-by-count")
        wanted = {normalise_doi(cited["DOI"]) for cited in work.get("reference", ()) if cited.get("DOI")} - {None, doi}
        with_doi = {one.value for one in record.references if one.scheme is Scheme.DOI}
        on_arxiv = {one for one in wanted if one.startswith("10.48550/arxiv")}
        assert with_doi == wanted - on_arxiv
        assert len(record.authors) == len(
            [one for one in work.get("author", ()) if one.get("family") or one.get("name")]
        )
        assert not re.search(r"</?[A-Za-z]", record.abstract or "")


@pytest.mark.parametrize("form", ["10.1016/j.ffa.2015.10.008", "10.7554/elife.01567"])
def test_a_work_that_is_asked_for_alone(services, recordings, make_reply, form):
    name = "200_GET_works_" + form.replace("/", "_") + ".json"
    body = (recordings / "crossref" / name).read_bytes()

    def answer(asked):
        assert unquote(asked.path) == f"/cr/works/{form}"
        return make_reply(200, body)

    service = services(answer)["crossref"]
    assert set(ask_all(service, service.ways[1], [form])) == {form}


def test_a_doi_that_crossref_does_not_have(services, recordings, make_reply):
    (_, body), *_ = recorded(recordings, "crossref", status=404)
    service = services(lambda _: make_reply(404, body))["crossref"]
    assert ask_all(service, service.ways[1], ["10.48550/arxiv.2304.05376"]) == {}


def test_a_correction_that_crossref_knows_of(services, crossref_works, make_reply):
    body = json.dumps({"status": "ok", "message": crossref_works["10.1073/pnas.1414271111"]}).encode()
    service = services(lambda _: make_reply(200, body))["crossref"]
    (record,) = ask_all(service, service.ways[1], ["10.1073/pnas.1414271111"]).values()
    assert json.loads(record.extra["updated_by"]) == [
        {"kind": "correction", "doi": "10.1073/pnas.1507001112", "on": "2015-05-04"}
    ]


def test_a_preprint_and_its_article_know_each_other_at_crossref(services, crossref_works, make_reply):
    preprint = crossref_works["10.1101/2024.04.01.587366"]
    body = json.dumps({"status": "ok", "message": preprint}).encode()
    service = services(lambda _: make_reply(200, body))["crossref"]
    (record,) = ask_all(service, service.ways[1], ["10.1101/2024.04.01.587366"]).values()
    assert Identifier(Scheme.DOI, "10.1016/j.xgen.2025.100814") in record.identifiers


def test_recorded_titles_of_crossref(services, recordings, make_reply):
    tried = 0
    for entry, body in recorded(recordings, "crossref"):
        asked = parse_qs(urlsplit(entry["request_url"]).query).get("query.title")
        if asked:
            service = services(lambda _, body=body: make_reply(200, body))["crossref"]
            with service.asking() as asking:
                found = asking.by_title(asked[0])
            items = json.loads(body)["message"]["items"]
            assert [record.key for record in found] == [
                one["DOI"].lower() for one in items if one.get("DOI") and any(one.get("title") or ())
            ]
            tried += 1
    assert tried >= 10


def test_recorded_refusals_of_crossref(services, recordings, make_reply):
    for status, error in ((400, SourceRefusedQuery), (500, SourceUnavailable)):
        for _, body in recorded(recordings, "crossref", status=status):
            service = services(lambda _, status=status, body=body: make_reply(status, body))["crossref"]
            with pytest.raises(error):
                ask_all(service, service.ways[0], ["10.5555/any"])


# --- Semantic Scholar -------------------------------------------------------------------------------------------------


def check_against_paper(record, paper):
    assert record.title == " ".join(paper["title"].split())
    if "citationCount" in paper:
        assert record.citation.count == paper["citationCount"]
    if "influentialCitationCount" in paper:
        assert record.extra["influential_citations"] == str(paper["influentialCitationCount"])
    if "year" in paper:
        assert record.year == paper["year"]
    if "abstract" in paper:
        assert record.abstract == " ".join((paper["abstract"] or "").split()) or record.abstract is None
    names = paper.get("externalIds") or {}
    values = {one.value for one in record.identifiers}
    assert paper["paperId"] in values
    for name in ("ArXiv", "PubMed"):
        assert name not in names or str(names[name]) in values
    assert "DOI" not in names or names["DOI"].lower() in values
    assert "CorpusId" not in names or f"CorpusID:{names['CorpusId']}" in values
    assert [name["name"] for name in paper.get("authors", [])] == list(record.authors)


def test_the_recorded_batch_of_semantic_scholar(services, recordings, make_reply):
    entry, body = next(
        (entry, body)
        for entry, body in recorded(recordings, "semanticscholar")
        if "_POST_graph_v1_paper_b" in entry["file"]
    )
    names = json.loads(re.search(r"POST body: (\{.*\})", entry["what"])[1])["ids"]
    asked = []
    service = services(lambda one: asked.append(one) or make_reply(200, body))["semantic-scholar"]
    records = ask_all(service, Way(lambda _: (), 500), names)
    assert json.loads(asked[0].body) == {"ids": names}
    papers = {paper["paperId"]: paper for paper in json.loads(body) if paper}
    assert set(records) == set(papers)
    assert len(papers) == 3  # of four that were asked for
    for key, paper in papers.items():
        check_against_paper(records[key], paper)


def test_recorded_papers_of_semantic_scholar(services, recordings, make_reply):
    papers = {}
    for _, body in recorded(recordings, "semanticscholar"):
        document = json_of(body)
        found = document.get("data", [document]) if isinstance(document, dict) else []
        for paper in found or []:
            if isinstance(paper, dict) and paper.get("paperId") and paper.get("title"):
                papers[paper["paperId"]] = max(papers.get(paper["paperId"], {}), paper, key=len)
    assert len(papers) > 300
    body = json.dumps([None, *papers.values()]).encode()
    service = services(lambda _: make_reply(200, body))["semantic-scholar"]
    records = ask_all(service, service.ways[0], ["any"])
    assert set(records) == set(papers)
    for key, paper in papers.items():
        check_against_paper(records[key], paper)


def test_recorded_references_of_semantic_scholar(services, recordings, make_reply):
    """References come in a list of their own in the recording; they have the form that a look-up has them in."""
    cited = []
    for entry, body in recorded(recordings, "semanticscholar"):
        if "_references_" in entry["file"]:
            cited += [one["citedPaper"] for one in json.loads(body)["data"]]
    assert cited
    body = json.dumps([{"paperId": "a" * 40, "title": "A paper", "references": cited}]).encode()
    service = services(lambda _: make_reply(200, body))["semantic-scholar"]
    (record,) = ask_all(service, service.ways[0], ["any"]).values()
    assert [one.value for one in record.references] == [one["paperId"] for one in cited if one["paperId"]]


def test_the_recorded_search_of_semantic_scholar(services, recordings, make_reply):
    search = (
        recordings
        / "semanticscholar"
        / "200_GET_graph_v1_paper_search_query=kubernetes_fields=title_offset=0_limit=100.json"
    ).read_bytes()
    papers = json.loads(search)["data"]

    def answer(asked):
        return make_reply(200, json.dumps(papers).encode() if asked.path.endswith("/batch") else search)

    service = services(answer)["semantic-scholar"]
    page = next(service.harvest(SourceQuery(source="semantic-scholar", text="kubernetes")))
    assert [record.title for record in page.records] == [" ".join(paper["title"].split()) for paper in papers]
    assert page.total == 1000  # of 3,028, which is as deep as a search goes
    assert json.loads(page.cursor)["place"] == "100"


def test_a_recorded_search_with_nothing_in_it(services, recordings, make_reply):
    name = "200_GET_graph_v1_paper_search_query=n0_r3sult_s3arch_t3rm_fields=title_offset=0_limit=100.json"
    body = (recordings / "semanticscholar" / name).read_bytes()
    service = services(lambda _: make_reply(200, body))["semantic-scholar"]
    pages = list(service.harvest(SourceQuery(source="semantic-scholar", text="n0_r3sult")))
    assert [page.records for page in pages] == [()]


def test_recorded_titles_of_semantic_scholar(services, recordings, make_reply):
    tried = 0
    for entry, body in [*recorded(recordings, "semanticscholar"), *recorded(recordings, "semanticscholar", status=404)]:
        if "search_match" not in entry["file"]:
            continue
        asked = parse_qs(urlsplit(entry["request_url"]).query)["query"][0]
        near = json.loads(body).get("data") or []

        def answer(one, entry=entry, body=body, near=near):
            if one.path.endswith("/batch"):
                return make_reply(200, json.dumps(near).encode())
            return make_reply(entry["status"], body)

        with services(answer)["semantic-scholar"].asking() as asking:
            found = asking.by_title(near[0]["title"] if near else asked)
        assert [record.key for record in found] == [paper["paperId"] for paper in near[:1]]
        tried += 1
    assert tried >= 10


def test_recorded_refusals_of_semantic_scholar(services, recordings, make_reply):
    (_, body), *_ = recorded(recordings, "semanticscholar", status=403)
    service = services(lambda _: make_reply(403, body), semantic_scholar="wrong")["semantic-scholar"]
    with pytest.raises(SourceKeyRefused):
        ask_all(service, service.ways[0], ["any"])
    too_many = (recordings / "synthetic" / "s2_429.http").read_bytes().partition(b"\r\n\r\n")[2]
    service = services(lambda _: make_reply(429, too_many))["semantic-scholar"]
    with pytest.raises(SourceRateLimited):
        ask_all(service, service.ways[0], ["any"])
