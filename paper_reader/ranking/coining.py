"""Who introduces a name and who of the same papers uses it: prerequisites where no references are known. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paper_reader.ranking.concepts import Text, concepts_in
from paper_reader.ranking.names import coined_names
from paper_reader.types import Paper

LEAST_USERS = 2  # a name that one other paper uses may be a word that happens to be the same
MOST_USERS = 0.5  # of the papers: what half of them name is the subject, not a prerequisite


@dataclass(frozen=True, slots=True)
class Coinage:
    """A name, the id of the paper that coined it, and the ids of the younger papers that use it."""

    name: str
    coiner: int
    users: frozenset[int]


def coinages(papers: Sequence[Paper]) -> list[Coinage]:
    """Every name that one of these papers coined and at least LEAST_USERS of the others use, by its coiner's place."""
    coined = {row: one for row, one in coined_names(papers).items() if one.mentions >= LEAST_USERS}
    texts = [Text(paper.id, paper.title, paper.abstract or "", paper.year) for paper in papers]
    used = concepts_in({one.name for one in coined.values()}, texts)
    years = {paper.id: paper.year for paper in papers}
    found = []
    for row, one in sorted(coined.items()):
        coiner = papers[row]
        users = {
            number
            for number in used[one.name].mentioned
            if number != coiner.id and (years[number] or 0) >= (coiner.year or 9999)
        }
        if LEAST_USERS <= len(users) <= MOST_USERS * len(papers):
            found.append(Coinage(one.name, coiner.id, frozenset(users)))
    return found
