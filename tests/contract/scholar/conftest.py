"""A small Scholar over real sockets, whose pages have the structure of the real ones and sentences of ours.

Nobody waits here: clocks pass when somebody sleeps on them, and `no_detours` fails a test in which `scholarly` sleeps,
opens a browser or asks the network by itself.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from paper_reader.sources.breaker import Breaker, Rules
from paper_reader.sources.gate import Gate
from paper_reader.sources.retrying import Limits
from paper_reader.sources.scholar.budget import DailyBudget
from paper_reader.sources.scholar.page_cache import PageCache
from paper_reader.sources.scholar.pages import DESKTOP_BROWSER, Pages
from paper_reader.sources.scholar.source import Scholar
from paper_reader.sources.transport import Transport

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FakeResult:
    number: int
    title: str
    authors: str = "A Müller, B Chen, C Díaz…"
    venue: str = "Journal of small questions"
    year: int | None = 2019
    cited_by: int = 7
    url: str = "https://example.org/paper"
    eprint: str | None = None
    mark: str = ""
    single: bool = False

    @property
    def code(self) -> str:
        return base64.urlsafe_b64encode(self.number.to_bytes(8, "little") + b"\t").decode()

    def row(self, place: int) -> str:
        """One result; the single-result layout has a class and a second line of authors more."""
        marks = {"[CITATION]": "gs_ctu", "[BOOK]": "gs_ctc", "[PDF]": "gs_ctc"}
        mark = f'<span class="{marks[self.mark]}">{self.mark}</span> ' if self.mark else ""
        title = f'<a href="{escape(self.url)}">{escape(self.title)}</a>'
        title = escape(self.title) if self.mark == "[CITATION]" else title
        about = ", ".join(str(part) for part in (self.venue, self.year) if part)
        cited = (
            f'<a href="/scholar?cites={self.number}&amp;hl=en">Cited by {self.cited_by}</a> ' if self.cited_by else ""
        )
        file = ""
        if self.eprint:
            file = (
                '<div class="gs_ggs gs_fl"><div class="gs_ggsd"><div class="gs_or_ggsm">'
                f'<a href="{escape(self.eprint)}"><span class="gs_ctg2">[PDF]</span> example.org</a></div></div></div>'
            )
        twice = '<div class="gs_a gs_fma_p"><div class="gs_fmaa">A Müller</div>elsewhere</div>' if self.single else ""
        layout = "gs_r gs_or gs_scl gs_fmar" if self.single else "gs_r gs_or gs_scl"
        return (
            f'<div class="{layout}" data-cid="{self.code}" data-rp="{place}">'
            f'{file}<div class="gs_ri"><h3 class="gs_rt">{mark}{title}</h3>'
            f'<div class="gs_a">{escape(self.authors)}&#160;- {escape(about)} - example.org</div>{twice}'
            '<div class="gs_rs">We look at a small question <br>and answer it&#160;…</div>'
            f'<div class="gs_fl gs_flb"><a href="javascript:void(0)">Save</a> {cited}'
            f'<a href="/scholar?q=related:{self.code}:scholar.google.com/">Related articles</a></div></div></div>'
        )

    def entry(self) -> str:
        """The same as a line of a profile."""
        return (
            '<tr class="gsc_a_tr"><td class="gsc_a_t"><a class="gsc_a_at" href="/citations?view_op=view_citation&amp;'
            f'user=abcdefghijAJ&amp;citation_for_view=abcdefghijAJ:e{self.number}">{escape(self.title)}</a>'
            f'<div class="gs_gray">A Müller, B Chen, ...</div><div class="gs_gray">{escape(self.venue)} 12 (3), 4-5'
            f'<span class="gs_oph">, {self.year}</span></div></td><td class="gsc_a_c">'
            f'<a class="gsc_a_ac gs_ibl" href="/scholar?oi=bibs&amp;hl=en&amp;cites={self.number}">'
            f"{self.cited_by}</a></td>"
            f'<td class="gsc_a_y"><span class="gsc_a_h gsc_a_hc gs_ibl">{self.year}</span></td></tr>'
        )


def results_of(count: int, *, first: int = 1) -> list[FakeResult]:
    return [
        FakeResult(
            number=5_000_000_000_000_000_000 + number,
            title=f"A small question, number {number}, and an answer",
            cited_by=number % 50,
            year=1990 + number % 30,
            url=f"https://example.org/paper/{number}",
        )
        for number in range(first, first + count)
    ]


def page_of(rows: list[FakeResult], *, start: int = 0, total: int | None = None, next_url: str | None = None) -> bytes:
    """A page of results."""
    said = "" if total is None else f"{f'Page {start // 10 + 1} of about' if start else 'About'} {total:,} results"
    arrow = '<span class="gs_ico gs_ico_nav_next"></span>'
    turn = f'<a href="{escape(next_url)}">{arrow}<b>Next</b></a>' if next_url else ""
    return _whole(
        f'<div id="gs_ab_md"><div class="gs_ab_mdw">{said} (0.05 sec)</div></div>'
        '<div id="gs_res_ccl"><div id="gs_res_ccl_top"></div><div id="gs_res_ccl_mid">'
        + "".join(row.row(start + place) for place, row in enumerate(rows))
        + f'</div><div id="gs_res_ccl_bot"><div id="gs_n">{turn}</div></div></div>'
    )


def profile_of(entries: list[FakeResult], *, has_more: bool) -> bytes:
    """A stretch of an author's profile."""
    lines = "".join(one.entry() for one in entries)
    lines = lines or '<tr><td class="gsc_a_e" colspan="3">There are no articles in this profile.</td></tr>'
    return _whole(
        '<div id="gsc_prf_in">Ada Müller</div><table id="gsc_a_t"><tbody id="gsc_a_b">' + lines + "</tbody></table>"
        f'<button id="gsc_bpf_more" {"" if has_more else "disabled"}>Show more</button>'
    )


NOTHING = b"""<html><head><title>Google Scholar</title></head><body><div id="gs_res_ccl"><div id="gs_res_ccl_mid">
<div class="gs_r">Your search - <b>zzz</b> - did not match any articles.</div></div></div></body></html>"""
CAPTCHA = b"""<html><head><title>Google Scholar</title></head><body><div class="gs_ab_mdw">About 31 results</div>
<div id="gs_captcha_ccl"><form id="gs_captcha_f"><h1>Please show you are not a robot</h1></form></div></body></html>"""
DOS = b'<html><body><div class="rc-doscaptcha-body">Try again later</div></body></html>'
SORRY = b"""<html><body>Our systems have detected unusual traffic from your computer
network. <form action="index"></form></body></html>"""
NEW_LAYOUT = b"""<html><head><title>Google Scholar</title></head><body><main><article>A small question</article>
<a href="/scholar?start=10"><span class="gs_ico gs_ico_nav_next"></span></a></main></body></html>"""
WORDS_IN_RESULTS = "On captcha-form and recaptcha: unusual traffic from your computer network"


def _whole(inside: str) -> bytes:
    head = '<title>Google Scholar</title><meta http-equiv="Content-Type" content="text/html;charset=UTF-8">'
    script = "<script>var recaptcha='captcha-form';</script>"
    glb = '<div id="gs_res_glb" data-sva="/citations?info={id}"></div>'
    return f"<!doctype html><html><head>{head}{script}</head><body>{glb}{inside}</body></html>".encode()


# --- the server -------------------------------------------------------------------------------------------------------


@dataclass
class Reply:
    """`cut` closes the connection after so many bytes, `drip` sends the body byte by byte."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float | None = None


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]

    @property
    def start(self) -> int:
        return int(self.query.get("start", self.query.get("cstart", "0")))


class SmallScholar:
    """Scholar with some results, ten a page; `instead` may answer in its place (None: the ordinary page)."""

    def __init__(self, results: list[FakeResult] | None = None) -> None:
        self.results = results_of(25) if results is None else results
        self.requests: list[Asked] = []
        self.instead: Callable[[Asked], Reply | bytes | None] = lambda _: None
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                asked = Asked(parts.path, query, dict(self.headers.items()))
                outer.requests.append(asked)
                said = outer.instead(asked)
                reply = said if isinstance(said, Reply) else Reply(body=said or outer.page(asked))
                headers = {"Content-Type": "text/html; charset=UTF-8", "Content-Length": str(len(reply.body))}
                head = f"HTTP/1.1 {reply.status} Reason\r\n"
                head += "".join(f"{name}: {value}\r\n" for name, value in (headers | reply.headers).items())
                self.wfile.write(head.encode() + b"\r\n" + (b"" if reply.drip else reply.body[: reply.cut]))
                for byte in reply.body if reply.drip else b"":
                    self.wfile.write(bytes([byte]))
                    if outer.closing.wait(reply.drip):
                        break
                self.close_connection = self.close_connection or reply.cut is not None or reply.drip is not None

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def page(self, asked: Asked) -> bytes:
        start = asked.start
        if asked.path == "/citations":
            size = int(asked.query["pagesize"])
            return profile_of(self.results[start : start + size], has_more=start + size < len(self.results))
        rows = self.results[start : start + 10]
        if not rows:
            return NOTHING
        more = f"/scholar?start={start + 10}&hl=en" if start + 10 < len(self.results) else None
        return page_of(rows, start=start, total=len(self.results), next_url=more)

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def scholar_site() -> Iterator[SmallScholar]:
    site = SmallScholar()
    yield site
    site.close()


# --- our side ---------------------------------------------------------------------------------------------------------


class PassingTime:
    """A clock that only sleeping and `pass_by` move."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return 1000.0 + self.passed

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def pass_by(self, **how_long: float) -> None:
        self.passed += timedelta(**how_long).total_seconds()


@pytest.fixture
def passing_time() -> PassingTime:
    return PassingTime()


@dataclass
class Machine:
    """One machine's folder and clock; every source made on it is like another process there."""

    folder: Path
    time: PassingTime
    url: str
    pages_per_run: int = 30
    pages_per_day: int = 100

    @property
    def breaker(self) -> Breaker:
        return Breaker(self.folder / "breaker.json", Rules(), now=self.time.now)

    @property
    def budget(self) -> DailyBudget:
        return DailyBudget(self.folder / "budget.json", self.pages_per_day, now=self.time.now)

    @property
    def cache(self) -> PageCache:
        return PageCache(self.folder / "pages", timedelta(days=7), now=self.time.now)

    def source(self, *, limits: Limits | None = None, **changed: Any) -> Scholar:
        own = replace(self, **changed)
        gate = Gate(self.folder / "gate.json", 10.0, clock=self.time.clock, sleep=self.time.sleep)
        limits = limits or Limits(connect=2.0, read=0.4, answer=1.0, tries=2, tries_of_odd_answers=1, backoff=120.0)
        transport = Transport(
            gate,
            user_agent=DESKTOP_BROWSER,
            limits=limits,
            clock=self.time.clock,
            now=self.time.now,
            chance=lambda: 0.5,
        )
        pages = Pages(
            self.url,
            transport=transport,
            breaker=own.breaker,
            budget=own.budget,
            cache=own.cache,
            pages_per_run=own.pages_per_run,
        )
        return Scholar(pages)


@pytest.fixture
def machine(tmp_path: Path, passing_time: PassingTime, scholar_site: SmallScholar) -> Machine:
    return Machine(tmp_path / "machine", passing_time, scholar_site.url)


@pytest.fixture
def no_detours(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """`scholarly` must not sleep, open a browser, look for proxies or use `requests` by itself, nor take its time."""
    import scholarly._navigator
    import scholarly._proxy_generator
    from selenium import webdriver

    def never(*what: object, **how: object) -> None:
        raise AssertionError(f"scholarly took a way of its own: {what} {how}")

    for name in ("Firefox", "Chrome"):
        monkeypatch.setattr(webdriver, name, never)
    for module in (scholarly._navigator, scholarly._proxy_generator):
        monkeypatch.setattr(module.time, "sleep", never)
    monkeypatch.setattr(scholarly._proxy_generator.requests, "get", never)
    begun = time.process_time()
    yield
    if request.node.get_closest_marker("slow") is None:
        assert time.process_time() - begun < 10  # no loop without end


@pytest.fixture
def recordings() -> Path:
    """The folder of recorded answers; the test is skipped where it is absent."""
    beside = Path(__file__).resolve().parents[3].parent / "shared" / "recordings"
    folder = Path(os.environ.get("PAPER_READER_RECORDINGS_DIR", beside))
    if not (folder / "MANIFEST.jsonl").is_file():
        pytest.skip(f"no recorded answers at {folder}; set PAPER_READER_RECORDINGS_DIR")
    return folder


@pytest.fixture
def manifest(recordings: Path) -> dict[str, dict[str, Any]]:
    """What the recordings say of each of Scholar's pages, by file."""
    lines = (recordings / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()
    said = {one["file"]: one for one in map(json.loads, lines)}
    return {name: one for name, one in said.items() if name.startswith("scholar/")}


# --- what tests make --------------------------------------------------------------------------------------------------


@pytest.fixture
def make_result() -> type[FakeResult]:
    return FakeResult


@pytest.fixture
def make_results() -> Callable[..., list[FakeResult]]:
    return results_of


@pytest.fixture
def make_page() -> Callable[..., bytes]:
    return page_of


@pytest.fixture
def make_profile() -> Callable[..., bytes]:
    return profile_of


@pytest.fixture
def make_reply() -> type[Reply]:
    return Reply


@pytest.fixture
def bad_pages() -> dict[str, bytes]:
    return {
        "captcha": CAPTCHA, "dos": DOS, "sorry": SORRY, "new layout": NEW_LAYOUT, "nothing": NOTHING,
        "words in results": page_of([FakeResult(number=5_000_000_000_000_000_099, title=WORDS_IN_RESULTS)]),
    }  # fmt: skip
