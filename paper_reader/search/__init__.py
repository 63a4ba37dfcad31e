"""Finds papers: by identifier or title first, then by words and meaning, and says why each was found."""

from paper_reader.search.lookup import find_paper
from paper_reader.search.service import Search

__all__ = ["Search", "find_paper"]
