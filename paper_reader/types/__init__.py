"""The words of Paper Reader: frozen values that every floor may use. No I/O, no decisions."""

from paper_reader.types.identifier import Identifier, Scheme
from paper_reader.types.paper import Paper, ReadingStatus
from paper_reader.types.reading_list import Level, ReadingList, ReadingListItem, Role, Signal
from paper_reader.types.record import CitationCount, Curation, SourceRecord
from paper_reader.types.roadmap import Part, Roadmap, Topic
from paper_reader.types.run import NO_PROGRESS, Outcome, Progress, RunReport, SourceQuery
from paper_reader.types.search import SearchFilter, SearchHit, SearchMode, SearchResult

__all__ = [
    "NO_PROGRESS",
    "CitationCount",
    "Curation",
    "Identifier",
    "Level",
    "Outcome",
    "Paper",
    "Part",
    "Progress",
    "ReadingList",
    "ReadingListItem",
    "ReadingStatus",
    "Roadmap",
    "Role",
    "RunReport",
    "Scheme",
    "SearchFilter",
    "SearchHit",
    "SearchMode",
    "SearchResult",
    "Signal",
    "SourceQuery",
    "SourceRecord",
    "Topic",
]
