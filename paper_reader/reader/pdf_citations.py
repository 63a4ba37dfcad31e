"""Citations in a PDF's text led to its references: "[12]", "[3, 7–9]", "(Devlin et al., 2019)". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from paper_reader.types.document import Reference

_NUMBERS: Final = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3}){0,30})\]")
_NUMBER: Final = re.compile(r"\d{1,3}")
_NAMES: Final = re.compile(
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]+)(?:\s+(?:et al\.?|(?:and|&)\s+[A-ZÀ-Ö][\w'’-]+))?,?\s+\(?"
    r"(?P<year>(?:19|20)\d{2}[a-z]?)\b"
)
_SURNAME: Final = re.compile(r"[^\W\d_][\w'’-]+")


class Citations:
    """Knows the references of one document; writes text as markup with links to them."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._by_number = {
            int(digits): one.anchor for one in references if (digits := one.label.strip("[]. ")).isdecimal()
        }
        self._by_name: dict[tuple[str, str], str] = {}
        for one in references:
            if one.label.strip("[]. ").isdecimal():
                continue
            for name in _SURNAME.findall(one.text[:60])[:4]:
                for year in re.findall(r"\b(?:19|20)\d{2}[a-z]?\b", one.text):
                    self._by_name.setdefault((name.lower(), year), one.anchor)

    def markup(self, text: str) -> str:
        """Text as markup; what cites a known reference leads to it."""
        spans = self._in_brackets(text) if self._by_number else self._with_names(text)
        parts, at = [], 0
        for start, end, anchor in spans:
            parts.append(escape(text[at:start], quote=False))
            parts.append(f'<a href="#{anchor}">{escape(text[start:end], quote=False)}</a>')
            at = end
        parts.append(escape(text[at:], quote=False))
        return "".join(parts)

    def _in_brackets(self, text: str) -> list[tuple[int, int, str]]:
        return [
            (found.start(1) + one.start(), found.start(1) + one.end(), anchor)
            for found in _NUMBERS.finditer(text)
            for one in _NUMBER.finditer(found[1])
            if (anchor := self._by_number.get(int(one[0])))
        ]

    def _with_names(self, text: str) -> list[tuple[int, int, str]]:
        return [
            (found.start("name"), found.end("year"), anchor)
            for found in _NAMES.finditer(text)
            if (anchor := self._by_name.get((found["name"].lower(), found["year"])))
        ]
