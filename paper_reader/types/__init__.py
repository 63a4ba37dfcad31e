"""The words of Paper Reader: frozen values that every floor may use. No I/O, no decisions.

Each is loaded by its first use: making a hundred dataclasses takes 50 ms, and a search needs a third of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paper_reader.types.access import AccessToken, NewToken, TokenScope
    from paper_reader.types.backup import BackupReport, RestoreReport
    from paper_reader.types.correction import CorrectedPaper, Correction, CorrectionKind, CorrectionReport, RecordName
    from paper_reader.types.digest import Climber, Digest, MustReadChange, NewsItem
    from paper_reader.types.document import (
        Block,
        BlockKind,
        Document,
        DocumentSource,
        Figure,
        Section,
        SectionRole,
    )
    from paper_reader.types.document import Reference as DocumentReference
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
    from paper_reader.types.examination import Examination, Finding, Severity
    from paper_reader.types.following import (
        Follow,
        FollowKind,
        RefreshedStep,
        RefreshPlace,
        RefreshReport,
        RefreshStep,
    )
    from paper_reader.types.identifier import Identifier, Scheme
    from paper_reader.types.index_status import BuildProgress, IndexState, IndexStatus
    from paper_reader.types.kept import KeptItem, KeptList, KeptListHead, SavedSearch
    from paper_reader.types.overview import LibraryStatus, PaperDetails, ReaderNote
    from paper_reader.types.paper import Paper, ReadingStatus
    from paper_reader.types.picture import (
        AgeBand,
        LevelBand,
        Lineage,
        LineageLink,
        LineageNode,
        LinkKind,
        MapFacet,
        MapLabel,
        MapNode,
        TopicMap,
    )
    from paper_reader.types.reading_list import (
        Level,
        Prerequisite,
        ReadingList,
        ReadingListItem,
        Role,
        Signal,
        Steering,
    )
    from paper_reader.types.reading_state import ProgressImport, ReadingState
    from paper_reader.types.reading_through import (
        NOTHING_READ,
        Annotation,
        FoundPlace,
        KeySentence,
        PaperText,
        Pass,
        PassPart,
        PlacedHighlight,
        PlannedPass,
        ReadingPosition,
        ReadingThrough,
        ReferenceLink,
        TermLink,
        TextSpan,
    )
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
    "NOTHING_READ",
    "NO_PROGRESS",
    "AccessToken",
    "AgeBand",
    "Annotation",
    "BackupReport",
    "Block",
    "BlockKind",
    "BuildProgress",
    "Candidate",
    "Channel",
    "CitationCount",
    "Climber",
    "CorrectedPaper",
    "Correction",
    "CorrectionKind",
    "CorrectionReport",
    "Coverage",
    "Curation",
    "Decision",
    "Digest",
    "Document",
    "DocumentReference",
    "DocumentSource",
    "EnrichPlan",
    "EnrichReport",
    "EnrichRequest",
    "Evidence",
    "Examination",
    "Figure",
    "Finding",
    "FlowColumn",
    "Follow",
    "FollowKind",
    "FoundPlace",
    "IdentifiedBy",
    "Identifier",
    "IndexState",
    "IndexStatus",
    "IngestCounts",
    "KeptItem",
    "KeptList",
    "KeptListHead",
    "KeySentence",
    "Level",
    "LevelBand",
    "LibraryStatus",
    "Lineage",
    "LineageLink",
    "LineageNode",
    "LinkKind",
    "Lookup",
    "LookupOutcome",
    "MapFacet",
    "MapLabel",
    "MapNode",
    "MergeDecision",
    "MergeKind",
    "MustReadChange",
    "NewPaper",
    "NewToken",
    "NewsItem",
    "Notice",
    "Outcome",
    "Paper",
    "PaperChange",
    "PaperDetails",
    "PaperText",
    "Part",
    "Pass",
    "PassPart",
    "Pick",
    "PlacedHighlight",
    "PlannedPass",
    "Prerequisite",
    "PrismaFlow",
    "Progress",
    "ProgressImport",
    "ReaderNote",
    "ReadingList",
    "ReadingListItem",
    "ReadingPosition",
    "ReadingState",
    "ReadingStatus",
    "ReadingThrough",
    "RecordName",
    "ReferenceLink",
    "RefreshPlace",
    "RefreshReport",
    "RefreshStep",
    "RefreshedStep",
    "RestoreReport",
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
    "Section",
    "SectionRole",
    "ServicePlan",
    "ServiceReport",
    "Severity",
    "Signal",
    "SourceQuery",
    "SourceRecord",
    "Stage",
    "Steering",
    "StoredRecord",
    "TermLink",
    "TextSpan",
    "TokenScope",
    "Topic",
    "TopicMap",
    "TopicNews",
    "TopicPerson",
    "Verdict",
]

_NAMES: Final = {  # by the module of each
    "access": "AccessToken NewToken TokenScope",
    "backup": "BackupReport RestoreReport",
    "correction": "CorrectedPaper Correction CorrectionKind CorrectionReport RecordName",
    "digest": "Climber Digest MustReadChange NewsItem",
    "document": "Block BlockKind Document DocumentSource Figure Section SectionRole",
    "enrichment": (
        "Coverage EnrichPlan EnrichReport EnrichRequest Lookup LookupOutcome Notice ServicePlan ServiceReport"
    ),
    "examination": "Examination Finding Severity",
    "following": "Follow FollowKind RefreshedStep RefreshPlace RefreshReport RefreshStep",
    "identifier": "Identifier Scheme",
    "index_status": "BuildProgress IndexState IndexStatus",
    "kept": "KeptItem KeptList KeptListHead SavedSearch",
    "overview": "LibraryStatus PaperDetails ReaderNote",
    "paper": "Paper ReadingStatus",
    "picture": "AgeBand LevelBand Lineage LineageLink LineageNode LinkKind MapFacet MapLabel MapNode TopicMap",
    "reading_list": "Level Prerequisite ReadingList ReadingListItem Role Signal Steering",
    "reading_state": "ProgressImport ReadingState",
    "reading_through": (
        "NOTHING_READ Annotation FoundPlace KeySentence PaperText Pass PassPart PlacedHighlight PlannedPass "
        "ReadingPosition ReadingThrough ReferenceLink TermLink TextSpan"
    ),
    "record": "CitationCount Curation SourceRecord",
    "review": (
        "Candidate Channel Decision FlowColumn IdentifiedBy Pick PrismaFlow Review ReviewedPaper ReviewNote "
        "ReviewReport ScreeningProgress ScreeningStep SearchFigures Stage Verdict"
    ),
    "roadmap": "Part Roadmap Topic",
    "run": "NO_PROGRESS Outcome Progress RunReport SourceQuery",
    "scholar": "ScholarStatus",
    "search": "SearchFilter SearchHit SearchMode SearchResult",
    "stored": "Evidence IngestCounts MergeDecision MergeKind PaperChange StoredRecord",
    "topic_news": "NewPaper TopicNews TopicPerson",
}
_PLACES: Final = {name: (module, name) for module, names in _NAMES.items() for name in names.split()} | {
    "DocumentReference": ("document", "Reference")
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, original = _PLACES[name]
    found: object = getattr(import_module(f"{__name__}.{module}"), original)
    globals()[name] = found
    return found
