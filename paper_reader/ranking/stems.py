"""The form in which a topic's words are compared with a paper's: the beginning of a word, its plural fallen."""

from __future__ import annotations

STEM_LETTERS = 6  # "generate" and "generative", "mentoring" and "mentors" are one word here


def stem(word: str) -> str:
    """The stem of a word in small letters: "models" has that of "model", "class" keeps its end."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return (word[:-1] if plural else word)[:STEM_LETTERS]
