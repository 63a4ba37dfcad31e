"""What a search found, on the screen or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paper_reader.cli.paper_words import facts
from paper_reader.cli.session import Session
from paper_reader.types import SearchHit, SearchResult

if TYPE_CHECKING:
    from paper_reader.cli.screen import Screen

RETRIEVERS = {"exact": "its name", "name": "its name", "author": "its author", "lexical": "words", "dense": "meaning"}
UNRANKED = frozenset({"exact", "name", "author"})  # their place says nothing to a reader


def print_result(session: Session, result: SearchResult, *, marking: str) -> None:
    """Print the hits; the words of `marking` stand in bold in the snippets."""
    session.say(result.notes)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import search_form

        print_json(search_form(result))
        return
    if not result.hits and not result.notes:
        session.say(["nothing found. Try other or fewer words, or wider limits"])
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for hit in result.hits:
        _print_hit(screen, hit, marking)


def _print_hit(screen: Screen, hit: SearchHit, marking: str) -> None:
    from paper_reader.cli.screen import marked, styled

    screen.line(f"{hit.rank:>3}  ", (hit.paper.title, "bold"))
    screen.indented(styled((facts(hit.paper), "cyan")), 5)
    if hit.snippet:
        screen.indented(marked(hit.snippet, marking), 5)
    screen.indented(styled((f"found by {found_by_in_words(hit)}", "dim")), 5)


def found_by_in_words(hit: SearchHit) -> str:
    """Say which retrievers found it: "words (place 1), meaning (place 3)"."""
    ways = (
        RETRIEVERS.get(name, name) if name in UNRANKED else f"{RETRIEVERS.get(name, name)} (place {rank})"
        for name, rank in hit.found_by.items()
    )
    return ", ".join(dict.fromkeys(ways))
