"""Which records describe one paper, and what that paper is. Pure: values in, values out.

`Neighbourhood` gathers what bears on some records, `partition` groups them, `settle` numbers the papers, and
`compute_paper` makes a paper of its records.
"""

from paper_reader.merge.evidence import Verdict, compare
from paper_reader.merge.member import Member, member_of
from paper_reader.merge.numbering import Settlement, settle, torn_papers
from paper_reader.merge.paper import compute_paper
from paper_reader.merge.partition import partition
from paper_reader.merge.placing import Neighbourhood

__all__ = [
    "Member",
    "Neighbourhood",
    "Settlement",
    "Verdict",
    "compare",
    "compute_paper",
    "member_of",
    "partition",
    "settle",
    "torn_papers",
]
