"""What a reading list must say about itself: too little found, figures that are not known, what was left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from paper_reader.ranking.aboutness import names_topic
from paper_reader.ranking.must_read import LEFT_OUT, Personal, Ranked
from paper_reader.ranking.roles import RECENT_YEARS
from paper_reader.types import Identifier, Paper, Part, Scheme, Steering, Topic

SCARCE_SHARE = 0.5  # of the best candidates; fewer known counts than that are worth a word
BEST_CANDIDATES = 50
# Papers of the topic that cite what is not here, as a number and a share of those with known references: from here on
# it is worth a word. It names a few.
LEAST_CITING, LEAST_CITING_SHARE, MOST_MISSING = 4, 0.15, 4
LOOSE_SHARE = 0.5  # of a list; where no more papers have the topic's words, the list says so


def notes_on(
    topic: str, ranked: Ranked, chosen: int, *, size: int, personal: Personal, limits: str = ""
) -> tuple[str, ...]:
    """The notes that apply, most important first; `chosen` is the list's length, `limits` its limits in words."""
    found = [
        _too_little(topic, ranked, chosen, size, limits),
        _citations(ranked),
        _references(ranked),
        "" if limits else _nothing_recent(ranked),
        _left_out(ranked, personal),
    ]
    return tuple(note for note in found if note)


def nothing_found(topic: str) -> str:
    """For a library that has no paper on the topic."""
    return f"This library has nothing on “{topic}” yet. Bring papers in with: {collect_command(topic)}"


def little_on(topic: str, far: int, phrasings: int) -> str:
    """For a library that has hardly a paper on the topic: `far` of its phrasings find none that is close."""
    return (
        f"This library has little on “{topic}”: {far} of the {phrasings} ways to say it find hardly a paper close to "
        f"them, so some of these may be on something else. For more: {collect_command(topic)}"
    )


def nothing_within(topic: str, limits: str) -> str:
    """For a library whose papers on the topic all lie outside the limits."""
    return f"This library has papers on “{topic}”, but none within the limits ({limits}). Widen them or leave them out."


def kinds_in_words(limits: str, steering: Steering) -> str:
    """The limits with the kinds of papers that a list was steered to."""
    kinds = [
        f"level {steering.level.value}" if steering.level else "",
        "foundations alone" if steering.only_foundations else "",
        "recent work alone" if steering.recent else "",
    ]
    return ", ".join(part for part in (limits, *kinds) if part)


def one_side_of(words: str, topic: Topic) -> str:
    """For words that name less than the roadmap's topic they belong to."""
    return (
        f"“{words}” is one side of the roadmap's topic “{topic.title}”. "
        f"The whole of it: paper-reader reading-list {topic.slug}"
    )


def one_topic_of(part: Part, topic: Topic) -> str:
    """For the name of a whole part of the roadmap."""
    others = ", ".join(one.slug for one in part.topics if one is not topic)
    also = f" It has also: {others}." if others else ""
    return (
        f"“{part.title}” is a part of the roadmap; this is its topic “{topic.title}”.{also} "
        f"All of it: paper-reader roadmap show {part.slug}"
    )


def empty_library() -> str:
    """For a library without any paper; the same whatever was asked for."""
    return "This library is empty. Fill it with paper-reader collect or paper-reader import, or set starter = on."


def collect_command(topic: str) -> str:
    """The command that brings papers on the topic in."""
    words = topic.replace('"', "").lower() if topic.istitle() else topic.replace('"', "")
    return f'paper-reader collect "{words}" --source arxiv'


def missing_here(cited: Sequence[tuple[Identifier, int]], citing: int) -> str:
    """For a topic whose papers cite much that the library lacks; `citing` of them have known references."""
    least = max(LEAST_CITING, LEAST_CITING_SHARE * citing)
    wanted = [(one, count) for one, count in cited if count >= least][:MOST_MISSING]
    if not wanted:
        return ""
    told = ", ".join(f"{one.value} (by {count})" for one, count in wanted)
    arxiv = [one.value for one, _ in wanted if one.scheme is Scheme.ARXIV]
    command = f" Bring them in with: paper-reader collect {' '.join(arxiv)}" if arxiv else ""
    return f"Much cited by the papers on this topic, but not in this library: {told}.{command}"


def _too_little(topic: str, ranked: Ranked, chosen: int, size: int, limits: str) -> str:
    if chosen >= size:
        return ""
    if not ranked.view.papers:
        return nothing_found(topic)
    if limits and chosen == 0:
        return f"None of the papers found on “{topic}” lies within the limits ({limits}). Leave one out."
    if chosen == 0:
        return "You have marked every paper found here as dealt with."
    if limits:
        return f"Only {chosen} of the {size} papers asked for lie within the limits ({limits})."
    return (
        f"Only {chosen} of the {size} papers asked for: the rest of this library is on other subjects. "
        f"For more: {collect_command(topic)}"
    )


def loose(topic: str, listed: Sequence[Paper], topic_slug: str | None, phrasings: Sequence[str] = ()) -> str:
    """For a list that is filled with what is only near the topic, however it is said; "" for any other."""
    about = sum(names_topic(paper, phrasings or [topic], topic_slug) for paper in listed)
    if not listed or about > LOOSE_SHARE * len(listed):
        return ""
    some = "None" if about == 0 else f"Only {about}"
    return (
        f"{some} of these {len(listed)} papers {'names' if about == 1 else 'name'} “{topic}” in title or abstract: "
        f"this library has little on it, and the rest is what comes nearest. For more: {collect_command(topic)}"
    )


def _citations(ranked: Ranked) -> str:
    best = ranked.best()[:BEST_CANDIDATES]
    known = sum(ranked.view.papers[row].citation_count is not None for row in best)
    if not best or known >= SCARCE_SHARE * len(best):
        return ""
    if known == 0:
        return "Citation counts are known of none of these papers; they are ranked by what else is known."
    return (
        f"Citation counts are known of {known} of the {len(best)} best candidates; "
        "the others are held neither better nor worse for it."
    )


def _references(ranked: Ranked) -> str:
    if not ranked.view.papers or ranked.view.has_references.any():
        return ""
    return "The references of these papers are not known, so who cites whom on this topic could not be weighed."


def _nothing_recent(ranked: Ranked) -> str:
    years = [year for paper in ranked.view.papers if (year := paper.year) is not None]
    if not years or max(years) >= ranked.view.today.year - RECENT_YEARS:
        return ""
    return f"The youngest paper on this topic in the library is of {max(years)}: recent advances are missing."


def _left_out(ranked: Ranked, personal: Personal) -> str:
    marked = np.count_nonzero([personal.statuses.get(p.id) in LEFT_OUT for p in ranked.view.papers])
    if marked == 0:
        return ""
    words = (
        "1 paper that you have read, know or skipped is"
        if marked == 1
        else (f"{marked} papers that you have read, know or skipped are")
    )
    return f"{words} left out."
