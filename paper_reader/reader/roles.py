"""What a section is for, told from its title and its place. Pure."""

from __future__ import annotations

import re
from typing import Final

from paper_reader.types.document import SectionRole

# The first that fits holds: "Conclusion and discussion" is read as a conclusion, "Related methods" as background.
_BY_TITLE: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), role)
    for pattern, role in (
        (r"^(?:abstract|summary|synopsis)$", SectionRole.ABSTRACT),
        ((r"acknowledge?ments?|^(?:funding|disclosures?|author contributions?|competing interests?)\b|"
         r"^(?:about the )?authors?$|^contributors?$"), SectionRole.ACKNOWLEDGEMENTS),
        (r"^(?:(?:supplementa(?:ry|l)|supporting) |appendi(?:x|ces)\b)", SectionRole.APPENDIX),
        (r"^(?:(?:sketch of |detailed |full |omitted )?proofs?\b|proofs? of )", SectionRole.PROOF),
        (r"\b(?:conclusions?|concluding|final remarks)\b|^(?:outlook|summary\b.*)$", SectionRole.CONCLUSION),
        (r"\bintroduction\b|^(?:motivation|overview and motivation)$", SectionRole.INTRODUCTION),
        ((r"\b(?:related (?:work|literature|research|methods?|approaches)|prior (?:work|art)|previous work|"
         r"literature (?:review|survey)|background|preliminar(?:y|ies)|notations?)\b"), SectionRole.BACKGROUND),
        ((r"\b(?:results?|experiments?|evaluat(?:ions?|ing)|findings|ablations?|benchmark(?:s|ing)?|case stud(?:y|ies)|"
         r"empirical|simulations?|comparisons?|performance|error analysis)\b"), SectionRole.RESULTS),
        ((r"\b(?:discussions?|limitations?|future (?:work|directions?|research)|broader impacts?|ethic(?:s|al)|"
         r"impact statement|implications|societal)\b"), SectionRole.DISCUSSION),
        ((r"\b(?:methods?|methodology|approach(?:es)?|models?|architectures?|algorithms?|framework|"
         r"implementation|training|pre-?training|post-?training|materials|design|data ?sets?|data|theory|setup|setting|"
         r"formulation|system|procedure|optimi[sz]ation|corpus)\b"), SectionRole.METHOD),
    )
)  # fmt: skip
_APPENDIX_NUMBER: Final = re.compile(r"(?:appendix\s+)?[A-Z](?:\.\d+)*$")


def role_of(
    title: str, *, number: str = "", parent: SectionRole | None = None, after_references: bool = False
) -> SectionRole:
    """Tell a section's role.

    What stands in an appendix is appendix, and what stands in a part with a role has that role unless its own title
    says another. `number` is as printed, where letters number appendices: a letter means one, as does a place behind
    the references.
    """
    own = next((role for pattern, role in _BY_TITLE if pattern.search(title.strip(" .:"))), None)
    if own is SectionRole.PROOF or own is SectionRole.ACKNOWLEDGEMENTS:
        return own
    if parent is SectionRole.APPENDIX or after_references or _APPENDIX_NUMBER.match(number.strip(" .:")):
        return SectionRole.APPENDIX
    if parent not in (None, SectionRole.OTHER):
        return parent if own is None or parent is SectionRole.BACKGROUND else own
    return own or SectionRole.OTHER
