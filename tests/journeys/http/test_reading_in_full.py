"""A paper's full text over HTTP and for an assistant; arXiv's site is a small one on this machine."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import httpx2
import pytest
from bs4 import BeautifulSoup
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from api.full_texts import FullTexts
from api.schemas.documents import DocumentForm, FinishedPassForm, FoundForm, ThroughForm
from paper_reader.library import open_library
from paper_reader.types import TokenScope

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body>
<article class="ltx_document"><h1 class="ltx_title ltx_title_document">Graph neural networks for molecules</h1>
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p class="ltx_p">Messages tell how soluble it is.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">1 </span>Introduction</h2>
<div class="ltx_para"><p class="ltx_p">Fine-tuning helps <script>alert(1)</script>
<cite class="ltx_cite">[<a class="ltx_ref" href="#bib.bib1">1</a>]</cite>.</p></div></section>
<section id="S2" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">2 </span>Conclusion</h2>
<div class="ltx_para"><p class="ltx_p">Messages suffice.</p></div></section>
<section class="ltx_bibliography"><h2>References</h2><ul><li id="bib.bib1" class="ltx_bibitem">
<span class="ltx_tag">[1]</span><span class="ltx_bibblock">G. Hill.</span><span class="ltx_bibblock">Attention.</span>
<span class="ltx_bibblock">arXiv:1801.00002, 2018.</span></li></ul></section></article></body></html>"""


class Site:
    """arXiv's site: one paper, given out while `open` is set."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.open.wait(20)
                found = "1901.00001" in self.path and "html" in self.path
                body = PAGE.encode() if found else b"<html><body>no</body></html>"
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.open.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def full(start_server, copy_library, site, tmp_path_factory) -> Any:
    """A server over that site, with a cache of its own."""
    settings = replace(
        copy_library(),
        arxiv_site_url=site.url,
        cache_dir=tmp_path_factory.mktemp("full"),
        arxiv_interval_seconds=0.0,
    )
    return start_server(library=open_library(settings))


@pytest.fixture(scope="module")
def client(full) -> Iterator[httpx.Client]:
    with full.client(headers={"Authorization": f"Bearer {full.token(TokenScope.WRITE)}"}) as opened:
        yield opened


AT = "/v1/papers/1901.00001/document"


def test_while_arxiv_is_slow_everybody_else_is_answered(full, site, client) -> None:
    site.open.clear()
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(lambda: httpx.get(full.url + AT, timeout=30)) for _ in range(6)]
        while not site.asked:
            time.sleep(0.005)
        begun = time.monotonic()
        for _ in range(5):
            assert client.get("/v1/papers/1901.00001").status_code == 200
        assert time.monotonic() - begun < 3
        assert not any(one.done() for one in waiting)
        site.open.set()
        assert [one.result().status_code for one in waiting] == [200] * 6
    assert len(site.asked) == 1  # for all of them


def test_a_text_with_everything_beside_it(client) -> None:
    answer = client.get(AT)
    form = answer.json()
    DocumentForm.model_validate(form, strict=False)
    assert [one["number"] for one in form["outline"]][-2:] == ["1", "2"]
    assert "alert" not in str([block["html"] for part in form["sections"] for block in part["blocks"]])
    assert [one["paper_title"] for one in form["references"]] == ["Attention over neighbours in graph neural networks"]
    assert [one["number"] for one in form["passes"]] == [1, 2, 3]
    assert client.get(AT, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    one = client.get(AT, params={"section": "2"}).json()["sections"]
    assert [part["title"] for part in one] == ["Conclusion"]
    first = client.get(AT, params={"pass": 1}).json()["sections"]
    assert {part["title"]: len(part["blocks"]) for part in first}["Introduction"] == 0
    assert client.get(AT, params={"section": "nowhere"}).status_code == 422
    found = client.get(f"{AT}/find", params={"q": "fine tuning"}).json()
    FoundForm.model_validate(found)
    assert [place["heading"] for place in found["places"]] == ["1 Introduction"]


def test_what_there_is_no_text_of_is_a_problem_of_its_own(client) -> None:
    none = client.get("/v1/papers/lib:4/document")
    assert (none.status_code, none.json()["type"]) == (404, "/docs#problem-no-full-text")
    assert "arXiv" in none.json()["detail"]
    assert client.get("/v1/papers/1801.00002/document").status_code == 404
    assert client.get("/v1/papers/2101.99999/document").status_code == 404  # only papers of the library are asked for


def test_notes_highlights_place_and_passes(full, client) -> None:
    client.put("/v1/papers/1901.00001/reading", json={"status": "to-read"})
    made = client.post(f"{AT}/notes", json={"section": "1", "text": "Why *so*?"})
    assert made.status_code == 201
    marked = client.post(f"{AT}/highlights", json={"quote": "messages suffice"}).json()
    ThroughForm.model_validate(marked)
    (note,), (highlight,) = marked["section_notes"], marked["highlights"]
    assert (note["heading"], highlight["quote"]) == ("1 Introduction", "Messages suffice")
    assert client.post(f"{AT}/highlights", json={"quote": "nobody wrote this"}).status_code == 422
    assert client.post(f"{AT}/notes", json={"section": "9", "text": "x"}).status_code == 422
    changed = client.put(f"{AT}/notes/{note['id']}", json={"text": "Because."}).json()
    assert changed["section_notes"][0]["text"] == "Because."
    placed = client.get(AT).json()["highlights"][0]["place"]
    assert placed["text"] == "Messages suffice"
    at = client.put(f"{AT}/position", json={"place": placed["anchor"]}).json()["position"]
    assert (at["heading"], at["anchor"]) == ("2 Conclusion", placed["anchor"])
    assert client.get("/v1/papers/1901.00001/reading").json()["status"] == "reading"
    first = client.put(f"{AT}/passes/1", json={"done": True}).json()
    FinishedPassForm.model_validate(first)
    assert (list(first["passes"]), first["offer"]) == (["1"], None)
    assert client.put(f"{AT}/passes/3", json={"done": True}).json()["offer"] == "read"
    assert list(client.put(f"{AT}/passes/1", json={"done": False}).json()["passes"]) == ["3"]
    assert client.delete(f"{AT}/notes/{highlight['id']}").json()["highlights"] == []
    assert client.delete(f"{AT}/notes/{highlight['id']}").status_code == 404
    assert client.get(f"{AT}/notes").json()["section_notes"][0]["text"] == "Because."
    with full.client() as stranger:
        assert stranger.get(AT).status_code == 200
        for method, path, body in (
            ("POST", "/notes", {"section": "1", "text": "x"}),
            ("POST", "/highlights", {"quote": "messages"}),
            ("PUT", "/position", {"place": "1"}),
            ("PUT", "/passes/2", {"done": True}),
            ("PUT", f"/notes/{note['id']}", {"text": "x"}),
            ("DELETE", f"/notes/{note['id']}", None),
        ):
            assert stranger.request(method, AT + path, json=body).status_code == 401


def test_an_assistant_reads_it_in_pieces(full) -> None:
    async def use(client: Client) -> tuple[Any, ...]:
        async def call(**arguments: Any) -> Any:
            return await client.call_tool("full_text", {"paper": "1901.00001", **arguments})

        return await call(), await call(section="2"), await call(find="fine tuning"), await call(section="none")

    async def run() -> tuple[Any, ...]:
        async with (
            httpx2.AsyncClient(timeout=30) as http,
            Client(streamable_http_client(f"{full.url}/mcp", http_client=http)) as client,
        ):
            return await use(client)

    first, section, found, wrong = asyncio.run(run())
    assert [one["heading"] for one in first.structured_content["outline"]][-2:] == ["1 Introduction", "2 Conclusion"]
    assert "Messages suffice." in first.structured_content["text"]
    assert "Fine-tuning" not in first.structured_content["text"]
    assert section.structured_content["text"] == "## 2 Conclusion\n\nMessages suffice."
    assert section.structured_content["next_offset"] is None
    assert found.structured_content["total"] == 1
    assert wrong.is_error
    assert "no section" in wrong.content[0].text


@pytest.fixture
def browser(full) -> Iterator[httpx.Client]:
    with full.client(headers={"Accept": "text/html"}, follow_redirects=True) as opened:
        yield opened


def number_of(browser: httpx.Client, reference: str) -> int:
    return browser.get("/v1/papers", params={"reference": reference}).json()["items"][0]["id"]


def csrf_of(browser: httpx.Client, path: str) -> str:
    return str(BeautifulSoup(browser.get(path).text, "lxml").select_one("input[name=csrf_token]")["value"])


def test_while_pages_wait_for_arxiv_everybody_else_is_answered(full, site, client, browser) -> None:
    path = f"/read/{number_of(browser, '1901.00001')}"
    sent = {"csrf_token": csrf_of(browser, path), "anew": "1", "back": path}
    site.open.clear()
    site.asked.clear()
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(browser.post, f"{path}/fetch", data=sent) for _ in range(8)]
        while not site.asked:
            time.sleep(0.005)
        begun = time.monotonic()
        for other in ("/search?q=graph", path, "/v1/papers/1901.00001", "/lists"):
            assert client.get(other).status_code == 200
        assert time.monotonic() - begun < 3
        assert not any(one.done() for one in waiting)
        site.open.set()
        assert [one.result().status_code for one in waiting] == [200] * 8
    assert len(site.asked) == 1  # for all of them


def test_a_page_says_that_a_text_is_on_its_way_and_what_came_of_it(full, site, browser) -> None:
    service = full.app.state.service
    patient, service.full_texts = service.full_texts, FullTexts(full.library, patience_seconds=0.05)
    try:
        path = f"/read/{number_of(browser, '1801.00002')}"
        sent = {"csrf_token": csrf_of(browser, path), "back": path}
        site.open.clear()
        shown = browser.post(f"{path}/fetch", data=sent)
        assert (shown.status_code, shown.url.path) == (200, path)
        page = BeautifulSoup(shown.text, "lxml")
        assert "on its way" in page.h2.text
        assert page.select_one("a[data-under-way]")["href"] == path
        site.open.set()
        while service.full_texts.is_under_way(path.rpartition("/")[2]):
            time.sleep(0.01)
        page = BeautifulSoup(browser.get(path).text, "lxml")
        assert "arXiv has neither HTML nor PDF" in page.select_one("p.warning").text
        assert page.select_one("form[data-fetching] button").text == "Ask again"
    finally:
        site.open.set()
        service.full_texts.close()
        service.full_texts = patient


def test_a_papers_page_tells_what_was_written_while_reading(client, browser) -> None:
    client.post(f"{AT}/notes", json={"section": "1", "text": "So that is how."})
    client.post(f"{AT}/highlights", json={"quote": "messages suffice"})
    client.put(f"{AT}/passes/1", json={"done": True})
    client.put(f"{AT}/position", json={"place": "2"})
    read = client.get(f"{AT}/notes").json()
    number = number_of(browser, "1901.00001")
    page = BeautifulSoup(browser.get(f"/papers/{number}").text, "lxml")
    said = [(one.text, one["href"]) for one in page.select("p.reading a")]
    assert [text for text, _ in said][-2:] == ["1 highlight", "go on at 2 Conclusion"]
    assert "passes done" in said[0][0]
    assert said[2][1] == f"/read/{number}?pass=3#note-{read['highlights'][0]['id']}"
    assert "While reading" not in browser.get(f"/papers/{number_of(browser, 'lib:4')}").text
