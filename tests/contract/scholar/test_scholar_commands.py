"""Scholar from the command line, against a small Scholar of ours.

A harvest goes on in a process of its own, as a person would start it; the rest runs in this one, since that is quick.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.cli.main import main


class CommandLine:
    """Runs `paper-reader` on a library and a cache of its own, Scholar switched on."""

    def __init__(self, folder, url):
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPER_READER_")}
        self.environment = kept | {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PAPER_READER_DATA_DIR": str(folder / "data"),
            "PAPER_READER_CACHE_DIR": str(folder / "cache"),
            "PAPER_READER_STARTER": "off",
            "PAPER_READER_SCHOLAR": "on",
            "PAPER_READER_SCHOLAR_URL": url,
            "PAPER_READER_SCHOLAR_INTERVAL_SECONDS": "0",
        }

    def process(self, *arguments, check=0):
        done = subprocess.run(
            [sys.executable, "-m", "paper_reader", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == check, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def __call__(self, *arguments, check=0, **variables):
        before, out, err = dict(os.environ), io.StringIO(), io.StringIO()
        os.environ.clear()
        os.environ.update(self.environment | variables)
        try:
            with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
                main(arguments)
        finally:
            os.environ.clear()
            os.environ.update(before)
        status = int(ended.value.code or 0)
        assert status == check, f"exit {status}\n{out.getvalue()}\n{err.getvalue()}"
        return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())

    def json(self, *arguments, **how):
        return json.loads(self(*arguments, "--json", **how).stdout)

    def breaker_file(self):
        (found,) = (self.folder / "cache" / "scholar").glob("*/breaker.json")
        return found


@pytest.fixture
def cli(tmp_path, scholar_site):
    return CommandLine(tmp_path, scholar_site.url)


def test_a_harvest_cut_by_a_captcha_goes_on_when_the_time_has_come(cli, scholar_site, make_results, bad_pages):
    scholar_site.results = make_results(97)
    scholar_site.instead = lambda asked: bad_pages["captcha"] if asked.start == 30 else None
    collect = ("collect", "small questions", "--source", "scholar", "-n", "200")

    cut = cli(*collect, check=3)
    assert "30 read: 30 new" in cut.stdout
    assert "CAPTCHA" in cut.stderr
    assert "goes on at page 4" in cut.stderr
    said = cli.json("scholar", "status")
    assert (said["breaker"], said["pages_today"], said["cached_pages"]) == ("open", 4, 3)
    reopens = datetime.fromisoformat(said["reopens_at"])
    assert timedelta(hours=5.9) < reopens - datetime.now(UTC) <= timedelta(hours=6)
    assert f"{reopens.astimezone():%Y-%m-%d %H:%M}" in cut.stderr

    scholar_site.instead = lambda asked: None
    refused = cli(*collect, check=3)  # nobody is asked
    assert "left alone" in refused.stderr
    assert len(scholar_site.requests) == 4

    notes = json.loads(cli.breaker_file().read_text())
    for name in ("reopens_at", "opened_at"):
        notes[name] = (datetime.fromisoformat(notes[name]) - timedelta(hours=6, minutes=1)).isoformat()
    cli.breaker_file().write_text(json.dumps(notes))
    assert cli.json("scholar", "status")["breaker"] == "trial"
    rest = cli.process(*collect)
    assert "67 read: 67 new" in rest.stdout
    assert [one.start for one in scholar_site.requests[4:]] == [30, 40, 50, 60, 70, 80, 90]
    assert cli.json("scholar", "status")["breaker"] == "closed"
    papers = [json.loads(line) for line in cli("export", "--all", "--format", "jsonl").stdout.splitlines()]
    assert sorted(paper["title"] for paper in papers) == sorted(one.title for one in scholar_site.results)
    counts = {paper["title"]: paper["citation_count"] for paper in papers}
    assert counts == {one.title: one.cited_by for one in scholar_site.results}


def test_switched_off_nobody_is_asked_and_the_warning_says_how(cli, scholar_site):
    for arguments in (("collect", "x", "--source", "scholar"), ("scholar", "author", "Ada Müller")):
        done = cli(*arguments, check=2, PAPER_READER_SCHOLAR="off")
        assert "Google's terms" in done.stderr
        assert "scholar = on" in done.stderr
        assert "--source arxiv" in done.stderr
    said = cli("scholar", "status", PAPER_READER_SCHOLAR="")
    assert "switched off" in said.stdout
    assert "Google's terms" in said.stderr
    assert not scholar_site.requests


def test_haste_is_refused_towards_every_other_machine(cli):
    live = {"PAPER_READER_SCHOLAR_URL": "https://scholar.google.com"}
    done = cli("collect", "x", "--source", "scholar", check=2, **live)
    assert "scholar_interval_seconds" in done.stderr
    short = live | {"PAPER_READER_SCHOLAR_INTERVAL_SECONDS": "10", "PAPER_READER_SCHOLAR_BREAKER_HOURS": "1"}
    assert "scholar_breaker_hours" in cli("scholar", "status", check=2, **short).stderr


def test_a_paper_of_the_library_is_found_by_its_title_and_then_known_by_its_number(
    cli, scholar_site, make_result, make_results, tmp_path
):
    wanted = make_result(number=8 * 10**18, title="How cells tell their age", authors="K Lee, A Ölm", year=2014)
    other = make_result(number=9 * 10**17, title="How cells tell their age", authors="Z Nobody, Y Else", year=1971)
    file = tmp_path / "papers.jsonl"
    file.write_text(json.dumps({"title": "How cells tell their age", "authors": ["Kim Lee", "Anna Ölm"], "year": 2013}))
    cli("import", str(file))
    citing = make_results(12, first=500)
    scholar_site.results = [other, wanted]
    pages = scholar_site.page

    def answer(asked):
        if "cites" in asked.query:
            scholar_site.results = citing
        return pages(asked)

    scholar_site.instead = answer
    done = cli("scholar", "cited-by", "How cells tell their age")
    assert "12 read: 12 new" in done.stdout
    assert scholar_site.requests[0].query["q"] == '"How cells tell their age"'
    assert [one.query.get("cites") for one in scholar_site.requests] == [None, str(wanted.number), str(wanted.number)]
    assert cli.json("show", "How cells tell their age")["citation_count"] == wanted.cited_by
    asked = len(scholar_site.requests)
    cli("scholar", "versions", "How cells tell their age")  # its number is known now
    assert scholar_site.requests[asked].query["cluster"] == str(wanted.number)


def test_results_join_the_papers_that_are_there_and_no_others(cli, scholar_site, make_result, tmp_path):
    known = [
        {"title": "Attention is what we look at", "authors": ["Ada Müller", "Bo Chen"], "arxiv_id": "1706.03762"},
        {"title": "How cells tell their age", "authors": ["Kim Lee", "Anna Ölm"], "year": 2013},
        {"title": "Introduction", "authors": ["Kim Lee"], "year": 2013},
    ]
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in known))
    cli("import", str(file))
    eprint = "https://arxiv.org/pdf/1706.03762"
    scholar_site.results = [
        make_result(
            number=10**18 + 1, title="Attention is what we look at", authors="A Müller, B Chen…", eprint=eprint
        ),
        make_result(number=10**18 + 2, title="How cells tell their age", authors="K Lee, A Ölm", year=2014),
        make_result(number=10**18 + 3, title="Introduction", authors="Z Nobody", year=2013),
    ]
    assert "3 read: 1 new, 2 joined papers that were there" in cli("collect", "x", "--source", "scholar").stdout
    shown = cli.json("show", "1706.03762", "--records")
    assert shown["citation_count"] == 7
    assert shown["authors"] == ["Ada Müller", "Bo Chen"]  # names in full win over Scholar's initials


def test_all_versions_become_one_paper(cli, scholar_site, make_result):
    titles = ("How cells tell their age", "How cells tell their age.", "HOW CELLS TELL THEIR AGE: preprint")
    scholar_site.results = [
        make_result(number=10**18 + place, title=title, authors="K Lee, A Ölm", cited_by=0 if place else 90)
        for place, title in enumerate(titles)
    ]
    cli("scholar", "versions", "scholar:1000000000000000000")
    papers = [json.loads(line) for line in cli("export", "--all", "--format", "jsonl").stdout.splitlines()]
    assert [paper["citation_count"] for paper in papers] == [90]


def test_the_status_needs_no_scholarly(cli):
    code = "import sys; from paper_reader.cli.main import main\ntry:\n    main(['scholar', 'status'])\n"
    code += "except SystemExit:\n    pass\nassert 'scholarly' not in sys.modules and 'httpx' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code], env=cli.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_paper_that_scholar_lacks_is_named_and_nothing_is_collected(cli, scholar_site, tmp_path):
    file = tmp_path / "papers.jsonl"
    file.write_text(json.dumps({"title": "Sorting socks by hand", "authors": ["Kim Lee"], "year": 2013}))
    cli("import", str(file))
    done = cli("scholar", "cited-by", "Sorting socks by hand", check=1)
    assert "cites=" in done.stderr
    assert len(scholar_site.requests) == 1


def test_saved_pages_are_read_without_asking_anybody(cli, scholar_site, make_page, make_profile, bad_pages, tmp_path):
    page = tmp_path / "saved.html"
    page.write_bytes(make_page(scholar_site.results[:10], total=25))
    assert "10 read: 10 new" in cli("import", str(page), PAPER_READER_SCHOLAR="off").stdout
    profile = tmp_path / "profile.htm"
    profile.write_bytes(make_profile(scholar_site.results[8:12], has_more=False))
    assert "4 read" in cli("import", str(profile)).stdout
    captcha = tmp_path / "captcha.html"
    captcha.write_bytes(bad_pages["captcha"])
    assert "CAPTCHA" in cli("import", str(captcha), check=1).stderr
    new = tmp_path / "new.html"
    new.write_bytes(bad_pages["new layout"])
    assert "layout has changed" in cli("import", str(new), check=1).stderr
    nothing = tmp_path / "nothing.html"
    nothing.write_bytes(bad_pages["nothing"])
    assert "nothing that matches" in cli("import", str(nothing)).stdout
    papers = [json.loads(line) for line in cli("export", "--all", "--format", "jsonl").stdout.splitlines()]
    assert len(papers) == 12
    assert not scholar_site.requests
