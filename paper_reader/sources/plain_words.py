"""A person's words without the signs that mean something in a service's query language. Pure."""

from __future__ import annotations

import re
from typing import Final

# What parts filters, stands for letters, or negates, at one of the services. Hyphens inside words stay.
_SIGNS: Final = re.compile(r"[,|:!?*~\\()\[\]{}<>^+\"&;=#%$]|(?<!\w)-|-(?!\w)")
_OPERATORS: Final = re.compile(r"\b(?:AND|OR|NOT)\b")


def plain_words(text: str) -> str:
    """The words alone, one space between two; operators are words like others."""
    return " ".join(_OPERATORS.sub(lambda match: match[0].lower(), _SIGNS.sub(" ", text)).split())
