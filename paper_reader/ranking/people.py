"""Who stands behind a topic's must-reads: its authors, what they wrote, and with whom they write. Pure.

A name is the same person however it is capitalised and accented; two spellings beyond that ("J. Smith") are two, since
a topic's papers cannot tell them. Affiliations are seldom known, so a group is who writes together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from paper_reader.titles import folded
from paper_reader.types import Paper, TopicPerson

FIRST_AUTHOR = 0.5  # of the worth of a must-read, on top
ON_TOPIC = 0.1  # worth of another paper on the topic, up to
MOST_ON_TOPIC = 10
RECENT_YEARS = 5
LEAST_TOGETHER = 2  # papers on the topic, to be of one group
MOST_IN_GROUP = 4
MOST_AUTHORS = 30  # with more, a paper says nothing of who works with whom


@dataclass
class _Author:
    name: str
    must_reads: list[Paper] = field(default_factory=list)
    first_of: int = 0
    on_topic: int = 0
    recent: int = 0
    together: Counter[str] = field(default_factory=Counter)

    def worth(self) -> float:
        return len(self.must_reads) + FIRST_AUTHOR * self.first_of + ON_TOPIC * min(self.on_topic, MOST_ON_TOPIC)


def people_behind(must_reads: Sequence[Paper], on_topic: Sequence[Paper], *, today: date) -> tuple[TopicPerson, ...]:
    """The authors of the must-reads, the most telling first, ties as the papers stand.

    `on_topic` are the topic's papers, the must-reads among them or not.
    """
    authors: dict[str, _Author] = {}
    for paper in must_reads:
        for place, (key, name) in enumerate(_authors(paper).items()):
            author = authors.setdefault(key, _Author(name))
            author.must_reads.append(paper)
            author.first_of += place == 0
    since = today.year - RECENT_YEARS
    for paper in {paper.id: paper for paper in (*must_reads, *on_topic)}.values():
        keys = _authors(paper)
        for key in keys.keys() & authors.keys():
            authors[key].on_topic += 1
            authors[key].recent += paper.year is not None and paper.year >= since
            if len(keys) <= MOST_AUTHORS:
                authors[key].together.update(other for other in keys if other != key)
    names = _names((*must_reads, *on_topic))
    ordered = sorted(authors.values(), key=lambda author: -author.worth())
    return tuple(_person(author, names, since) for author in ordered)


def _person(author: _Author, names: dict[str, str], since: int) -> TopicPerson:
    often = [(count, key) for key, count in author.together.items() if count >= LEAST_TOGETHER]
    group = tuple(names[key] for _, key in sorted(often, key=lambda one: (-one[0], names[one[1]])))[:MOST_IN_GROUP]
    return TopicPerson(
        name=author.name,
        papers=tuple(author.must_reads),
        why=_why(author, since),
        first_author_of=author.first_of,
        on_topic=author.on_topic,
        recent=author.recent,
        group=group,
    )


def _why(author: _Author, since: int) -> str:
    count = len(author.must_reads)
    if author.first_of == count:
        words = f"first author of {_many(count, 'must-read')}"
    elif author.first_of:
        words = f"author of {_many(count, 'must-read')}, first of {author.first_of}"
    else:
        words = f"author of {_many(count, 'must-read')}"
    if author.recent:
        words += f"; {_many(author.recent, 'paper')} on the topic since {since}"
    elif author.on_topic > count:
        words += f"; {author.on_topic} papers on the topic"
    return words


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _authors(paper: Paper) -> dict[str, str]:
    """The authors of a paper in their order, each once, by the form in which names are compared."""
    found: dict[str, str] = {}
    for name in paper.authors:
        key = " ".join(folded(name).replace(".", " ").split())
        if key:
            found.setdefault(key, name)
    return found


def _names(papers: Sequence[Paper]) -> dict[str, str]:
    names: defaultdict[str, str] = defaultdict(str)
    for paper in papers:
        for key, name in _authors(paper).items():
            names[key] = names[key] or name
    return names
