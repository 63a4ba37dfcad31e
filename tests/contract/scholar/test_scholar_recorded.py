"""Scholar's real pages, recorded, over real sockets through the real `scholarly`, against a parser of our own.

Which page must give what is read off the page itself by the independent parser here; what cannot be read off (whether
an odd page counts as one of results) stands in the two lists below.
"""

import re

import lxml.html
import pytest

from paper_reader.errors import SourceAnswerUnrecognised, SourceBlocked, SourceRateLimited
from paper_reader.identifiers import scholar_cluster
from paper_reader.types import SourceQuery

pytestmark = pytest.mark.usefixtures("no_detours")

PROFILES = ("author_8daWuo4AAAAJ_2019.html", "author_SbUmSEAAAAAJ_2024.html")
SINGLE = (
    "jjbes/annotator1__C16-3001.html",
    "jjbes/annotator3__C16-3001.html",
    "jjbes/annotator2__2020.coling-tutorials.1.html",
)
UNKNOWN = (
    "article_view_citation_2024.html",
    "cite_dialog_4qAC3XBmStsJ_2020.html",
    "goscholar_cluster_2016.html",  # the layouts of 2016 and 2013
    "goscholar_serp1_2016.html",
    "goscholar_serp2_2016.html",
    "old2013_author_result_page_has_next.html",
    "old2013_full_article.html",
    "zotero_paper_no_citations_2021.html",  # the classes of its rows were taken away
)
ODD = (*PROFILES, *UNKNOWN, "captcha_inline_gs_captcha_ccl_2020.html", "zotero_no_results_2021.html")
SAMPLE = (
    "derived/cluster_quantum_theory_2018.html",
    "jjbes/annotator1__2020.acl-tutorials.6.html",
    "serp_gsscraper_page_2.html",
    "zotero_has_recaptcha_2021.html",  # a recaptcha script on a page of results, and none of the signs
    *SINGLE,
)


def squeezed(text):
    return " ".join(text.replace("\xa0", " ").split())


def rows_by_hand(content):
    """Title, count and number of each row, by lxml and nothing of ours but the reading of numbers."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    root = lxml.html.fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    found = []
    for row in root.xpath("//div[contains(concat(' ', normalize-space(@class), ' '), ' gs_or ')][@data-cid]"):
        heading = row.xpath(".//h3")[0]
        marks = heading.xpath("./span[contains(@class, 'gs_ct')]")
        title = squeezed(heading.text_content())
        if marks:
            title = title.removeprefix(squeezed(marks[0].text_content())).strip()
        links = [one for one in row.xpath(".//a[contains(@href, 'cites=')]") if one.text_content().strip()]
        cited = int(re.sub(r"\D", "", links[0].text_content())) if links else 0
        number = re.search(r"cites=(\d+)", links[0].get("href"))[1] if links else scholar_cluster(row.get("data-cid"))
        found.append((title, cited, number))
    return found


def ordinary(recordings, manifest):
    names = [name for name, said in sorted(manifest.items()) if said["status"] == 200]
    return [recordings / name for name in names if name.removeprefix("scholar/") not in ODD]


def harvested(machine, scholar_site, content, make_reply, **asked):
    """What one page gives: it is served once, and then the small site's page that says that nothing matches."""
    scholar_site.results = []
    scholar_site.instead = lambda asked: None if asked.start else make_reply(body=content)
    query = SourceQuery(source="scholar", **(asked or {"text": "x"}))
    return [record for page in machine.source().harvest(query) for record in page.records]


def compare(machine, scholar_site, path, make_reply):
    content = path.read_bytes()
    machine.folder = machine.folder.with_name(path.stem + str(len(content)))
    by_hand = rows_by_hand(content)
    records = harvested(machine, scholar_site, content, make_reply)
    assert [record.title for record in records] == [title for title, _, _ in by_hand], path.name
    assert [record.citation.count for record in records] == [cited for _, cited, _ in by_hand], path.name
    assert [record.key for record in records] == [number for _, _, number in by_hand], path.name
    return len(records), sum(record.citation.count for record in records)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_page_gives_its_rows(machine, scholar_site, recordings, make_reply, name):
    rows, _ = compare(machine, scholar_site, recordings / "scholar" / name, make_reply)
    assert rows == 1 if name in SINGLE else rows > 0


@pytest.mark.slow
def test_all_pages_give_all_rows_and_citations(machine, scholar_site, recordings, manifest, make_reply):
    pages = ordinary(recordings, manifest)
    gave = [compare(machine, scholar_site, path, make_reply) for path in pages]
    by_hand = [rows_by_hand(path.read_bytes()) for path in pages]
    assert len(pages) >= 70
    assert sum(rows for rows, _ in gave) == sum(map(len, by_hand))
    assert sum(cited for _, cited in gave) == sum(cited for rows in by_hand for _, cited, _ in rows) > 500_000


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_give_their_papers(machine, scholar_site, recordings, make_reply, name, make_profile):
    content = (recordings / "scholar" / name).read_bytes()
    root = lxml.html.fromstring(content)
    lines = root.xpath("//tr[contains(@class, 'gsc_a_tr')]")
    by_hand = [
        (squeezed(line.xpath(".//a[contains(@class, 'gsc_a_at')]")[0].text_content()),
         int(re.sub(r"\D", "", line.xpath(".//*[contains(@class, 'gsc_a_ac')]")[0].text_content()) or 0))
        for line in lines
    ]  # fmt: skip
    records = harvested(machine, scholar_site, content, make_reply, author="abcdefghijAJ")
    assert [(record.title, record.citation.count) for record in records] == by_hand
    assert all(record.authors for record in records)


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_no_page_of_results_is_an_error(machine, scholar_site, recordings, make_reply, name):
    with pytest.raises(SourceAnswerUnrecognised, match="not an empty result"):
        harvested(machine, scholar_site, (recordings / "scholar" / name).read_bytes(), make_reply)
    assert (len(scholar_site.requests), machine.time.slept) == (1, [])


def test_nothing_found_is_empty(machine, scholar_site, recordings, make_reply):
    content = (recordings / "scholar" / "zotero_no_results_2021.html").read_bytes()
    assert harvested(machine, scholar_site, content, make_reply) == []
    assert len(scholar_site.requests) == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("captcha_inline_gs_captcha_ccl_2020.html", 200),
        ("error403_cite_2020.html", 403),
        ("error403_bibtex_2020.html", 403),
    ],
)
def test_refusals_block_at_once(machine, scholar_site, recordings, make_reply, name, status):
    scholar_site.instead = lambda asked: make_reply(status=status, body=(recordings / "scholar" / name).read_bytes())
    with pytest.raises(SourceBlocked) as caught:
        list(machine.source().harvest(SourceQuery(source="scholar", text="x")))
    assert (len(scholar_site.requests), machine.time.slept) == (1, [])
    assert caught.value.retry_after_seconds == 6 * 3600


@pytest.mark.parametrize(
    ("name", "kind", "asked"),
    [
        ("scholar_302_to_sorry.http", SourceBlocked, 1),
        ("scholar_429_sorry.http", SourceBlocked, 1),
        ("scholar_429_plain.http", SourceRateLimited, 2),
    ],
)
def test_answers_of_an_annoyed_scholar(machine, scholar_site, recordings, make_reply, name, kind, asked):
    head, _, body = (recordings / "synthetic" / name).read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
    first, *lines = head.decode().split("\n")
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith("Content-Length"))
    scholar_site.instead = lambda _: make_reply(status=int(first.split()[1]), headers=headers, body=body)
    with pytest.raises(kind):
        list(machine.source().harvest(SourceQuery(source="scholar", text="x")))
    assert len(scholar_site.requests) == asked
    assert machine.breaker.state().value == "open"
