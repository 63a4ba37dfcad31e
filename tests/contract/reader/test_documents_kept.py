"""From an id to a document through fetching, the separate process and the cache, which outlives the network."""

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from paper_reader.errors import DocumentTooLarge, DocumentUnavailable, DocumentUnreadable, SourceUnavailable
from paper_reader.reader import document_cache
from paper_reader.reader.document_cache import DocumentCache
from paper_reader.reader.parsing_process import parse
from paper_reader.settings import Settings
from paper_reader.types.document import DocumentSource, SectionRole
from paper_reader.wiring.reader import make_documents


class HereAndNow:
    """Parses without another process, and counts; the real one is tested where it matters."""

    def __init__(self):
        self.parsed = 0

    def parse(self, raw):
        self.parsed += 1
        return parse(raw)


def test_what_was_read_once_needs_no_site_any_more(site, documents_of, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    first = documents_of().get("arXiv:2101.00001")
    site.close()
    documents = documents_of()
    assert documents.get("https://arxiv.org/abs/2101.00001") == first
    assert documents.cached("2101.00001") == first
    assert documents.cached("2101.00002") is None
    assert (first.title, first.source) == ("A Small Study of Otters", DocumentSource.ARXIV_HTML)
    assert [section.role for section in first.sections] == [SectionRole.ABSTRACT, SectionRole.INTRODUCTION]
    assert first.references[0].arxiv_id == "2101.00001"
    with pytest.raises(SourceUnavailable):
        documents.get("2101.00001", refresh=True)
    assert documents.get("2101.00001") == first  # a refresh that failed took nothing away


def test_while_a_site_is_slow_what_is_here_is_told_and_read(site, documents_of, say):
    asked, answers = threading.Event(), threading.Event()

    def slowly():
        asked.set()
        assert answers.wait(20)
        return say.whole(say.PAGE)

    documents = documents_of(sandbox=HereAndNow())
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    here = documents.get("2101.00001")
    site.replies["/html/2101.00002"] = slowly
    with ThreadPoolExecutor(3) as pool:
        fetching = pool.submit(documents.get, "2101.00002")
        try:
            assert asked.wait(10)
            assert pool.submit(documents.cached, "2101.00003").result(timeout=5) is None
            assert pool.submit(documents.cached, "2101.00001").result(timeout=5) == here
        finally:
            answers.set()
        assert fetching.result(timeout=20).title == here.title


def test_a_refresh_asks_anew(site, documents_of, say):
    documents = documents_of(sandbox=HereAndNow())
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    documents.get("2101.00001")
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE.replace(b"Small", b"Large"))
    assert documents.get("2101.00001").title == "A Small Study of Otters"
    assert documents.get("2101.00001", refresh=True).title == "A Large Study of Otters"
    assert documents.get("2101.00001").title == "A Large Study of Otters"


def test_versions_are_kept_apart(site, documents_of, say):
    documents = documents_of(sandbox=HereAndNow())
    site.replies["/html/2101.00001v1"] = lambda: say.whole(say.PAGE)
    site.replies["/html/2101.00001v2"] = lambda: say.whole(say.PAGE.replace(b"Small", b"Second"))
    titles = {documents.get(f"2101.00001v{version}").title for version in (1, 2, 1, 2)}
    assert titles == {"A Small Study of Otters", "A Second Study of Otters"}
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "spoil",
    [b"", b"junk", gzip.compress(b"{}"), gzip.compress(b"[1, 2]"), b"\x1f\x8b\x08cut"],
    ids=["empty", "junk", "no document", "another thing", "cut"],
)
@pytest.mark.parametrize("also_raw", [False, True])
def test_spoilt_files_are_made_anew(site, documents_of, say, tmp_path, spoil, also_raw):
    parser = HereAndNow()
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    first = documents_of(sandbox=parser).get("2101.00001")
    for path in (tmp_path / "documents").iterdir():
        if also_raw or "json" in path.name:
            path.write_bytes(spoil)
    assert documents_of(sandbox=parser).get("2101.00001") == first
    assert (parser.parsed, len(site.asked)) == (2, 2 if also_raw else 1)


def test_newer_parsers_read_what_lies_there_without_asking(site, documents_of, say, tmp_path):
    parser = HereAndNow()
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    first = documents_of(sandbox=parser).get("2101.00001")
    kept = next((tmp_path / "documents").glob(f"*.v{document_cache.PARSE_VERSION}.json.gz"))
    kept.rename(kept.with_name(kept.name.replace(f".v{document_cache.PARSE_VERSION}.", ".v0.")))
    assert documents_of(sandbox=parser).get("2101.00001") == first
    assert (parser.parsed, len(site.asked)) == (2, 1)


def test_what_was_not_read_for_longest_goes_first(tmp_path, say):
    import os

    cache = DocumentCache(tmp_path, most_bytes=60_000)
    for number in range(8):
        cache.put_raw(f"2101.0000{number}", say.raw_html(os.urandom(10_000)))
        for path in tmp_path.glob("*.gz"):
            os.utime(path, ns=(1, path.stat().st_mtime_ns - 10**9))
        assert cache.raw("2101.00000") is not None  # read now
    kept = [number for number in range(8) if cache.raw(f"2101.0000{number}") is not None]
    assert kept == [0, 4, 5, 6, 7]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 60_000


def test_a_page_that_cannot_be_read_is_replaced_by_its_pdf(site, documents_of, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(b'<html><article class="ltx_document"></article></html>')
    lines = ["Otters hold hands when they sleep, and nobody knows for certain why they do it so."] * 12
    site.replies["/pdf/2101.00001"] = lambda: say.whole(say.pdf_with_lines(lines))
    document = documents_of(sandbox=HereAndNow()).get("2101.00001")
    assert document.source is DocumentSource.ARXIV_PDF
    assert "holds no text of a paper" in document.notes[0]


@pytest.mark.parametrize(
    "name", ["", "otters", "../../etc/passwd", "2101.00001/../x", "10.1000/xyz", "http://127.0.0.1/abs/2101.00001"]
)
def test_what_is_no_id_of_arxiv_asks_nobody(site, documents_of, name):
    with pytest.raises(DocumentUnavailable, match=r"paper-reader read FILE\.pdf"):
        documents_of().get(name)
    assert site.asked == []


def test_a_file_of_the_readers_own(documents_of, tmp_path, say):
    path = tmp_path / "otters.html"
    path.write_bytes(say.PAGE)
    document = documents_of(sandbox=HereAndNow()).from_file(path)
    assert (document.title, document.source, document.address) == (
        "A Small Study of Otters", DocumentSource.FILE, str(path),
    )  # fmt: skip


@pytest.mark.parametrize(("content", "error"), [
    (None, DocumentUnavailable), (b"words", DocumentUnreadable), (b"%PDF-1.7" + b" " * 3000, DocumentTooLarge),
])  # fmt: skip
def test_files_that_are_none(documents_of, tmp_path, content, error):
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        documents_of(most_bytes=2000).from_file(path)
    with pytest.raises(DocumentUnavailable):
        documents_of().from_file(tmp_path)


def test_a_pipe_is_no_file_and_blocks_nobody(documents_of, tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DocumentUnavailable):
        documents_of().from_file(Path(tmp_path / "pipe"))


def test_the_cache_holds_plain_json(tmp_path, say):
    cache = DocumentCache(tmp_path, most_bytes=1_000_000)
    document = parse(say.raw_html(say.PAGE))
    cache.put_document("cs/9901011", document)
    assert cache.document("cs/9901011") == document
    kept = json.loads(gzip.decompress(next(tmp_path.glob("cs_9901011.v*.json.gz")).read_bytes()))
    assert kept["title"] == document.title


def test_many_who_want_the_same_paper_ask_once(site, documents_of, say):
    parser = HereAndNow()
    documents = documents_of(sandbox=parser)
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    with ThreadPoolExecutor(6) as pool:
        titles = {document.title for document in pool.map(documents.get, ["2101.00001"] * 12)}
    assert titles == {"A Small Study of Otters"}
    assert (len(site.asked), parser.parsed) == (1, 1)


def test_the_settings_make_it(site, tmp_path, say):
    site.replies["/html/2101.00001"] = lambda: say.whole(say.PAGE)
    settings = Settings(cache_dir=tmp_path, arxiv_site_url=site.url, document_megabytes=1, contact="ada@example.org")
    assert make_documents(settings).get("2101.00001").title == "A Small Study of Otters"
    assert len(list((tmp_path / "documents").iterdir())) == 2
    small = Settings(cache_dir=tmp_path, arxiv_site_url=site.url, document_megabytes=0)
    path = tmp_path / "x.html"
    path.write_bytes(say.PAGE)
    with pytest.raises(DocumentTooLarge):
        make_documents(small).from_file(path)
