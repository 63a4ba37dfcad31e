"""The pages as a browser without JavaScript meets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from api.options import ServeOptions
from paper_reader.types import TokenScope

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOPIC = "/topics/graph-neural-networks"
ELSEWHERE = "0.0.0.0"  # noqa: S104 - bound to no socket: says what the server thinks of its address


@pytest.fixture(scope="module")
def own(start_server: Callable[..., Any]) -> Any:
    """A server that these tests may change."""
    return start_server()


@pytest.fixture
def browser(own: Any) -> Iterator[httpx.Client]:
    """A browser that has just been opened: no cookie yet, and it follows redirects."""
    with own.client(headers=BROWSER, follow_redirects=True) as client:
        yield client


def soup(answer: httpx.Response, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return BeautifulSoup(answer.text, "lxml")


def number_of(browser: httpx.Client, external: str) -> int:
    return browser.get("/v1/papers", params={"reference": external}).json()["items"][0]["id"]


def send(browser: httpx.Client, form: Tag, **changed: str) -> httpx.Response:
    """Send a form as a browser does, with some fields filled in."""
    fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
    assert form["method"] == "post"
    return browser.post(str(form["action"]), data=fields | changed)


def all_pages(browser: httpx.Client) -> list[str]:
    papers = [f"/papers/{number_of(browser, name)}" for name in ("lib:1", "lib:2", "lib:5")]
    return ["/", TOPIC, "/must-read?topic=sorting+by+hand", "/search", "/search?q=graph", *papers, "/sign-in"]


@pytest.fixture(scope="module")
def pages(own: Any) -> dict[str, httpx.Response]:
    """Every page, fetched once."""
    with own.client(headers=BROWSER, follow_redirects=True) as client:
        return {path: client.get(path) for path in all_pages(client)}


def test_every_page_has_a_language_a_title_landmarks_and_headings_in_order(pages: dict[str, httpx.Response]) -> None:
    for path, answer in pages.items():
        page = soup(answer)
        assert page.html is not None
        assert page.html["lang"] == "en"
        assert page.title is not None
        assert page.title.text.endswith(" · Paper Reader")
        assert len(page.find_all("main")) == len(page.find_all("h1")) == 1, path
        assert page.select_one("a.skip[href='#main']") is not None
        assert page.select_one("header nav[aria-label] ul") is not None
        levels = [int(one.name[1]) for one in page.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        ids = [str(one["id"]) for one in page.select("[id]")]
        assert len(ids) == len(set(ids)), (path, [one for one in ids if ids.count(one) > 1])


def test_every_field_has_a_name_to_hear(pages: dict[str, httpx.Response]) -> None:
    for path, answer in pages.items():
        page = soup(answer)
        for field in page.select("input:not([type=hidden]), select, textarea"):
            named = field.get("aria-label") or page.select_one(f"label[for='{field.get('id')}']")
            assert named, (path, field)


def test_nothing_is_inline_or_comes_from_elsewhere(pages: dict[str, httpx.Response]) -> None:
    for path, answer in pages.items():
        page = soup(answer)
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
        assert not page.select("[style], style, [onclick], [onsubmit], [onload]"), path
        assert all(one.get("src") and not one.text.strip() for one in page.find_all("script"))
        loaded = [
            one.get("src") or one.get("href")
            for one in page.select("script, link[rel=stylesheet], img, link[rel=icon]")
        ]
        assert all(str(one).startswith("/static/") for one in loaded), path


@pytest.mark.slow
def test_every_link_of_every_page_leads_somewhere(browser: httpx.Client) -> None:
    followed: set[str] = set()
    for path in all_pages(browser):
        page = soup(browser.get(path))
        for link in page.select("a[href], link[href], script[src]"):
            address = urljoin(path, str(link.get("href") or link.get("src")))
            parts = urlsplit(address)
            if parts.netloc:
                assert parts.scheme == "https", address
                continue
            if parts.fragment and parts.path == path:
                assert page.select(f"[id='{parts.fragment}']"), (path, address)
            followed.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    different = {re.sub(r"^/topics/[a-z0-9-]+$", TOPIC, one) for one in followed}  # all topics are one page
    assert len(different) > 20
    for address in sorted(different):
        assert browser.get(address).status_code == 200, address


def test_titles_abstracts_and_notes_are_text_and_never_markup(browser: httpx.Client) -> None:
    path = f"/papers/{number_of(browser, 'lib:5')}"
    form = soup(browser.get(path)).select_one(f"form[action='{path}/notes']")
    assert form is not None
    send(browser, form, text="<img src=x onerror=alert(1)>\n</textarea><script>alert(2)</script>")
    for address in (path, "/search?q=evil+script+alert", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        answer = browser.get(address)
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "<b>bold" not in answer.text
        page = soup(answer)
        assert not [one for one in page.select("a[href]") if str(one["href"]).startswith("javascript:")]
    page = soup(browser.get(path))
    assert page.h1 is not None
    assert '<script>alert("x")</script>' in page.h1.text
    noted = page.select_one(".note .written")
    assert noted is not None
    assert noted.text == "<img src=x onerror=alert(1)>\n</textarea><script>alert(2)</script>"
    browser.post(str(page.select(".note form")[1]["action"]), data={"csrf_token": csrf(page)})


def csrf(page: BeautifulSoup) -> str:
    field = page.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_a_mark_is_set_and_taken_away_and_the_reader_stays_where_they_were(browser: httpx.Client) -> None:
    number = number_of(browser, "lib:2")
    mine = f"form[action='/papers/{number}/mark']"
    form = soup(browser.get(TOPIC)).select_one(mine)
    assert form is not None
    answer = send(browser, form, status="reading")
    assert str(answer.url).endswith(f"{TOPIC}#paper-{number}")
    assert answer.history[0].status_code == 303
    pressed = soup(browser.get(f"/papers/{number}")).select_one(f"{mine} button[aria-pressed=true]")
    assert pressed is not None
    assert (pressed.text, pressed["value"]) == ("Reading", "")
    assert "Go on reading" in soup(browser.get("/")).text
    form = soup(browser.get(f"/papers/{number}")).select_one(mine)
    assert form is not None
    page = soup(send(browser, form, status=""))
    assert not page.select(f"{mine} button[aria-pressed=true]")


def test_what_is_read_leaves_the_list_and_counts_as_progress(browser: httpx.Client) -> None:
    number = number_of(browser, "lib:3")
    page = soup(browser.get(TOPIC))
    before = page.select_one(".heading progress")
    assert before is not None
    assert before["value"] == "0"
    form = page.select_one(f"form[action='/papers/{number}/mark']")
    assert form is not None
    page = soup(send(browser, form, status="read"))
    bar = page.select_one(".heading progress")
    done = page.select_one("details.done")
    assert bar is not None
    assert done is not None
    assert (bar["value"], bar["max"]) == ("1", before["max"])
    assert "Attention over neighbours" in done.text
    assert not page.select(f"#paper-{number}")
    browser.post(f"/papers/{number}/mark", data={"status": "", "csrf_token": csrf(page)})


def test_a_note_is_kept_changed_and_taken_away(browser: httpx.Client) -> None:
    path = f"/papers/{number_of(browser, 'lib:4')}"
    form = soup(browser.get(path)).select_one(f"form[action='{path}/notes']")
    assert form is not None
    page = soup(send(browser, form, text="First line\r\nsecond line"))
    assert [one.text for one in page.select(".note .written")] == ["First line\nsecond line"]
    change, remove = page.select(".note form")
    page = soup(send(browser, change, text="Better"))
    assert [one.text for one in page.select(".note .written")] == ["Better"]
    assert not soup(send(browser, remove)).select(".note")


def test_a_form_without_the_sessions_token_changes_nothing(own: Any, browser: httpx.Client) -> None:
    number = number_of(browser, "lib:4")
    browser.get("/")
    for fields in ({"status": "read"}, {"status": "read", "csrf_token": "wrong"}):
        page = soup(browser.post(f"/papers/{number}/mark", data=fields), 403)
        assert "load the page again" in page.text
    with own.client(headers=BROWSER) as stranger:  # no session at all
        assert stranger.post(f"/papers/{number}/mark", data={"status": "read"}).status_code == 403
    elsewhere = {"Origin": "https://evil.example"}
    token = csrf(soup(browser.get(f"/papers/{number}")))
    sent = browser.post(f"/papers/{number}/mark", data={"status": "read", "csrf_token": token}, headers=elsewhere)
    assert sent.status_code == 403
    assert browser.get(f"/v1/papers/{number}/reading").json()["status"] is None


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_forms_lead_back_to_this_server_alone(browser: httpx.Client, back: str) -> None:
    number = number_of(browser, "lib:4")
    token = csrf(soup(browser.get(f"/papers/{number}")))
    fields = {"status": "", "csrf_token": token, "back": back}
    answer = browser.post(f"/papers/{number}/mark", data=fields, follow_redirects=False)
    assert answer.headers["location"] == f"/papers/{number}"


def test_the_search_page_says_where_hits_are_near_in_meaning_alone(browser: httpx.Client) -> None:
    said = "No paper here has these words"
    assert said in browser.get("/search?q=zzqqxx").text
    assert said not in browser.get("/search?q=graph").text
    assert said not in browser.get("/search?q=zzqqxx&mode=dense").text  # as asked
    assert said not in browser.get("/search?q=zzqqxx&mode=lexical").text


def test_the_search_page_filters_counts_and_turns_pages(browser: httpx.Client) -> None:
    page = soup(browser.get("/search", params={"q": "sorting by hand", "year_from": "", "mode": "hybrid"}))
    assert len(page.select("article.card")) == 20
    after = page.select_one("a[rel=next]")
    assert after is not None
    assert soup(browser.get(str(after["href"]))).select("article.card")
    page = soup(browser.get("/search?q=graph+neural+networks"))
    year = next(one for one in page.select(".facets a") if "2015 to 2019" in one.text)
    held = soup(browser.get(str(year["href"])))
    facts = [one.text for one in held.select("article .facts")]
    assert facts
    assert all("2019" in one or "2018" in one for one in facts)
    on = held.select_one(".facets a[aria-current=true]")
    assert on is not None
    assert soup(browser.get(str(on["href"]))).select_one("#found").text == page.select_one("#found").text  # type: ignore[union-attr]
    survey = soup(browser.get("/search?q=graph+neural+networks&kind=survey"))
    assert [one.text for one in survey.select("article h2")] == ["A survey of graph neural networks"]
    assert "Nothing found" in soup(browser.get("/search?q=graph&status=skipped")).text


def test_the_part_for_scripts_is_what_stands_on_the_page(browser: httpx.Client) -> None:
    whole = soup(browser.get("/search?q=graph")).select_one("#results")
    part = browser.get("/search?q=graph&part=results")
    assert whole is not None
    assert "<html" not in part.text
    titles = [one.text for one in BeautifulSoup(part.text, "lxml").select("article h2")]
    assert titles == [one.text for one in whole.select("article h2")]


def test_a_list_is_steered_exported_and_any_text_has_one(browser: httpx.Client) -> None:
    page = soup(browser.get(TOPIC, params={"level": "", "year_from": "2021", "year_to": "", "size": "10"}))
    assert [one.text.strip() for one in page.select("article.card h4")] == ["A survey of graph neural networks"]
    exports = [str(one["href"]) for one in page.select("aside a[download]")]
    assert all("year_from=2021" in one for one in exports)
    assert "@" in browser.get(next(one for one in exports if ".bib" in one)).text
    named = browser.get("/must-read", params={"topic": "GNN"})
    assert urlsplit(str(named.url)).path == TOPIC
    page = soup(browser.get("/must-read", params={"topic": "methylation clocks"}))
    assert "How cells age" in page.select("article.card h4")[0].text


def test_what_is_new_is_new_until_the_reader_has_looked(browser: httpx.Client) -> None:
    page = soup(browser.get(TOPIC))
    form = page.select_one(f"form[action='{TOPIC}/seen']")
    assert form is not None
    panel = soup(send(browser, form)).select_one("section[aria-labelledby=news]")
    assert panel is not None
    assert "since you looked" in panel.text


def test_errors_are_pages_for_browsers_and_problems_for_programs(browser: httpx.Client, own: Any) -> None:
    page = soup(browser.get("/papers/987654321"), 404)
    assert page.h1 is not None
    assert page.h1.text == "There is no such thing"
    assert page.select_one("header nav") is not None
    assert "at most" not in soup(browser.get("/nowhere"), 404).text
    assert "a number from" in soup(browser.get("/search?q=x&year_from=soon"), 422).text
    assert "form" in soup(browser.post("/sign-in", json={}), 400).text
    assert browser.get("/v1/papers/987654321").headers["content-type"] == "application/problem+json"
    with own.client() as program:
        assert program.get("/papers/987654321").headers["content-type"] == "application/problem+json"


def test_the_colours_are_kept_without_a_script(browser: httpx.Client) -> None:
    form = soup(browser.get("/search")).select_one("form[data-scheme-form]")
    assert form is not None
    page = soup(send(browser, form, scheme="dark"))
    assert page.html is not None
    assert page.html["data-scheme"] == "dark"
    assert browser.post("/preferences/scheme", data={"scheme": "pink"}).status_code == 422


def test_pages_are_kept_by_nobody_else_and_styles_for_a_year(browser: httpx.Client) -> None:
    browser.get("/search")
    first = browser.get("/search")
    assert first.headers["cache-control"] == "private, no-cache"
    assert "Cookie" in first.headers["vary"]
    assert browser.get("/search", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    style = str(soup(first).select("link[rel=stylesheet]")[0]["href"])
    assert "immutable" in browser.get(style).headers["cache-control"]
    assert browser.get("/static/0/base.css").headers["cache-control"] == "no-cache"
    assert browser.get("/static/0/../../pages/visits.py").status_code == 404


def test_pages_are_no_part_of_the_openapi_document(browser: httpx.Client) -> None:
    assert all(
        path.startswith(("/v1/", "/healthz", "/readyz", "/metrics"))
        for path in browser.get("/openapi.json").json()["paths"]
    )


def test_from_elsewhere_a_token_opens_the_pages(start_server: Callable[..., Any]) -> None:
    away = start_server(ServeOptions(host=ELSEWHERE, allowed_hosts=("papers.example",)))
    headers = BROWSER | {"Host": "papers.example"}
    with away.client(headers=headers, follow_redirects=False) as client:
        first = client.get(f"{TOPIC}?size=10")
        assert first.status_code == 303
        assert first.headers["location"] == f"/sign-in?back={TOPIC}%3Fsize%3D10"
        assert "no-store" in first.headers["cache-control"]
        page = soup(client.get(first.headers["location"]))
        asked = page.select_one("form[action='/sign-in'] input[name=back]")
        assert asked is not None
        fields = {"back": str(asked["value"])}
        assert "opens nothing" in soup(client.post("/sign-in", data=fields | {"token": "wrong"}), 422).text
        opened = client.post("/sign-in", data={"back": f"{TOPIC}?size=10", "token": away.token(TokenScope.READ)})
        assert (opened.status_code, opened.headers["location"]) == (303, f"{TOPIC}?size=10")
        page = soup(client.get(TOPIC))
        assert not page.select("form[data-marks]"), "a token for reading gets no forms"
        assert client.post("/papers/1/mark", data={"status": "read"}).status_code == 403
        client.post("/sign-in", data={"token": away.token(TokenScope.WRITE)})
        page = soup(client.get(TOPIC))
        form = page.select_one("form[data-marks]")
        assert form is not None
        assert send(client, form, status="to-read").status_code == 303
        assert client.post("/sign-out", data={"csrf_token": csrf(page)}).headers["location"] == "/sign-in"
        assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    "path", ["/", "/search?q=graph", "/v1/topics", "/nothing-here", "/papers/99999", "/v1/papers/no"]
)
def test_head_says_what_get_would_and_sends_nothing(browser: httpx.Client, path: str) -> None:
    whole, head = browser.get(path), browser.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "etag", "content-security-policy"):
        assert head.headers.get(name) == whole.headers.get(name), name


def test_head_is_no_way_around_what_only_forms_do(browser: httpx.Client) -> None:
    assert browser.head("/papers/1/mark").status_code == 405
