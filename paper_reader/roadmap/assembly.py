"""Several roadmap documents into one checked roadmap: later ones add, and override field by field. Pure."""

from __future__ import annotations

import graphlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import UNSET, UnsetType, structs

from paper_reader.errors import RoadmapError
from paper_reader.roadmap.document import PartTable, RoadmapDocument, TopicTable
from paper_reader.roadmap.spelling import normal_form
from paper_reader.types import Part, Roadmap, Topic

Table = TypeVar("Table", PartTable, TopicTable)
Value = TypeVar("Value")


def assemble(documents: Sequence[RoadmapDocument]) -> Roadmap:
    """The roadmap that the documents give together. RoadmapError, with its place, where they do not fit together.

    Refused are: a topic without title or in an unknown part, an unknown prerequisite, a cycle of prerequisites, and
    one name in one file for two topics. A name that a later file gives to a topic is taken from earlier ones' topics.
    """
    parts, topics = _overlaid(documents, _parts_of), _overlaid(documents, _topics_of)
    for slug, table in parts.items():
        _required(table.title, "title", "parts", slug, documents)
    for document in documents:
        _check_references(document, parts, topics)
        _check_names(document)
    _check_titles(topics, documents)
    _check_cycles(topics, documents)
    taken = _names_taken_over(documents)
    made = [_topic(slug, table, documents, taken.get(slug, frozenset())) for slug, table in topics.items()]
    return Roadmap(
        parts=tuple(
            Part(
                slug=slug,
                number=number,
                title=_or(table.title, ""),
                description=_or(table.description, ""),
                topics=tuple(topic for topic in made if topic.part == slug),
            )
            for number, (slug, table) in enumerate(parts.items(), start=1)
        )
    )


def _parts_of(document: RoadmapDocument) -> Iterator[tuple[str, PartTable]]:
    yield from document.parts.items()


def _topics_of(document: RoadmapDocument) -> Iterator[tuple[str, TopicTable]]:
    yield from document.topics.items()


def _overlaid(
    documents: Sequence[RoadmapDocument], tables_of: Callable[[RoadmapDocument], Iterator[tuple[str, Table]]]
) -> dict[str, Table]:
    merged: dict[str, Table] = {}
    for document in documents:
        for slug, table in tables_of(document):
            if slug in merged:
                given = {key: value for key, value in structs.asdict(table).items() if value is not UNSET}
                merged[slug] = structs.replace(merged[slug], **given)
            else:
                merged[slug] = table
    return merged


def _topic(slug: str, table: TopicTable, documents: Sequence[RoadmapDocument], taken_names: frozenset[str]) -> Topic:
    title = _required(table.title, "title", "topics", slug, documents)
    return Topic(
        slug=slug,
        title=title,
        part=_required(table.part, "part", "topics", slug, documents),
        description=_or(table.description, ""),
        phrasings=_or(table.phrasings, ()) or (title,),
        aliases=tuple(alias for alias in _or(table.aliases, ()) if normal_form(alias) not in taken_names),
        categories=_or(table.categories, ()),
        prerequisites=_or(table.prerequisites, ()),
        level=_or(table.level, "core"),
    )


def _check_references(document: RoadmapDocument, parts: dict[str, PartTable], topics: dict[str, TopicTable]) -> None:
    for slug, table in document.topics.items():
        if table.part is not UNSET and table.part not in parts:
            place = document.place("topics", slug, "part")
            raise RoadmapError(f"{place}: unknown part {table.part!r}. Known parts: {', '.join(parts)}.")
        for needed in _or(table.prerequisites, ()):
            if needed not in topics:
                place = document.place("topics", slug, "prerequisites")
                raise RoadmapError(f"{place}: unknown prerequisite {needed!r}. Prerequisites are slugs of topics.")


def _check_names(document: RoadmapDocument) -> None:
    """Two topics of one file that claim one name would make `find_topic` a matter of luck."""
    owners: dict[str, str] = {}
    for slug, table in document.topics.items():
        for name in _names(slug, table):
            owner = owners.setdefault(normal_form(name), slug)
            if owner != slug:
                place = document.place("topics", slug)
                raise RoadmapError(f"{place}: the name {name!r} belongs to {owner!r} already. Take another name.")


def _check_titles(topics: dict[str, TopicTable], documents: Sequence[RoadmapDocument]) -> None:
    """A slug or title must be one topic's alone whatever file it stands in, or neither topic could be found by it."""
    owners: dict[str, str] = {}
    for slug, table in topics.items():
        for name in (slug, _or(table.title, slug)):
            owner = owners.setdefault(normal_form(name), slug)
            if owner != slug:
                place = next(each for each in reversed(documents) if slug in each.topics).place("topics", slug)
                raise RoadmapError(f"{place}: {name!r} reads as the topic {owner!r} does. Override that one or rename.")


def _names_taken_over(documents: Sequence[RoadmapDocument]) -> dict[str, frozenset[str]]:
    """For each topic, the names that a later document gives to other topics (normal forms)."""
    taken: dict[str, frozenset[str]] = {}
    for earlier, document in enumerate(documents):
        for slug in document.topics:
            taken[slug] = frozenset(
                normal_form(name)
                for later in documents[earlier + 1 :]
                for other, table in later.topics.items()
                if other != slug
                for name in _names(other, table)
            )
    return taken


def _names(slug: str, table: TopicTable) -> tuple[str, ...]:
    return (slug, *_or((table.title,) if table.title is not UNSET else UNSET, ()), *_or(table.aliases, ()))


def _check_cycles(topics: dict[str, TopicTable], documents: Sequence[RoadmapDocument]) -> None:
    graph = {slug: _or(table.prerequisites, ()) for slug, table in topics.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        cycle: list[str] = error.args[1]  # each is a prerequisite of the next; the first is repeated at the end
        chain = " needs ".join(reversed(cycle))
        place = next(
            document.place("topics", slug, "prerequisites")
            for document in reversed(documents)
            for slug in reversed(cycle)
            if slug in document.topics and document.topics[slug].prerequisites is not UNSET
        )
        raise RoadmapError(f"{place}: prerequisites go in a circle: {chain}. Take one of them out.") from error


def _required(value: str | UnsetType, key: str, kind: str, slug: str, documents: Sequence[RoadmapDocument]) -> str:
    if isinstance(value, UnsetType) or not value.strip():
        document = next(each for each in documents if slug in (each.parts if kind == "parts" else each.topics))
        raise RoadmapError(f'{document.place(kind, slug)}: {key} is missing. Give it one, as in {key} = "...".')
    return value


def _or(value: Value | UnsetType, default: Value) -> Value:
    return default if isinstance(value, UnsetType) else value
