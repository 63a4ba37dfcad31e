"""Whether two records describe one paper, and on what grounds.

Conservative: two papers wrongly made one hide a paper and mix its citations, two records wrongly kept apart show it
twice. So every doubt keeps them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from paper_reader.merge.abstracts import abstract_overlap
from paper_reader.merge.authors import overlap
from paper_reader.merge.member import Member
from paper_reader.merge.precedence import is_preprint_venue
from paper_reader.merge.title_words import Likeness, likeness
from paper_reader.titles import title_fingerprint
from paper_reader.types import Evidence

_DOI: Final = "doi:"
_EXTERNAL: Final = "external:"  # what a file calls a paper; the next file calls another one "smith2020" too
# Who registers DOIs for preprints and data: such a DOI stands beside the publisher's, not against it.
_PREPRINT_DOIS: Final = tuple(
    f"doi:10.{registrant}"
    for registrant in (
        "48550/",
        "1101/",
        "64898/",
        "2139/",
        "21203/",
        "26434/",
        "20944/",
        "36227/",
        "31234/",
        "31219/",
        "31235/",
        "31222/",
        "35542/",
        "5281/",
        "6084/",
        "13140/",
        "22541/",
        "7287/peerj.preprints",
    )
)
_SHORT_TITLE: Final = 20  # letters; "Deep Learning Survey" is the kind of title that many people write
_LONG_TITLE: Final = 40
_YEARS_APART: Final = 2  # a preprint and its journal version
_YEARS_APART_OF_ALL_AUTHORS: Final = 4
_MOST_AUTHORS: Final = 0.5
_NEARLY_ALL_AUTHORS: Final = 0.8
_TITLES_ALIKE: Final = 60.0  # below this, titles under one identifier share no more than any two titles of a field
_SAME_ABSTRACT: Final = 0.8
# How much of an abstract must stand in the other one, by how near the titles are. Two papers of one group share up to
# 0.15, seldom 0.4; preprints and published versions 0.95 in nine of ten cases.
_ABSTRACTS_ALIKE: Final = {
    Likeness.SPELLING: 0.1,
    Likeness.A_PART: 0.15,
    Likeness.A_WORD: 0.5,
    Likeness.REWORDED: 0.7,
    Likeness.UNLIKE: 0.85,
}
_ABSTRACTS_OF_TWO_VENUES: Final = 0.9  # a group's next paper may begin with the words of the one before
_WITHOUT_ABSTRACTS: Final = frozenset({Likeness.SPELLING, Likeness.A_PART})


_TITLE_KINDS: Final = frozenset({"title", "near title"})


class Verdict(StrEnum):
    """What a comparison of two records says."""

    SAME = "same"
    UNPROVEN = "unproven"
    DIFFERENT = "different"  # they cannot be one paper, whatever else agrees


class Ground(IntEnum):
    """What speaks for two records being one paper, the weakest first."""

    EARLIER = 0  # it was decided on content that one of them no longer has
    NEAR_TITLE = 1
    TITLE = 2
    IDENTIFIER = 3
    SAID = 4  # by the reader


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict and the grounds for it, as seen from the first of the two records."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    ground: Ground = Ground.EARLIER  # of SAME alone


_UNPROVEN: Final = Comparison(Verdict.UNPROVEN)
_DIFFERENT: Final = Comparison(Verdict.DIFFERENT)


def compare(one: Member, other: Member) -> Comparison:
    """What two records have in common. Symmetric but for whose name stands in the evidence."""
    if are_disjoint(one.arxiv_ids, other.arxiv_ids):
        return _DIFFERENT
    shared = [name for name in other.identifiers if name in one.identifiers]
    if shared and may_share_a_name(one, other) and (ground := _ground_of(shared, one, other)) is not None:
        return Comparison(Verdict.SAME, tuple([_evidence(name, other) for name in sorted(shared)]), ground)
    if one.title_key != 0 and one.title_key == other.title_key:
        return _UNPROVEN if one.has_generic_title else _of_title(one, other)
    if not set(one.near_keys).isdisjoint(other.near_keys):
        return _of_near_title(one, other)
    return _UNPROVEN


def seen_from_other(evidence: tuple[Evidence, ...], other: Member) -> tuple[Evidence, ...]:
    """The grounds of a comparison with the names turned about: as seen by the second record, of `other`, the first."""
    return tuple(
        [
            Evidence(one.kind, other.record.title if one.kind in _TITLE_KINDS else one.value, other.name)
            for one in evidence
        ]
    )


def are_disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    """Both say something, and nothing in common."""
    return bool(one) and bool(other) and one.isdisjoint(other)


def closeness(one: Member, other: Member) -> float:
    """From 0 to 1, how near two records are that may be one paper, to choose between several: abstracts, then years."""
    alike = abstract_overlap(one.record.abstract, other.record.abstract)
    years = _years_apart(one, other)
    return round(0.9 * (0.5 if alike is None else alike) + 0.1 / (1 + (_YEARS_APART if years is None else years)), 6)


def may_share_a_name(one: Member, other: Member) -> bool:
    """Under one identifier, unless all the rest speaks against it: volumes and typing errors share DOIs too."""
    if one.title_key == other.title_key:
        return True
    people = overlap(one.record.authors, other.record.authors)
    if people is None or people > 0:
        return True
    from rapidfuzz.fuzz import ratio

    return ratio(one.fingerprint, other.fingerprint) >= _TITLES_ALIKE


def _ground_of(shared: list[str], one: Member, other: Member) -> Ground | None:
    """What shared names are worth: those that only files give are a ground where titles and people go with them."""
    if not all([name.startswith(_EXTERNAL) for name in shared]) or _names_the_other(one, other):  # noqa: C419
        return Ground.IDENTIFIER
    people = overlap(one.record.authors, other.record.authors)
    if people is None or people < _MOST_AUTHORS:
        return None
    if one.title_key != 0 and one.title_key == other.title_key:
        return Ground.TITLE
    return Ground.NEAR_TITLE if likeness(one.record.title, other.record.title) >= Likeness.A_PART else None


def _names_the_other(one: Member, other: Member) -> bool:
    """Whether one of two records of a source lists the other's key: an export names the records of a paper so."""
    return one.record.source == other.record.source and (
        _EXTERNAL + one.record.key in other.identifiers or _EXTERNAL + other.record.key in one.identifiers
    )


def _of_title(one: Member, other: Member) -> Comparison:
    """Under one title: the people and the years must agree, the more so the more ordinary the title is."""
    people = overlap(one.record.authors, other.record.authors)
    years = _years_apart(one, other)
    ordinary = len(one.fingerprint) < _SHORT_TITLE
    republished = _two_publishers(one, other)
    alike = None
    if people is None:
        alike = abstract_overlap(one.record.abstract, other.record.abstract)
        agree = not ordinary and len(one.fingerprint) >= _LONG_TITLE and years is not None and years <= 1
        agree = (agree or (alike or 0) >= _SAME_ABSTRACT) and not republished
    elif ordinary or republished:
        agree = people >= _NEARLY_ALL_AUTHORS and years is not None and years <= 1
    else:
        agree = people >= _MOST_AUTHORS and (years is None or years <= _YEARS_APART)
        agree = agree or (people >= _NEARLY_ALL_AUTHORS and (years or 0) <= _YEARS_APART_OF_ALL_AUTHORS)
    if not agree:
        return _UNPROVEN
    return Comparison(Verdict.SAME, _grounds("title", other, people, years, alike), Ground.TITLE)


def _of_near_title(one: Member, other: Member) -> Comparison:
    """Under titles that differ: nearly all the people, the years, and abstracts the more alike the less titles are."""
    years = _years_apart(one, other)
    if (years or 0) > _YEARS_APART:  # most of those that only share a key; people take longer to compare
        return _UNPROVEN
    people = overlap(one.record.authors, other.record.authors)
    if people is None or people < _NEARLY_ALL_AUTHORS or _two_publishers(one, other):
        return _UNPROVEN
    near = likeness(one.record.title, other.record.title)
    alike = abstract_overlap(one.record.abstract, other.record.abstract)
    if near is Likeness.CONTRARY or not _abstracts_agree(near, alike, one, other):
        return _UNPROVEN
    return Comparison(Verdict.SAME, _grounds("near title", other, people, years, alike), Ground.NEAR_TITLE)


def _abstracts_agree(near: Likeness, alike: float | None, one: Member, other: Member) -> bool:
    """Whether the abstracts bear out what the titles suggest; without them the lists of authors must be as long."""
    as_many = len(one.record.authors) == len(other.record.authors)
    shorter = min(len(one.fingerprint), len(other.fingerprint))
    if near is not Likeness.SPELLING and _published_twice(one, other):
        return alike is not None and alike >= _ABSTRACTS_OF_TWO_VENUES
    if alike is not None and alike >= _ABSTRACTS_ALIKE[near]:
        return True
    if near is Likeness.A_PART and as_many and shorter >= _LONG_TITLE and _years_apart(one, other) in (0, 1):
        return True  # a rewritten abstract and a subtitle
    return (
        alike is None
        and near in _WITHOUT_ABSTRACTS
        and (as_many or len(one.record.authors) > 1 < len(other.record.authors))
    )


def _grounds(
    kind: str, other: Member, people: float | None, years: int | None, alike: float | None
) -> tuple[Evidence, ...]:
    grounds = [Evidence(kind, other.record.title, other.name)]
    if people is not None:
        grounds.append(Evidence("authors", f"{people:.0%} of the shorter list", other.name))
    if years is not None:
        grounds.append(Evidence("year", "the same" if years == 0 else f"{years} apart", other.name))
    if alike is not None:
        grounds.append(Evidence("abstract", f"{alike:.0%} of the shorter one", other.name))
    return tuple(grounds)


def _two_publishers(one: Member, other: Member) -> bool:
    """Both have a publisher's DOI, and none in common."""
    return are_disjoint(_publishers_dois(one), _publishers_dois(other))


def _published_twice(one: Member, other: Member) -> bool:
    """Both were published, and not under the same name of a venue."""
    venues = {title_fingerprint(record.venue or "") for record in (one.record, other.record)}
    return len(venues) == 2 and not any(not venue or is_preprint_venue(venue) for venue in venues)


def _publishers_dois(member: Member) -> frozenset[str]:
    return frozenset(
        [name for name in member.identifiers if name.startswith(_DOI) and not name.startswith(_PREPRINT_DOIS)]
    )


def _years_apart(one: Member, other: Member) -> int | None:
    return abs(one.year - other.year) if one.year is not None and other.year is not None else None


def _evidence(name: str, other: Member) -> Evidence:
    scheme, _, value = name.partition(":")
    return Evidence(scheme, value, other.name)
