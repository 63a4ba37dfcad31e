"""A page of figures that several commands write to, each its own sections."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MARK = "\n## "


def put(path: Path, sections: Mapping[str, str], *, head: str | None = None) -> None:
    """Writes the sections by heading, in place of those of the same name or else at the end; the others stay.

    `head` is what stands before the first section; None leaves it as it is.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    before, *parts = old.split(MARK)
    known = {part.partition("\n")[0]: part.partition("\n")[2].strip("\n") for part in parts} | dict(sections)
    written = [(before if head is None else head).strip("\n")]
    written += [f"## {name}\n\n{text.strip(chr(10))}" for name, text in known.items()]
    path.write_text("\n\n".join(written) + "\n", encoding="utf-8")
