"""Plain text as LaTeX text: what LaTeX would stumble over escaped, mathematics and commands left as they are."""

from __future__ import annotations

import re

from paper_reader.exporting.plain import plain

_MATH = re.compile(r"(?<!\\)\$[^$]+(?<!\\)\$")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[\"'`^~=.&%#_{}$])")
_ESCAPED = {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}"} | {
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_TOKEN = re.compile(rf"({_MATH.pattern})|({_COMMAND.pattern})|([&%#_$~^\\])")
# A capital, or a digit, that is not the first letter: BERT, iPhone, ResNet. Styles would write them small.
_NAME = re.compile(r"(?<![\\{\w])([\w+-]*(?:[^\W\d_][A-Z]|[A-Z]\d|\d[A-Z]|[A-Z]-[A-Z])[\w+-]*)(?![\w}])")


# Where braces are not in pairs nothing is mathematics: a dollar before one and a dollar after it belong to nobody.
_BROKEN_TOKEN = re.compile(r"(\\[A-Za-z]+)|([&%#_$~^\\{}])")
_ESCAPED_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def latex_text(text: str) -> str:
    """The text with LaTeX's special characters escaped and its braces in pairs."""
    text = plain(text)
    return _TOKEN.sub(_safe, text) if _is_paired(text) else _BROKEN_TOKEN.sub(_written_out, text)


def latex_title(text: str) -> str:
    """The same for a title: words with capitals inside are braced, so that a style does not lower them."""
    if not _is_paired(text := plain(text)):
        return latex_text(text)
    parts = re.split(f"({_MATH.pattern})", text)
    return "".join(
        _TOKEN.sub(_safe, part if place % 2 else _NAME.sub(r"{\1}", part)) for place, part in enumerate(parts)
    )


def verbatim(text: str) -> str:
    """An address: LaTeX reads it as it stands, but braces must be in pairs."""
    text = plain(text)
    return text if _is_paired(text) else text.replace("{", "%7B").replace("}", "%7D")


def _safe(match: re.Match[str]) -> str:
    mathematics, command, special = match.groups()
    return mathematics or command or _ESCAPED[special]


def _written_out(match: re.Match[str]) -> str:
    command, special = match.groups()
    return str(command or (_ESCAPED | _ESCAPED_BRACES)[special])


def _is_paired(text: str) -> bool:
    """Whether every brace has its other half: one too many would swallow the rest of the file."""
    depth = 0
    for letter in text:
        if letter in "{}":  # BibTeX counts escaped ones too
            depth += 1 if letter == "{" else -1
            if depth < 0:
                return False
    return depth == 0
