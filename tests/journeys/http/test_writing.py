"""What the reader changes: marks, notes, lists, saved searches; and what others see of it."""

from __future__ import annotations

import csv
import io

import pytest

SLUG = "graph-neural-networks"


def test_a_paper_is_marked_and_the_mark_is_seen(http, writing, number_of) -> None:
    path = f"/v1/papers/{number_of('more:1')}/reading"
    assert http.get(path).json()["status"] is None
    for status in ("to-read", "reading", "read", "known", "skipped"):
        assert writing.put(path, json={"status": status}).json()["status"] == status
    assert http.get(path).json()["marked_at"] is not None
    marked = http.get("/v1/reading", params={"status": "skipped"}).json()["items"]
    assert number_of("more:1") in [state["paper_id"] for state in marked]
    assert writing.put(path, json={"status": None}).json()["status"] is None
    assert writing.put(path, json={"status": "eaten"}).status_code == 422
    assert writing.put("/v1/papers/999999/reading", json={"status": "read"}).status_code == 404


def test_notes_are_kept_changed_and_taken_away(http, writing, number_of) -> None:
    path = f"/v1/papers/{number_of('more:2')}/reading"
    first = writing.post(f"{path}/notes", json={"text": "Read *this* again"})
    assert first.status_code == 201
    note = first.json()["notes"][0]
    assert writing.put(f"{path}/notes/{note['id']}", json={"text": "Done"}).json()["notes"][0]["text"] == "Done"
    both = writing.put(path, json={"status": "reading", "note": "And more"}).json()
    assert [one["text"] for one in both["notes"]] == ["Done", "And more"]
    other = number_of("more:3")
    assert writing.delete(f"/v1/papers/{other}/reading/notes/{note['id']}").status_code == 404, "not that paper's"
    assert len(writing.delete(f"{path}/notes/{note['id']}").json()["notes"]) == 1
    assert http.get(path).json()["notes"][0]["text"] == "And more"
    assert writing.post(f"{path}/notes", json={"text": "  "}).status_code == 422


def test_a_list_is_made_ordered_renamed_written_and_given_up(http, writing, number_of) -> None:
    made = writing.post("/v1/reading-lists", json={"name": "Graphs & Träume", "topic": SLUG, "size": 3})
    assert made.status_code == 201
    where = made.headers["Location"]
    assert where == "/v1/reading-lists/graphs-traume"
    ids = [item["paper"]["id"] for item in made.json()["items"]]
    assert len(ids) == 3
    assert all(item["reason"] for item in made.json()["items"])
    turned = [*reversed(ids), number_of("lib:4")]
    ordered = writing.put(f"{where}/items", json={"papers": turned}).json()
    assert [item["paper"]["id"] for item in ordered["items"]] == turned
    assert ordered["items"][0]["reason"] == made.json()["items"][-1]["reason"], "the reason moves with the paper"
    assert ordered["items"][3]["score"] is None
    assert writing.patch(where, json={"name": "Graphs"}).json()["name"] == "Graphs"
    assert where.rsplit("/", 1)[-1] in [one["slug"] for one in http.get("/v1/reading-lists").json()["items"]]
    markdown = http.get(f"{where}.md")
    assert markdown.headers["Content-Type"].startswith("text/markdown")
    assert markdown.text.startswith("# Graphs\n")
    assert http.get(f"{where}.bib").text.count("@") >= 4
    rows = list(csv.DictReader(io.StringIO(http.get(f"{where}.csv").text)))
    assert [int(row["id"]) for row in rows] == turned
    assert http.get(f"{where}.json").json() == http.get(where).json()
    assert "attachment" in markdown.headers["Content-Disposition"]
    assert writing.delete(where).status_code == 204
    assert http.get(where).status_code == 404
    assert writing.delete(where).status_code == 404


def test_every_form_of_export_is_served(http, writing) -> None:
    where = writing.post("/v1/reading-lists", json={"name": "forms", "papers": ["lib:1"]}).headers["Location"]
    for ending in ("md", "bib", "csv", "ris", "html"):
        answer = http.get(f"{where}.{ending}")
        assert answer.status_code == 200
        assert "Graph neural networks for molecules" in answer.text.replace("{", "").replace("}", "")
    writing.delete(where)


def test_lists_of_chosen_papers_and_equal_names(http, writing, number_of) -> None:
    wanted = {"name": "Chosen", "papers": ["lib:1", number_of("lib:3"), "lib:1"]}
    first, second = (writing.post("/v1/reading-lists", json=wanted).json() for _ in range(2))
    assert [item["paper"]["external_id"] for item in first["items"]] == ["lib:1", "lib:3"], "each once"
    assert (first["slug"], second["slug"]) == ("chosen", "chosen-2")
    refused = writing.post("/v1/reading-lists", json={"name": "Broken", "topic": SLUG, "papers": ["lib:1", "no such"]})
    assert refused.status_code == 404
    assert "broken" not in [one["slug"] for one in http.get("/v1/reading-lists").json()["items"]], "nothing was kept"
    for one in (first, second):
        writing.delete(f"/v1/reading-lists/{one['slug']}")


def test_a_link_opens_one_list_until_it_is_taken_back(http, writing, number_of) -> None:
    writing.put(f"/v1/papers/{number_of('lib:4')}/reading", json={"status": "read"})
    where = writing.post("/v1/reading-lists", json={"name": "To share", "papers": ["lib:4"]}).headers["Location"]
    link = writing.put(f"{where}/share").json()
    assert writing.put(f"{where}/share").json() == link, "a link that is there stays"
    shown = http.get(link["path"]).json()
    assert shown["items"][0]["paper"]["external_id"] == "lib:4"
    assert shown["items"][0]["status"] is None, "how far the owner is stays the owner's"
    assert http.get(where).json()["items"][0]["status"] == "read"
    assert writing.delete(f"{where}/share").status_code == 204
    assert http.get(link["path"]).status_code == 404
    writing.delete(where)
    writing.put(f"/v1/papers/{number_of('lib:4')}/reading", json={"status": None})


def test_a_topic_is_new_until_it_was_looked_at(start_server) -> None:
    served = start_server()
    from paper_reader.types import TokenScope

    with served.client(headers={"Authorization": f"Bearer {served.token(TokenScope.WRITE)}"}) as client:
        assert len(client.get(f"/v1/topics/{SLUG}/new").json()["items"]) == 3
        assert client.post(f"/v1/topics/{SLUG}/seen").json()["topic_slug"] == SLUG
        news = client.get(f"/v1/topics/{SLUG}/new").json()
        assert news["items"] == []
        assert news["seen_at"] is not None
        assert len(client.get(f"/v1/topics/{SLUG}/new", params={"since": "2020-01-01"}).json()["items"]) == 3


def test_a_search_is_saved_and_given_up(http, writing) -> None:
    wanted = {
        "name": "Graph attention",
        "query": "attention on graphs",
        "limits": {"year_from": 2015, "categories": ["cs"]},
    }
    saved = writing.post("/v1/searches", json=wanted)
    assert saved.status_code == 201
    assert saved.json()["limits"]["year_from"] == 2015
    assert http.get(saved.headers["Location"]).json() == saved.json()
    assert writing.delete(saved.headers["Location"]).status_code == 204
    assert http.get(saved.headers["Location"]).status_code == 404


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"name": "\\ud800"}', '{"name": "x", "papers": [1.5]}', '{"name": "x", "odd": 1}', ""]
)
def test_bodies_that_cannot_be_read_are_refused(writing, body: str) -> None:
    answer = writing.post("/v1/reading-lists", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["errors"]
