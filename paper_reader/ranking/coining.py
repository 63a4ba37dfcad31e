"""Who coined a name that others of the same papers use: prerequisites where no references are known. Pure.

Who coined what is told for the whole library (`merge.coining`); here it is seen who among some papers uses it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from paper_reader.merge.mentions import PLAIN
from paper_reader.ranking.ports import Coined
from paper_reader.types import Paper

LEAST_USERS = 2  # a name that one other paper uses may be a word that happens to be the same
MOST_USERS = 0.5  # of the papers: what half of them name is the subject, not a prerequisite


@dataclass(frozen=True, slots=True)
class Coinage:
    """A name, the id of the paper that coined it, and the ids of the younger papers that use it."""

    name: str
    coiner: int
    users: frozenset[int]


def coinages(
    papers: Sequence[Paper], coined: Mapping[int, Coined], mentioned: Mapping[int, Collection[str]]
) -> list[Coinage]:
    """Every name that one of these papers coined and at least LEAST_USERS of the others use, by its coiner's place.

    `coined` gives the name of each paper that coined one, `mentioned` the keys of those that each uses, by paper id.
    """
    found = []
    for coiner in papers:
        one = coined.get(coiner.id)
        if one is None or coiner.year is None:
            continue
        users = frozenset(
            paper.id
            for paper in papers
            if paper.id != coiner.id
            and (paper.year or 0) >= coiner.year
            and uses_name(mentioned.get(paper.id, ()), one)
        )
        if LEAST_USERS <= len(users) <= MOST_USERS * len(papers):
            found.append(Coinage(one.name, coiner.id, users))
    return found


def uses_name(keys: Collection[str], coined: Coined) -> bool:
    """Whether one of the names that a paper uses is this one. "Adam" looks like any word, and is noted as one."""
    return coined.key in keys or (coined.name.istitle() and PLAIN + coined.key in keys)
