"""Which papers on a topic are must-reads, and why: candidates, signals, score, selection, order, reasons.

Decisions are pure: they see candidates and a view of what is known, and give the same answer for the same input.
What they ask of index and store goes through the ports in `ranking.ports`.
"""

from paper_reader.ranking.candidates import Candidates, find_candidates
from paper_reader.ranking.cohorts import Cohorts
from paper_reader.ranking.evidence import view_of
from paper_reader.ranking.must_read import Personal, Ranked, arrange, choose, rank
from paper_reader.ranking.score import Weights, fitted_weights

__all__ = [
    "Candidates",
    "Cohorts",
    "Personal",
    "Ranked",
    "Weights",
    "arrange",
    "choose",
    "find_candidates",
    "fitted_weights",
    "rank",
    "view_of",
]
