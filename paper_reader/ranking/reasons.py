"""Why a paper is on the list, in words that a newcomer understands, each backed by a signal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from paper_reader.types import Paper, Prerequisite, ReadingStatus, Role, Signal

# From these values on a signal is worth a sentence, in this order.
_TELLING = {
    "in_topic_citations": 0.4,
    "name_mentions": 0.3,
    "survey_share": 0.3,
    "citation_percentile": 0.7,
    "velocity": 0.3,
    "rescaled_pagerank": 0.85,
}
# From these on where nothing above is: little, but more than nothing.
_FAINT = {"name_mentions": 0.15, "survey_share": 0.2, "citation_percentile": 0.6}
MOST_FIGURES = 2
_DEVIATIONS = re.compile(r" \([+-][\d.]+ deviations\)")  # for `--explain`, not for a sentence
_WITH_SOURCE = frozenset({"citation_percentile", "velocity"})  # figures that are not this library's own
LONGEST_TITLE = 70
CLOSEST = 0.8  # relevance

_OPENINGS = {
    Role.SURVEY: "Gives an overview",
    Role.FOUNDATION: "A foundation of the topic",
    Role.CORE: "",
    Role.RECENT: "Recent work on the topic, too new for citations to judge",
}


def reason(
    paper: Paper,
    role: Role,
    signals: Mapping[str, Signal],
    needs: Sequence[Prerequisite],
    status: ReadingStatus | None,
    *,
    facet: str = "",
    names_topic: bool = True,
) -> str:
    """The catalogue's sentence if there is one, then the telling figures, then what to read first.

    `facet` names the side of the topic that the paper is about; `names_topic` says whether it names the topic at all.
    """
    told = _figures(signals)
    if paper.curation is not None:
        opening = paper.curation.why.rstrip(". ")
    elif role is Role.RECENT and told:
        opening = "Recent work on the topic"
    else:
        opening = _OPENINGS[role] or ("" if told else _plain_opening(signals, facet, names_topic=names_topic))
    sentences = [opening, _sentence(told), _read_first(needs), _outside(needs), _status_words(status)]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def short_title(title: str) -> str:
    """The title, cut at a word where it is very long."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def _figures(signals: Mapping[str, Signal]) -> list[str]:
    found = _above(signals, _TELLING)
    return found[:MOST_FIGURES] or _above(signals, _FAINT)[:1]


def _above(signals: Mapping[str, Signal], least: Mapping[str, float]) -> list[str]:
    found = []
    for name, value in least.items():
        signal = signals.get(name)
        if signal is not None and signal.value is not None and signal.value >= value:
            words = _DEVIATIONS.sub("", signal.detail)
            found.append(f"{words}{_source(signal)}" if name in _WITH_SOURCE else words)
    return found


def _source(signal: Signal) -> str:
    known = [str(part) for part in (signal.source, signal.as_of) if part]
    return f" [{', '.join(known)}]" if known else ""


def _sentence(figures: Sequence[str]) -> str:
    text = "; ".join(figures)
    return text[:1].upper() + text[1:]


def _plain_opening(signals: Mapping[str, Signal], facet: str, *, names_topic: bool) -> str:
    relevance = signals["relevance"].value or 0.0
    percentile = signals.get("citation_percentile")
    words = "One of the closest matches to the topic" if relevance >= CLOSEST else "Fits the topic"
    if relevance < CLOSEST and (" " in facet or "-" in facet):
        words = f"Fits the topic, on the side of “{facet}”"
    if not names_topic:
        words = "Near the topic, which it does not name"
    unknown = percentile is None or not percentile.is_known
    return f"{words}; how often it is cited is not known" if unknown else words


def _read_first(needs: Sequence[Prerequisite]) -> str:
    titles = [f"“{short_title(one.title)}”" for one in needs if one.position is not None]
    return "Read " + " and ".join(titles) + " first" if titles else ""


def _outside(needs: Sequence[Prerequisite]) -> str:
    outside = next((one for one in needs if one.position is None), None)
    return f"Builds on “{short_title(outside.title)}”, which is not on this list" if outside else ""


def _status_words(status: ReadingStatus | None) -> str:
    if status is ReadingStatus.READING:
        return "You are reading it"
    return "On your list to read" if status is ReadingStatus.TO_READ else ""
