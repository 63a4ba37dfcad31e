#!/usr/bin/env python3
"""Pictures of the web pages for README and docs: a real server over a real library in a real browser.

    python scripts/make_screenshots.py [--library DIR] [--out docs/images] [--only NAME …]

Without DIR the library is a new one with the starter catalogue; a DIR is copied first, and nothing is written into it.
The paper that is read is a report of our own (scripts/screenshots/report.html), so that no page shows a text that is
not ours to show. Needs the test dependencies and Chromium (PAPER_READER_CHROMIUM names one that is not on the path).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "scripts" / "screenshots" / "report.html"
PAPER = {
    "title": "Must-reads without age bias",
    "authors": ["The developers of Paper Reader"],
    "arxiv_id": "2611.99999",
    "year": 2026,
    "abstract": "How Paper Reader tells which papers of a topic must be read.",
}
TOPIC = "graph-neural-networks"
REVIEW = "ageing"
SETTING_UP = (  # what the pages are to show, by commands
    ("index", "build"),
    ("follow", TOPIC),
    (
        "review",
        "new",
        REVIEW,
        "--question",
        "do clocks of methylation tell biological age",
        "--reason",
        "not about ageing",
    ),
    ("review", "add", REVIEW, "--search", "epigenetic clocks and ageing", "-n", "40"),
    ("review", "add", REVIEW, "--search", "caloric restriction lifespan", "-n", "10", "--method", "citation searching"),
)
WIDE, PHONE = (1280, 860), (390, 780)


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, the page, how it is looked at, and what is done there first."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    scheme: str = "light"
    before: Callable[[Any], None] | None = None


def read_report(page: Any) -> None:
    """From a search to the report's second pass, with a note."""
    page.get_by_role("link", name=str(PAPER["title"]), exact=True).first.click()
    page.get_by_role("link", name="Read it here").first.click()
    page.wait_for_url("**/read/*")
    if page.get_by_role("button", name="Get the text").count():
        page.get_by_role("button", name="Get the text").click()
    page.get_by_role("link", name="Third pass").click()
    page.locator("#s-2-1-pagerank-rescaled").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#s-1-introduction').scrollIntoView()")


def open_first(page: Any) -> None:
    """The first paper found."""
    page.locator("article.card a").first.click()


def keep_list(page: Any) -> None:
    """A kept list of the topic."""
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url("**/lists/*")


SHOTS = (
    Shot("roadmap", "/"),
    Shot("topic", f"/topics/{TOPIC}"),
    Shot("topic-dark", f"/topics/{TOPIC}", scheme="dark"),
    Shot("topic-phone", f"/topics/{TOPIC}", size=PHONE),
    Shot("lineage", f"/topics/{TOPIC}/lineage"),
    Shot("map", f"/topics/{TOPIC}/map"),
    Shot("search", "/search?q=attention+mechanism"),
    Shot("paper", "/search?q=Attention+Is+All+You+Need", before=open_first),
    Shot("reader", f"/search?q={str(PAPER['title']).replace(' ', '+')}", before=read_report),
    Shot("list", f"/topics/{TOPIC}", before=keep_list),
    Shot("must-read", "/must-read?topic=protein+language+models"),
    Shot("review", f"/reviews/{REVIEW}"),
    Shot("screening", f"/reviews/{REVIEW}/screen"),
    Shot("refresh", "/refresh"),
    Shot("status", "/status", scheme="dark"),
)


def main() -> int:
    """Make the pictures; 0 when all were made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="data folder of a library; else a new one is made")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures")
    asked = parser.parse_args()
    chromium = os.environ.get("PAPER_READER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("There is no Chromium here; PAPER_READER_CHROMIUM names one.", file=sys.stderr)
        return 1
    wanted = [shot for shot in SHOTS if not asked.only or shot.name in asked.only]
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stand_in() as arxiv:
        if asked.library:
            shutil.copytree(asked.library, Path(folder) / "library")
        with served(Path(folder), arxiv) as address:
            take(chromium, address, wanted, asked.out)
    return 0


def take(chromium: str, address: str, shots: list[Shot], out: Path) -> None:
    """Take each picture in a browser profile of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in shots:
            width, height = shot.size
            page = browser.new_page(
                base_url=address, viewport={"width": width, "height": height}, color_scheme=shot.scheme
            )
            page.goto(shot.path)
            if shot.before:
                shot.before(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=out / f"{shot.name}.png")
            page.close()
            print(out / f"{shot.name}.png")
        browser.close()


@contextmanager
def served(folder: Path, arxiv: str) -> Iterator[str]:
    """The address of a server over the copied library with the report in it."""
    environment = os.environ | {
        "PAPER_READER_DATA_DIR": str(folder / "library"),
        "PAPER_READER_CACHE_DIR": str(folder / "cache"),
        "PAPER_READER_ARXIV_SITE_URL": arxiv,
        "PAPER_READER_MODEL": "fast",
    }
    command = [sys.executable, "-m", "paper_reader"]
    (folder / "paper.jsonl").write_text(json.dumps(PAPER))
    for arguments in (("import", str(folder / "paper.jsonl")), *SETTING_UP):
        subprocess.run([*command, *arguments], env=environment, check=True, cwd=ROOT)
    with subprocess.Popen(
        [*command, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as server:
        said = server.stderr
        found = said and re.search(r"http://[0-9.:]+", said.readline())
        if not said or not found:
            raise SystemExit("the server did not start")
        threading.Thread(target=said.read, daemon=True).start()  # so that its pipe never fills
        yield found.group()
        server.terminate()


@contextmanager
def stand_in() -> Iterator[str]:
    """A stand-in for arXiv's pages that has the report alone."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = REPORT.read_bytes() if self.path.startswith(f"/html/{PAPER['arxiv_id']}") else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


if __name__ == "__main__":
    raise SystemExit(main())
