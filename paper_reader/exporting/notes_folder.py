"""Papers as a folder of notes for Obsidian and its like: one Markdown file a paper, properties on top, links between.

A link leads from a paper to those in the folder that it cites. A file that its reader has changed is left as it is:
every file carries a hash of what was written, and only one that still has it is written anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.markdown import annotation_lines, escaped
from paper_reader.exporting.plain import plain, web_address
from paper_reader.types import Annotation, Paper

_NOT_IN_A_NAME: Final = re.compile(r"[\\/:*?\"<>|#^\[\]{}%&$!'`@+=,;\x00-\x1f]")
_NOT_IN_A_TAG: Final = re.compile(r"[^\w/-]+")
_LONGEST_NAME: Final = 90  # letters; file systems take 255 bytes
_HASH_LINE: Final = re.compile(r'^paper_reader: "([0-9a-f]{16})"\n', re.MULTILINE)
_RESERVED: Final = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)  # on Windows


class Names:
    """A name for the file of each paper: author, year and title, safe on every system, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, paper: Paper) -> str:
        """The next name, without suffix."""
        author = plain(paper.authors[0]).split()[-1:] if paper.authors else []
        head = " ".join([*author, str(paper.year)] if paper.year else author)
        text = " - ".join(part for part in (head, plain(paper.title)) if part)
        name = " ".join(_NOT_IN_A_NAME.sub(" ", text).split())[:_LONGEST_NAME].strip(" .") or "untitled"
        while len(name.encode("utf-8", "replace")) > 200:
            name = name[:-10].strip(" .")
        name = f"{name} paper" if _RESERVED.match(name) else name
        unique = name if name.lower() not in self._taken else f"{name} ({paper.id})"
        self._taken.add(unique.lower())
        return unique


def write_note(folder: Path, name: str, text: str) -> bool:
    """Write one file whole; False where its reader has changed it, and it is left alone."""
    path = folder / f"{name}.md"
    if path.exists() and not _is_ours(path.read_text("utf-8", errors="replace")):
        return False
    part = folder / f".{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}.part"
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
    return True


def note(exported: ExportedPaper, cited: Iterable[str]) -> str:
    """The text of one file. `cited`: the names of the files of what it cites."""
    paper = exported.paper
    properties = "".join(f"{name}: {_yaml(value)}\n" for name, value in _properties(exported).items())
    body = f"# {escaped(paper.title)}\n"
    if paper.abstract:
        body += f"\n## Abstract\n\n{escaped(paper.abstract)}\n"
    if paper.curation:
        body += f"\n## Why to read it\n\n{escaped(paper.curation.why)}\n"
    if linked := list(cited):
        body += "\n## Cites\n\n" + "".join(f"- [[{name}]]\n" for name in linked)
    if exported.notes:
        body += "\n## Notes\n" + "".join(f"\n{text.strip()}\n" for text, _ in exported.notes)
    body += _annotations(exported)
    return _signed(f"---\n{properties}---\n{body}")


def _annotations(exported: ExportedPaper) -> str:
    """Notes beside sections and marked passages, by section."""
    by_heading: dict[str, list[Annotation]] = {}
    for one in exported.through.annotations:
        by_heading.setdefault(one.heading, []).append(one)
    body = "\n## From the text\n" if by_heading else ""
    for heading, found in by_heading.items():
        body += f"\n### {escaped(heading)}\n" if heading else ""
        body += "".join("\n" + "\n".join(annotation_lines(replace(one, heading=""))) + "\n" for one in found)
    return body


def _properties(exported: ExportedPaper) -> Mapping[str, object]:
    paper = exported.paper
    best = paper.citation_counts[0] if paper.citation_counts else None
    said: dict[str, object] = {
        "title": plain(paper.title),
        "authors": [plain(name) for name in paper.authors],
        "year": paper.year,
        "published": paper.published.isoformat() if paper.published else None,
        "venue": plain(paper.venue or ""),
        "doi": plain(paper.doi or ""),
        "arxiv": paper.arxiv_id,
        "url": web_address(paper.url),
        "citation_key": exported.citation_key,
        "citation_count": best.count if best else None,
        "citation_source": best.source if best else None,
        "status": exported.mark.value if exported.mark else None,
        "tags": ["paper", *(_tag(name) for name in paper.categories)],
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _tag(category: str) -> str:
    return _NOT_IN_A_TAG.sub("-", plain(category).replace(".", "/")).strip("-/")


def _yaml(value: object) -> str:
    """A value as JSON, which YAML reads: every text is quoted, so no title is taken for anything but a text."""
    return json.dumps(value, ensure_ascii=False)


def _signed(text: str) -> str:
    """The text with its own hash as the last property."""
    return text.replace("\n---\n", f'\npaper_reader: "{_hash(text)}"\n---\n', 1)


def _is_ours(text: str) -> bool:
    found = _HASH_LINE.search(text)
    return found is not None and _hash(_HASH_LINE.sub("", text, count=1)) == found[1]


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
