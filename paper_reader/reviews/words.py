"""A review in words: how far it is, what it counts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paper_reader.types import FlowColumn, PrismaFlow, ReviewedPaper, ScreeningProgress, Stage, Verdict

OUTCOMES = ("included", "excluded", "maybe", "not-retrieved", "to-assess", "undecided")
_FINAL = {
    Verdict.INCLUDE: "included",
    Verdict.EXCLUDE: "excluded",
    Verdict.MAYBE: "maybe",
    Verdict.NOT_RETRIEVED: "not-retrieved",
}
_PASSED = (Verdict.INCLUDE, Verdict.MAYBE)
STAGE_NAMES = {Stage.TITLE_ABSTRACT: "title and abstract", Stage.FULL_TEXT: "full text"}


def progress_in_words(progress: ScreeningProgress) -> str:
    """Say how far a stage is: "37 of 412 looked at: 12 included, 25 excluded; the model expects some 20 more"."""
    counts = {
        "included": progress.included,
        "maybe": progress.maybe,
        "excluded": progress.excluded,
        "not retrieved": progress.not_retrieved,
    }
    parts = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    said = f"{STAGE_NAMES[progress.stage]}: {progress.decided:,} of {progress.total:,} looked at"
    said += f": {parts}" if parts else ""
    if progress.irrelevant_in_a_row > 1 and progress.left:
        said += f" (the last {progress.irrelevant_in_a_row:,} in a row)" if progress.excluded else ""
    if progress.expected_left is not None and progress.left:
        said += f"; the model guesses some {progress.expected_left:,.0f} relevant among the {progress.left:,} left"
    return said


def standing_in_words(standing: ReviewedPaper) -> str:
    """Say how a paper stands: "title and abstract: include; full text: exclude (wrong outcome)"."""
    said = []
    for stage in Stage:
        decision = standing.decisions.get(stage)
        if decision is not None:
            reason = f" ({decision.reason})" if decision.reason else ""
            unsure = " – decided differently before it was one paper" if stage in standing.disagreeing else ""
            said.append(f"{STAGE_NAMES[stage]}: {decision.verdict.value}{reason}{unsure}")
    return "; ".join(said) or "not looked at yet"


def outcome_of(standing: ReviewedPaper) -> str:
    """Where a paper has ended up so far, one of `OUTCOMES`."""
    first, second = standing.verdict(Stage.TITLE_ABSTRACT), standing.verdict(Stage.FULL_TEXT)
    if first is None:
        return "undecided"
    if first is Verdict.EXCLUDE:
        return "excluded"
    return "to-assess" if second is None else _FINAL[second]


def is_among(standing: ReviewedPaper, wanted: str) -> bool:
    """Whether a paper has the outcome that is asked for; "all" and "passed" (title and abstract) take several."""
    outcome = outcome_of(standing)
    return wanted in ("all", outcome) or (wanted == "passed" and standing.verdict(Stage.TITLE_ABSTRACT) in _PASSED)


def flow_lines(flow: PrismaFlow) -> Iterator[tuple[int, str, int]]:
    """The boxes of the diagram as (depth, name, number), column by column."""
    if flow.databases.identified or not flow.others.identified:
        yield from _column_lines(flow.databases, "databases and registers")
    if flow.others.identified:
        yield from _column_lines(flow.others, "other methods")
    yield 0, "Papers included in the review", flow.included


def _column_lines(column: FlowColumn, name: str) -> Iterator[tuple[int, str, int]]:
    yield 0, f"Records identified from {name}", column.identified_total
    yield from _each(column.identified)
    yield 0, "Duplicate records removed", column.duplicates
    if column.not_screened_by_tool:
        yield 0, "Not screened: put aside by the order when screening was stopped", column.not_screened_by_tool
    yield 0, "Records screened", column.screened
    yield 0, "Records excluded", column.excluded
    yield from _each(column.excluded_reasons)
    if column.to_screen:
        yield 0, "Still to be screened", column.to_screen
    yield 0, "Reports sought for retrieval", column.sought
    yield 0, "Reports not retrieved", column.not_retrieved
    yield 0, "Reports assessed for eligibility", column.assessed
    yield 0, "Reports excluded", column.full_text_excluded
    yield from _each(column.full_text_reasons)
    if column.awaiting:
        yield 0, "Awaiting classification", column.awaiting
    if column.to_assess:
        yield 0, "Still to be assessed", column.to_assess
    yield 0, "Included", column.included


def _each(counts: Mapping[str, int]) -> Iterator[tuple[int, str, int]]:
    yield from ((1, name, count) for name, count in counts.items())
