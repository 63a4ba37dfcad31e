"""A site over real sockets that serves full texts and misbehaves as told, PDFs made by hand, and bounded parsing.

Sentences are our own, in the structure that arXiv's pages have.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paper_reader.reader.document_cache import DocumentCache
from paper_reader.reader.documents import Documents
from paper_reader.reader.fetching import Fetcher
from paper_reader.reader.raw_document import DocumentForm, RawDocument
from paper_reader.reader.sandbox import Bounds, Sandbox
from paper_reader.sources.breaker import Breaker
from paper_reader.sources.gate import Gate
from paper_reader.sources.retrying import Limits
from paper_reader.sources.transport import Transport
from paper_reader.types.document import DocumentSource

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

PAGE = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body>
<article class="ltx_document"><h1 class="ltx_title ltx_title_document">A Small Study of Otters</h1>
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p class="ltx_p">We watched otters &amp; learned.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">1 </span>Introduction</h2>
<div id="S1.p1" class="ltx_para"><p class="ltx_p">Otters hold hands <cite class="ltx_cite">[<a class="ltx_ref"
href="#bib.bib1">1</a>]</cite> when they sleep.</p></div></section>
<section class="ltx_bibliography"><h2>References</h2><ul><li id="bib.bib1" class="ltx_bibitem">
<span class="ltx_tag">[1]</span><span class="ltx_bibblock">A. Lutra.</span><span class="ltx_bibblock">Hands of otters.
</span><span class="ltx_bibblock">arXiv:2101.00001, 2021.</span></li></ul></section></article></body></html>"""


def head(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html", length: int | None = None, more: str = ""
) -> bytes:
    """A reply's head; `length` may lie."""
    size = len(body) if length is None else length
    said = f"Content-Type: {kind}\r\nContent-Length: {size}\r\n{more}Connection: close"
    return f"HTTP/1.1 {status}\r\n{said}\r\n\r\n".encode()


def whole(body: bytes, **said: object) -> list[bytes]:
    """A plain reply."""
    return [head(body, **said) + body]  # type: ignore[arg-type]


class Site:
    """Serves for each path the pieces that are set; everything else is 404. Remembers the paths asked for."""

    def __init__(self) -> None:
        self.replies: dict[str, Callable[[], Iterable[bytes]]] = {}
        self.asked: list[str] = []
        self.sent = 0
        self.closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            said = b""
            while b"\r\n\r\n" not in said:
                part = connection.recv(65536)
                if not part:
                    return
                said += part
            path = said.split(b" ")[1].decode()
            self.asked.append(path)
            reply = self.replies.get(path, lambda: whole(b"<html><body>no</body></html>", status="404 Not Found"))
            for piece in reply():
                if self.closing.is_set():
                    return
                connection.sendall(piece)
                self.sent += len(piece)

    def close(self) -> None:
        self.closing.set()
        self._listener.close()


@pytest.fixture
def site():
    opened = Site()
    yield opened
    opened.close()


class Clock:
    """Time that only sleeping moves."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def documents_of(site, tmp_path, clock):
    """Makes `Documents` over the site; what is not said is generous."""

    def make(*, most_bytes=4_000_000, answer=20.0, read=5.0, cache_bytes=100_000_000, sandbox=None, url=None, tries=1):
        gate = Gate(tmp_path / "gates" / "site.json", 3.0, clock=clock, sleep=clock.sleep, name="arxiv.org")
        limits = Limits(
            connect=2.0, read=read, answer=answer, longest_wait=30.0, answer_bytes=most_bytes, tries=tries,
            tries_of_odd_answers=1,
        )  # fmt: skip
        transport = Transport(gate, limits=limits, clock=clock, now=lambda: NOW, chance=lambda: 1.0)
        breaker = Breaker(tmp_path / "gates" / "breaker.json", now=lambda: NOW)
        fetcher = Fetcher(url or site.url, transport=transport, breaker=breaker, most_bytes=most_bytes, now=lambda: NOW)
        cache = DocumentCache(tmp_path / "documents", cache_bytes)
        return Documents(fetcher, cache, sandbox or Sandbox(Bounds(seconds=30.0)))

    return make


def raw_pdf(content: bytes) -> RawDocument:
    """Bytes as a document that came as a PDF."""
    return RawDocument(
        content=content,
        form=DocumentForm.PDF,
        source=DocumentSource.FILE,
        address="/home/ada/paper.pdf",
        fetched_at=NOW,
    )


def raw_html(content: bytes, address: str = "https://arxiv.org/html/2101.00001") -> RawDocument:
    """Bytes as a document that came as HTML."""
    return RawDocument(
        content=content, form=DocumentForm.HTML, source=DocumentSource.ARXIV_HTML, address=address, fetched_at=NOW
    )


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def deflated(content: bytes) -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode")


PLAIN = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
]


def pdf_with(content: bytes) -> bytes:
    """A PDF of one page with this content stream (compressed already)."""
    return pdf_of([*PLAIN[:3], content, PLAIN[4]])


def pdf_with_lines(lines: Iterable[str]) -> bytes:
    """A PDF of one page that says these lines."""
    shown = b"".join(
        b"BT /F1 10 Tf 72 %d Td (%s) Tj ET\n" % (720 - 12 * n, line.encode()) for n, line in enumerate(lines)
    )
    return pdf_with(deflated(shown))


@pytest.fixture(scope="session")
def recordings():
    folder = Path(os.environ.get("PAPER_READER_RECORDINGS_DIR", Path(__file__).parents[4] / "shared" / "recordings"))
    if not folder.is_dir():
        pytest.skip(f"no recordings at {folder}")
    return folder


@pytest.fixture
def say():
    """What the tests say of pages, PDFs and replies: this module, which they cannot import by name."""
    import sys

    return sys.modules[__name__]


@pytest.fixture(scope="session")
def raw_html_of():
    return raw_html


@pytest.fixture(scope="session")
def raw_pdf_of():
    return raw_pdf
