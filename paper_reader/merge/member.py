"""A record with what it is recognised by."""

from __future__ import annotations

from dataclasses import dataclass

from paper_reader.identifiers import identifier_keys
from paper_reader.merge.near_keys import near_keys
from paper_reader.titles import title_fingerprint, title_key
from paper_reader.types import RecordName, SourceRecord

# Titles that say what kind of piece it is and nothing of what is in it; a journal has hundreds of each.
_GENERIC = frozenset(
    {"editorial", "introduction", "preface", "foreword", "overview", "abstract", "abstracts", "correction", "erratum"}
    | {"corrigendum", "errata", "retraction", "discussion", "comment", "comments", "reply", "rejoinder", "review"}
    | {"bookreview", "bookreviews", "conclusion", "conclusions", "index", "contents", "tableofcontents", "news"}
    | {"frontmatter", "backmatter", "titlepage", "obituary", "announcement", "announcements", "acknowledgements"}
    | {"invitedtalk", "keynote", "keynoteaddress", "tutorial", "panel", "poster", "letter", "letters", "response"}
    | {"editorsnote", "fromtheeditor", "guesteditorial", "guesteditorsintroduction", "specialissue", "untitled"}
    | {"lecturenotes", "technicalreport", "phdthesis", "proceedings"}
)


@dataclass(slots=True, eq=False)
class Member:
    """One record among those of a paper. Made for every record of a harvest, so it holds only what is always needed."""

    record: SourceRecord
    identifiers: tuple[str, ...]
    fingerprint: str
    title_key: int
    near_keys: tuple[int, ...]
    record_name: RecordName  # source and key, which name the record for ever
    keys: tuple[str | int, ...]  # what another record must share to be compared with this one at all
    _arxiv_ids: frozenset[str] | None = None

    @property
    def arxiv_ids(self) -> frozenset[str]:
        """Its arXiv ids. Two e-prints are two papers, as arXiv itself has it."""
        if self._arxiv_ids is None:  # asked for at every comparison, but most records meet nobody
            self._arxiv_ids = frozenset([name for name in self.identifiers if name.startswith("arxiv:")])
        return self._arxiv_ids

    @property
    def name(self) -> str:
        """The record's own name, "source:key"."""
        return f"{self.record.source}:{self.record.key}"

    @property
    def has_generic_title(self) -> bool:
        """Whether an equal title says nothing at all."""
        return self.fingerprint in _GENERIC

    @property
    def year(self) -> int | None:
        """The year the record says, or that of its date."""
        record = self.record
        return record.year if record.year is not None else record.published.year if record.published else None


def member_of(record: SourceRecord) -> Member:
    """The record with its identifiers as texts, its title's fingerprint and the keys of near titles."""
    fingerprint = title_fingerprint(record.title)
    names = identifier_keys(record.identifiers)
    name = record.source, record.key
    key = title_key(fingerprint)
    if key == 0 or fingerprint in _GENERIC:
        return Member(record, names, fingerprint, key, (), name, names)
    near = near_keys(record)
    return Member(record, names, fingerprint, key, near, name, (*names, key, *near))
