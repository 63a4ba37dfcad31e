"""The pages in a real browser: a way through them, by keys too, on a phone, in the dark, and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOPIC = "/topics/graph-neural-networks"


@pytest.fixture
def paths(open_page: Callable[..., Any]) -> list[str]:
    """Every page, a paper among them."""
    found = open_page(TOPIC).locator("article.card h4 a").first.get_attribute("href")
    return ["/", TOPIC, "/must-read?topic=protein+folding+in+cells", "/search", "/search?q=attention", found]


def test_from_the_roadmap_to_a_topic_to_a_paper_to_a_note_to_a_file(
    open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Graph neural networks").first.click()
    page.wait_for_url(f"**{TOPIC}")
    card = page.locator("article.card").first
    title = card.locator("h4").inner_text()
    card.get_by_role("button", name="To read").click()
    page.locator("#told", has_text="Marked: To read").wait_for(state="attached")
    assert card.get_by_role("button", name="To read").get_attribute("aria-pressed") == "true"
    card.get_by_role("link", name=title).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert page.get_by_role("button", name="To read").get_attribute("aria-pressed") == "true"
    page.get_by_label("A note").fill("Read section 3 again.")
    page.get_by_role("button", name="Keep the note").click()
    assert page.locator(".note .written").inner_text() == "Read section 3 again."
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    download.value.save_as(tmp_path / "paper.bib")
    assert (tmp_path / "paper.bib").read_text().lstrip().startswith("@")


def test_a_search_answers_while_one_types(open_page: Callable[..., Any]) -> None:
    page = open_page("/search")
    page.keyboard.type("attention is all you need", delay=20)  # the field has the focus
    page.locator("article.card", has_text="Attention Is All You Need").first.wait_for()
    assert re.search(r"q=attention\+is\+all", page.url)
    assert "paper" in page.locator("#found").inner_text()
    page.locator(".facets a", has_text="2015 to 2019").click()
    page.wait_for_url("**year_from=2015**")
    page.get_by_role("searchbox").fill("transformers")
    page.wait_for_url("**q=transformers**year_from=2015**")


def test_keys_alone_reach_the_content(open_page: Callable[..., Any]) -> None:
    page = open_page(TOPIC)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["y"] >= 0, "it is seen while it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_nothing_scrolls_sideways_on_a_phone(open_page: Callable[..., Any], paths: list[str]) -> None:
    page = open_page("/", size=(360, 740))
    for path in paths:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_colours_follow_the_system_until_they_are_chosen(open_page: Callable[..., Any]) -> None:
    page = open_page("/search", color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    with page.expect_response("**/preferences/scheme"):
        page.get_by_role("button", name="Light").click()
    light = page.evaluate(ground)
    assert light != dark
    page.goto(TOPIC)
    assert page.evaluate(ground) == light


def test_marks_work_without_a_script(open_page: Callable[..., Any]) -> None:
    page = open_page(TOPIC, java_script_enabled=False)
    card = page.locator("article.card").nth(1)
    name = card.get_attribute("id")
    card.get_by_role("button", name="Reading").click()
    assert page.url.endswith(f"#{name}")
    assert page.locator(f"#{name}").get_by_role("button", name="Reading").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Callable[..., Any], paths: list[str], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", color_scheme=scheme)
    found = []
    for path in paths:
        page.goto(path)
        told = Axe().run(page).response["violations"]
        found += [
            (path, one["id"], [node["html"][:160] for node in one["nodes"][:3]])
            for one in told
            if one["impact"] in {"serious", "critical"}
        ]
    assert not found, found
