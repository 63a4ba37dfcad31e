"""Which records describe one paper, and what that paper is. Pure: values in, values out.

`Placer` decides for each new record, `compute_paper` makes a paper of its records.
"""

from paper_reader.merge.evidence import Verdict, compare
from paper_reader.merge.member import Member, member_of
from paper_reader.merge.paper import compute_paper
from paper_reader.merge.placing import Placement, Placer

__all__ = ["Member", "Placement", "Placer", "Verdict", "compare", "compute_paper", "member_of"]
