"""Which papers a service is asked for, in which order, and how they are packed into requests. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paper_reader.sources.citation_service import Way
from paper_reader.types import Identifier, LookupOutcome, ReadingStatus

_RECENT_YEARS = 1  # this year and the last: what moves most
_RECENT = 1.0  # as useful as being cited by two papers of the library
Names = Mapping[int, Sequence[Identifier]]


@dataclass(frozen=True, slots=True)
class Due:
    """The papers that one service is to be asked for, the most useful first.

    `by_names` are to be asked by their identifiers, `by_title` were and nothing was found, or have none that the
    service knows. `fresh` counts papers whose last answer still holds.
    """

    by_names: tuple[int, ...]
    by_title: tuple[int, ...]
    fresh: int


@dataclass(frozen=True, slots=True)
class Pack:
    """The papers and names of one request."""

    papers: tuple[int, ...]
    names: tuple[str, ...]


def most_useful_first(
    ids: Sequence[int],
    *,
    years: Mapping[int, int],
    times_cited: Mapping[int, int],
    marks: Mapping[int, ReadingStatus],
    this_year: int,
) -> list[int]:
    """Order papers by what knowing their citations is worth.

    First what the reader has marked (but for skipped papers, which come last), then by how many papers of the library
    cite a paper, recent ones getting a start; of equal ones the newer, then the one that came first.
    """

    def worth(paper_id: int) -> tuple[int, float, int, int]:
        mark = marks.get(paper_id)
        tier = 1 if mark is None else 2 if mark is ReadingStatus.SKIPPED else 0
        year = years.get(paper_id, 0)
        cited = math.log1p(times_cited.get(paper_id, 0))
        return tier, -(cited + (_RECENT if year >= this_year - _RECENT_YEARS else 0.0)), -year, paper_id

    return sorted(ids, key=worth)


def due_of(
    ids: Sequence[int], answered: Mapping[int, LookupOutcome], names: Names, ways: Sequence[Way], *, titles: bool
) -> Due:
    """Tell apart what is due. `answered` is what the service said lately; `titles`: whether titles may be asked for."""
    by_names, by_title, fresh = [], [], 0
    for paper_id in ids:
        outcome = answered.get(paper_id)
        if outcome in (LookupOutcome.FOUND, LookupOutcome.NOT_FOUND) or (outcome is not None and not titles):
            fresh += 1
        elif outcome is None and can_be_asked(names.get(paper_id, ()), ways):
            by_names.append(paper_id)
        elif titles:
            by_title.append(paper_id)
    return Due(tuple(by_names), tuple(by_title), fresh)


def can_be_asked(identifiers: Sequence[Identifier], ways: Sequence[Way]) -> bool:
    """Whether a service would know any of the identifiers."""
    return any(way.names_of(identifiers) for way in ways)


def packs_of(way: Way, ids: Sequence[int], names: Names) -> Iterator[Pack]:
    """Pack papers into requests; a paper's names stay together, and papers without a name for this way are left out."""
    papers: list[int] = []
    packed: dict[str, None] = {}
    for paper_id in ids:
        own = way.names_of(names.get(paper_id, ()))[: way.names_a_request]
        if not own:
            continue
        if packed and len(packed) + len(own) > way.names_a_request:
            yield Pack(tuple(papers), tuple(packed))
            papers, packed = [], {}
        papers.append(paper_id)
        packed.update(dict.fromkeys(own))
    if papers:
        yield Pack(tuple(papers), tuple(packed))


def halves(pack: Pack, way: Way, names: Names) -> tuple[Pack, ...]:
    """Two smaller requests for one that the service refused as a whole; nothing for one of a single paper."""
    if len(pack.papers) < 2:
        return ()
    middle = len(pack.papers) // 2
    return tuple(one for part in (pack.papers[:middle], pack.papers[middle:]) for one in packs_of(way, part, names))


def requests_for(ids: Collection[int], names: Names, ways: Sequence[Way]) -> int:
    """How many requests the first way that fits each paper takes; papers that it doesn't find may take more."""
    left, total = list(ids), 0
    for way in ways:
        asked = {paper_id for paper_id in left if way.names_of(names.get(paper_id, ()))}
        total += sum(1 for _ in packs_of(way, [one for one in left if one in asked], names))
        left = [one for one in left if one not in asked]
    return total
