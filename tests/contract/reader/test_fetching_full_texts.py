"""Full texts from a site that behaves, and from one that does not: what comes, what is asked, within which bounds."""

import gzip
import time
import zlib

import pytest

from paper_reader.errors import (
    DocumentTooLarge,
    DocumentUnavailable,
    SettingsError,
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceRateLimited,
    SourceUnavailable,
)
from paper_reader.reader.raw_document import DocumentForm

PDF = b"%PDF-1.7\n" + b"otters " * 100


@pytest.fixture
def fetcher(documents_of):
    return documents_of()._fetcher


def test_html_comes_first_and_nothing_else_is_asked(site, fetcher, say):
    site.replies["/html/2101.00001v2"] = lambda: say.whole(say.PAGE)
    raw = fetcher.fetch("2101.00001v2")
    assert (raw.form, raw.content) == (DocumentForm.HTML, say.PAGE)
    assert raw.address == f"{site.url}/html/2101.00001v2"
    assert site.asked == ["/html/2101.00001v2"]


@pytest.mark.parametrize(
    "page",
    [
        None,
        b"<html><body><h1>HTML is not available for the source</h1></body></html>",
        b"<html><head><title>[2101.00001] Otters</title></head><body>Access Paper: View PDF</body></html>",
        b"<html><body>Please solve this reCAPTCHA</body></html>",
        b'<html><body><article class="ltx_document">Conversion to HTML had a Fatal error</article></body></html>',
        b"just words",
        b"",
    ],
    ids=["404", "says there is none", "the abstract's page", "a challenge", "half a conversion", "no page", "empty"],
)
def test_the_pdf_comes_where_there_is_no_html(site, fetcher, say, page):
    if page is not None:
        site.replies["/html/math/0309136"] = lambda: say.whole(page)
    site.replies["/pdf/math/0309136"] = lambda: say.whole(PDF, kind="application/pdf")
    raw = fetcher.fetch("math/0309136")
    assert (raw.form, raw.content) == (DocumentForm.PDF, PDF)


def test_neither_html_nor_pdf_is_no_full_text(fetcher):
    with pytest.raises(DocumentUnavailable, match=r"neither HTML nor PDF.*/abs/2101\.00001"):
        fetcher.fetch("2101.00001")


@pytest.mark.parametrize(("page", "error"), [
    (b"<html><body>Something went wrong</body></html>", SourceAnswerUnrecognised),
    (b"\x00\x01\x02 no pdf at all", SourceAnswerUnrecognised),
    (b'<html><head><meta http-equiv="refresh" content="5"></head><body>Generating</body></html>', SourceUnavailable),
])  # fmt: skip
def test_something_else_in_place_of_a_pdf_is_told_apart(site, fetcher, say, page, error):
    site.replies["/pdf/2101.00001"] = lambda: say.whole(page, kind="application/pdf")
    with pytest.raises(error) as caught:
        fetcher.fetch_pdf("2101.00001")
    assert type(caught.value) is error
    if error is SourceUnavailable:
        assert caught.value.retry_after_seconds == 60


def test_a_refusal_is_not_asked_again_for_an_hour(site, documents_of, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(b"no", status="403 Forbidden")
    with pytest.raises(SourceBlocked) as first:
        documents_of().get("2101.00001")
    assert first.value.retry_after_seconds == pytest.approx(6 * 3600)
    with pytest.raises(SourceBlocked, match=r"left alone until 18:00 UTC") as second:
        documents_of().get("2101.00002")  # another process of this machine
    assert second.value.retry_after_seconds == pytest.approx(6 * 3600)
    assert site.asked == ["/html/2101.00001"]


@pytest.mark.parametrize(("status", "error"), [
    ("429 Too Many Requests", SourceRateLimited), ("503 Service Unavailable", SourceUnavailable),
])  # fmt: skip
def test_a_busy_site_says_when_to_come_again(site, documents_of, say, status, error):
    site.replies["/html/2101.00001"] = lambda: say.whole(b"", status=status, more="Retry-After: 600\r\n")
    with pytest.raises(error) as caught:
        documents_of(tries=2).get("2101.00001")
    assert caught.value.retry_after_seconds == 600
    with pytest.raises(SourceRateLimited, match="10 minutes"):  # the pause holds for every process
        documents_of().get("2101.00001")
    assert len(site.asked) == 1


def test_the_site_is_asked_three_seconds_apart(site, fetcher, clock, say):
    site.replies["/pdf/2101.00001"] = lambda: say.whole(PDF)
    fetcher.fetch("2101.00001")
    assert len(site.asked) == 2
    assert sum(clock.slept) >= 2.9


@pytest.mark.parametrize("where", [
    "http://localhost:{port}/pdf/x", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd",
    "http://127.0.0.1:1/pdf/x", "http://[::1]/x", "gopher://127.0.0.1:{port}/x", "//evil.example/x",
])  # fmt: skip
def test_redirects_lead_nowhere_else(site, fetcher, say, where):
    target = where.format(port=site.url.rpartition(":")[2])
    site.replies["/html/2101.00001"] = lambda: say.whole(b"", status="302 Found", more=f"Location: {target}\r\n")
    with pytest.raises(SourceAnswerUnrecognised):
        fetcher.fetch("2101.00001")
    assert site.asked == ["/html/2101.00001"]


def test_redirects_on_the_site_are_followed(site, fetcher, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(
        b"", status="302 Found", more="Location: /html/2101.00001v3\r\n"
    )
    site.replies["/html/2101.00001v3"] = lambda: say.whole(say.PAGE)
    assert fetcher.fetch("2101.00001").address == f"{site.url}/html/2101.00001v3"


def test_plain_http_to_another_machine_is_refused(documents_of):
    with pytest.raises(SettingsError, match="plain http"):
        documents_of(url="http://arxiv.example")


@pytest.mark.parametrize("lie", [2**31, 10**15], ids=["two gigabytes", "more than there is"])
def test_a_body_that_is_too_large_is_read_to_the_bound_alone(site, documents_of, say, lie):
    def endless():
        yield say.head(b"", length=lie, kind="application/pdf") + b"%PDF-1.7\n"
        while True:
            yield b"\0" * 262_144

    site.replies["/pdf/2101.00001"] = endless
    with pytest.raises(DocumentTooLarge, match="document_megabytes"):
        documents_of().get("2101.00001")
    assert site.sent < 40_000_000  # the bound is 4 MB; the rest filled the sockets' buffers


def test_an_endless_chunked_page_ends_at_the_bound(site, documents_of):
    def endless():
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"10000\r\n" + b"<p>otter" * 8192 + b"\r\n"

    site.replies["/pdf/2101.00001"] = endless
    with pytest.raises(DocumentTooLarge):
        documents_of().get("2101.00001")


def test_a_compressed_bomb_ends_at_the_bound(site, documents_of, say):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(30)) + packer.flush()
    site.replies["/pdf/2101.00001"] = lambda: say.whole(bomb, more="Content-Encoding: gzip\r\n")
    with pytest.raises(DocumentTooLarge):
        documents_of().get("2101.00001")


def test_a_page_in_place_of_which_too_much_comes_is_read_as_pdf(site, documents_of, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE + b" " * 3000)
    site.replies["/pdf/2101.00001"] = lambda: say.whole(PDF)
    assert documents_of(most_bytes=2000)._fetcher.fetch("2101.00001").form is DocumentForm.PDF


def test_a_body_that_breaks_off_is_no_document(site, fetcher, say):
    site.replies["/pdf/2101.00001"] = lambda: [say.head(PDF, length=len(PDF) + 5000) + PDF]
    with pytest.raises(SourceUnavailable, match="broke its answer off"):
        fetcher.fetch_pdf("2101.00001")


def test_a_length_that_is_too_short_gives_what_it_says(site, fetcher, say):
    site.replies["/pdf/2101.00001"] = lambda: [say.head(PDF, length=50) + PDF]
    assert fetcher.fetch_pdf("2101.00001").content == PDF[:50]


def test_a_slow_drip_ends_in_time(site, documents_of, say):
    def drip():
        yield say.head(PDF)
        for byte in PDF:
            yield bytes([byte])
            time.sleep(0.05)

    site.replies["/pdf/2101.00001"] = drip
    begun = time.monotonic()
    with pytest.raises(SourceUnavailable, match="did not finish"):
        documents_of(answer=0.5)._fetcher.fetch_pdf("2101.00001")
    assert time.monotonic() - begun < 5


def test_a_page_that_came_compressed_is_read(site, fetcher, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(gzip.compress(say.PAGE), more="Content-Encoding: gzip\r\n")
    assert fetcher.fetch("2101.00001").content == say.PAGE
