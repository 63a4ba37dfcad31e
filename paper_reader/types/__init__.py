"""The words of Paper Reader: frozen values that every floor may use. No I/O, no decisions."""

from paper_reader.types.access import AccessToken, NewToken, TokenScope
from paper_reader.types.correction import CorrectedPaper, Correction, CorrectionKind, CorrectionReport, RecordName
from paper_reader.types.enrichment import (
    Coverage,
    EnrichPlan,
    EnrichReport,
    EnrichRequest,
    Lookup,
    LookupOutcome,
    Notice,
    ServicePlan,
    ServiceReport,
)
from paper_reader.types.identifier import Identifier, Scheme
from paper_reader.types.index_status import BuildProgress, IndexState, IndexStatus
from paper_reader.types.kept import KeptItem, KeptList, KeptListHead, SavedSearch
from paper_reader.types.overview import LibraryStatus, PaperDetails, ReaderNote
from paper_reader.types.paper import Paper, ReadingStatus
from paper_reader.types.reading_list import Level, ReadingList, ReadingListItem, Role, Signal
from paper_reader.types.reading_state import ProgressImport, ReadingState
from paper_reader.types.record import CitationCount, Curation, SourceRecord
from paper_reader.types.review import (
    Candidate,
    Channel,
    Decision,
    FlowColumn,
    IdentifiedBy,
    Pick,
    PrismaFlow,
    Review,
    ReviewedPaper,
    ReviewNote,
    ReviewReport,
    ScreeningProgress,
    ScreeningStep,
    SearchFigures,
    Stage,
    Verdict,
)
from paper_reader.types.roadmap import Part, Roadmap, Topic
from paper_reader.types.run import NO_PROGRESS, Outcome, Progress, RunReport, SourceQuery
from paper_reader.types.scholar import ScholarStatus
from paper_reader.types.search import SearchFilter, SearchHit, SearchMode, SearchResult
from paper_reader.types.stored import Evidence, IngestCounts, MergeDecision, MergeKind, PaperChange, StoredRecord
from paper_reader.types.topic_news import NewPaper, TopicNews, TopicPerson

__all__ = [
    "NO_PROGRESS",
    "AccessToken",
    "BuildProgress",
    "Candidate",
    "Channel",
    "CitationCount",
    "CorrectedPaper",
    "Correction",
    "CorrectionKind",
    "CorrectionReport",
    "Coverage",
    "Curation",
    "Decision",
    "EnrichPlan",
    "EnrichReport",
    "EnrichRequest",
    "Evidence",
    "FlowColumn",
    "IdentifiedBy",
    "Identifier",
    "IndexState",
    "IndexStatus",
    "IngestCounts",
    "KeptItem",
    "KeptList",
    "KeptListHead",
    "Level",
    "LibraryStatus",
    "Lookup",
    "LookupOutcome",
    "MergeDecision",
    "MergeKind",
    "NewPaper",
    "NewToken",
    "Notice",
    "Outcome",
    "Paper",
    "PaperChange",
    "PaperDetails",
    "Part",
    "Pick",
    "PrismaFlow",
    "Progress",
    "ProgressImport",
    "ReaderNote",
    "ReadingList",
    "ReadingListItem",
    "ReadingState",
    "ReadingStatus",
    "RecordName",
    "Review",
    "ReviewNote",
    "ReviewReport",
    "ReviewedPaper",
    "Roadmap",
    "Role",
    "RunReport",
    "SavedSearch",
    "Scheme",
    "ScholarStatus",
    "ScreeningProgress",
    "ScreeningStep",
    "SearchFigures",
    "SearchFilter",
    "SearchHit",
    "SearchMode",
    "SearchResult",
    "ServicePlan",
    "ServiceReport",
    "Signal",
    "SourceQuery",
    "SourceRecord",
    "Stage",
    "StoredRecord",
    "TokenScope",
    "Topic",
    "TopicNews",
    "TopicPerson",
    "Verdict",
]
