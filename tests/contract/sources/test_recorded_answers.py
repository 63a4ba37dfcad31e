"""arXiv's real answers, recorded, over a loopback server: every record comes through, with the right fields."""

import json
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from paper_reader.errors import SourceRefusedQuery
from paper_reader.identifiers import normalise_doi
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.sources.arxiv_feed import ArxivFeed
from paper_reader.sources.arxiv_oai import ArxivOai
from paper_reader.types import Scheme, SourceQuery

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
META = "{http://arxiv.org/OAI/arXiv/}"


def one_line(text):
    return " ".join((text or "").split())


def base_id(text):
    return re.sub(r"v\d+$", "", text.rpartition("/abs/")[2])


def harvested(source, **asked):
    return [record for page in source.harvest(SourceQuery(source=source.name, **asked)) for record in page.records]


@pytest.fixture
def api_serving(serve, transport, make_reply):
    def make(answering):
        return ArxivApi(f"{serve(answering).url}/api/query", transport=transport)

    return make


def check_against_entry(record, entry):
    assert record.key == base_id(entry.findtext(f"{ATOM}id"))
    assert record.title == one_line(entry.findtext(f"{ATOM}title"))
    assert record.abstract == one_line(entry.findtext(f"{ATOM}summary"))
    assert list(record.authors) == [one_line(name.text) for name in entry.iterfind(f"{ATOM}author/{ATOM}name")]
    assert record.published.isoformat() == entry.findtext(f"{ATOM}published")[:10]
    assert record.updated.isoformat() == entry.findtext(f"{ATOM}updated")[:10]
    assert record.year == record.published.year
    assert record.categories[0] == entry.find(f"{ARXIV}primary_category").get("term")
    assert set(record.categories) == {category.get("term") for category in entry.iterfind(f"{ATOM}category")}
    dois = [one.value for one in record.identifiers if one.scheme is Scheme.DOI]
    doi = entry.findtext(f"{ARXIV}doi")
    assert dois == ([normalise_doi(doi)] if doi else [])
    assert record.extra.get("comment", "") == one_line(entry.findtext(f"{ARXIV}comment"))
    assert record.extra.get("journal_ref", "") == one_line(entry.findtext(f"{ARXIV}journal_ref"))


def test_every_recorded_result_page(recordings, api_serving, make_reply):
    pages = [*sorted((recordings / "arxiv_api").glob("q_*.xml")), *(recordings / "arxiv_api").glob("legacy_*.xml")]
    assert len(pages) >= 9
    count = 0
    for path in pages:
        content = path.read_bytes()
        entries = [*etree.fromstring(content).iterfind(f"{ATOM}entry")]
        api = api_serving(lambda asked, content=content: make_reply(200, content))
        records = harvested(api, text="testing", limit=len(entries))
        assert len(records) == len(entries), path.name
        for record, entry in zip(records, entries, strict=True):
            check_against_entry(record, entry)
        count += len(records)
    assert count >= 180


def test_recorded_pages_one_after_the_other(recordings, api_serving, make_reply):
    """The recorded pages of one query, each where it belongs; 214,881 are announced and 30 wanted."""
    asked_for = []

    def answering(asked):
        start = int(asked.query["start"])
        asked_for.append(start)
        return make_reply(200, (recordings / "arxiv_api" / f"q_testing_s{start}_m10.xml").read_bytes())

    records = harvested(api_serving(answering), text="testing", limit=30)
    assert asked_for == [0, 10, 20]
    assert len({record.key for record in records}) == 30


def test_recorded_ids_old_and_new(recordings, api_serving, make_reply):
    for path in sorted((recordings / "arxiv_api").glob("id_*.xml")):
        content = path.read_bytes()
        arxiv_id = path.stem.split("_s0")[0].removeprefix("id_").replace("_", "/")
        api = api_serving(lambda asked, content=content: make_reply(200, content))
        if arxiv_id in ("abc", "0000.0000"):
            continue
        (record,) = harvested(api, text=arxiv_id)
        assert record.key == re.sub(r"v\d+$", "", arxiv_id)
        check_against_entry(record, etree.fromstring(content).find(f"{ATOM}entry"))


def test_a_recorded_error_and_a_recorded_nothing(recordings, api_serving, make_reply):
    error = (recordings / "arxiv_api" / "id_abc_s0_m100.xml").read_bytes()
    for status in (200, 400):
        with pytest.raises(SourceRefusedQuery, match="incorrect id format for abc"):
            harvested(api_serving(lambda asked, status=status: make_reply(status, error)), text="1605.08386")
    nothing = (recordings / "arxiv_api" / "id_0000.0000_s0_m100.xml").read_bytes()
    assert harvested(api_serving(lambda asked: make_reply(200, nothing)), text="9912.12345") == []


def recorded_by_request(recordings, prefix):
    """Map each recorded OAI request (its parameters) to the answer's bytes."""
    found = {}
    for line in (recordings / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["file"].startswith(prefix) and item.get("request_url"):
            parameters = {name: value[0] for name, value in parse_qs(urlsplit(item["request_url"]).query).items()}
            found[frozenset(parameters.items())] = (recordings / item["file"]).read_bytes()
    return found


def check_against_metadata(record, metadata):
    assert record.key == metadata.findtext(f"{META}id")
    assert record.title == one_line(metadata.findtext(f"{META}title"))
    assert record.abstract == one_line(metadata.findtext(f"{META}abstract"))
    assert list(record.categories) == metadata.findtext(f"{META}categories").split()
    names = [
        " ".join(one_line(author.findtext(f"{META}{part}")) for part in ("forenames", "keyname", "suffix")).split()
        for author in metadata.iterfind(f"{META}authors/{META}author")
    ]
    assert [name.split() for name in record.authors] == [name for name in names if name != [":"]]
    created = date.fromisoformat(metadata.findtext(f"{META}created"))
    assert record.published == (created if created.year <= record.year else None)
    updated = metadata.findtext(f"{META}updated")
    assert record.updated == (date.fromisoformat(updated) if updated else created)
    digits = re.sub(r"\D", "", record.key.rpartition("/")[2])[:2]
    assert abs(record.year % 100 - int(digits)) <= 1 or created.year < 1992
    said = metadata.findtext(f"{META}doi")
    assert bool(said) == any(one.scheme is Scheme.DOI for one in record.identifiers)
    assert record.extra.get("journal_ref", "") == one_line(metadata.findtext(f"{META}journal-ref"))


def test_the_recorded_chain_of_six_oai_pages(recordings, serve, transport, make_reply):
    answers = recorded_by_request(recordings, "arxiv_oai/server_listrecords_arXiv_all")
    assert len(answers) == 6
    server = serve(lambda asked: make_reply(200, answers[frozenset(asked.query.items())]))
    source = ArxivOai(f"{server.url}/oai", transport=transport)
    pages = list(source.harvest(SourceQuery(source="arxiv-oai")))
    assert [len(page.records) for page in pages] == [100, 100, 100, 100, 100, 3]
    records = {record.key: record for page in pages for record in page.records}
    assert len(records) == 503
    for content in answers.values():
        for metadata in etree.fromstring(content).iter(f"{META}arXiv"):
            check_against_metadata(records.pop(metadata.findtext(f"{META}id")), metadata)
    assert not records


def test_the_recorded_chain_goes_on_after_a_stop_at_every_page(recordings, serve, transport, make_reply):
    answers = recorded_by_request(recordings, "arxiv_oai/server_listrecords_arXiv_all")
    server = serve(lambda asked: make_reply(200, answers[frozenset(asked.query.items())]))
    source = ArxivOai(f"{server.url}/oai", transport=transport)
    query = SourceQuery(source="arxiv-oai")
    pages = list(source.harvest(query))
    for stop in range(1, 6):
        rest = [record.key for page in source.harvest(query, cursor=pages[stop - 1].cursor) for record in page.records]
        assert rest == [record.key for page in pages[stop:] for record in page.records]


@pytest.mark.parametrize(
    "name", ["listrecords_arXiv_cs_20150116_20150118.xml", "listrecords_arXiv_hep-th_20171214.xml"]
)
def test_recorded_lists_of_the_former_server(recordings, serve, transport, make_reply, name):
    content = (recordings / "arxiv_oai" / name).read_bytes()
    source = ArxivOai(f"{serve(lambda asked: make_reply(200, content)).url}/oai", transport=transport)
    records = harvested(source)
    found = [*etree.fromstring(content).iter(f"{META}arXiv")]
    assert len(records) == len(found) >= 2
    for record, metadata in zip(records, found, strict=True):
        check_against_metadata(record, metadata)


def test_awkward_recorded_authors(recordings, serve, transport, make_reply):
    """Collaborations, suffixes and affiliations, as GetRecord gave them; served here as a list."""
    for path in sorted((recordings / "arxiv_oai").glob("getrecord_arXiv_*.xml")):
        content = path.read_bytes().replace(b"GetRecord>", b"ListRecords>")
        source = ArxivOai(
            f"{serve(lambda asked, content=content: make_reply(200, content)).url}/oai", transport=transport
        )
        (record,) = harvested(source)
        check_against_metadata(record, next(etree.fromstring(content).iter(f"{META}arXiv")))


def test_recorded_oai_errors(recordings, serve, transport, make_reply):
    outcomes = {}
    for path in sorted((recordings / "arxiv_oai").glob("*error*.xml")):
        content = path.read_bytes()
        source = ArxivOai(
            f"{serve(lambda asked, content=content: make_reply(200, content)).url}/oai", transport=transport
        )
        try:
            outcomes[path.stem] = len(harvested(source))
        except SourceRefusedQuery as error:
            outcomes[path.stem] = str(error)
        except Exception as error:
            outcomes[path.stem] = type(error).__name__
    empty = {name for name, outcome in outcomes.items() if outcome == 0}
    assert empty == {"error_noRecordsMatch", "server_error_noRecordsMatch"}
    assert all(
        "does not accept" in str(outcome)
        for name, outcome in outcomes.items()
        if name not in empty and "Token" not in name
    )
    assert outcomes["server_error_badResumptionToken"] == "SourceIncomplete"


def test_recorded_feeds(recordings, serve, transport, make_reply):
    expected = {"server_rss_math_25.xml": 25, "server_rss_math_empty.xml": 0, "server_atom_math_empty.xml": 0}
    for path in sorted((recordings / "arxiv_rss").glob("*.xml")):
        content = path.read_bytes()
        feed = ArxivFeed(serve(lambda asked, content=content: make_reply(200, content)).url, transport=transport)
        records = harvested(feed, categories=("math",))
        root = etree.fromstring(content)
        entries = [*root.iter("item"), *root.iter(f"{ATOM}entry")]
        assert len(records) == len(entries) == expected.get(path.name, len(entries))
        for record, entry in zip(records, entries, strict=True):
            name = entry.findtext("guid") or entry.findtext(f"{ATOM}id")
            assert name == f"oai:arXiv.org:{record.key}v{record.extra['version']}"
            text = entry.findtext("description") or entry.findtext(f"{ATOM}summary")
            assert record.abstract == one_line(text.partition("Abstract: ")[2])
            assert record.extra["announce_type"] == entry.findtext(f"{ARXIV}announce_type")
            creators = entry.findtext("{http://purl.org/dc/elements/1.1/}creator")
            assert len(record.authors) <= creators.count(", ") + 1
            assert all(author in one_line(creators) for author in record.authors)
    assert (recordings / "arxiv_rss").is_dir()


@pytest.mark.parametrize("name", ["arxiv_api_429.http", "arxiv_api_503.http", "arxiv_oai_503_retry_after.http"])
def test_written_refusals_are_waited_out(recordings, serve, transport, make_reply, make_arxiv, make_papers, name):
    head, _, body = (recordings / "synthetic" / name).read_bytes().partition(b"\n\n")
    if not body:
        head, _, body = (recordings / "synthetic" / name).read_bytes().partition(b"\r\n\r\n")
    first, *lines = head.decode().splitlines()
    headers = dict(line.split(": ", 1) for line in lines if not line.lower().startswith("content-length"))
    site = make_arxiv(make_papers(3))
    site.troubles = [make_reply(int(first.split()[1]), body, headers)]
    server = serve(site)
    source = ArxivOai(f"{server.url}/oai", transport=transport)
    assert len(harvested(source)) == 3
    waited = server.requests[1].at - server.requests[0].at
    assert waited >= float(headers.get("Retry-After", 3))
