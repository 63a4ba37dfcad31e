"""What can be asked: the same fields as on the command line, pages, tags, problems."""

from __future__ import annotations

import json

import pytest

from paper_reader.json_forms import search_form

SLUG = "graph-neural-networks"


def test_a_search_gives_what_the_command_line_gives(served, http) -> None:
    answer = http.get("/v1/search", params={"q": "graph neural networks", "limit": 3})
    assert answer.status_code == 200
    found = served.library.search("graph neural networks", limit=3)
    expected = json.loads(json.dumps(search_form(found)))
    assert {key: answer.json()[key] for key in ("query", "mode", "notes")} == {
        key: expected[key] for key in ("query", "mode", "notes")
    }
    assert answer.json()["hits"] == expected["hits"]
    assert answer.json()["hits"][0]["paper"]["title"].endswith("graph neural networks") or answer.json()["hits"][0]


def test_pages_together_are_the_whole_answer_each_paper_once(http) -> None:
    whole = [
        hit["paper"]["id"]
        for hit in http.get("/v1/search", params={"q": "sorting by hand", "limit": 100}).json()["hits"]
    ]
    paged: list[int] = []
    ranks: list[int] = []
    cursor = None
    while True:
        asked = {"q": "sorting by hand", "limit": 4} | ({"cursor": cursor} if cursor else {})
        page = http.get("/v1/search", params=asked).json()
        paged += [hit["paper"]["id"] for hit in page["hits"]]
        ranks += [hit["rank"] for hit in page["hits"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) >= 15
    assert ranks == list(range(1, len(whole) + 1))


def test_a_cursor_serves_its_own_question_only(http) -> None:
    cursor = http.get("/v1/search", params={"q": "sorting", "limit": 2}).json()["next_cursor"]
    other = http.get("/v1/search", params={"q": "graphs", "limit": 2, "cursor": cursor})
    assert other.status_code == 404
    assert "another question" in other.json()["detail"]


def test_limits_hold(http) -> None:
    found = http.get("/v1/search", params={"q": "graph neural networks", "year_from": 2019, "category": "cs"}).json()
    assert found["hits"]
    assert all(hit["paper"]["year"] >= 2019 for hit in found["hits"])
    assert http.get("/v1/search", params={"q": "graph", "year_from": 2030, "year_to": 2020}).json()["hits"] == []


def test_a_paper_by_each_of_its_names(http, number_of) -> None:
    number = number_of("lib:1")
    for name in (str(number), "1901.00001", "lib:1", "Graph neural networks for molecules"):
        assert http.get(f"/v1/papers/{name}").json()["id"] == number
    assert (
        http.get("/v1/papers", params={"reference": "10.5555/survey.2021"}).json()["items"][0]["external_id"] == "lib:2"
    )
    assert http.get("/v1/papers", params={"reference": "10.5555/nothing"}).json()["items"] == []
    assert "records" not in http.get(f"/v1/papers/{number}").json()
    assert http.get(f"/v1/papers/{number}", params={"records": True}).json()["records"][0]["source"] == "import"


def test_neighbours_of_a_paper(http, number_of) -> None:
    first, survey, attention = (number_of(f"lib:{n}") for n in (1, 2, 3))
    cited = http.get(f"/v1/papers/{survey}/references").json()
    assert {paper["id"] for paper in cited["items"]} == {first, attention}
    assert cited["items"][0]["id"] == first, "the most cited first"
    citing = http.get(f"/v1/papers/{first}/citations", params={"limit": 1}).json()
    assert citing["total"] == 2
    rest = http.get(f"/v1/papers/{first}/citations", params={"limit": 1, "cursor": citing["next_cursor"]}).json()
    assert {citing["items"][0]["id"], rest["items"][0]["id"]} == {survey, attention}
    assert rest["next_cursor"] is None
    near = http.get(f"/v1/papers/{first}/similar", params={"limit": 3}).json()
    assert first not in [hit["paper"]["id"] for hit in near["hits"]]
    assert len(near["hits"]) == 3


def test_the_roadmap_and_a_topic(http) -> None:
    parts = http.get("/v1/topics").json()["parts"]
    assert len(parts) == 11
    topic = http.get(f"/v1/topics/{SLUG}").json()
    assert topic["slug"] == SLUG
    assert http.get("/v1/topics/gnn").json()["slug"] == SLUG, "by another name of it"
    assert http.get("/v1/topics/no-such-topic").status_code == 404


def test_must_reads_news_and_people_of_a_topic(http, number_of) -> None:
    made = http.get(f"/v1/topics/{SLUG}/must-read", params={"limit": 5}).json()
    assert made["topic_slug"] == SLUG
    assert {item["paper"]["id"] for item in made["items"]} == {number_of(f"lib:{n}") for n in (1, 2, 3)}
    assert all(item["reason"] for item in made["items"])
    people = http.get(f"/v1/topics/{SLUG}/people").json()["items"]
    assert (people[0]["name"], people[0]["must_reads"]) in {("Ada Müller", 2), ("Ada Muller", 2)}
    new = http.get(f"/v1/topics/{SLUG}/new").json()
    assert {item["paper"]["id"] for item in new["items"]} == {number_of(f"lib:{n}") for n in (1, 2, 3)}
    assert http.get(f"/v1/topics/{SLUG}/new", params={"since": "2999-01-01"}).json()["items"] == []
    text = http.get("/v1/must-read", params={"topic": "attention over neighbours"}).json()
    assert text["topic_slug"] is None


@pytest.mark.parametrize(
    "path", ["/v1/search?q=graph", f"/v1/topics/{SLUG}/must-read", "/v1/topics", "/docs", "/v1/papers/1"]
)
def test_what_has_not_changed_is_not_sent_again(http, path: str) -> None:
    first = http.get(path)
    again = http.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_long_answers_travel_compressed(http) -> None:
    assert http.get("/v1/topics", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in http.get("/v1/topics", headers={"Accept-Encoding": "identity"}).headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/papers/999999", 404),
        ("GET", "/v1/nowhere", 404),
        ("GET", "/v1/search", 422),
        ("GET", "/v1/search?q=%20", 422),
        ("GET", "/v1/search?q=x&limit=1000", 422),
        ("GET", "/v1/search?q=x&mode=psychic", 422),
        ("GET", "/v1/search?q=x&cursor=AAAA", 404),
        ("GET", "/v1/papers/%00", 422),
        ("GET", "/v1/reading-lists/none.md", 404),
        ("GET", "/v1/reading-lists/none.exe", 422),
        ("DELETE", "/v1/search", 405),
        ("POST", "/v1/reading-lists", 401),
        ("PUT", "/v1/papers/1/reading", 401),
    ],
)
def test_every_error_is_a_problem_document(http, method: str, path: str, status: int) -> None:
    answer = http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert problem["type"].removeprefix("/docs#") in http.get("/docs").text
    assert problem["detail"]
    if status == 405:
        assert answer.headers["Allow"] == "GET"


def test_request_ids_are_taken_over_where_they_are_harmless(http) -> None:
    assert http.get("/healthz", headers={"X-Request-ID": "mine-1"}).headers["X-Request-ID"] == "mine-1"
    assert http.get("/healthz", headers={"X-Request-ID": "a b\tc"}).headers["X-Request-ID"] != "a b\tc"


def test_health_readiness_and_figures(http) -> None:
    assert http.get("/healthz").json()["status"] == "alive"
    ready = http.get("/readyz")
    assert ready.status_code == 200
    assert {name: check["status"] for name, check in ready.json()["checks"].items()} == {
        "database": "ok",
        "index": "ok",
        "model": "ok",
    }
    http.get("/v1/papers/1")
    figures = http.get("/metrics").text
    assert 'paper_reader_requests_total{method="GET",route="/v1/papers/{id}",status="200"}' in figures
    assert "paper_reader_papers 40.0" in figures
    assert "paper_reader_ready 1.0" in figures


def test_the_documentation_asks_nobody_else(http) -> None:
    page = http.get("/docs").text
    assert "/v1/papers/{id}/similar" in page
    assert "<script" not in page
    assert 'href="http' not in page
    assert "src=" not in page
    assert http.get("/docs/style.css").headers["Content-Type"].startswith("text/css")
    assert http.get("/openapi.json").json()["openapi"].startswith("3.")


def test_hostile_text_stays_text(http, number_of) -> None:
    answer = http.get(f"/v1/papers/{number_of('lib:5')}")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script>" in answer.json()["title"]


@pytest.mark.parametrize("since", ["0", "1700000000", "2026-1-31", "yesterday", "2026-02-30", "2026-01-31T00:00"])
def test_a_day_is_a_day_and_no_number(http, since: str) -> None:
    assert http.get("/v1/topics/graph-neural-networks/new", params={"since": since}).status_code == 422
    assert http.get("/v1/topics/graph-neural-networks/new", params={"since": "2026-01-31"}).status_code == 200
