"""How a person answers while screening: single keys on a terminal, a line each in a pipe."""

from __future__ import annotations

import sys
from typing import Protocol

import click

from paper_reader.cli.outside_text import one_line


class Keys(Protocol):
    """Gives a key and what came with it on the same line; `ask` gives a line of text."""

    def key(self) -> tuple[str, str]:
        """The next key in lower case and the rest of its line; ("q", "") at the end of the input."""

    def ask(self, question: str, given: str) -> str:
        """A line of text; `given`, what came with the key, where there was something."""


class TerminalKeys:
    """Single keys without Enter. What is typed before a paper is shown is dropped: it was not meant for that paper."""

    def key(self) -> tuple[str, str]:
        """Wait for a key. Ctrl-C interrupts, Ctrl-D quits."""
        try:
            pressed = click.getchar()
        except EOFError:
            return "q", ""
        return ("q" if pressed == "\x04" else pressed.lower()), ""

    def ask(self, question: str, given: str) -> str:
        """Ask for a line."""
        return given or one_line(str(click.prompt(question, default="", show_default=False)))


class PipeKeys:
    """Lines such as "i", "e wrong population", "n look at this again"."""

    def key(self) -> tuple[str, str]:
        """Read the next line that is not empty."""
        for line in sys.stdin:
            if words := one_line(line):
                return words[0].lower(), words[1:].strip()
        return "q", ""

    def ask(self, question: str, given: str) -> str:  # noqa: ARG002 - nobody reads it
        """Take what came with the key."""
        return given


def keys_of_stdin() -> Keys:
    """Choose the form that fits where stdin comes from."""
    return TerminalKeys() if sys.stdin is not None and sys.stdin.isatty() else PipeKeys()
