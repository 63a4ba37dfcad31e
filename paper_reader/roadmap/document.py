"""A roadmap file as it stands: which tables and fields it may have, and the line on which each of them is.

Owns the form of one file. Putting two files together and checking what they refer to is `assembly`'s.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from paper_reader.errors import RoadmapError

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELD_IN_MESSAGE = re.compile(r"(?:field `|\$\.)(\w+)")


class PartTable(msgspec.Struct, forbid_unknown_fields=True):
    """What a `[parts.SLUG]` table may say. A field that is not there leaves what an earlier file said."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


class TopicTable(msgspec.Struct, forbid_unknown_fields=True):
    """What a `[topics.SLUG]` table may say. A field that is not there leaves what an earlier file said."""

    title: str | UnsetType = UNSET
    part: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    phrasings: tuple[str, ...] | UnsetType = UNSET
    aliases: tuple[str, ...] | UnsetType = UNSET
    categories: tuple[str, ...] | UnsetType = UNSET
    prerequisites: tuple[str, ...] | UnsetType = UNSET
    level: Literal["start-here", "core", "advanced"] | UnsetType = UNSET


Table = TypeVar("Table", PartTable, TopicTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapDocument:
    """One checked roadmap file. `name` is what messages call it."""

    name: str
    text: str = field(repr=False)
    parts: Mapping[str, PartTable]
    topics: Mapping[str, TopicTable]

    def place(self, kind: str, slug: str, key: str | None = None) -> str:
        """Where something stands, for a message: file, line where it can be told, and table."""
        return _place(self.name, self.text, kind, slug, key)


def parse_document(text: str, name: str) -> RoadmapDocument:
    """The file's tables. RoadmapError, with file and place, for anything that is not of the documented form.

    TOML itself refuses two tables of one name, so a duplicate slug arrives here as a syntax error that says where.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RoadmapError(f"{name}: not sound TOML: {_in_plain_words(str(error))}. Correct that line.") from error
    if strange := sorted(set(tables) - {"parts", "topics"}):
        line = _line_of(text, rf"^\s*\[?\[?\s*{re.escape(strange[0])}\b")
        raise RoadmapError(
            f"{name}{_at(line)}: unknown key {strange[0]!r}. A roadmap file has [parts.SLUG] and [topics.SLUG] tables."
        )
    return RoadmapDocument(
        name=name,
        text=text,
        parts=_convert(tables.get("parts", {}), "parts", PartTable, name, text),
        topics=_convert(tables.get("topics", {}), "topics", TopicTable, name, text),
    )


def _convert(tables: Any, kind: str, form: type[Table], name: str, text: str) -> dict[str, Table]:
    if not isinstance(tables, dict):
        raise RoadmapError(f"{name}: {kind!r} must be tables, as in [{kind}.SLUG].")
    converted = {}
    for slug, table in tables.items():
        if not SLUG.fullmatch(slug):
            place = _place(name, text, kind, slug)
            raise RoadmapError(f"{place}: {slug!r} is no slug. Use lower-case letters, digits and single hyphens.")
        try:
            converted[slug] = msgspec.convert(table, form)
        except msgspec.ValidationError as error:
            key = _FIELD_IN_MESSAGE.search(str(error))
            place = _place(name, text, kind, slug, key[1] if key else None)
            known = ", ".join(form.__struct_fields__)
            raise RoadmapError(f"{place}: {_lower_first(str(error))}. It may have: {known}.") from error
    return converted


def _place(name: str, text: str, kind: str, slug: str, key: str | None = None) -> str:
    header = rf"^[ \t]*\[\s*{kind}\s*\.\s*[\"']?{re.escape(slug)}[\"']?\s*\]"
    line = _line_of(text, header)
    if line is not None and key is not None:
        table = "\n" * line + "\n".join(text.splitlines()[line:])
        table = re.split(r"(?m)^[ \t]*\[[ \t]*(?:parts|topics)\b", table, maxsplit=1)[0]
        line = _line_of(table, rf"^[ \t]*[\"']?{re.escape(key)}[\"']?\s*[.=]") or line
    return f"{name}{_at(line)}, [{kind}.{slug}]"


def _line_of(text: str, pattern: str) -> int | None:
    """The 1-based line on which a pattern first matches; `tomllib` gives values without their places."""
    match = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip())) + 1 if match else None


def _at(line: int | None) -> str:
    return f", line {line}" if line is not None else ""


def _in_plain_words(message: str) -> str:
    """What `tomllib` says of a second table of one name, as a person would."""
    match = re.match(r"Cannot declare \('(?:parts|topics)', '([^']+)'\) twice (.*)", message)
    return f"{match[1]!r} is there twice {match[2]}" if match else _lower_first(message)


def _lower_first(message: str) -> str:
    return message[:1].lower() + message[1:]
