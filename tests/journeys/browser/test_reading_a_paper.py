"""A paper read in a real browser: fetched, marked, written beside, found in, and taken along."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

TITLE = "Must-reads without age bias"
SELECT = """([piece, words]) => {
  const walker = document.createTreeWalker(document.querySelector(piece), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.textContent.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture
def reading(open_page: Callable[..., Any]) -> Any:
    """The paper's reading page, its text fetched."""
    page = open_page(f"/search?q={TITLE.replace(' ', '+')}")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("link", name="Read it here").first.click()
    page.wait_for_url("**/read/*")
    if page.get_by_role("button", name="Get the text").count():
        page.get_by_role("button", name="Get the text").click()
    page.locator("article.paper").wait_for()
    return page


def test_three_passes_show_more_each_time(reading: Any) -> None:
    reading.get_by_role("link", name="First pass").click()
    assert reading.locator("#s-abstract .block").first.is_visible()
    introduction = reading.locator("#s-1-introduction")
    assert not introduction.locator(".block").first.is_visible()
    introduction.locator("summary").click()
    assert introduction.locator(".block").first.is_visible(), "what is left for later can be read at once"
    reading.get_by_role("link", name="Second pass").click()
    assert reading.locator("#s-1-introduction .block").first.is_visible()
    assert reading.locator("math").first.is_visible(), "formulas are MathML"
    reading.get_by_role("button", name="I have finished this pass").click()
    assert reading.locator(".end").get_by_text("You finished it on").is_visible()


def test_words_are_highlighted_and_a_note_is_kept(reading: Any, open_page: Callable[..., Any]) -> None:
    reading.get_by_role("link", name="Third pass").click()
    words = "A search engine answers the first question in part"
    assert reading.evaluate(SELECT, ["#s-1-introduction", words])
    reading.get_by_role("button", name="Highlight").click()
    reading.locator("mark.highlight").first.wait_for()
    assert "".join(reading.locator("mark.highlight").all_inner_texts()) == words
    section = reading.locator("#s-3-conclusion")
    section.get_by_text("Write a note").click()
    section.get_by_label("Your words, in Markdown").last.fill("**Compare** <img src=x onerror=alert(1)> later")
    section.get_by_role("button", name="Keep").last.click()
    note = reading.locator("#s-3-conclusion .note").last
    assert note.locator("strong").inner_text() == "Compare"
    assert note.locator("img").count() == 0, "markup in a note is shown as it was typed"
    path = reading.url.split("?")[0].split("#")[0]
    number = path.rsplit("/", 1)[-1]
    told = json.loads(open_page(f"/v1/papers/{number}/document").locator("body").inner_text())
    assert words in json.dumps(told)


def test_words_are_found_in_it_and_references_lead_on(reading: Any) -> None:
    reading.get_by_label("Find in this paper").fill("cohort")
    reading.get_by_role("button", name="Find").click()
    assert "with “cohort”" in reading.locator("#found").inner_text()
    reading.locator(".places a").first.click()
    assert reading.url.endswith("#" + reading.locator(".block:target").get_attribute("id"))
    reading.locator(".references").get_by_role("link", name="In your library").first.click()
    assert reading.get_by_role("heading", level=1).inner_text() == "Attention Is All You Need"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_text(open_page: Callable[..., Any], reading: Any, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(urlsplit(reading.url).path, color_scheme=scheme)
    told = Axe().run(page).response["violations"]
    assert not [one["id"] for one in told if one["impact"] in {"serious", "critical"}], told


def test_it_fits_a_phone(reading: Any) -> None:
    reading.set_viewport_size({"width": 360, "height": 740})
    assert reading.evaluate("document.documentElement.scrollWidth") <= 360
