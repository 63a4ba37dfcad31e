"""The tool that gives an assistant a paper's full text, a bounded piece at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, Literal

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from paper_reader.library import Library
from paper_reader.types import PaperText, Pass, Section

MOST_LETTERS: Final = 12_000  # of one answer: what an assistant takes in at once
ASKS_ARXIV: Final = ToolAnnotations(read_only_hint=True, open_world_hint=True)
Form = dict[str, Any]
# Calls the library in a thread once the paper's text is here; what it cannot do becomes words for the assistant.
TextCaller = Callable[[str, Callable[[], Form]], Awaitable[Form]]


def add_full_text(server: MCPServer[Any], library: Library, run: TextCaller) -> None:
    """Add the tool to a server."""

    @server.tool(annotations=ASKS_ARXIV)
    async def full_text(
        paper: Annotated[
            str, Field(description="Number, arXiv id, DOI, or exact title.", min_length=1, max_length=1000)
        ],
        section: Annotated[str, Field(description="Number, title or anchor of one section.", max_length=300)]
        | None = None,
        reading_pass: Literal[1, 2, 3] | None = None,
        offset: Annotated[int, Field(description="`next_offset` of the piece before.", ge=0, le=100_000_000)] = 0,
        find: Annotated[str, Field(description="Only the places of these words.", max_length=300)] | None = None,
    ) -> Form:
        """Give a paper's outline and text: all of it, one section, or what the first, second or third pass reads.

        Without anything the answer is the outline and the first pass. Long texts come in pieces: ask on with `offset`.
        """
        if find is not None:
            return await run(paper, lambda: _found(library, paper, find))
        return await run(paper, lambda: _piece(library, paper, section, reading_pass, offset))


def _found(library: Library, paper: str, words: str) -> Form:
    places = library.find_in(paper, words)
    return {
        "places": [{"heading": one.heading, "section": one.section, "snippet": one.snippet} for one in places[:50]],
        "total": len(places),
    }


def _piece(library: Library, paper: str, section: str | None, reading_pass: int | None, offset: int) -> Form:
    text = library.read(paper, with_key_sentences=False)
    number = Pass(reading_pass) if reading_pass else (Pass.FIRST if section is None else None)
    sections = library.chosen_sections(text, section=section, number=number)
    whole = "\n\n".join(_plain(one) for one in sections)
    end = offset + MOST_LETTERS
    return {
        "title": text.title,
        "address": text.document.address,
        "outline": _outline(text) if offset == 0 and section is None else [],
        "text": whole[offset:end],
        "next_offset": end if end < len(whole) else None,
        "passes": [{"pass": int(one.number), "minutes": one.minutes} for one in text.passes],
        "notes": list(text.document.notes),
    }


def _outline(text: PaperText) -> list[Form]:
    return [
        {"section": one.anchor, "heading": f"{one.number} {one.title}".strip(), "level": one.level}
        for one in text.document.sections
    ]


def _plain(section: Section) -> str:
    heading = f"{section.number} {section.title}".strip()
    return "\n\n".join([f"{'#' * min(6, section.level + 1)} {heading}", *(block.text for block in section.blocks)])
