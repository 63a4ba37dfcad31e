"""One form for all the ways in which people write a topic's name. Pure.

It folds case, accents, hyphens, spaces, plurals and British against American spelling, and nothing else: two names
with the same form mean the same topic, so a wrong topic is never found by nearness.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9+#]+")
_POSSESSIVE = re.compile(r"['’]s?\b")
_CONNECTIVES = frozenset({"a", "an", "and", "the", "of", "in", "for", "with", "on", "to"})
_ENDS_IN_S = ("ss", "us", "is")  # loss, corpus, analysis: singular already
_SPELLINGS = (
    (re.compile(r"(?<=.{3})is(?=(?:e|ed|er|ing|ation|ational)$)"), "iz"),  # optimise, optimisation
    (re.compile(r"(?<=.{3})ys(?=(?:e|ed|er|ing)$)"), "yz"),  # analyse
    (re.compile(r"^(behavi|lab|col|fav|neighb|rum|hon)our"), r"\1or"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|er|ing)$)"), "l"),  # modelling, labelling, travelled
    (re.compile(r"^ageing$"), "aging"),
    (re.compile(r"^(cent|fib|met)re$"), r"\1er"),
    (re.compile(r"^programme$"), "program"),
    (re.compile(r"^catalogue$"), "catalog"),
    (re.compile(r"^practis(?=(?:e|ed|er|ing)$)"), "practic"),
    (re.compile(r"^(?:maths?|mathematic)$"), "math"),
)


@lru_cache(maxsize=8192)  # a search for a topic asks for the forms of all names again
def normal_form(text: str) -> str:
    """What all spellings of a name have in common; empty for a text without letters and digits.

    Words are joined without spaces, so that "multi-modal", "multi modal" and "multimodal" agree.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = [_spelled(_singular(word)) for word in _WORD.findall(_POSSESSIVE.sub("", plain))]
    return "".join(word for word in words if word not in _CONNECTIVES) or "".join(words)


def _singular(word: str) -> str:
    if len(word) < 3 or not word.endswith("s") or word.endswith(_ENDS_IN_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _spelled(word: str) -> str:
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word
