"""Papers and reading lists as Markdown (CommonMark), with what the reader wrote below each paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.plain import plain, web_address
from paper_reader.types import Annotation, Paper, ReadingList, ReadingListItem

MOST_AUTHORS = 3
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#$~])")


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A bullet for each paper."""
    for one in exported:
        yield f"- {_citation(one.paper)}\n"
        yield from _written(one, "  ")


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A heading for the topic and each level, the items numbered through, then the notes."""
    papers_by_id = {one.paper.id: one for one in exported}
    yield f"# {escaped(listed.topic)}\n\n{len(listed.items)} papers in the order to read them, "
    yield f"chosen on {listed.generated_at:%Y-%m-%d}.\n"
    level = None
    for item in listed.items:
        if item.level is not level:
            level = item.level
            yield f"\n## {level.value.capitalize()}\n\n"
        yield _item(item)
        if item.paper.id in papers_by_id:
            yield from _written(papers_by_id[item.paper.id], " " * (len(str(item.position)) + 2))
    if listed.notes:
        yield "\n## Notes\n\n"
        yield from (f"- {escaped(note)}\n" for note in listed.notes)


def _item(item: ReadingListItem) -> str:
    return f"{item.position}. {_citation(item.paper)}  \n   *{item.role.value}*: {escaped(item.reason)}\n"


def annotation_lines(one: Annotation) -> list[str]:
    """A note on a section, or a passage that the reader marked, as lines of Markdown."""
    where = f"*{escaped(one.heading)}*" if one.heading else ""
    if one.quote is None:
        return _lines(f"{where}: {one.text.strip()}" if where else one.text.strip())
    quoted = f"> {escaped(one.quote)}"
    said = " ".join(part for part in (where, one.text.strip()) if part)
    return [quoted, "", *_lines(said)] if said else [quoted]


def _written(one: ExportedPaper, indent: str) -> Iterator[str]:
    """The reader's own notes and marked passages, as a list below the paper."""
    pieces = [_lines(text.strip()) for text, _ in one.notes]
    pieces += [annotation_lines(annotation) for annotation in one.through.annotations]
    for lines in pieces:
        first, *more = lines
        yield f"{indent}- {first}\n"
        yield from (f"{indent}  {line}".rstrip() + "\n" for line in more)


def _lines(text: str) -> list[str]:
    """The lines of a note without what a terminal would obey; Markdown in it is the reader's own."""
    return [plain(line) for line in text.splitlines()] or [""]


def _citation(paper: Paper) -> str:
    title = escaped(paper.title)
    address = web_address(paper.url)
    named = f"[{title}](<{_address(address)}>)" if address else title
    authors = ", ".join(paper.authors[:MOST_AUTHORS]) + (" et al." if len(paper.authors) > MOST_AUTHORS else "")
    venue = (
        paper.venue
        if paper.venue and str(paper.year) in paper.venue
        else ", ".join(str(part) for part in (paper.venue, paper.year) if part)
    )
    facts = ". ".join(escaped(part) for part in (authors, venue) if part).replace("et al.. ", "et al. ")
    return f"**{named}**" + (f". {facts}" if facts else "")


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def escaped(text: str) -> str:
    """Text from outside as text: nothing in it is Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", plain(text))
