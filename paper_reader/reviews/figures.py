"""How far the screening of a stage is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from paper_reader.reviews import stopping
from paper_reader.reviews.standing import at_stage
from paper_reader.types import (
    IdentifiedBy,
    ReviewedPaper,
    ScreeningProgress,
    SearchFigures,
    Stage,
    Verdict,
)


def progress_of(
    papers: Iterable[ReviewedPaper], stage: Stage, *, expected_left: float | None = None
) -> ScreeningProgress:
    """Counts of one stage, with what can be said of the papers not looked at."""
    concerned = at_stage(papers, stage)
    decisions = sorted((one.decisions[stage] for one in concerned if stage in one.decisions), key=lambda one: one.id)
    counted = Counter(one.verdict for one in decisions)
    run = stopping.irrelevant_in_a_row([one.verdict for one in decisions])
    left = len(concerned) - len(decisions)
    bound = stopping.at_most_left(run, left)
    found = counted[Verdict.INCLUDE] + counted[Verdict.MAYBE]
    return ScreeningProgress(
        stage=stage,
        total=len(concerned),
        included=counted[Verdict.INCLUDE],
        excluded=counted[Verdict.EXCLUDE],
        maybe=counted[Verdict.MAYBE],
        not_retrieved=counted[Verdict.NOT_RETRIEVED],
        irrelevant_in_a_row=run,
        expected_left=expected_left if left else 0.0,
        at_most_left=bound,
        hint=stopping.hint(found, run, left) if stage is Stage.TITLE_ABSTRACT else None,
    )


def search_figures(searches: Sequence[IdentifiedBy], papers: Sequence[ReviewedPaper]) -> tuple[SearchFigures, ...]:
    """What each search brought."""
    return tuple(_figures(one, [paper for paper in papers if one.search_id in paper.searches]) for one in searches)


def _figures(search: IdentifiedBy, papers: Sequence[ReviewedPaper]) -> SearchFigures:
    return SearchFigures(
        search=search,
        records=sum(paper.searches[search.search_id] for paper in papers),
        papers=len(papers),
        only_here=sum(len(paper.searches) == 1 for paper in papers),
        included=sum(
            paper.verdict(Stage.FULL_TEXT) is Verdict.INCLUDE
            and paper.verdict(Stage.TITLE_ABSTRACT) in (Verdict.INCLUDE, Verdict.MAYBE)
            for paper in papers
        ),
    )
