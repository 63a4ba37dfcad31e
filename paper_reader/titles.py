"""Titles reduced to what makes them the same title: no case, accents, LaTeX, markup, hyphens or punctuation.

It runs once for every record, so plain titles take a path of two C-level passes.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

_LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"
_DROPPED = bytes(code for code in range(128) if chr(code).lower() not in _LETTERS_AND_DIGITS)
_LOWER = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
_NO_CARE = (_LETTERS_AND_DIGITS[:26] + _LETTERS_AND_DIGITS[:26].upper() + " -:,.()?!'/").encode()
_NEEDS_CARE = re.compile(r"[\\&<#]|\+\+|\d[^0-9A-Za-z]+\d")  # everything else plain ASCII is just letters and gaps

_TAG = re.compile(
    r"</?(?:i|b|u|em|sub|sup|tt|scp|strong|italic|bold|span|mml:\w+|jats:\w+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_ACCENT = re.compile(r"""\\(?:["'`^~=.]|[cvuHkrdbt](?=[\s{]))\s*\{?\s*\\?([^\W\d_])\s*\}?""")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_STYLES = frozenset(
    {"text", "textit", "textbf", "textrm", "textsf", "texttt", "textsc", "textsuperscript", "textsubscript", "emph"}
    | {"it", "bf", "rm", "sf", "sc", "tt", "em", "cal", "mathcal", "mathbb", "mathbf", "mathrm", "mathit", "mathsf"}
    | {"mathfrak", "boldsymbol", "bm", "operatorname", "left", "right", "big", "mbox", "hbox", "ensuremath"}
    | {"underline", "uppercase", "lowercase", "displaystyle", "protect", "noopsort", "relax"}
)
_LETTER_COMMANDS = {"ss": "ss", "o": "o", "O": "o", "l": "l", "L": "l", "ae": "ae", "AE": "ae", "oe": "oe", "OE": "oe",
                    "aa": "a", "AA": "a", "i": "i", "j": "j", "ell": "l"}  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
                          "ŧ": "t", "ŋ": "n", "ſ": "s"})  # fmt: skip
_GREEK = str.maketrans({
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "ϱ": "rho", "ϖ": "pi", "∞": "infty",
})  # fmt: skip
_VARIANTS = re.compile(r"^var(?=epsilon|theta|phi|rho|pi|sigma|kappa)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_GAP = re.compile(r"[\W_]+")
_GAP_INSIDE_NUMBERS = re.compile(r"(?<=\d) (?=\d)")


def title_fingerprint(title: str) -> str:
    """What two spellings of one title have in common, empty for a title without letters and digits.

    "Pre-training {BERT}, Part II" and "Pretraining BERT: part II" are equal; part numbers and digits stay, and two
    numbers side by side stay apart ("1.5" is not "15").
    """
    if title.isascii():
        plain = title.encode("ascii")
        if not plain.translate(None, _NO_CARE) or not _NEEDS_CARE.search(title):  # quicker than the search alone
            return plain.translate(_LOWER, _DROPPED).decode("ascii")
    return _fingerprint_with_care(title)


def _fingerprint_with_care(title: str) -> str:
    text = html.unescape(title) if "&" in title else title
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text:
        text = _ACCENT.sub(r"\1", text)
        text = _COMMAND.sub(_command_as_text, text)
    text = text.replace("&", " and ").replace("++", " plusplus ")
    text = re.sub(r"(?<=[A-Za-z])#", "sharp", text)
    if not text.isascii():
        text = folded(text)
    text = _GAP.sub(" ", _THOUSANDS.sub("", text).lower()).strip()
    if not text.isascii():
        text = folded(text)
    numbers_apart = _GAP_INSIDE_NUMBERS.sub("\0", text)
    return numbers_apart.replace(" ", "").replace("\0", " ")


def _command_as_text(match: re.Match[str]) -> str:
    name = match[1]
    if name in _STYLES:
        return ""
    return _LETTER_COMMANDS.get(name) or _VARIANTS.sub("", name)


def folded(text: str) -> str:
    """A text in small plain letters.

    Compatibility forms are taken apart, accents dropped, special letters and Greek written in plain ones.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", decomposed)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.translate(_LETTERS).translate(_GREEK)


def title_key(fingerprint: str) -> int:
    """64 bits of a fingerprint as a signed integer, small to keep and to look up; 0 for an empty one.

    Two of a million titles share a key once in tens of millions of libraries; a merge compares authors and years too.
    """
    if not fingerprint:
        return 0
    digest = hashlib.blake2b(fingerprint.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
