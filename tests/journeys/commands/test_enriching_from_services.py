"""enrich, and collect from citation services: as a person uses them, over loopback."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

SURVEY = "A survey of learning on graphs"


class SmallServices:
    """OpenAlex and Crossref know the survey; Semantic Scholar wants to be left alone, or answers 401."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.semantic_scholar = (429, {"Retry-After": "7200"})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.requests.append(self.path)
                status, headers, document = outer.answer(self.path)
                body = json.dumps(document).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the name that http.server looks for

            def log_message(self, *args: object) -> None:
                pass

        # A server each: one that wants to be left alone closes the gate of its address.
        self.servers = {name: ThreadingHTTPServer(("127.0.0.1", 0), Handler) for name in ("oa", "s2", "cr")}
        self.threads = [
            threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True) for one in self.servers.values()
        ]
        for thread in self.threads:
            thread.start()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.servers[name].server_address[1]}/{name}"

    def answer(self, path: str):
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/s2"):
            return *self.semantic_scholar, {"message": "no"}
        about = "10.5555/survey.2021" in path.replace("%2F", "/") or "survey" in path.lower()
        if parts.path.startswith("/oa"):
            works = [self.openalex()] if about else []
            return 200, {}, {"meta": {"count": len(works), "next_cursor": None}, "results": works}
        works = [self.crossref()] if about and int(asked.get("offset", 0)) == 0 else []
        return 200, {}, {"status": "ok", "message": {"total-results": len(works), "items": works}}

    @staticmethod
    def openalex():
        return {
            "id": "https://openalex.org/W77",
            "doi": "https://doi.org/10.5555/survey.2021",
            "title": SURVEY,
            "publication_year": 2021,
            "cited_by_count": 321,
            "authorships": [{"author": {"display_name": "Eve Fox"}}],
            "referenced_works": ["https://openalex.org/W78", "https://openalex.org/W79"],
        }

    @staticmethod
    def crossref():
        return {
            "DOI": "10.5555/SURVEY.2021",
            "title": [SURVEY],
            "author": [{"given": "Eve", "family": "Fox"}],
            "published": {"date-parts": [[2021]]},
            "is-referenced-by-count": 300,
            "updated-by": [
                {"type": "correction", "DOI": "10.5555/survey.c", "updated": {"date-parts": [[2022, 2, 3]]}}
            ],
        }

    def close(self) -> None:
        for server in self.servers.values():
            server.shutdown()
            server.server_close()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def small_services():
    server = SmallServices()
    yield server
    server.close()


@pytest.fixture
def enriched(quick_copy, small_services, tmp_path):
    """Run a command against the small services."""
    urls = {
        f"PAPER_READER_{name}_URL": small_services.url(short)
        for name, short in (("OPENALEX", "oa"), ("SEMANTIC_SCHOLAR", "s2"), ("CROSSREF", "cr"))
    }
    own = {"PAPER_READER_CITATION_INTERVAL_SECONDS": "0", "PAPER_READER_CACHE_DIR": str(tmp_path / "cache")}

    def run(*arguments, check=0, **more):
        return quick_copy(*arguments, check=check, **urls, **own, **more)

    return run


def test_one_service_busy_ends_with_3_and_the_rest_is_there(enriched, quick_copy):
    done = enriched("enrich", "10.5555/survey.2021", "--json", check=3)
    report = json.loads(done.stdout)
    found = {one["service"]: one for one in report["services"]}
    assert report["outcome"] == "partial"
    assert [found[name]["found"] for name in ("semantic-scholar", "openalex", "crossref")] == [0, 1, 1]
    assert found["semantic-scholar"]["outcome"] == "blocked"
    assert found["semantic-scholar"]["retry_at"]
    assert "left alone until" in done.stderr
    shown = quick_copy.json("show", "10.5555/survey.2021")
    assert {one["source"]: one["count"] for one in shown["coverage"]}["openalex"] == 321
    assert {one["source"]: one["references"] for one in shown["coverage"]}["crossref"] is None
    assert [one["kind"] for one in shown["notices"]] == ["correction"]
    assert len(shown["count_history"]) == 2
    assert quick_copy.json("runs")[0]["kind"] == "enrich"


def test_a_wrong_key_is_named_and_not_shown(enriched, small_services):
    small_services.semantic_scholar = (403, {})
    more = {"PAPER_READER_SEMANTIC_SCHOLAR_KEY": "sesame-open"}
    done = enriched("enrich", "--all", "--service", "semantic-scholar", check=3, **more)
    assert "semantic_scholar_key" in done.stderr
    assert "sesame-open" not in done.stdout + done.stderr


def test_a_dry_run_asks_nothing(enriched, small_services):
    plan = json.loads(enriched("enrich", "--all", "--dry-run", "--json").stdout)
    assert small_services.requests == []
    assert {one["service"]: one["requests"] for one in plan["services"]} == {
        "semantic-scholar": 1,
        "openalex": 1,
        "crossref": 1,
    }
    assert "Requests for ids" in enriched("enrich", "--all", "--dry-run").stdout


def test_what_was_asked_is_not_asked_again(enriched, small_services):
    ask = ("enrich", "--all", "--service", "openalex", "--service", "crossref")
    enriched(*ask)
    before = len(small_services.requests)
    assert before
    assert "done" in enriched(*ask).stdout
    assert len(small_services.requests) == before
    enriched(*ask, "--older-than", "0")
    assert len(small_services.requests) > before


def test_a_request_without_papers_is_wrong_usage(enriched):
    assert "--topic" in enriched("enrich", check=2).stderr
    enriched("enrich", "--all", "10.5555/survey.2021", check=2)
    enriched("enrich", "--all", "--service", "nobody", check=2)


def test_a_topic_is_asked_for_in_the_order_of_its_list(enriched, small_services):
    done = json.loads(
        enriched("enrich", "--topic", "graphs", "--service", "openalex", "-n", "2", "--no-titles", "--json").stdout
    )
    assert done["papers"] >= 2
    assert done["services"][0]["asked"] <= 2
    assert small_services.requests


@pytest.mark.parametrize("source", ["openalex", "crossref"])
def test_collecting_from_a_service_joins_what_is_there(enriched, quick_copy, source):
    done = json.loads(enriched("collect", "survey graphs", "--source", source, "--json").stdout)
    assert (done["outcome"], done["read"], done["created"], done["merged"]) == ("done", 1, 0, 1)
    assert source in quick_copy.json("show", "10.5555/survey.2021")["sources"]
