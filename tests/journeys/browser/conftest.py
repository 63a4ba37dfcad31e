"""A real browser before a real server: Chromium, and `paper-reader serve` over the starter catalogue.

Where there is no Chromium the tests are skipped and say so. `PAPER_READER_CHROMIUM` names one that is not on the path.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = str(Path(__file__).resolve().parents[3] / "scripts")
if SCRIPTS not in sys.path:
    sys.path.append(SCRIPTS)

import make_screenshots  # noqa: E402 - it lies beside the pages' pictures, in no package that is installed

CHROMIUM = os.environ.get("PAPER_READER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WIDE, PHONE = (1280, 900), (360, 740)
STARTING_SECONDS = 120
PAPER = make_screenshots.PAPER


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that needs a browser is slow, and skipped where there is none."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no Chromium here; PAPER_READER_CHROMIUM names one"))


@pytest.fixture(scope="session")
def arxiv_site() -> Iterator[str]:
    """A stand-in for arXiv's pages, with the full text of `PAPER` alone."""
    with make_screenshots.stand_in() as address:
        yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, arxiv_site: str) -> Iterator[str]:
    """The address of a server over the starter catalogue and `PAPER`, with an index."""
    folder = tmp_path_factory.mktemp("site")
    nowhere = "http://127.0.0.1:9"
    named = ("ARXIV_API_URL", "ARXIV_OAI_URL", "ARXIV_RSS_URL", "SCHOLAR_URL", "OPENALEX_URL")
    environment = os.environ | {f"PAPER_READER_{name}": nowhere for name in named}
    environment |= {"PAPER_READER_DATA_DIR": str(folder), "PAPER_READER_CACHE_DIR": str(folder / "cache")}
    environment |= {"PAPER_READER_MODEL": "fast", "PAPER_READER_STARTER": "on"}
    environment |= {"PAPER_READER_ARXIV_SITE_URL": arxiv_site}
    command = [sys.executable, "-m", "paper_reader"]
    (folder / "paper.jsonl").write_text(json.dumps(PAPER))
    for arguments in (["import", str(folder / "paper.jsonl")], ["index", "build"]):
        subprocess.run(
            [*command, *arguments], env=environment, check=True, capture_output=True, timeout=STARTING_SECONDS
        )
    serving = [*command, "serve", "--port", "0"]
    with subprocess.Popen(serving, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = re.search(r"http://[0-9.:]+", server.stderr.readline())
        assert found, "the server does not say where it listens"
        sink = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)  # so that its pipe never fills
        yield found.group()
        server.terminate()
        server.wait(timeout=40)
        sink.wait(timeout=10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens pages of the site, each in a browser profile of its own.

    What any of them complains about, or asks of another server, fails the test at its end.
    """
    contexts, wrong = [], []

    def watched(page: Any) -> None:
        page.on("console", lambda told: wrong.append(told.text) if told.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else wrong.append(asked.url))

    def begin(path: str = "/", *, size: tuple[int, int] = WIDE, **more: Any) -> Any:
        context = chromium.new_context(
            base_url=site, viewport={"width": size[0], "height": size[1]}, accept_downloads=True, **more
        )
        contexts.append(context)
        page = context.new_page()
        watched(page)
        page.goto(path)
        return page

    yield begin
    for context in contexts:
        context.close()
    assert not wrong, wrong
