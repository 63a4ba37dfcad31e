"""Names of people as the formats write them, brought into reading order: "van Gogh, Vincent" is Vincent van Gogh."""

from __future__ import annotations

import re

_SUFFIX_ALONE = re.compile(r"^(?:jr|sr|ii|iii)\.?$", re.IGNORECASE)  # one letter more is an initial: "Smith, V."
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|v|ph\.?\s?d|m\.?\s?d)\.?$", re.IGNORECASE)


def in_reading_order(name: str) -> str:
    """A name written "Family, Given" or "Family, Given, Suffix" (or with the suffix second), as it is spoken.

    One with a comma at its end is an organisation's (as EndNote and RIS have it); one without comma stays as it is.
    """
    name = name.strip()
    if name.endswith(","):
        return name.rstrip(", ").replace(",,", ",")
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1:
        return name
    if len(parts) == 2:
        family, given = parts
        return f"{family} {given}" if _SUFFIX_ALONE.match(given) else f"{given} {family}".strip()
    family, middle, last, *more = parts
    given, suffix = (last, middle) if _SUFFIX.match(middle) else (middle, last)
    return " ".join(part for part in (given, family, suffix, *more) if part)


def listed(text: str) -> tuple[str, ...]:
    """The names of a list parted by semicolons, each in reading order; dots for "and others" are left out."""
    names = (in_reading_order(part) for part in text.split(";"))
    return tuple(name for name in names if name and name not in {"...", "…", "et al.", "others"})


def of_parts(family: str, given: str, *, particle: str = "", suffix: str = "") -> str:
    """A name from its parts, those that are empty left out."""
    return " ".join(part for part in (given.strip(), particle.strip(), family.strip(), suffix.strip()) if part)
