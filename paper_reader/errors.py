"""Every error that Paper Reader raises for a reason a person can act on.

The tree::

    PaperReaderError
    ├── UsageError                  the request itself is wrong (exit status 2)
    │   ├── SettingsError
    │   ├── RoadmapError            a roadmap file is wrong; says where
    │   ├── SourceSwitchedOff       a source that is asked only by those who switch it on
    │   └── QueryError
    ├── NotFound
    │   ├── PaperNotFound
    │   ├── NoteNotFound
    │   ├── KeptListNotFound
    │   ├── SavedSearchNotFound
    │   ├── TokenNotFound
    │   ├── ReviewNotFound
    │   └── TopicNotFound
    ├── SourceError                 a source gave no usable answer; carries `source`, `url`, `retry_after_seconds`
    │   ├── SourceBlocked           refused us: no further try before a pause
    │   │   └── SourceKeyRefused    the key is wrong, or one is wanted and none is set
    │   ├── SourceBudgetSpent       our own limit of requests to it is reached
    │   ├── SourceUnavailable       down, slow or busy
    │   │   └── SourceRateLimited   too many requests (HTTP 429), and it stayed so
    │   ├── SourceRefusedQuery      the request is permanently wrong (HTTP 400, badArgument)
    │   ├── SourceIncomplete        it promised more than it gave (an empty page while results are left)
    │   └── SourceAnswerUnrecognised  an answer that is none of the known forms; never read as "no results"
    │       └── SourceAnswerTooLarge  more bytes than any good answer has; reading stopped there
    ├── DocumentError               the full text of a paper cannot be shown
    │   ├── DocumentUnavailable     there is none: not at arXiv, or no such file
    │   ├── DocumentTooLarge        more bytes or pages than are read
    │   └── DocumentUnreadable      damaged, locked by a password, or too much for the bounds that reading has
    ├── ImportFailed                a file that cannot be read at all (single bad lines are rejects, not errors)
    ├── StoreError
    │   ├── LibraryTooNew           written by a newer program; untouched
    │   ├── LibraryBusy             another process is writing
    │   ├── LibraryFull             no room on the disk for what was to be written; nothing of it was
    │   ├── LibraryDamaged
    │   ├── LibraryForeign          a database of some other program; untouched
    │   └── LibraryMissing          there is no library here, and none was to be made
    ├── RefreshRunning              another refresh of this library is at work; says who and since when
    ├── MailFailed                  a digest could not be sent; nothing of it counts as shown
    ├── BackupError                 a backup could not be made, or cannot be used; the library is as it was
    ├── IndexUnavailable            no usable index; names the command that repairs it
    └── ModelUnavailable            a model folder or package that is missing or not what it claims

Each message ends with the next step for the person who reads it.
"""

from __future__ import annotations


class PaperReaderError(Exception):
    """Root of all errors of this program. `exit_status` is what the command line returns for it."""

    exit_status = 1


class UsageError(PaperReaderError):
    """The request is wrong and would be wrong again."""

    exit_status = 2


class SettingsError(UsageError):
    """A setting is unknown or has a value it cannot have."""


class RoadmapError(UsageError):
    """A roadmap file is wrong; the message names the file and the place in it."""


class QueryError(UsageError):
    """A query or filter that cannot be understood."""


class SourceSwitchedOff(UsageError):
    """The source is off until the person switches it on; the message says how, and what speaks against it."""


class NotFound(PaperReaderError):
    """Something asked for by name is not in the library."""


class PaperNotFound(NotFound):
    """No paper has this id, identifier or title."""

    def __init__(self, reference: str, hint: str = 'Try: paper-reader search "words of its title"') -> None:
        super().__init__(f"no paper {reference!r} in the library. {hint}")
        self.reference = reference


class ReviewNotFound(NotFound):
    """There is no literature review of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no review {name!r}. paper-reader review list names them")
        self.name = name


class TopicNotFound(NotFound):
    """The roadmap has no such part or topic."""


class NoteNotFound(NotFound):
    """The paper has no such note."""


class KeptListNotFound(NotFound):
    """The reader keeps no such reading list."""


class SavedSearchNotFound(NotFound):
    """There is no such saved search."""


class TokenNotFound(NotFound):
    """There is no such token."""


class SourceError(PaperReaderError):
    """A source gave no usable answer. One source failing never stops the others.

    `retry_after_seconds` is how long to leave it alone, where that is known; `pages_done` how many pages came before.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str,
        url: str | None = None,
        status: int | None = None,
        pages_done: int = 0,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.source = source
        self.url = url
        self.status = status
        self.pages_done = pages_done
        self.retry_after_seconds = retry_after_seconds


class SourceBlocked(SourceError):
    """The source refused us (403, CAPTCHA, a breaker that is open)."""

    exit_status = 3  # not a failure of ours: the same command goes on when the source lets us


class SourceKeyRefused(SourceBlocked):
    """The source does not accept the key, or answers nobody without one. The key itself is never part of a message."""

    exit_status = 1  # waiting would not help


class SourceBudgetSpent(SourceError):
    """We have asked the source as often as the settings allow, in this run or today. It has not refused us."""

    exit_status = 3


class SourceUnavailable(SourceError):
    """The source is down, slow or busy, and stayed so through the bounded retries."""


class SourceRateLimited(SourceUnavailable):
    """The source says that we ask too often (HTTP 429), also after waiting as it asked."""

    exit_status = 3


class SourceIncomplete(SourceError):
    """The source announced more than it then gave. What came is kept; it is partial, not empty."""


class SourceRefusedQuery(SourceError):
    """The source says that the request itself is wrong; asking again would give the same."""


class SourceAnswerUnrecognised(SourceError):
    """An answer that is none of the forms this program knows: HTML with status 200, cut XML, a new layout."""


class SourceAnswerTooLarge(SourceAnswerUnrecognised):
    """An answer of more bytes than any good one has; reading stopped at the bound."""


class DocumentError(PaperReaderError):
    """The full text of a paper cannot be shown; the library and the server are none the worse for it."""


class DocumentUnavailable(DocumentError):
    """There is no full text to be had: arXiv has neither HTML nor PDF of it, or there is no such file."""


class DocumentTooLarge(DocumentError):
    """The full text is larger than what is read: in bytes, in pages, or in what reading it gives."""


class DocumentUnreadable(DocumentError):
    """The full text is damaged, wants a password, or takes more time or memory than reading may."""


class ImportFailed(PaperReaderError):
    """A file could not be read at all, or is of no known format."""


class StoreError(PaperReaderError):
    """The library's database could not do what was asked."""


class LibraryTooNew(StoreError):
    """The library was written by a newer version of this program; nothing was touched."""


class LibraryBusy(StoreError):
    """Another process holds the library's write lock."""


class LibraryFull(StoreError):
    """The disk has no room for what was to be written; the library is as it was."""


class LibraryDamaged(StoreError):
    """The database file is not a sound database."""


class LibraryForeign(StoreError):
    """The file is a database of some other program; nothing was touched."""


class LibraryMissing(StoreError):
    """There is no library at this place, and none was to be made."""


class RefreshRunning(PaperReaderError):
    """Another refresh of this library is at work."""


class MailFailed(PaperReaderError):
    """A mail could not be handed over. The password is never part of the message."""


class BackupError(PaperReaderError):
    """A backup could not be made, or one cannot be used. The library is as it was."""


class IndexUnavailable(PaperReaderError):
    """There is no index, or not one that fits this library and model."""


class ModelUnavailable(PaperReaderError):
    """A model is missing, or its files are not what they claim to be."""
