"""Text from outside (titles, abstracts, servers' messages) made safe to print on a terminal. Pure."""

from __future__ import annotations

import re
from typing import Final

# Escape sequences go as a whole, so that no "[31m" stays behind: CSI, then OSC and its like where they are ended, then
# two-letter ones. Their one-letter forms (C1) go as letters only: in metadata these mostly are wrongly decoded quotes.
_SEQUENCES: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]{0,500}(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]?"
)
# C0 and C1 controls, DEL, marks that turn the direction of writing, and halves of surrogate pairs.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_IN_JSON: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    """Give `text` on one line, without anything a terminal would obey."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Give `text` with its lines kept, without anything a terminal would obey."""
    return _CONTROLS.sub("", _SEQUENCES.sub("", text)).replace("\t", " ")


def escape_json(document: str) -> str:
    """Write the letters that a terminal might obey as JSON escapes: the data stay whole, the screen too."""
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", document)
