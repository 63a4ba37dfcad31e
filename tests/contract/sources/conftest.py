"""A loopback server over real sockets, a small arXiv behind it, and clocks that pass without anybody waiting.

Titles and abstracts here are our own sentences in the structure that arXiv's answers have.
"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit
from xml.sax.saxutils import escape

import pytest

from paper_reader.sources.gate import Gate
from paper_reader.sources.retrying import Limits
from paper_reader.sources.transport import Transport

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


# --- time -------------------------------------------------------------------------------------------------------------


class PassingTime:
    """A clock that only sleeping moves. `slept` is every wait, in order."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds


class Notes:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.count = 0
        self.notes: list[str] = []
        self.open = 0

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        self.stages.append((stage, total))
        self.count = 0
        self.open += 1

    def advance(self, count: int = 1) -> None:
        self.count += count

    def note(self, message: str) -> None:
        self.notes.append(message)

    def end(self) -> None:
        self.open -= 1


# --- the server -------------------------------------------------------------------------------------------------------


@dataclass
class Reply:
    """What the server does with one request. `cut` closes after so many bytes, `drip` sends one byte at a time."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float | None = None
    drip_headers: bool = False
    hang: bool = False
    chunked: bool = False


@dataclass
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float
    raw: str
    body: bytes = b""


Answering = Callable[[Asked], Reply]


class LoopbackServer:
    """Serves what `answering` says, remembers what was asked, and counts the requests that were under way at once."""

    def __init__(self, answering: Answering, clock: Callable[[], float]) -> None:
        self.answering = answering
        self.requests: list[Asked] = []
        self.at_once = 0
        self.most_at_once = 0
        self.closing = threading.Event()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(parts.path, query, dict(self.headers.items()), clock(), self.path, body)
                with outer._lock:
                    outer.requests.append(asked)
                    outer.at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer.at_once)
                try:
                    outer._send(self, outer.answering(asked))
                except OSError:  # the client has hung up, as some tests want it to
                    self.close_connection = True
                finally:
                    with outer._lock:
                        outer.at_once -= 1

            do_POST = do_GET  # noqa: N815 - the name that http.server looks for

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.hang:
            self.closing.wait(20)
            handler.close_connection = True
            return
        head = [f"HTTP/1.1 {reply.status} Reason"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        body = reply.body
        if reply.chunked:
            head.append("Transfer-Encoding: chunked")
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        else:
            head.append(f"Content-Length: {len(body)}")
        start = ("\r\n".join(head) + "\r\n\r\n").encode()
        if reply.drip_headers:
            start, body = b"", start + body
        if reply.cut is None and reply.drip is None:
            handler.wfile.write(start + body)  # in one piece: two would wait for each other's acknowledgement
            return
        handler.wfile.write(start)
        if reply.cut is not None:
            handler.wfile.write(body[: reply.cut])
            handler.wfile.flush()
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
        elif reply.drip is not None:
            for byte in body:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if self.closing.wait(reply.drip):
                    return

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


# --- a small arXiv ----------------------------------------------------------------------------------------------------


@dataclass
class FakePaper:
    arxiv_id: str
    title: str
    published: datetime
    version: int = 1
    updated: datetime | None = None
    abstract: str = "We look at a small question and answer it with \\emph{care} and $O(n)$ time."
    authors: tuple[str, ...] = ("Ada Müller", "Бэла Иванов", "陈 小明")
    categories: tuple[str, ...] = ("cs.LG", "stat.ML")
    doi: str | None = None
    journal_ref: str | None = None
    comment: str | None = None
    datestamp: date | None = None
    deleted: bool = False

    @property
    def stamped(self) -> date:
        return self.datestamp or (self.updated or self.published).date()


class FakeArxiv:
    """Answers as arXiv's API, OAI-PMH and feed do. `troubles` are replies that come first, in order."""

    def __init__(self, papers: list[FakePaper]) -> None:
        self.papers = papers
        self.serialisation = 2026
        self.deepest = 30_000
        self.oai_page = 4
        self.now = NOW
        self.troubles: list[Reply | None] = []
        self.refused_tokens: set[str] = set()

    def __call__(self, asked: Asked) -> Reply:
        if self.troubles:
            trouble = self.troubles.pop(0)
            if trouble is not None:
                return trouble
        if asked.path == "/api/query":
            return self.api(asked)
        if asked.path == "/oai":
            return self.oai(asked)
        return Reply(404)

    # the query API

    def api(self, asked: Asked) -> Reply:
        start, size = int(asked.query.get("start", 0)), int(asked.query.get("max_results", 10))
        if start + size > self.deepest:
            return self.api_error(f"start + max_results must be at most {self.deepest}")
        if asked.query.get("id_list"):
            ids = asked.query["id_list"].split(",")
            found = [paper for paper in self.papers if paper.arxiv_id in ids]
        else:
            found = self.matching(asked.query["search_query"])
        if asked.query.get("sortBy") == "submittedDate":
            found = sorted(found, key=lambda paper: (paper.published, paper.arxiv_id), reverse=True)
        entries = [self.entry(paper) for paper in found[start : start + size]]
        return Reply(body=self.feed(entries, total=len(found), start=start))

    def api_error(self, reason: str, status: int | None = None) -> Reply:
        scheme = "http" if self.serialisation == 2025 else "https"
        mark = f"{scheme}://arxiv.org/api/errors#{reason.replace(' ', '_')}"
        entry = f"<entry><id>{mark}</id><title>Error</title><summary>{reason}</summary></entry>"
        default = 200 if self.serialisation == 2025 else 400
        return Reply(status or default, self.feed([entry], total=1, start=0))

    def matching(self, search: str) -> list[FakePaper]:
        """Enough of the query language: phrases in title or abstract, all of them wanted; ANDNOT; dates; categories."""
        wanted, _, unwanted = search.partition(" ANDNOT ")
        rest = unwanted
        depth = 0
        for place, sign in enumerate(unwanted):  # the clause that is not wanted ends where its bracket closes
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0:
                unwanted, rest = unwanted[: place + 1], unwanted[place + 1 :]
                break
        everywhere = wanted + (rest if unwanted else "")
        phrases = re.findall(r'ti:"([^"]*)" OR', wanted)
        excluded = re.findall(r'ti:"([^"]*)" OR', unwanted)
        categories = re.findall(r"cat:([\w.*-]+)", everywhere)
        window = re.search(r"submittedDate:\[(\d{12}) TO (\d{12})\]", everywhere)

        def has(paper: FakePaper, phrase: str) -> bool:
            return phrase.lower() in f"{paper.title}\n{paper.abstract}".lower()

        def fits(paper: FakePaper) -> bool:
            minute = paper.published.strftime("%Y%m%d%H%M")
            return (
                all(has(paper, phrase) for phrase in phrases)
                and not (excluded and all(has(paper, phrase) for phrase in excluded))
                and (not categories or any(self.in_category(paper, name) for name in categories))
                and (window is None or window[1] <= minute <= window[2])
            )

        return [paper for paper in self.papers if fits(paper)]

    @staticmethod
    def in_category(paper: FakePaper, name: str) -> bool:
        return any(own == name or (name.endswith(".*") and own.startswith(name[:-1])) for own in paper.categories)

    def feed(self, entries: list[str], *, total: int, start: int) -> bytes:
        os_space = 'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        if self.serialisation == 2025:
            head = (
                '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title>'
                f"<id>http://arxiv.org/api/x</id><opensearch:totalResults {os_space}>{total}</opensearch:totalResults>"
                f"<opensearch:startIndex {os_space}>{start}</opensearch:startIndex>"
            )
        else:
            head = (
                f'<feed {os_space} xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
                f"<id>https://arxiv.org/api/x</id><opensearch:itemsPerPage>10</opensearch:itemsPerPage>"
                f"<opensearch:totalResults>{total}</opensearch:totalResults>"
                f"<opensearch:startIndex>{start}</opensearch:startIndex>"
            )
        return f"<?xml version='1.0' encoding='UTF-8'?>\n{head}{''.join(entries)}</feed>".encode()

    def entry(self, paper: FakePaper) -> str:
        old = self.serialisation == 2025
        space = ' xmlns:arxiv="http://arxiv.org/schemas/atom"' if old else ""
        updated = paper.updated or paper.published
        wrapped = "  " + paper.abstract.replace(" ", "\n", 1) + "\n" if old else paper.abstract
        title = paper.title.replace(" ", "\n  ", 1) if old else paper.title
        parts = [
            f"<id>http://arxiv.org/abs/{paper.arxiv_id}v{paper.version}</id>",
            f"<updated>{updated:%Y-%m-%dT%H:%M:%SZ}</updated><published>{paper.published:%Y-%m-%dT%H:%M:%SZ}</published>",
            f"<title>{escape(title)}</title><summary>{escape(wrapped)}</summary>",
            *(f"<author><name>{escape(name)}</name></author>" for name in paper.authors),
            *(f'<category term="{name}" scheme="http://arxiv.org/schemas/atom"/>' for name in sorted(paper.categories)),
            f'<arxiv:primary_category{space} term="{paper.categories[0]}"/>',
        ]
        parts += [
            f"<arxiv:{name}{space}>{escape(value)}</arxiv:{name}>"
            for name in ("doi", "journal_ref", "comment")
            if (value := getattr(paper, name))
        ]
        return f"<entry>{''.join(parts)}</entry>"

    # OAI-PMH: ordered by datestamp, tokens written percent-encoded, as arXiv's own server does

    def oai(self, asked: Asked) -> Reply:
        token = asked.query.get("resumptionToken")
        if token is not None:
            known = parse_qs(token.replace("%3D", "=").replace("%26", "&"))
            if token in self.refused_tokens or not known or "%" not in token:
                return self.oai_error("badResumptionToken", "The token is invalid or expired.")
            asked_for = {name: values[0] for name, values in known.items()}
        else:
            if asked.query.get("metadataPrefix") != "arXiv":
                return self.oai_error("badArgument", "metadataPrefix required.")
            asked_for = {name: asked.query[name] for name in ("from", "until", "set") if name in asked.query}
        found = sorted(self.papers, key=lambda paper: (paper.stamped, paper.arxiv_id))
        if "set" in asked_for:
            found = [paper for paper in found if self.in_set(paper, asked_for["set"])]
        found = [paper for paper in found if asked_for.get("from", "") <= paper.stamped.isoformat()]
        found = [paper for paper in found if paper.stamped.isoformat() <= asked_for.get("until", "9999")]
        if not found:
            return self.oai_error("noRecordsMatch", "An empty list.")
        start = int(asked_for.get("skip", 0))
        rest = found[start + self.oai_page :]
        records = "".join(self.oai_record(paper) for paper in found[start : start + self.oai_page])
        return self.oai_reply(f"<ListRecords>{records}{self.token(asked_for, start) if rest else ''}</ListRecords>")

    def token(self, asked_for: dict[str, str], start: int) -> str:
        fields = {**asked_for, "skip": str(start + self.oai_page)}
        text = quote("&".join(f"{name}={value}" for name, value in fields.items()), safe="")
        midnight = (self.now + timedelta(days=1)).replace(hour=0, minute=0)
        return f"<resumptionToken expirationDate='{midnight:%Y-%m-%dT%H:%M:%SZ}'>{text}</resumptionToken>"

    @staticmethod
    def in_set(paper: FakePaper, name: str) -> bool:
        group, _, rest = name.partition(":")
        wanted = rest.replace(":", ".") or group
        return any(own == wanted or own.startswith(f"{wanted}.") for own in paper.categories)

    def oai_record(self, paper: FakePaper) -> str:
        status = ' status="deleted"' if paper.deleted else ""
        header = (
            f"<header{status}><identifier>oai:arXiv.org:{paper.arxiv_id}</identifier>"
            f"<datestamp>{paper.stamped}</datestamp><setSpec>cs:cs:LG</setSpec></header>"
        )
        if paper.deleted:
            return f"<record>{header}</record>"
        authors = "".join(
            f"<author><keyname>{escape(name.split()[-1])}</keyname>"
            f"<forenames>{escape(' '.join(name.split()[:-1]))}</forenames></author>"
            for name in paper.authors
        )
        parts = [
            f"<id>{paper.arxiv_id}</id><created>{paper.published.date()}</created>",
            f"<updated>{paper.updated.date()}</updated>" if paper.updated else "",
            f"<authors>{authors}</authors><title>{escape(paper.title)}</title>",
            f"<categories>{' '.join(paper.categories)}</categories>",
            f"<journal-ref>{escape(paper.journal_ref)}</journal-ref>" if paper.journal_ref else "",
            f"<doi>{paper.doi}</doi>" if paper.doi else "",
            f"<abstract>  {escape(paper.abstract)}\n</abstract>",
        ]
        return (
            f"<record>{header}<metadata><arXiv xmlns='http://arxiv.org/OAI/arXiv/'>{''.join(parts)}</arXiv></metadata>"
            "</record>"
        )

    def oai_error(self, code: str, text: str) -> Reply:
        return self.oai_reply(f"<error code='{code}'>{text}</error>")

    def oai_reply(self, inside: str) -> Reply:
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            f"<responseDate>{self.now:%Y-%m-%dT%H:%M:%SZ}</responseDate><request>x</request>{inside}</OAI-PMH>"
        )
        return Reply(body=body.encode())


def papers_of(
    count: int, *, first: int = 0, first_day: datetime = datetime(2024, 1, 1, 9, tzinfo=UTC)
) -> list[FakePaper]:
    """Papers a day apart, numbered from `first`, with ids of their month; every seventh has a journal and a DOI."""
    made = []
    for number in range(first, first + count):
        day = first_day + timedelta(days=number - first)
        published = number % 7 == 0
        made.append(
            FakePaper(
                arxiv_id=f"{day:%y%m}.{number:05d}",
                title=f"Graph neural networks for sorting case {number}",
                published=day,
                version=1 + number % 3,
                updated=day + timedelta(days=number % 3),
                doi=f"10.5555/Case.{number}" if published else None,
                journal_ref=f"J. Small Quest. {number} (2024) 1-9" if published else None,
            )
        )
    return made


# --- fixtures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def passing_time() -> PassingTime:
    return PassingTime()


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def serve(passing_time: PassingTime) -> Iterator[Callable[[Answering], LoopbackServer]]:
    """Start a server for a function that says what to reply."""
    started: list[LoopbackServer] = []

    def start(answering: Answering) -> LoopbackServer:
        started.append(LoopbackServer(answering, passing_time.clock))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def transport(tmp_path: Path, passing_time: PassingTime) -> Transport:
    """Our transport with its real bounds made tiny, and waits that pass at once."""
    gate = Gate(tmp_path / "gate.json", 3.0, clock=passing_time.clock, sleep=passing_time.sleep)
    limits = Limits(connect=2.0, read=0.3, answer=0.5, answer_bytes=4_000_000)
    return Transport(
        gate, contact="tests@example.org", limits=limits, clock=passing_time.clock, now=lambda: NOW, chance=lambda: 1.0
    )


@pytest.fixture
def recordings() -> Path:
    """The folder of recorded answers; the test is skipped where it is absent."""
    beside = Path(__file__).resolve().parents[3].parent / "shared" / "recordings"
    folder = Path(os.environ.get("PAPER_READER_RECORDINGS_DIR", beside))
    if not (folder / "MANIFEST.jsonl").is_file():
        pytest.skip(f"no recorded answers at {folder}; set PAPER_READER_RECORDINGS_DIR")
    return folder


@pytest.fixture
def make_papers() -> Callable[..., list[FakePaper]]:
    return papers_of


@pytest.fixture
def make_paper() -> type[FakePaper]:
    return FakePaper


@pytest.fixture
def make_reply() -> type[Reply]:
    return Reply


@pytest.fixture
def make_arxiv() -> type[FakeArxiv]:
    return FakeArxiv


@pytest.fixture
def real_clock() -> Callable[[], float]:
    return time.monotonic
