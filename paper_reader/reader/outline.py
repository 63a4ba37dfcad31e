"""Sections by the names that people give them: a number, an anchor, a title or its beginning. Pure."""

from __future__ import annotations

from paper_reader.errors import QueryError
from paper_reader.reader.folding import folded_letters
from paper_reader.types import Document, Section


def heading_of(section: Section) -> str:
    """A section's number and title as printed."""
    return " ".join(filter(None, (section.number, section.title))) or section.anchor


def find_section(document: Document, name: str) -> Section:
    """The one section of this name; raises `QueryError` that lists what there is."""
    wanted = name.strip()
    folded = folded_letters(wanted)
    number = wanted.removeprefix("§").strip().rstrip(".").lower()
    tests = (
        lambda one: one.anchor == wanted,
        lambda one: bool(one.number) and one.number.rstrip(".").lower() == number,
        lambda one: bool(folded) and folded in (folded_letters(one.title), folded_letters(heading_of(one))),
        lambda one: bool(folded) and folded_letters(one.title).startswith(folded),
        lambda one: bool(folded) and folded in folded_letters(one.title),
    )
    for test in tests:
        found = [section for section in document.sections if test(section)]
        if found:
            return found[0]
    there = ", ".join(heading_of(section) for section in document.sections[:40])
    raise QueryError(f"the paper has no section {name!r}. It has: {there or 'no sections'}")


def with_subsections(document: Document, section: Section) -> tuple[Section, ...]:
    """A section and all that stand in it."""
    place = document.sections.index(section)
    found = [section]
    for following in document.sections[place + 1 :]:
        if following.level <= section.level:
            break
        found.append(following)
    return tuple(found)


def section_of_block(document: Document, anchor: str) -> Section | None:
    """The section that has this anchor, its own or that of a block."""
    for section in document.sections:
        if section.anchor == anchor or any(block.anchor == anchor for block in section.blocks):
            return section
    return None
