"""A refresh begun over HTTP, and by the server's own clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from paper_reader.library import open_library
from paper_reader.types import TokenScope

NOTHING = (
    b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate>'
    b'<error code="noRecordsMatch">An empty list.</error></OAI-PMH>'
)


class SlowArxiv:
    """Has nothing new, and says so when it is let."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.may_answer.wait(20)
                self.send_response(200)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(NOTHING)))
                self.end_headers()
                self.wfile.write(NOTHING)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/oai"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture(scope="module")
def slow_arxiv() -> Iterator[SlowArxiv]:
    server = SlowArxiv()
    yield server
    server.may_answer.set()
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture(scope="module")
def client(start_server, copy_library, slow_arxiv):
    settings = replace(copy_library(), arxiv_oai_url=slow_arxiv.url, arxiv_interval_seconds=0.0)
    served = start_server(library=open_library(settings))
    with served.client(headers={"Authorization": f"Bearer {served.token(TokenScope.WRITE)}"}) as opened:
        yield opened


def test_a_refresh_is_begun_and_a_second_one_waits_its_turn(client, slow_arxiv, http) -> None:
    assert http.post("/v1/refresh").status_code == 401
    assert client.post("/v1/refresh", json={"topics": ["no such topic"]}).status_code == 404
    begun = client.post("/v1/refresh")
    assert begun.status_code == 202
    assert begun.json()["status"] == "running"
    second = client.post("/v1/refresh", json={})
    assert second.status_code == 409
    assert "runs here since" in second.json()["detail"]
    slow_arxiv.may_answer.set()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        runs = [one for one in client.get(begun.headers["Location"]).json()["items"] if one["kind"] == "refresh"]
        if runs and runs[0]["outcome"] != "running":
            break
        time.sleep(0.05)
    assert [run["outcome"] for run in runs] == ["done"]
    assert runs[0]["description"] == "cs.LG, stat.ML"
