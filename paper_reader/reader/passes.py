"""Three passes through a paper after S. Keshav, "How to Read a Paper" (ACM SIGCOMM CCR 37(3), 2007). Pure.

The first pass takes a bird's-eye view: abstract, headings, figures, conclusion. The second reads everything but proofs
and appendices. The third works through all of it, with notes beside each section. What to look for is in our own words.
"""

from __future__ import annotations

from typing import Final

from paper_reader.reader.times import seconds_for
from paper_reader.types import Block, BlockKind, Document, Pass, PassPart, PlannedPass, Section, SectionRole

_WHOLE_AT_ONCE: Final = frozenset({SectionRole.ABSTRACT, SectionRole.CONCLUSION})
_ASIDE: Final = frozenset({SectionRole.PROOF, SectionRole.APPENDIX, SectionRole.ACKNOWLEDGEMENTS})
_SHOWN: Final = frozenset({BlockKind.FIGURE, BlockKind.TABLE})

_TITLES: Final = {
    Pass.FIRST: "What is it?",
    Pass.SECOND: "What does it say?",
    Pass.THIRD: "How does it work, and does it hold?",
}
_PURPOSES: Final = {
    Pass.FIRST: "Find out in a few minutes what the paper is, and whether you want to go on.",
    Pass.SECOND: "Take in the argument and the evidence so that you could tell a colleague. Leave proofs aside.",
    Pass.THIRD: "Work the paper out again in your mind, and write down what you find beside each section.",
}
_LOOK_FOR: Final = {
    Pass.FIRST: (
        "Kind: is it a new method, a measurement, a theory, a survey, a description of something built?",
        "Surroundings: which work does it build on or answer? Which of the references do you know?",
        "Soundness: do its assumptions look right for what it wants to show?",
        "Gain: what is new here, in one sentence of your own?",
        "Writing: is it clear enough to go on? If you lack the background, what would you read first?",
    ),
    Pass.SECOND: (
        "Figures: are axes named, are there error bars, is the difference larger than the noise?",
        "Comparison: against what is it measured, and is that the strongest there is?",
        "Words: which terms do you not know? Those with a link were coined in papers of your library.",
        "References: which of them should you read next? Mark them.",
        "Afterwards: say the main point and its evidence aloud, in five sentences.",
    ),
    Pass.THIRD: (
        "Assumptions: name each one, and what would happen if it did not hold.",
        "Your own way: how would you have done it? Where does the paper do it otherwise, and why?",
        "Proofs and details: do they follow? Could you do it again from the text alone?",
        "What is missing: experiments, baselines, data or limits that are not spoken of.",
        "Ideas: what could be done next, with it or against it?",
    ),
}


def plan_passes(document: Document) -> tuple[PlannedPass, ...]:
    """The three passes with what each reads, section by section, and how long it takes."""
    aside = sections_aside(document)
    overview = _overview(document, aside)
    return tuple(_planned(document, number, aside, overview) for number in Pass)


def sections_aside(document: Document) -> frozenset[str]:
    """The anchors of proofs, appendices and acknowledgements, with the subsections that stand in them."""
    found: set[str] = set()
    above: int | None = None
    for section in document.sections:
        if above is not None and section.level <= above:
            above = None
        if above is None and section.role in _ASIDE:
            above = section.level
        if above is not None:
            found.add(section.anchor)
    return frozenset(found)


def _overview(document: Document, aside: frozenset[str]) -> frozenset[str]:
    """The sections that the first pass reads whole, with their subsections.

    Where no section is a conclusion, the last one that discusses stands in for it.
    """
    kept = [section for section in document.sections if section.anchor not in aside]
    wanted = {one.anchor for one in kept if one.role in _WHOLE_AT_ONCE}
    if not any(one.role is SectionRole.CONCLUSION for one in kept):
        discussing = [one.anchor for one in kept if one.role is SectionRole.DISCUSSION]
        wanted.update(discussing[-1:])
    found: set[str] = set()
    above: int | None = None
    for section in document.sections:
        if above is not None and section.level <= above:
            above = None
        if above is None and section.anchor in wanted:
            above = section.level
        if above is not None and section.anchor not in aside:
            found.add(section.anchor)
    return frozenset(found)


def _planned(document: Document, number: Pass, aside: frozenset[str], overview: frozenset[str]) -> PlannedPass:
    captions = {one.anchor: f"{one.label} {one.caption}" for one in document.figures}
    parts = []
    for section in document.sections:
        if number is not Pass.THIRD and section.anchor in aside:
            continue
        blocks = [block for block in section.blocks if _is_read(number, section, block, overview)]
        seconds = seconds_for(number, section.title, blocks, captions)
        parts.append(PassPart(section.anchor, tuple(block.anchor for block in blocks), seconds))
    return PlannedPass(
        number=number,
        title=_TITLES[number],
        purpose=_PURPOSES[number],
        look_for=_LOOK_FOR[number],
        parts=tuple(parts),
        seconds=sum(part.seconds for part in parts) + seconds_for(number, document.title, [], captions),
    )


def _is_read(number: Pass, section: Section, block: Block, overview: frozenset[str]) -> bool:
    if number is Pass.THIRD:
        return True
    if number is Pass.SECOND:
        return block.kind is not BlockKind.PROOF
    return section.anchor in overview or block.kind in _SHOWN
