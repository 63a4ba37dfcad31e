"""A file as batches of prepared records, each knowing the place behind it and the bad lines before that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from paper_reader.importing.entries import BadEntry, Entry, Place
from paper_reader.importing.formats import Format
from paper_reader.importing.groups import Group
from paper_reader.importing.moved import Brought, Corrections
from paper_reader.importing.reading import Source, TornFile, chunks
from paper_reader.importing.rejects import Rejects
from paper_reader.ingest import Arrival, prepare
from paper_reader.store.keepsakes import Keepsake
from paper_reader.types import CorrectionKind, RecordName, SourceRecord

_BATCH_BYTES = 16 * 1024 * 1024  # of lines; keeps memory bounded where records are large
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Batch:
    """What is brought in by one transaction."""

    arrivals: list[Arrival]
    place: Place  # behind the last line of the batch
    rejects_length: int  # of the rejects file with the bad lines up to `place`
    file_bytes: int  # read of the file, as it lies there, for this batch
    keepsakes: list[Keepsake] = field(default_factory=list)
    corrections: Corrections = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # one for each bad line
    torn: str | None = None  # set on the last batch of a file that cannot be read to its end


def _uncounted(_: int) -> None:
    """A look at the file that is no progress."""


class Batches:
    """Cuts a source into batches. Writes bad lines to the rejects file, on the disk before the batch is given."""

    def __init__(self, source: Source, kind: Format, rejects: Rejects, size: int, now: datetime) -> None:
        self._source = source
        self._format = kind
        self._parse = kind.parse_of(lambda: chunks(source, 0, _uncounted))
        self._rejects = rejects
        self._size = size
        self._now = now
        self._file_bytes = 0
        self.pieces = 0  # of the file, from the place on where reading began
        self._complaints: list[str] = []
        self._keepsakes: list[Keepsake] = []
        self._groups: list[Group] = []
        self._corrections: dict[tuple[RecordName, RecordName], CorrectionKind] = {}

    def read(self, start: Place) -> Iterator[Batch]:
        """The batches from a place on, in order. The last one may be empty; it carries the end of a torn file."""
        records: list[SourceRecord] = []
        held = 0
        place = start
        torn: str | None = None
        parts = chunks(self._source, start.offset, self._count_bytes)
        try:
            for entry in self._format.split(parts, start):
                place = entry.place
                self.pieces += 1
                if brought := self._understood(entry):
                    records += brought
                    held += len(entry.data)
                if len(records) >= self._size or held >= _BATCH_BYTES:
                    yield self._batch(records, place)
                    records, held = [], 0
        except TornFile as error:
            torn = str(error)
        yield self._batch(records, place, torn)

    def _count_bytes(self, count: int) -> None:
        self._file_bytes += count

    def _understood(self, entry: Entry) -> Sequence[SourceRecord]:
        data = entry.data.removeprefix(_BYTE_ORDER_MARK) if entry.line == 1 else entry.data
        if not data or data.isspace():
            return ()
        try:
            if entry.overlong:
                raise BadEntry("it is too long to be a record")
            brought = self._parse(data, self._now)
        except BadEntry as error:
            self._rejects.add(entry, str(error))
            self._complaints.append(f"line {entry.line}: {error}")
            return ()
        if not isinstance(brought, Brought):
            return (brought,) if brought is not None else ()
        self._corrections |= brought.corrections
        if len(brought.records) > 1:
            self._groups.append(tuple((one.source, one.key) for one in brought.records))
        if brought.keepsake is not None:
            self._keepsakes.append(brought.keepsake)
        return brought.records

    def _batch(self, records: list[SourceRecord], place: Place, torn: str | None = None) -> Batch:
        self._rejects.secure()
        batch = Batch(
            arrivals=prepare(records),
            place=place,
            rejects_length=self._rejects.length,
            file_bytes=self._file_bytes,
            keepsakes=self._keepsakes,
            corrections=self._corrections,
            groups=self._groups,
            complaints=self._complaints,
            torn=torn,
        )
        self._file_bytes, self._complaints, self._keepsakes, self._corrections = 0, [], [], {}
        self._groups = []
        return batch


class Ahead:
    """Batches of which the next one may be read before it is asked for."""

    def __init__(self, batches: Iterator[Batch]) -> None:
        self._batches = batches
        self._read: list[Batch] = []

    def read_on(self) -> None:
        """Reads the next batch, unless it is read already or there is none."""
        if not self._read and (batch := next(self._batches, None)) is not None:
            self._read.append(batch)

    def take(self) -> Batch | None:
        """The next batch; None behind the last."""
        self.read_on()
        return self._read.pop() if self._read else None
