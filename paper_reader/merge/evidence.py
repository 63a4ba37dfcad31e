"""Whether two records describe one paper, and on what grounds.

Conservative: two papers wrongly made one hide a paper and mix its citations, two records wrongly kept apart show it
twice. So every doubt keeps them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from paper_reader.merge.authors import overlap
from paper_reader.merge.member import Member
from paper_reader.types import Evidence

_ARXIV = "arxiv:"
_DOI = "doi:"
_ARXIV_DOI = "doi:10.48550/"
_SHORT_TITLE = 20  # letters; "Deep Learning Survey" is the kind of title that many people write
_LONG_TITLE = 40
_YEARS_APART = 2  # a preprint and its journal version
_YEARS_APART_OF_ALL_AUTHORS = 4
_MOST_AUTHORS = 0.5
_NEARLY_ALL_AUTHORS = 0.8
_TITLES_ALIKE = 60.0  # below this, titles under one identifier share no more than any two titles of a field


class Verdict(StrEnum):
    """What a comparison of two records says."""

    SAME = "same"
    UNPROVEN = "unproven"
    DIFFERENT = "different"  # they cannot be one paper, whatever else agrees


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict and the grounds for it, as seen from the first of the two records."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()


_UNPROVEN = Comparison(Verdict.UNPROVEN)
_DIFFERENT = Comparison(Verdict.DIFFERENT)


def compare(one: Member, other: Member) -> Comparison:
    """What two records have in common. Symmetric but for whose name stands in the evidence."""
    mine = set(one.identifiers)
    shared = [name for name in other.identifiers if name in mine]
    clashing = _clash(one, other, _ARXIV)
    same_title = one.title_key != 0 and one.title_key == other.title_key
    if shared:
        return _of_shared(one, other, shared, clashing, same_title)
    if clashing:
        return _DIFFERENT
    return _of_title(one, other) if same_title and not one.has_generic_title else _UNPROVEN


def _of_shared(one: Member, other: Member, shared: list[str], clashing: bool, same_title: bool) -> Comparison:
    """Under one identifier, unless all the rest speaks against it: volumes and typing errors share DOIs too."""
    from rapidfuzz.fuzz import ratio

    people = overlap(one.record.authors, other.record.authors)
    if not same_title and not people:
        alike = ratio(one.fingerprint, other.fingerprint) >= _TITLES_ALIKE
        if not alike and (people is not None or clashing):
            return _DIFFERENT if clashing else _UNPROVEN
    if clashing and not (same_title and people is not None and people >= _NEARLY_ALL_AUTHORS):
        return _DIFFERENT
    return Comparison(Verdict.SAME, tuple([_evidence(name, other) for name in sorted(shared)]))


def _of_title(one: Member, other: Member) -> Comparison:
    """Under one title: the people and the years must agree, the more so the more ordinary the title is."""
    people = overlap(one.record.authors, other.record.authors)
    years = _years_apart(one, other)
    ordinary = len(one.fingerprint) < _SHORT_TITLE
    republished = _clash(one, other, _DOI)
    if people is None:
        agree = not ordinary and len(one.fingerprint) >= _LONG_TITLE and years is not None and years <= 1
        agree = agree and not republished
    elif ordinary or republished:
        agree = people >= _NEARLY_ALL_AUTHORS and years is not None and years <= 1
    else:
        agree = people >= _MOST_AUTHORS and (years is None or years <= _YEARS_APART)
        agree = agree or (people >= _NEARLY_ALL_AUTHORS and (years or 0) <= _YEARS_APART_OF_ALL_AUTHORS)
    if not agree:
        return _UNPROVEN
    grounds = [Evidence("title", other.record.title, other.name)]
    if people is not None:
        grounds.append(Evidence("authors", f"{people:.0%} of the shorter list", other.name))
    if years is not None:
        grounds.append(Evidence("year", "the same" if years == 0 else f"{years} apart", other.name))
    return Comparison(Verdict.SAME, tuple(grounds))


def _clash(one: Member, other: Member, scheme: str) -> bool:
    """Both have names of a scheme and none of them in common. arXiv's own DOIs say nothing beside its ids."""
    mine = {name for name in one.identifiers if name.startswith(scheme) and not name.startswith(_ARXIV_DOI)}
    theirs = {name for name in other.identifiers if name.startswith(scheme) and not name.startswith(_ARXIV_DOI)}
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def _years_apart(one: Member, other: Member) -> int | None:
    return abs(one.year - other.year) if one.year is not None and other.year is not None else None


def _evidence(name: str, other: Member) -> Evidence:
    scheme, _, value = name.partition(":")
    return Evidence(scheme, value, other.name)
