"""Fields of study as the citation services name them, and arXiv's archives: the one stands for the other. Pure.

The services know fields and not arXiv's categories, so a category is asked for by the field that its archive belongs
to, which is wider; and a paper that arXiv does not have is put under the archive that its field is nearest to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from paper_reader.errors import QueryError

# Names that OpenAlex and Semantic Scholar give fields.
_ARCHIVES: Final = {
    "Computer Science": "cs",
    "Mathematics": "math",
    "Physics and Astronomy": "physics",
    "Physics": "physics",
    "Biochemistry, Genetics and Molecular Biology": "q-bio",
    "Agricultural and Biological Sciences": "q-bio",
    "Immunology and Microbiology": "q-bio",
    "Neuroscience": "q-bio",
    "Biology": "q-bio",
    "Economics, Econometrics and Finance": "econ",
    "Economics": "econ",
    "Decision Sciences": "stat",
}
_PHYSICS: Final = (
    "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex", "nucl-th",
    "physics", "quant-ph",
)  # fmt: skip
# https://api.openalex.org/fields
OPENALEX_FIELDS: Final = {
    "cs": ("17",),
    "eess": ("22", "17"),
    "econ": ("20",),
    "q-fin": ("20",),
    "math": ("26",),
    "stat": ("26", "18"),
    "q-bio": ("13", "11", "24", "28"),
    **dict.fromkeys(_PHYSICS, ("31",)),
}
SEMANTIC_SCHOLAR_FIELDS: Final = {
    "cs": ("Computer Science",),
    "eess": ("Engineering", "Computer Science"),
    "econ": ("Economics",),
    "q-fin": ("Economics",),
    "math": ("Mathematics",),
    "stat": ("Mathematics",),
    "q-bio": ("Biology",),
    **dict.fromkeys(_PHYSICS, ("Physics",)),
}


def archives_of(fields: Iterable[str]) -> tuple[str, ...]:
    """The archives nearest to some fields, each once; fields that arXiv does not have give none."""
    return tuple(dict.fromkeys(_ARCHIVES[name] for name in fields if name in _ARCHIVES))


def fields_for(categories: Sequence[str], known: dict[str, tuple[str, ...]], *, source: str) -> tuple[str, ...]:
    """The fields that stand for some categories; `QueryError` for a category of no archive."""
    found: dict[str, None] = {}
    for category in categories:
        archive = category.strip().partition(".")[0].lower()
        if archive not in known:
            raise QueryError(f"{source} has no field like {category!r}. There are {', '.join(sorted(known))}")
        found.update(dict.fromkeys(known[archive]))
    return tuple(found)


def wider_than_asked(categories: Sequence[str], source: str) -> tuple[str, ...]:
    """What to tell the person where a field stands for categories."""
    if not any("." in category for category in categories):
        return ()
    return (f"{source} knows fields and not arXiv's categories: {', '.join(categories)} was asked for by field",)
