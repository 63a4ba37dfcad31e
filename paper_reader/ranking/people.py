"""Who stands behind a list of must-reads: its authors, counted. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from paper_reader.titles import folded
from paper_reader.types import Paper, TopicPerson


def people_behind(papers: Sequence[Paper]) -> tuple[TopicPerson, ...]:
    """The authors of these papers with what they wrote of them, who wrote most first, ties as the papers stand.

    A name is the same person however it is capitalised and accented; two spellings beyond that ("J. Smith") are two,
    since one paper's list cannot tell them.
    """
    names: dict[str, str] = {}
    written: dict[str, list[Paper]] = {}
    for paper in papers:
        for author in paper.authors:
            key = " ".join(folded(author).replace(".", " ").split())
            if key and paper not in written.setdefault(key, []):
                names.setdefault(key, author)
                written[key].append(paper)
    order = sorted(written, key=lambda key: -len(written[key]))
    return tuple(TopicPerson(names[key], tuple(written[key])) for key in order)
