"""Which paper coined a name, told from who puts it forward and who uses it when. Pure; precision goes first.

A name is nobody's where the evidence is not clear: in use before anybody put it forward, put forward alike by two
papers of one time, by many later ones again (a common abbreviation), taken up by nobody for years, or taken up only
after a second paper gave it to something else. Nothing here knows any name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from paper_reader.merge.known_by import NameKind, is_name_like

# How a paper may put its own name forward, the surest first. A title's end is as often the name of what it uses, and a
# plain word before a colon is mostly a subject.
_STRENGTH: Final = {NameKind.HEAD: 3, NameKind.COINED: 2, NameKind.WORD_COINED: 1}
SHORTEST_KEY: Final = 3
# Earlier uses allowed, as a number and a share of all uses: days and years are sometimes wrong.
EARLIER_ALLOWED: Final = (1, 0.015)
RIVALS_ALLOWED: Final = 0.1  # later papers that put the same name forward, as a share of all uses
SECOND_WIND: Final = 0.15  # the least share of the uses that must come before another paper puts the name forward
SAME_YEAR_ALLOWED: Final = (3, 0.25)  # uses in the year of a proposal without a day, likewise
UPTAKE_YEARS: Final = 3  # within which somebody else must use it
LONGEST_SILENCE: Final = 5  # years without any use, after which a name means something else if most uses come then
# So large a share of a name's users have a word of the coining title, so many times as often as texts do anywhere.
LEAST_SHARE_AND_LIFT: Final = ((0.3, 2.5), (0.15, 8.0))
RAREST: Final = 0.002  # a word rarer than this is counted as if it were no rarer
STEM_LETTERS: Final = 6
LEAST_JUDGED: Final = 8  # below so many uses, shares say nothing

_ABOUT = re.compile(
    r"\b(?:survey|review|overview|tutorial|perspectives?|primer|introduction|challenges)\b", re.IGNORECASE
)
_LONG_WORD = re.compile(r"[a-z0-9]{4,}")
_BRINGS = r"(?:introduc|present|propos|train|develop|describ|releas|build|built|design)\w*\b(?P<between>[^.]{0,80}?)"
# What is only called something may be anybody's, where the sentence does not say whose it is.
_CALLS = r"(?P<between>[^.]*)\b(?:call|nam|dub|term)\w*\b[^.]{0,40}?"
_OWN = re.compile(
    r"\b(?:we|our|this (?:paper|work|article|report|study|thesis)|new|novel|"
    r"(?:is|are) (?:introduced|presented|proposed|described|developed))\b"
    r"|^\W*the (?:[\w-]+ ){1,4}?(?:is |are )?$|^\W*the (?:[\w-]+ ){0,4}[\w-]+, $",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:than|compar\w+|against|outperform\w*|unlike|such as|existing|previous\w*|prior|famous|popular|well-known)\b",
    re.IGNORECASE,
)
_WHAT_IT_IS = r"[\"'”’`*$]*(?:\s?[,:(–—.]|\s(?:a|an|the|which|that|is|for|to)\b)"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper that puts a name forward: its time ("2017-06-12", or "2017" where no day is known), and how."""

    paper_id: int
    time: str
    kind: NameKind

    @property
    def year(self) -> int:
        """The year of publication."""
        return int(self.time[:4])


def coiner(key: str, proposals: Sequence[Proposal], uses: Sequence[str]) -> Proposal | None:
    """Who coined the name, or None where that is not clear. `uses` are the times of all papers that use it."""
    able = [one for one in proposals if one.kind in _STRENGTH]
    if len(key) < SHORTEST_KEY or not able:
        return None
    first = _first(able)
    if first is None or _earlier(first, uses) > EARLIER_ALLOWED[0] + EARLIER_ALLOWED[1] * len(uses):
        return None
    if first.time == str(first.year):  # no day is known: where many used it in that year, some were before
        same_year = sum(1 for time in uses if int(time[:4]) == first.year) - 1
        if same_year > max(SAME_YEAR_ALLOWED[0], SAME_YEAR_ALLOWED[1] * len(uses)):
            return None
    soon = sum(1 for time in uses if first.year <= int(time[:4]) < first.year + UPTAKE_YEARS)
    if soon < 2 or _falls_silent(first, uses):  # itself and another one
        return None
    least = max(2, _STRENGTH[first.kind])  # what only calls something so is no rival to a title's head
    rivals = [one for one in able if one.year > first.year and _STRENGTH[one.kind] >= least]
    if rivals and len(uses) >= LEAST_JUDGED:
        until = min(one.year for one in rivals)
        before = sum(1 for time in uses if int(time[:4]) < until)
        if len(rivals) + 1 > max(2.0, RIVALS_ALLOWED * len(uses)) or before < SECOND_WIND * len(uses):
            return None
    return first


def later_uses(first: Proposal, uses: Sequence[str]) -> int:
    """How many other papers of the same year or later use the name."""
    return max(0, sum(1 for time in uses if int(time[:4]) >= first.year) - 1)


def says_so(name: str, title: str, abstract: str) -> bool:
    """Whether the paper's own words bear it out that it brings the name, given as printed, and is not about it.

    What looks like a name only needs to stand in a title that is no survey's, or to be brought in the abstract; a plain
    word or an abbreviation must be brought there as a thing of its own ("we introduce Adam, an algorithm …").
    """
    if _ABOUT.search(title):
        return False
    brought = _is_brought(name, abstract)
    heads = re.match(rf"\W*{re.escape(name)}\W*:", title) is not None
    looks = is_name_like(name.rsplit(" ", 1)[-1])
    plain_abbreviation = name.isupper() and name.isalpha()
    return brought or (heads and looks) or (looks and not plain_abbreviation and name in abstract and name in title)


def _is_brought(name: str, abstract: str) -> bool:
    """Whether the abstract brings the name as its own: what others did is not named in between."""
    for verbs, whose in ((_BRINGS, None), (_CALLS, _OWN)):
        for found in re.finditer(rf"(?i:{verbs})(?<![\w-]){re.escape(name)}{_WHAT_IT_IS}", abstract):
            between = found["between"]
            if not _OF_OTHERS.search(between) and (whose is None or whose.search(between)):
                return True
    return False


def is_printed_alike(name: str, used_in: Sequence[str]) -> bool:
    """Whether half of the texts that use a name print it so, hyphens and capitals apart.

    "FAIR" is not "FA*IR", and who writes of a "speech LLM" does not mean a paper's "SpeechLLM".
    """
    bare = _without_hyphens(name)
    wanted = {bare, bare.replace(" ", "")}
    alike = sum(any(form in text for form in wanted) for text in map(_without_hyphens, used_in))
    return 2 * alike >= len(used_in)


def _without_hyphens(text: str) -> str:
    return text.lower().replace("-", "").replace("‐", "").replace("–", "")


def telling_stems(name: str, title: str) -> frozenset[str]:
    """The stems of the title's words, those of the name left out: what the paper is about."""
    return stems_in(title) - stems_in(name)


def stems_in(text: str) -> frozenset[str]:
    """The first letters of every longer word of a text."""
    return frozenset(word[:STEM_LETTERS] for word in _LONG_WORD.findall(text.lower()))


def is_meant(about: frozenset[str], used_in: Sequence[frozenset[str]], anywhere: Mapping[str, float]) -> bool:
    """Whether those who use a name mean this paper, and not something else that goes by the same letters.

    `about` are the stems of the paper's title, `used_in` those of texts that use the name, `anywhere` the share of all
    texts that have a stem. One stem at least must be usual among the users and much less so elsewhere.
    """
    for stem in about:
        share = sum(1 for stems in used_in if stem in stems) / max(1, len(used_in))
        lift = share / max(anywhere.get(stem, 0.0), RAREST)
        if any(share >= least and lift >= least_lift for least, least_lift in LEAST_SHARE_AND_LIFT):
            return True
    return False


def _earlier(first: Proposal, uses: Sequence[str]) -> int:
    """How many papers used the name before: in an earlier year, or on an earlier day where both days are known."""
    year = first.time[:4]
    dated = len(first.time) > len(year)
    return sum(1 for time in uses if time[:4] < year or (dated and len(time) > 4 and time < first.time))


def _falls_silent(first: Proposal, uses: Sequence[str]) -> bool:
    """Whether nobody uses the name for years, and most who use it come only then."""
    years = sorted(int(time[:4]) for time in uses if int(time[:4]) >= first.year)
    return any(
        later - earlier > LONGEST_SILENCE and 2 * (len(years) - place - 1) > len(years)
        for place, (earlier, later) in enumerate(pairwise(years))
    )


def _first(proposals: Sequence[Proposal]) -> Proposal | None:
    """The one proposal of the earliest year that goes before the others of that year, by strength or by day."""
    year = min(one.year for one in proposals)
    tied = [one for one in proposals if one.year == year]
    strongest = max(_STRENGTH[one.kind] for one in tied)
    sure = [one for one in tied if _STRENGTH[one.kind] == strongest]
    if len(sure) > 1 and all(len(one.time) > len(str(year)) for one in sure):
        earliest = min(one.time for one in sure)
        sure = [one for one in sure if one.time == earliest]
    return sure[0] if len(sure) == 1 else None
