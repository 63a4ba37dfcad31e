"""Documents that want to do harm: a clear error within the bounds, and the process that reads them is gone."""

import os
import random
import resource
import subprocess
import sys
import time
import zlib

import pytest

from paper_reader.errors import DocumentTooLarge, DocumentUnreadable
from paper_reader.reader.sandbox import Bounds, Sandbox
from paper_reader.types.document import Document

TIGHT = Bounds(seconds=20.0, memory_bytes=400_000_000)
LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<00><00>]" % (b"ab" * 32, b"cd" * 32)


def packed(piece, times):
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def test_a_password_is_named_with_what_to_do(say):
    with pytest.raises(DocumentUnreadable, match=r"locked by a password.*Save it without one"):
        Sandbox(TIGHT).parse(say.raw_pdf(say.pdf_of([*say.PLAIN[:3], say.stream(b""), say.PLAIN[4]], LOCKED)))


@pytest.mark.slow
def test_a_hundred_thousand_pages(say):
    kids = b"<< /Type /Pages /Count 100000 /Kids [" + b"3 0 R " * 100_000 + b"] >>"
    with pytest.raises(DocumentTooLarge, match="100,000 pages"):
        Sandbox(TIGHT).parse(
            say.raw_pdf(say.pdf_of([say.PLAIN[0], kids, *say.PLAIN[2:3], say.stream(b""), say.PLAIN[4]]))
        )


def form(number, content):
    inner = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A %d 0 R >> >>" % number
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), inner, content)


DRAWING = b"/MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /A 6 0 R >> >>"


def spaces():
    return packed(b" " * 10_000_000, 60)


def with_drawings(say, forms):
    page = b"<< /Type /Page /Parent 2 0 R " + DRAWING + b" >>"
    return say.pdf_of([*say.PLAIN[:2], page, say.stream(b"/A Do"), say.PLAIN[4], *forms])


def arrays_in_arrays(say):
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 500_000 + b"]" * 500_000 + b" >>"
    return say.pdf_of([catalogue, *say.PLAIN[1:3], say.stream(b""), say.PLAIN[4]])


def pages_in_a_circle(say):
    pages = b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 3 0 R] >>"
    return say.pdf_of([say.PLAIN[0], pages, say.PLAIN[2], say.stream(b""), say.PLAIN[4]])


def many_letters(say):
    letters = packed(b"BT /F1 1 Tf (aaaaaaaaaa) Tj ET\n" * 100_000, 30)
    return say.pdf_with(say.stream(letters, b"/Filter /FlateDecode"))


def packed_twice(say):
    return say.pdf_with(say.stream(zlib.compress(spaces(), 9), b"/Filter [/FlateDecode /FlateDecode]"))


BOMBS = {
    "half a gigabyte of spaces": lambda say: say.pdf_with(say.stream(spaces(), b"/Filter /FlateDecode")),
    "packed twice": packed_twice,
    "thirty million letters": many_letters,
    "arrays in arrays": arrays_in_arrays,
    "pages in a circle": pages_in_a_circle,
    "a drawing in itself": lambda say: with_drawings(say, [form(6, b"/A Do /A Do")]),
    "drawings of drawings": lambda say: with_drawings(say, [form(n + 1, b"/A Do " * 10) for n in range(6, 36)]),
    "junk": lambda _: b"%PDF-1.4\n" + b"junk" * 1000,
    "a blank page": lambda say: say.pdf_with(say.stream(b"")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_of_pdf(say, name):
    content = BOMBS[name](say)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    with pytest.raises((DocumentUnreadable, DocumentTooLarge)) as caught:
        Sandbox(TIGHT).parse(say.raw_pdf(content))
    assert time.monotonic() - begun < TIGHT.seconds + 10
    assert str(caught.value).startswith("/home/ada/paper.pdf ")
    assert "nstead" in str(caught.value)  # the next step
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KB; this process took no harm


@pytest.mark.slow
@pytest.mark.parametrize("page", [
    b"<html><body><article class=ltx_document>" + b"<div>" * 100_000 + b"x",
    b"<html><body>" + b"<b>" * 1_000_000 + b"x",
    b"<html><body><h1>x</h1>" + b"<p>otters and more otters</p>" * 600_000,
    b"<html><body><h1>x</h1><p>" + b"a" * 20_000_000,
    b"<html><body>" + b"<a href=#a name=b>" * 100_000 + b"x",
], ids=["deep", "deep inline", "endless", "one word", "links in links"])  # fmt: skip
def test_bombs_of_html(say, page):
    begun = time.monotonic()
    with pytest.raises((DocumentUnreadable, DocumentTooLarge)):
        Sandbox(Bounds(seconds=6.0)).parse(say.raw_html(page))
    assert time.monotonic() - begun < 12


@pytest.mark.slow
def test_what_takes_too_long_is_killed_and_leaves_nothing_behind(say):
    bounds = Bounds(seconds=0.05)
    with pytest.raises(DocumentUnreadable, match=r"longer than 0\.05 s"):
        Sandbox(bounds).parse(say.raw_html(say.PAGE))
    children = subprocess.run(["ps", "-o", "args", "--ppid", str(os.getpid())], capture_output=True, text=True)
    assert "parsing_process" not in children.stdout


@pytest.mark.slow
def test_an_answer_is_bounded_too(say):
    page = b"<html><body><h1>x</h1>" + b"<p>otters and more otters</p>" * 2000
    with pytest.raises(DocumentTooLarge, match="more text than is read"):
        Sandbox(Bounds(answer_bytes=50_000)).parse(say.raw_html(page))


@pytest.mark.slow
def test_the_child_gets_no_secrets_and_loads_little(say, monkeypatch):
    from paper_reader.reader import sandbox

    monkeypatch.setenv("PAPER_READER_OPENALEX_KEY", "secret")
    assert not any(name.startswith("PAPER_READER") for name in sandbox._environment())
    program = (
        "import sys, paper_reader.reader.parsing_process as p, paper_reader.reader.pdf, paper_reader.reader.html_page\n"
    )
    program += (
        "print([m for m in ('torch', 'sqlalchemy', 'faiss', 'numpy', 'requests', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_damaged_pdfs_are_documents_or_errors_of_ours(say, recordings):
    """Bytes turned over anywhere: a page more or less, or a clear error, and never another end."""
    sound = (recordings / "arxiv_pdf" / "1903.10676.pdf").read_bytes()
    chance = random.Random(7)
    outcomes = set()
    for _ in range(14):
        content = bytearray(sound)
        for _ in range(chance.choice((1, 20, 400, 8000))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        content[:5] = b"%PDF-"
        try:
            outcomes.add(type(Sandbox(TIGHT).parse(say.raw_pdf(bytes(content[: chance.choice((-1, 200_000))])))))
        except (DocumentUnreadable, DocumentTooLarge) as error:
            outcomes.add(type(error))
    assert outcomes == {Document, DocumentUnreadable}
