"""A Zotero library behind a loopback socket that answers as the web API (version 3) is documented."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from paper_reader.library import Library, open_library
from paper_reader.settings import Settings

KEY = "s3cretKeyOfTheReader"
PREFIX = "/users/77"


class FakeZotero:
    """Items, collections, bin and deletions with versions; refusals and pauses as a test sets them."""

    def __init__(self) -> None:
        self.version = 10
        self.items: dict[str, dict[str, Any]] = {}
        self.collections: dict[str, dict[str, Any]] = {}
        self.deleted: dict[str, int] = {}
        self.requests: list[tuple[str, str]] = []
        self.written: list[list[dict[str, Any]]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []  # to be given first, one a request
        self.headers: dict[str, str] = {}
        self.refused_titles: set[str] = set()
        self.answers_after_write: list[tuple[int, dict[str, str], bytes]] = []  # given though the write is done
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.handle(self, None)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.handle(self, json.loads(self.rfile.read(length)))

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def handle(self, request: BaseHTTPRequestHandler, body: Any) -> None:
        parts = urlsplit(request.path)
        self.requests.append((request.command, parts.path))
        if self.answers:
            self.send(request, *self.answers.pop(0))
        elif request.headers["Authorization"] != f"Bearer {KEY}" or not parts.path.startswith(PREFIX):
            self.send(request, 403, {}, b"Forbidden")
        elif request.headers["Zotero-API-Version"] != "3":
            self.send(request, 400, {}, b"no version")
        else:
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer, more = self.answer(request.command, parts.path.removeprefix(PREFIX), asked, body)
            if body is not None and self.answers_after_write:
                self.send(request, *self.answers_after_write.pop(0))
                return
            more |= {"Last-Modified-Version": str(self.version), "Content-Type": "application/json"} | self.headers
            self.send(request, 200, more, json.dumps(answer).encode())

    @staticmethod
    def send(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def answer(self, method: str, path: str, asked: dict[str, str], body: Any) -> tuple[Any, dict[str, str]]:
        if method == "POST":
            assert isinstance(body, list)
            assert len(body) <= 50, "Zotero takes 50 at once"
            self.version += 1
            return (self.write(body) if path == "/items" else self.make_collections(body)), {}
        if path == "/items/top":
            since, start, limit = (int(asked.get(name, 0)) for name in ("since", "start", "limit"))
            found = [one for one in self.items.values() if one["version"] > since]
            if asked.get("includeTrashed") != "1":
                found = [one for one in found if not one["data"].get("deleted")]
            next_page = (
                f"{self.url}{PREFIX}/items/top?since={since}&includeTrashed=1&limit={limit}&start={start + limit}"
            )
            link = {"Link": f'<{next_page}>; rel="next"'} if start + limit < len(found) else {}
            return found[start : start + limit], link
        if path == "/items":
            return [self.items[key] for key in asked["itemKey"].split(",") if key in self.items], {}
        if path == "/deleted":
            return {"items": [key for key, at in self.deleted.items() if at > int(asked["since"])]}, {}
        if path == "/collections":
            return list(self.collections.values()), {}
        raise AssertionError(path)

    def write(self, items: list[dict[str, Any]]) -> dict[str, Any]:
        self.written.append(items)
        answer: dict[str, Any] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        for place, item in enumerate(items):
            key, version = item["key"], item["version"]
            there = self.items.get(key)
            if item.get("title") in self.refused_titles:
                answer["failed"][str(place)] = {"key": key, "code": 400, "message": "a field is wrong"}
            elif (there["version"] if there else 0) != version:
                answer["failed"][str(place)] = {"key": key, "code": 412, "message": "version"}
            else:
                self.put(key, (there["data"] if there else {}) | item)
                answer["successful"][str(place)] = self.items[key]
                answer["success"][str(place)] = key
        return answer

    def put(self, key: str, data: dict[str, Any]) -> None:
        """Make or change an item, as another program would."""
        data = {**data, "key": key, "version": self.version}
        self.items[key] = {"key": key, "version": self.version, "library": {}, "links": {}, "meta": {}, "data": data}

    def change(self, key: str, **fields: Any) -> None:
        """The reader changes an item in Zotero."""
        self.version += 1
        self.put(key, self.items[key]["data"] | fields)

    def delete(self, key: str) -> None:
        self.version += 1
        del self.items[key]
        self.deleted[key] = self.version

    def make_collections(self, made: list[dict[str, Any]]) -> dict[str, Any]:
        key = f"COLL{len(self.collections):04d}"
        self.collections[key] = {"key": key, "version": self.version, "data": {"key": key, "name": made[0]["name"]}}
        return {"successful": {"0": self.collections[key]}, "success": {"0": key}, "unchanged": {}, "failed": {}}

    @property
    def titles(self) -> list[str]:
        return sorted(one["data"]["title"] for one in self.items.values())

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def zotero() -> Iterator[FakeZotero]:
    server = FakeZotero()
    yield server
    server.close()


@pytest.fixture
def settings(zotero: FakeZotero, tmp_path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        cache_dir=tmp_path / "cache",
        starter=False,
        zotero_url=zotero.url,
        zotero_library="user/77",
        zotero_key=KEY,
        patience_seconds=5,
    )


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with_papers = open_library(settings)
    yield with_papers
    with_papers.close()


@pytest.fixture
def bring(library: Library, tmp_path):
    """Imports papers, given as the fields of JSON lines."""

    def bring(*papers: dict[str, Any]) -> None:
        file = tmp_path / "papers.jsonl"
        file.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
        library.import_file(file)

    return bring
