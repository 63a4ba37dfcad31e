"""Lists, screening and pictures in a real browser: by keys, on a phone, in both colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

TOPIC = "/topics/graph-neural-networks"
PICTURES = (f"{TOPIC}/lineage", f"{TOPIC}/map")


@pytest.fixture
def a_list(open_page: Callable[..., Any]) -> Any:
    """The page of a list of five papers."""
    page = open_page("/lists")
    page.get_by_label("Name", exact=True).fill("In order")
    page.get_by_label("With the must-reads on").select_option("graph-neural-networks")
    page.get_by_label("How many").fill("5")
    page.get_by_role("button", name="Make the list").click()
    page.wait_for_url("**/lists/in-order*")
    return page


@pytest.fixture
def a_review(open_page: Callable[..., Any]) -> Callable[[str], Any]:
    """Begins a review with some papers and shows the first to screen."""

    def begin(name: str) -> Any:
        page = open_page("/reviews")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Question").fill("Do clocks tell age?")
        page.get_by_label("Reasons for exclusion").fill("no clock\nno humans")
        page.get_by_role("button", name="Begin").click()
        page.get_by_label("Words to search your library").fill("epigenetic clocks")
        page.get_by_label("At most").fill("8")
        page.get_by_role("button", name="Put into the review").click()
        page.get_by_role("link", name="Screen the next paper").first.click()
        return page

    return begin


def order_of(page: Any) -> list[str]:
    return page.locator("[data-paper]").evaluate_all("all => all.map(one => one.dataset.paper)")


def test_a_list_is_ordered_by_keys_and_keeps_its_order(a_list: Any) -> None:
    before = order_of(a_list)
    a_list.locator(".grip").first.focus()
    a_list.keyboard.press("Space")
    a_list.keyboard.press("ArrowDown")
    a_list.keyboard.press("ArrowDown")
    assert a_list.locator("#told").inner_text() == "Place 3 of 5"
    with a_list.expect_response("**/order"):
        a_list.keyboard.press("Space")
    wanted = [before[1], before[2], before[0], *before[3:]]
    assert order_of(a_list) == wanted
    a_list.reload()
    assert order_of(a_list) == wanted
    a_list.locator(".grip").first.focus()
    for key in ("Space", "ArrowDown", "Escape"):
        a_list.keyboard.press(key)
    assert order_of(a_list) == wanted


def test_a_list_is_ordered_by_dragging(a_list: Any) -> None:
    before = order_of(a_list)
    grip = a_list.locator(".grip").nth(1).bounding_box()
    top = a_list.locator("[data-paper]").first.bounding_box()
    a_list.mouse.move(grip["x"] + 5, grip["y"] + 5)
    a_list.mouse.down()
    a_list.mouse.move(grip["x"] + 5, top["y"] + 30, steps=4)
    a_list.mouse.move(grip["x"] + 5, top["y"] + 10, steps=4)
    with a_list.expect_response("**/order"):
        a_list.mouse.up()
    a_list.reload()
    assert order_of(a_list) == [before[1], before[0], *before[2:]]


def test_papers_are_screened_by_keys_alone(a_review: Callable[[str], Any]) -> None:
    page = a_review("keys")
    first = page.get_by_role("heading", level=1).inner_text()
    for key, said in (("i", "1 of 8 looked at"), ("2", "2 of 8 looked at"), ("m", "3 of 8 looked at")):
        page.keyboard.press(key)
        page.get_by_text(said).first.wait_for()
    page.keyboard.press("b")
    page.get_by_text("2 of 8 looked at").first.wait_for()
    page.keyboard.press("n")
    page.keyboard.type("i include this later")  # letters of a note are no verdicts
    assert page.get_by_text("2 of 8 looked at").first.is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    assert "Choose a reason" in page.locator("#told").inner_text()
    page.keyboard.press("e")
    page.get_by_text("3 of 8 looked at").first.wait_for()
    page.goto("/reviews/keys?outcome=excluded")
    assert page.get_by_text("no humans").first.is_visible()
    page.goto("/reviews/keys?outcome=to-assess")
    assert page.locator("ul.rows a").first.inner_text() == first


def test_a_lineage_lights_up_what_leads_to_a_paper(open_page: Callable[..., Any]) -> None:
    page = open_page(PICTURES[0])
    card = page.locator("svg.wide a.node:not([data-ancestors=''])").first
    card.focus()
    lit = page.locator("svg.wide a.node.lit").evaluate_all("all => all.map(one => one.dataset.position)")
    assert set(card.get_attribute("data-ancestors").split()) <= set(lit)
    assert page.locator("svg.wide .line.lit").count() >= 1
    page.keyboard.press("Escape")
    card.blur()
    assert page.locator("svg.lineage.lit").count() == 0
    href = card.get_attribute("href")
    card.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def test_a_map_grows_and_moves_by_keys_and_buttons(open_page: Callable[..., Any]) -> None:
    page = open_page(PICTURES[1])
    drawing = page.locator("svg.wide[data-map]")
    whole = drawing.get_attribute("viewBox")
    page.get_by_role("button", name="Larger").click()
    grown = drawing.get_attribute("viewBox")
    assert float(grown.split()[2]) < float(whole.split()[2])
    page.keyboard.press("ArrowRight")
    assert float(drawing.get_attribute("viewBox").split()[0]) > float(grown.split()[0])
    page.keyboard.press("0")
    assert drawing.get_attribute("viewBox").split()[2:] == [f"{float(one):g}" for one in whole.split()[2:]]


def test_pictures_fit_a_phone(open_page: Callable[..., Any]) -> None:
    page = open_page(PICTURES[0], size=(360, 740))
    for path in PICTURES:
        page.goto(path)
        assert page.locator("svg.narrow[data-map], svg.narrow[data-lineage]").is_visible()
        assert not page.locator("svg.wide[data-map], svg.wide[data-lineage]").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_where_one_works(
    open_page: Callable[..., Any], a_review: Callable[[str], Any], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    screening = a_review(f"axe-{scheme}").url
    page = open_page("/lists", color_scheme=scheme)
    page.get_by_label("Name", exact=True).fill("For axe")
    page.get_by_label("or on any other subject").fill("diffusion models")
    page.get_by_role("button", name="Make the list").click()
    page.wait_for_url("**/lists/for-axe*")
    found = []
    paths = ("/lists", page.url, "/reviews", f"/reviews/axe-{scheme}?outcome=undecided", screening)
    for path in (*paths, "/refresh", "/news", "/status?look=everything", *PICTURES):
        page.goto(path)
        told = Axe().run(page).response["violations"]
        found += [
            (path, one["id"], [node["html"][:160] for node in one["nodes"][:3]])
            for one in told
            if one["impact"] in {"serious", "critical"}
        ]
    assert not found, found
