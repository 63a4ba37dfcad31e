"""Text from outside as it may stand in a file: on one line, without anything that a terminal or an editor obeys."""

from __future__ import annotations

import re

_SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)")

# C0 (but white space, which becomes a blank) and C1 controls, DEL, direction marks, halves of surrogate pairs.
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def plain(text: str) -> str:
    """The text on one line, without control characters and marks that turn the direction of writing."""
    return " ".join(_CONTROLS.sub("", _SEQUENCES.sub("", text)).split())


def web_address(url: str | None) -> str | None:
    """The address, if it is that of a web page; None for scripts, files and everything else."""
    address = plain(url or "")
    return address if address.lower().startswith(("http://", "https://")) else None
