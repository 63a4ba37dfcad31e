"""Reading a paper in full, as a person does it; arXiv's site is a small one on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body>
<article class="ltx_document"><h1 class="ltx_title ltx_title_document">Graph networks for molecules</h1>
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p class="ltx_p">Messages between atoms tell how soluble
a molecule is.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">1 </span>Introduction</h2>
<div class="ltx_para"><p class="ltx_p">Molecules are graphs. The network predicts how soluble a molecule is from
messages between its atoms. Others have tried many rules by hand before. Rules grow old quickly, as everybody knows.
We leave them
to the past <cite class="ltx_cite">[<a class="ltx_ref" href="#bib.bib1">1</a>]</cite>.</p></div></section>
<section id="S2" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">2 </span>Method</h2>
<div class="ltx_para"><p class="ltx_p">Fine-tuning takes an hour. \x1b[31mNothing\x1b[0m else is needed.</p></div>
<section id="S2.SS1" class="ltx_subsection"><h3 class="ltx_title"><span class="ltx_tag">2.1 </span>Messages</h3>
<div class="ltx_para"><p class="ltx_p">Each atom sends a message along each bond.</p></div></section></section>
<section id="S3" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">3 </span>Conclusion</h2>
<div class="ltx_para"><p class="ltx_p">Messages suffice.</p></div></section>
<section id="A1" class="ltx_appendix"><h2 class="ltx_title"><span class="ltx_tag">A </span>Further tables</h2>
<div class="ltx_para"><p class="ltx_p">More figures stand here.</p></div></section>
<section class="ltx_bibliography"><h2>References</h2><ul><li id="bib.bib1" class="ltx_bibitem">
<span class="ltx_tag">[1]</span><span class="ltx_bibblock">G. Hill.</span><span class="ltx_bibblock">Attention over
neighbours in graphs.</span><span class="ltx_bibblock">arXiv:1801.00002, 2018.</span></li></ul></section>
</article></body></html>"""


@pytest.fixture
def site():
    """arXiv's site with one paper, and what was asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            found = "1901.00001" in self.path and "html" in self.path
            body = PAGE.encode() if found else b"<html><body>no</body></html>"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = asked
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def reader(quick_copy, site, tmp_path):
    """The commands on a copy of the library, over that site, with a cache of their own."""
    quick_copy.environment = {
        "PAPER_READER_ARXIV_SITE_URL": f"http://127.0.0.1:{site.server_address[1]}",
        "PAPER_READER_CACHE_DIR": str(tmp_path / "cache"),
        "PAPER_READER_ARXIV_INTERVAL_SECONDS": "0",
    }
    return quick_copy


def test_a_paper_read_in_three_passes(reader, site):
    reader("mark", "1901.00001", "to-read")
    shown = reader("read", "1901.00001")
    first = shown.stdout
    assert "Pass 1 of 3" in first
    assert "marked as reading" in shown.stderr
    assert "Messages suffice." in first
    assert "2.1 Messages" in first
    assert "sends a message" not in first
    assert "Attention over neighbours in graphs" in first  # a reference that the library has
    assert "\x1b" not in first
    assert reader.json("show", "1901.00001")["status"] == "reading"
    fetched = len(site.asked)

    reader("read", "1901.00001", "--done", "1")
    second = reader("read", "1901.00001").stdout
    assert "Pass 2 of 3" in second
    assert "sends a message along each bond" in second
    assert "Further tables" not in second
    third = reader("read", "1901.00001", "--pass", "3").stdout
    assert "More figures stand here." in third
    done = reader("read", "1901.00001", "--done", "3")
    assert "mark 1 read" in done.stderr
    reader("mark", "1901.00001", "read")
    assert "mark 1 read" not in reader("read", "1901.00001", "--done", "3").stderr
    assert reader.json("show", "1901.00001")["status"] == "read"
    assert len(site.asked) == fetched  # the text was asked for once


def test_outline_places_and_sections(reader):
    outline = reader.json("read", "1901.00001", "--outline")["outline"]
    assert [one["number"] for one in outline if one["level"] == 1][-4:] == ["1", "2", "3", "A"]
    assert all(one["seconds"]["3"] >= one["seconds"]["2"] >= 0 for one in outline)
    assert "A Further tables" in reader("read", "1901.00001", "--outline").stdout
    places = reader.json("read", "1901.00001", "--find", "fine tuning")["places"]
    assert [(one["heading"], one["snippet"][one["start"] : one["end"]]) for one in places] == [
        ("2 Method", "Fine-tuning")
    ]
    assert "does not have" in reader("read", "1901.00001", "--find", "quarks").stderr
    section = reader("read", "1901.00001", "--section", "method").stdout
    assert "Each atom" in section
    assert "Molecules are graphs" not in section
    assert reader.json("read", "1901.00001", "--notes")["position"]["heading"] == "2 Method"
    assert "no section" in reader("read", "1901.00001", "--section", "9", check=2).stderr
    marked = reader("read", "1901.00001", "--section", "1", "--key-sentences").stdout
    assert "**The network predicts how soluble" in marked
    assert "**" not in reader("read", "1901.00001", "--section", "1").stdout


def test_notes_and_highlights_stand_in_the_text_and_in_every_export(reader, tmp_path):
    reader("read", "1901.00001", "--section", "2.1", "--note", "Why *each* bond?")
    reader("read", "1901.00001", "--highlight", "messages suffice", "--note", "Do they?")
    assert "empty" in reader("read", "1901.00001", "--section", "1", "--note", " ", check=2).stderr
    assert "does not say that" in reader("read", "1901.00001", "--highlight", "what nobody wrote", check=2).stderr
    assert "Name it with --section" in reader("read", "1901.00001", "--note", "x", check=2).stderr
    shown = reader("read", "1901.00001", "--pass", "3").stdout
    assert shown.index("2.1 Messages") < shown.index("Why *each* bond?") < shown.index("Each atom sends")
    document = reader("read", "1901.00001", "--pass", "3", "--format", "markdown").stdout
    assert document.startswith("# Graph networks for molecules")
    assert "> Messages suffice" in document

    listed = reader("export", "1901.00001", "--format", "markdown").stdout
    assert "  - *2.1 Messages*: Why *each* bond?" in listed
    assert "  - > Messages suffice" in listed
    reader("export", "1901.00001", "--output", f"{tmp_path / 'notes'}/")
    (note,) = [one.read_text("utf-8") for one in (tmp_path / "notes").glob("*.md")]
    assert "### 2.1 Messages\n\nWhy *each* bond?" in note
    line = json.loads(reader("export", "1901.00001", "--format", "jsonl").stdout)
    assert [one.get("quote") for one in line["through"]["annotations"]] == [None, "Messages suffice"]
    progress = tmp_path / "progress.jsonl"
    reader("mark", "--export", str(progress))
    said = reader.json("mark", "--import", str(progress))
    assert said["notes"] == 0  # all of it is here


@pytest.mark.slow
def test_what_has_no_text_says_what_to_do(reader, tmp_path):
    assert "has no arXiv id" in reader("read", "lib:4", check=1).stderr
    assert reader("read", "1801.00002", check=1).stderr.startswith("error: ")
    assert "no paper" in reader("read", "no such title", check=1).stderr
    file = tmp_path / "own.html"
    file.write_text(PAGE)
    read = reader.json("read", str(file))
    assert (read["paper"], read["title"]) == (None, "Graph networks for molecules")
    assert len(reader.json("read", str(file), "--find", "messages")["places"]) == 4
    assert reader.json("read", "lib:4", "--file", str(file))["paper"]["external_id"] == "lib:4"
    reader("read", "lib:4", "--file", str(file), "--section", "3", "--note", "From a file of mine.")
    assert "From a file of mine." in reader("read", "lib:4", "--notes").stdout
    assert "say one thing" in reader("read", "1901.00001", "--outline", "--find", "x", check=2).stderr
