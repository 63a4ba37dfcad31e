"""Whether a paper surveys or teaches its subject, told from its title and from the catalogue."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from paper_reader.ranking.topic_view import Column, Explanation, TopicView
from paper_reader.types import Paper

NAME = "survey"

_SURVEY = re.compile(
    r"""
    \b(?:survey(?:ing)?|overview)\b
    | \b(?:literature|systematic|scoping|state[ -]of[ -]the[ -]art)\ review\b
    | \b(?:a|an|brief|critical|comprehensive|systematic|short|selective|historical)\ review\b
    | (?:^|:\ )review\ of\b
    | \breview\ and\ (?:outlook|perspectives?|prospects?|open|future|new|challenges|taxonomy)
    | :\ (?:a\ )?review\b
    | \b(?:recent|latest)\ (?:advances|progress|developments|trends)\ (?:in|on|of)\b
    | \bopen\ (?:problems|challenges|questions)\b
    | \b(?:challenges|past,?\ present),?\ and\ (?:opportunities|future|open|prospects)\b
    | \b(?:a\ )?taxonomy\ of\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TUTORIAL = re.compile(
    r"""
    \btutorials?\b | \bintroduction\ to\b | \ba\ primer\b | \bprimer\ on\b
    | \b(?:practical|user'?s|beginner'?s|visual|practitioner'?s)\ guide\b | \ba\ guide\ (?:to|for)\b
    | \blecture\ notes\b
    | \bbest\ practices\ (?:for|in)\b | \bhandbook\b | ^what\ is\ [^?:,]{2,30}\?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# One of these words is in every such title: a quick look before the slow one.
_LIKELY = re.compile(
    r"survey|overview|review|advances|progress|developments|trends|open|challenges|past|taxonomy|tutorial|introduction"
    r"|primer|guide|lecture|practices|handbook|what is",
    re.IGNORECASE,
)
# Papers about surveys and reviews, not surveys of anything.
_NO_SURVEY = re.compile(
    r"""
    \bsurvey\ (?:data|responses?|respondents?|questions?|questionnaires?|propagation|telescope|nonresponse|design
      |experiments?|of\ (?:users|developers|practitioners|students|engineers|researchers))
    | \b(?:peer|product|user|customer|movie|online|code|app)\ reviews?\b | \bsky\ survey\b | \bsurvey\ propagation
    | \b(?:shared\ task|workshop|challenge|task|track|competition|campaign)\b.*\boverview\b
    | \boverview\b.*\b(?:shared\ task|workshop|challenge|task\ \d|track|competition|campaign|lab|semeval)\b
    | \bautomat\w*\b.*\boverview\b | \bintroduction\ to\b.*\bshared\ task\b
    | \b(?:automat\w*|assist\w*|accelerat\w*|screening|summari[sz]\w*|generat\w*|writing)\b
      .*\b(?:literature|systematic)\ reviews?
    | \bfindings\ of\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_tutorial(paper: Paper) -> bool:
    """Whether the paper teaches: a tutorial, primer, guide or introduction."""
    return _kind(paper) == "tutorial"


def is_survey(paper: Paper) -> bool:
    """Whether the paper surveys its field. What the catalogue says of a paper wins over its title."""
    return _kind(paper) == "survey"


def survey(view: TopicView) -> Column:
    """1 for surveys and tutorials, 0 for others; always known."""
    kinds = [_kind(paper) for paper in view.papers]

    def explain(row: int) -> Explanation:
        if kinds[row] not in {"survey", "tutorial"}:
            return Explanation("neither a survey nor a tutorial, to judge by its title")
        told_by = "the starter catalogue" if view.papers[row].curation else "its title"
        return Explanation(f"a {kinds[row]}, to judge by {told_by}")

    return Column(
        name=NAME, values=np.array([float(kind in {"survey", "tutorial"}) for kind in kinds]), explain=explain
    )


def _kind(paper: Paper) -> str:
    return paper.curation.kind if paper.curation is not None else _kind_by_title(paper.title)


@lru_cache(maxsize=4096)  # asked for by several signals of one topic
def _kind_by_title(title: str) -> str:
    if not _LIKELY.search(title) or _NO_SURVEY.search(title):
        return ""
    return "survey" if _SURVEY.search(title) else "tutorial" if _TUTORIAL.search(title) else ""
