"""How long a pass takes. Pure, and an estimate: people differ by half and more.

Words: silent reading of English prose goes at 238 words a minute (M. Brysbaert, "How many words do we read per
minute?", Journal of Memory and Language 109, 2019). Reading to learn goes at about 200, reading to keep it in mind at
about 138 (R. P. Carver, "Reading Rate: A Review of Research and Theory", 1990): the three passes. For formulas and
figures nobody has measured it; these seconds are our own guess, chosen so that an ordinary paper of ten pages comes to
what Keshav gives: five to ten minutes, up to an hour, several hours for a newcomer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.types import Block, BlockKind, Pass

_FORMULA: Final = re.compile(r"\$[^$]*\$")
_WORD: Final = re.compile(r"\w[\w'’-]*")
_DISPLAYED: Final = frozenset({BlockKind.EQUATION, BlockKind.ALGORITHM, BlockKind.CODE})
_PICTURED: Final = frozenset({BlockKind.FIGURE, BlockKind.TABLE})


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly a pass goes. `section_seconds` are for writing notes."""

    words_a_minute: int
    formula_seconds: int
    figure_seconds: int
    section_seconds: int = 0


PACES: Final = {
    Pass.FIRST: Pace(words_a_minute=238, formula_seconds=0, figure_seconds=20),
    Pass.SECOND: Pace(words_a_minute=200, formula_seconds=10, figure_seconds=30),
    Pass.THIRD: Pace(words_a_minute=138, formula_seconds=60, figure_seconds=60, section_seconds=120),
}


def seconds_for(number: Pass, heading: str, blocks: Sequence[Block], captions: Mapping[str, str]) -> int:
    """How long a pass takes for a heading and the blocks below it; of a table or figure the caption counts as words."""
    pace = PACES[number]
    read = [captions.get(block.anchor, block.text) for block in blocks if block.kind not in _DISPLAYED]
    words = words_in(heading) + sum(map(words_in, read))
    formulas = sum(1 for block in blocks if block.kind in _DISPLAYED)
    figures = sum(1 for block in blocks if block.kind in _PICTURED)
    seconds = 60 * words / pace.words_a_minute + formulas * pace.formula_seconds + figures * pace.figure_seconds
    return round(seconds) + (pace.section_seconds if blocks else 0)


def words_in(text: str) -> int:
    """How many words a text has; a formula in a line counts as one."""
    return len(_WORD.findall(_FORMULA.sub(" x ", text)))
