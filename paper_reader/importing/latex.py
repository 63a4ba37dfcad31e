"""LaTeX text as plain text: accents, symbols and braces read, mathematics left as it stands.

pylatexenc knows the commands. It takes half a millisecond for a title, so texts without commands never get there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_LONGEST = 200_000  # letters; longer ones only lose their braces
_COMMAND = re.compile(r"\\")
_MATH = re.compile(r"(?<!\\)\$")
_BRACES = str.maketrans("", "", "{}")
_BARE_URL = re.compile(r"\\(?:url|href|path)\s*\{([^{}]*)\}")
_UNESCAPED = re.compile(r"(?<!\\)[%&]")  # a comment and a column in LaTeX; in a field nearly always just letters
_WRITTEN_OUT = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquotesingle": "'",
    "textdollar": "$",
    "textunderscore": "_",
    "relax": "",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "XeLaTeX": "XeLaTeX",
    "LuaTeX": "LuaTeX",
    "LuaLaTeX": "LuaLaTeX",
    "pdfTeX": "pdfTeX",
}
# Commands that show what is in their braces; pylatexenc parses these, but leaves their text out.
_SHOWING = ("mbox", "hbox", "fbox", "texttt", "textsf", "textrm", "textnormal", "text", "uppercase", "MakeUppercase")
_STANDING_IN = re.compile(r"\\noopsort\s*\{[^{}]*\}")  # only moves an entry in a sorted list


def plain_text(latex: str) -> str:
    """The text that LaTeX would show. What it could not read is given with its braces taken away."""
    if not _COMMAND.search(latex) or len(latex) > _LONGEST:
        return _without_commands(latex)
    if len(_MATH.findall(latex)) % 2:  # no mathematics but a lone dollar somewhere
        latex = _MATH.sub(r"\\$", latex)
    prepared = _BARE_URL.sub(r"\1", _STANDING_IN.sub("", _UNESCAPED.sub(r"\\\g<0>", latex)))
    try:
        return _reader()(prepared)
    except Exception:  # outside text: besides its own errors the library raises IndexError, RecursionError …
        return _without_commands(latex)


def _without_commands(text: str) -> str:
    """Text without a backslash: braces, ties and the ligatures of dashes and quotes; mathematics stays."""
    parts = _MATH.split(text)
    if len(parts) % 2 == 0:  # a lone dollar is a dollar
        return _ligatures(text.translate(_BRACES))
    outside = [part if place % 2 else _ligatures(part.translate(_BRACES)) for place, part in enumerate(parts)]
    return "$".join(outside)


def _ligatures(text: str) -> str:
    text = text.replace("~", " ")
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    return text.replace("``", "“").replace("''", "”")


@cache
def _reader() -> Callable[[str], str]:
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # has no types
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    known = get_default_latex_context_db()
    specs = [MacroTextSpec(name, discard=False, simplify_repl=text) for name, text in _WRITTEN_OUT.items()]
    specs += [MacroTextSpec(name, discard=False, simplify_repl="%s") for name in _SHOWING]
    known.add_context_category("written-out", macros=specs, prepend=True)
    made = LatexNodes2Text(latex_context=known, math_mode="verbatim", strict_latex_spaces=False)

    def read(latex: str) -> str:
        return str(made.latex_to_text(latex)).replace("\xa0", " ").replace("\xad", "")

    return read
