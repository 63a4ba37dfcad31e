"""The numbers of the PRISMA 2020 flow diagram (Page et al. 2021, BMJ 372:n71). Pure.

Identified are records: what each search brought, a record found by two searches counted for both. Duplicates are the
records that are no paper of their own. From the screening on papers are counted. A paper that any database found
stands in the column of databases, every other one in the column of other methods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from paper_reader.reviews.standing import at_stage
from paper_reader.types import Channel, Decision, FlowColumn, IdentifiedBy, PrismaFlow, ReviewedPaper, Stage, Verdict

NO_REASON = "no reason given"


def flow(
    searches: Sequence[IdentifiedBy], papers: Iterable[ReviewedPaper], *, stopped_at: datetime | None = None
) -> PrismaFlow:
    """Both columns. `stopped_at`: what was identified before and never looked at counts as put aside by the order."""
    databases = {one.search_id for one in searches if one.channel is Channel.DATABASE}
    by_column: tuple[list[ReviewedPaper], list[ReviewedPaper]] = ([], [])
    for paper in papers:
        by_column[databases.isdisjoint(paper.searches)].append(paper)
    named = {one.search_id: one.source for one in searches}
    ours = {Channel.DATABASE: databases, Channel.OTHER: set(named) - databases}
    return PrismaFlow(
        databases=_column(by_column[0], _identified(by_column[0], ours[Channel.DATABASE], named, searches), stopped_at),
        others=_column(by_column[1], _identified(by_column[1], ours[Channel.OTHER], named, searches), stopped_at),
    )


def _identified(
    papers: Sequence[ReviewedPaper], counted: set[int], named: dict[int, str], searches: Sequence[IdentifiedBy]
) -> dict[str, int]:
    """Records by source, in the order of the searches; a source that brought nothing stands there with 0."""
    found = {one.source: 0 for one in searches if one.search_id in counted}
    for paper in papers:
        for search_id, records in paper.searches.items():
            if search_id in counted:
                found[named[search_id]] += records
    return found


def _column(papers: Sequence[ReviewedPaper], identified: dict[str, int], stopped_at: datetime | None) -> FlowColumn:
    unseen = [one for one in papers if one.verdict(Stage.TITLE_ABSTRACT) is None]
    put_aside = [one for one in unseen if stopped_at is not None and one.found_at <= stopped_at]
    sought = at_stage(papers, Stage.FULL_TEXT)
    first = [decision for one in papers if (decision := one.decisions.get(Stage.TITLE_ABSTRACT))]
    second = [decision for one in sought if (decision := one.decisions.get(Stage.FULL_TEXT))]
    verdicts = Counter(one.verdict for one in second)
    not_retrieved = verdicts[Verdict.NOT_RETRIEVED]
    return FlowColumn(
        identified=identified,
        duplicates=sum(identified.values()) - len(papers),
        not_screened_by_tool=len(put_aside),
        screened=len(first),
        excluded=sum(one.verdict is Verdict.EXCLUDE for one in first),
        excluded_reasons=_reasons(first),
        sought=len(sought),
        not_retrieved=not_retrieved,
        assessed=len(second) - not_retrieved,
        full_text_excluded=verdicts[Verdict.EXCLUDE],
        full_text_reasons=_reasons(second),
        awaiting=verdicts[Verdict.MAYBE],
        included=verdicts[Verdict.INCLUDE],
        to_screen=len(unseen) - len(put_aside),
        to_assess=len(sought) - len(second),
    )


def _reasons(decisions: Iterable[Decision]) -> dict[str, int]:
    """How many were excluded for each reason, the most frequent first."""
    counted = Counter(one.reason or NO_REASON for one in decisions if one.verdict is Verdict.EXCLUDE)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
