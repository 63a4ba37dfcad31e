"""arXiv's categories as people type them, and what the query API and OAI-PMH call them. Pure."""

from __future__ import annotations

import re
from typing import Final

from paper_reader.errors import QueryError

# Archives with subject classes; all others ("hep-th", "quant-ph") are a category by themselves.
_WITH_SUBJECTS: Final = frozenset(
    ("astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat")
)
# OAI-PMH files its archives under groups of their own name, but these all under "physics".
_PHYSICS: Final = frozenset(
    (
        "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex",
        "nucl-th", "physics", "quant-ph",
    )
)  # fmt: skip
_GROUPS: Final = frozenset(("physics", "math", "q-bio", "cs", "q-fin", "stat", "eess", "econ"))
_FORM: Final = re.compile(r"^([a-z]+(?:-[a-z]{2,})?)(?:\.([a-z]{2,}(?:-[a-z]+)?))?$")


def canonical_category(text: str) -> str:
    """Spell a category as arXiv does: "CS.lg" is "cs.LG", "cond-mat.STR-EL" is "cond-mat.str-el"; else `QueryError`."""
    match = _FORM.match(text.strip().lower())
    archive, subject = match.groups() if match else (None, None)
    if archive is None or archive not in _WITH_SUBJECTS | _PHYSICS or (subject and archive not in _WITH_SUBJECTS):
        raise QueryError(f"arXiv has no category {text!r}. Its categories look like cs.LG, stat.ML, hep-th or cs")
    if subject is None:
        return archive
    return f"{archive}.{subject.upper() if len(subject) == 2 else subject}"


def category_clause(categories: tuple[str, ...]) -> str:
    """Say "any of these categories" in the API's query language; an archive takes all of its subject classes."""
    terms = []
    for category in dict.fromkeys(canonical_category(text) for text in categories):
        terms.append(f"cat:{category}.*" if category in _WITH_SUBJECTS else f"cat:{category}")
        if category in ("astro-ph", "cond-mat"):  # these had papers before they had subject classes
            terms.append(f"cat:{category}")
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def oai_set(text: str) -> str:
    """Name the OAI-PMH set (group:archive:CATEGORY) of what people type: "cs", "cs.LG", "hep-th", or a set as it is.

    "physics" is the group of all physics archives, as on arXiv's own pages; "physics.optics" is one class.
    """
    text = text.strip()
    if ":" in text:
        return text
    archive, _, subject = canonical_category(text).partition(".")
    if not subject and archive in _GROUPS:
        return archive
    group = "physics" if archive in _PHYSICS else archive
    return ":".join(part for part in (group, archive, subject) if part)
