"""Lists, reviews, refreshes, status and pictures as a browser without JavaScript meets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup

from paper_reader.types import TokenScope

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOPIC = "/topics/graph-neural-networks"


@pytest.fixture(scope="module")
def own(start_server: Callable[..., Any]) -> Any:
    """A server that these tests may change."""
    return start_server()


@pytest.fixture(scope="module")
def browser(own: Any) -> Iterator[httpx.Client]:
    """A browser with its session."""
    with own.client(headers=BROWSER, follow_redirects=True) as client:
        client.get("/lists")
        yield client


@pytest.fixture(scope="module")
def send(browser: httpx.Client) -> Callable[..., httpx.Response]:
    """Sends one of the pages' forms."""
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/lists").text)
    assert csrf is not None

    def sending(path: str, **fields: Any) -> httpx.Response:
        return browser.post(path, data={"csrf_token": csrf.group(1), **fields})

    return sending


def soup(answer: httpx.Response, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, answer.text[:800]
    return BeautifulSoup(answer.text, "lxml")


def papers_on(page: BeautifulSoup) -> list[str]:
    return [str(item["data-paper"]) for item in page.select("[data-paper]")]


def number_of(browser: httpx.Client, external: str) -> str:
    return str(browser.get("/v1/papers", params={"reference": external}).json()["items"][0]["id"])


def test_a_list_is_made_filled_ordered_shared_and_given_up(
    browser: httpx.Client, send: Callable[..., httpx.Response], own: Any
) -> None:
    made = send("/lists", name="For <b>Monday</b>", topic="graph-neural-networks", size="2")
    path = made.url.path
    assert soup(made).h1.text == "For <b>Monday</b>"
    first, second = papers_on(soup(made))
    third = number_of(browser, "lib:4")
    assert papers_on(soup(send(f"{path}/add", paper="How cells age: clocks from methylation"))) == [
        first,
        second,
        third,
    ]
    assert papers_on(soup(send(f"{path}/items", paper=third, act="up"))) == [first, third, second]
    assert papers_on(soup(send(f"{path}/items", paper=first, act="remove"))) == [third, second]
    assert papers_on(soup(send(f"{path}/order", paper=[second, third, "999"]))) == [second, third]
    send(f"/papers/{third}/mark", status="read")
    assert "1 of 2 read" in soup(browser.get("/lists")).text
    shared = soup(send(f"{path}/share", shared="yes")).select_one("input#link")["value"]
    with own.client(headers=BROWSER | {"X-Forwarded-For": "192.0.2.1"}) as stranger:  # somebody from elsewhere
        theirs = soup(stranger.get(shared))
        assert [one.text for one in theirs.select("ol.shared h2")][1] == "How cells age: clocks from methylation"
        assert "1 of 2" not in theirs.text
        assert not theirs.select("main form")
        assert stranger.get(shared + ".bib").text.lstrip().startswith("@")
        assert stranger.get(path).status_code in {303, 401}
        send(f"{path}/share", shared="no")
        assert stranger.get(shared).status_code == 404
    assert path not in send(f"{path}/remove").text


def test_words_that_name_no_paper_are_looked_for(browser: httpx.Client, send: Callable[..., httpx.Response]) -> None:
    path = send("/lists", name="Search").url.path
    page = soup(send(f"{path}/add", paper="attention neighbours"))
    found = page.select_one(".found button[name=paper]")
    assert papers_on(soup(send(f"{path}/add", paper=found["value"]))) == [found["value"]]


@pytest.mark.slow
def test_a_review_from_its_question_to_its_flow(browser: httpx.Client, send: Callable[..., httpx.Response]) -> None:
    question = "Which networks learn from graphs?"
    path = send("/reviews", name="graphs", question=question, reasons="no graph\nno network").url.path
    send(f"{path}/add", papers="graph neural networks attention", limit="5")
    screen = f"{path}/screen?stage=title-abstract"
    first = soup(browser.get(screen))
    paper = first.select_one("form.decide input[name=paper]")["value"]
    assert [one.text.split()[0] for one in first.select(".verdicts button")] == ["Include", "Maybe", "Exclude"]
    fields = {"paper": paper, "stage": "title-abstract"}
    after = soup(send(f"{path}/decide", verdict="exclude", reason="no graph", note="Look again.", **fields))
    assert "1 of 5 looked at" in after.text
    again = soup(send(f"{path}/undo", stage="title-abstract"))
    assert again.select_one("form.decide input[name=paper]")["value"] == paper
    assert "Look again." in again.text
    send(f"{path}/decide", verdict="include", **fields)
    fields["stage"] = "full-text"
    assert "needs its reason" in soup(send(f"{path}/decide", verdict="exclude", **fields)).text
    assert "All looked at" in send(f"{path}/decide", verdict="include", **fields).text
    page = soup(browser.get(f"{path}?outcome=included"))
    assert len(page.select("section#papers ul.rows li")) >= 1
    assert page.select_one(".prisma svg title").text.startswith("PRISMA 2020")
    assert (
        dict(
            zip(
                [dt.text for dt in page.select(".figures dt")],
                [dd.text for dd in page.select(".figures dd")],
                strict=True,
            )
        )["included"]
        == "1"
    )
    for form in ("csv", "xlsx", "jsonl", "bibtex", "ris"):
        assert browser.get(f"{path}/export/{form}").status_code == 200
    assert all(browser.get(f"{path}/report.{ending}").status_code == 200 for ending in ("html", "md", "svg"))


def test_what_is_followed_and_what_ran(browser: httpx.Client, send: Callable[..., httpx.Response]) -> None:
    assert "stand in" in soup(browser.get("/refresh")).text
    page = soup(send("/refresh/follow", kind="topic", name="graph-neural-networks"))
    assert page.select_one(".following a")["href"] == TOPIC
    assert send("/refresh/follow", kind="topic", name="no such topic").status_code == 404
    assert "stand in" in soup(send("/refresh/unfollow", name="graph-neural-networks")).text
    assert "import" in soup(browser.get("/refresh")).select_one("#runs").parent.text
    assert soup(browser.get("/news")).h1.text == "What is new"


def test_the_status_is_for_all_and_the_settings_for_the_owner(browser: httpx.Client, own: Any) -> None:
    page = soup(browser.get("/status?look=everything"))
    assert "checks made" in page.text
    assert "PAPER_READER_OPENALEX_KEY" in page.text
    reading = {"Authorization": f"Bearer {own.token(TokenScope.READ)}"}
    with own.client(headers=BROWSER | reading) as other:
        theirs = soup(other.get("/status?look=everything"))
        assert "40" in theirs.select_one("#library").parent.text
        assert not {"Settings", "Tokens", "Data folder"} & {one.text for one in theirs.select("h2, dt")}


def test_no_form_changes_anything_without_its_token(browser: httpx.Client) -> None:
    before = browser.get("/lists").text
    assert browser.post("/lists", data={"name": "Evil"}).status_code == 403
    assert browser.post("/reviews", data={"name": "evil", "csrf_token": "x"}).status_code == 403
    assert browser.post("/refresh", data={"csrf_token": ""}).status_code == 403
    assert browser.get("/lists").text == before


def test_pictures_are_links_and_told_in_words_too(browser: httpx.Client) -> None:
    form = browser.get(f"/v1{TOPIC}/lineage").json()
    page = soup(browser.get(f"{TOPIC}/lineage"))
    for drawing in page.select("svg[data-lineage]"):
        assert [int(one["data-position"]) for one in drawing.select("a.node")] == [n["position"] for n in form["nodes"]]
    assert [one["value"] for one in page.select(".in-words ol > li")] == [str(n["position"]) for n in form["nodes"]]
    drawn = browser.get(f"/v1{TOPIC}/map").json()
    page = soup(browser.get(f"{TOPIC}/map"))
    ids = {f"/papers/{node['paper']['id']}" for node in drawn["nodes"]}
    assert ids
    for drawing in page.select("svg[data-map]"):
        assert {one["href"] for one in drawing.select("a.spot")} == ids
    assert {one["href"] for one in page.select("tbody th a")} == ids
    assert browser.get("/topics/no-such-topic/map").status_code == 404


def test_pictures_of_any_words_and_of_nothing(browser: httpx.Client) -> None:
    for kind in ("lineage", "map"):
        page = soup(browser.get(f"/must-read/{kind}", params={"topic": 'evil <script>alert("x")</script>'}))
        assert "<script>alert" not in str(page.main)
        assert soup(browser.get(f"/must-read/{kind}", params={"topic": "of the"})).select(".empty")


def test_every_page_of_work_is_sound(browser: httpx.Client, send: Callable[..., httpx.Response]) -> None:
    mine = send("/lists", name="Sound", topic="graph-neural-networks").url.path
    for path in ("/lists", mine, "/reviews", "/refresh", "/news", "/status", f"{TOPIC}/lineage", f"{TOPIC}/map"):
        page = soup(browser.get(path))
        assert len(page.find_all("h1")) == 1, path
        assert not page.select("[style], style, [onclick]"), path
        ids = [str(one["id"]) for one in page.select("[id]")]
        assert len(ids) == len(set(ids)), path
        for field in page.select("input:not([type=hidden]), select, textarea"):
            assert field.find_parent("label") or page.select_one(f"label[for='{field.get('id')}']"), (path, field)
