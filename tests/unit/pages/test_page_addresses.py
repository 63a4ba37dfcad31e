import pytest

from api.pages.addresses import own_path
from api.pages.navigation import ways_from


@pytest.mark.parametrize(
    "path", ["/", "/topics/gnn?size=10#paper-3", "/search?q=a%20b&category=cs.LG", "/must-read?topic=x+y"]
)
def test_addresses_of_this_server_stay_as_they_are(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
        *("/a\r\nSet-Cookie: x=1", "/a b", "\t//evil.example", "", None, "evil", "/" + "a" * 3000),
    ],
)
def test_anything_else_leads_to_where_one_would_go_otherwise(path: str | None) -> None:
    assert own_path(path, "/papers/1") == "/papers/1"


def test_letters_beyond_ascii_are_written_so_that_a_header_can_carry_them() -> None:
    assert own_path("/search?q=Müller") == "/search?q=M%C3%BCller"


def test_the_navigation_tells_the_page_itself_from_what_is_beneath_it() -> None:
    def current(path: str) -> dict[str, str]:
        return {way.title: way.current for way in ways_from(path) if way.current}

    assert current("/") == {"Roadmap": "page"}
    assert current("/topics/gnn") == {"Roadmap": "true"}
    assert current("/search") == {"Search": "page"}
    assert current("/papers/3") == {"Search": "true"}
    assert current("/searching") == {}
