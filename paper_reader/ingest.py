"""Records into the library: look up, decide, write, all of a batch in one transaction.

What comes in twice changes nothing: the same record is `unchanged`, and a paper whose content stays the same gets no
new change number, so nothing downstream works on it again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from paper_reader.merge import (
    Member,
    Neighbourhood,
    Settlement,
    compute_paper,
    member_of,
    settle,
    torn_papers,
)
from paper_reader.store import IngestTransaction, KnownRecord, RecordToStore, Store
from paper_reader.store.paper_rows import same_content
from paper_reader.store.payload import encode_record, payload_hash
from paper_reader.types import IngestCounts, MergeKind, Paper, SourceRecord

Name = tuple[str, str]
_AFTER_ALL_STORED = 1 << 62  # new records come after those that have a number


@dataclass(slots=True, eq=False)
class Arrival:
    """A record on its way in, with all that can be told of it without the library."""

    member: Member
    payload: bytes
    hashed: bytes


def ingest(
    store: Store,
    records: Sequence[SourceRecord],
    *,
    cursor: tuple[str, str] | None = None,
    run_id: int | None = None,
    search_id: int | None = None,
) -> IngestCounts:
    """Brings a batch in and says what became of it. All of it is on the disk when this returns, or nothing.

    `cursor` (name and value) moves and the counters of `run_id` grow in the same transaction, so a harvest that is
    killed goes on exactly behind the last batch. So are the records noted as found by `search_id`, a search of a
    review. Of two records with one name in a batch the later counts.
    """
    return ingest_prepared(store, prepare(records), cursor=cursor, run_id=run_id, search_id=search_id)


def prepare(records: Sequence[SourceRecord]) -> list[Arrival]:
    """The part of an ingest that needs no library, so that it can run beside the writing of the batch before."""
    arrivals = []
    for record in records:
        member = member_of(record)
        payload = encode_record(record, member.identifiers)
        arrivals.append(Arrival(member, payload, payload_hash(payload)))
    return arrivals


def ingest_prepared(
    store: Store,
    arrivals: Sequence[Arrival],
    *,
    cursor: tuple[str, str] | None = None,
    run_id: int | None = None,
    search_id: int | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> IngestCounts:
    """`ingest` for records that were prepared before. `meanwhile` is called while the transaction commits."""
    latest = {(one.member.record.source, one.member.record.key): one for one in arrivals}
    with store.ingesting(meanwhile) as transaction:
        known = transaction.known_records(list(latest)) if latest else {}
        changed = {name: one for name, one in latest.items() if _is_new(known.get(name), one)}
        counts = _bring_in(transaction, changed, known) if changed else IngestCounts()
        counts += IngestCounts(read=len(arrivals), unchanged=len(arrivals) - len(changed))
        if cursor is not None:
            transaction.set_cursor(*cursor)
        if run_id is not None:
            transaction.add_counts(run_id, counts)
        if search_id is not None:
            transaction.note_found(search_id, list(latest))
    return counts


def _is_new(known: KnownRecord | None, arrival: Arrival) -> bool:
    return known is None or known.payload_hash != arrival.hashed


def _bring_in(
    transaction: IngestTransaction, changed: Mapping[Name, Arrival], known: Mapping[Name, KnownRecord]
) -> IngestCounts:
    """Decides for every new or changed record and writes what follows."""
    around = Neighbourhood(transaction.corrections())
    earlier = take_in(transaction, around, {known[name].paper_id for name in changed if name in known}, changed)
    last = max((one.id for one in known.values()), default=0)
    for place, (name, arrival) in enumerate(changed.items(), 1):
        was = known.get(name)
        around.arrive(
            arrival.member,
            order=was.id if was else _AFTER_ALL_STORED + last + place,
            paper_id=was.paper_id if was else None,
            earlier=earlier.get(name, ()),
        )
    look_around(transaction, around)
    settled, number = decide(transaction, around)
    write_papers(transaction, around, settled, number)
    stored = [_to_store(name, arrival, settled, known.get(name)) for name, arrival in changed.items()]
    transaction.insert_records([one for one in stored if one.known is None])
    transaction.replace_records([one for one in stored if one.known is not None])
    write_moves(transaction, around, settled)
    return _counted(stored)


def look_around(transaction: IngestTransaction, around: Neighbourhood) -> None:
    """Brings in all stored records that bear on the open ones, until nothing more does."""
    while True:
        wanted = around.wanted()
        if not wanted:
            return
        found = transaction.papers_sharing(wanted.identifiers, wanted.title_keys, wanted.near_keys)
        found |= {one.paper_id for one in transaction.known_records(wanted.records).values()}
        take_in(transaction, around, found)


def decide(
    transaction: IngestTransaction, around: Neighbourhood, *, leaving: Collection[Name] = ()
) -> tuple[Settlement, int]:
    """Groups and numbers the open records; also gives the next paper id as it was before."""
    groups = around.groups()
    torn = torn_papers(around, groups)
    next_paper_id = transaction.next_paper_id()
    settled = settle(
        around,
        groups,
        next_paper_id=next_paper_id,
        tombstones=transaction.tombstones_of(sorted(torn)) if torn else None,
        leaving=leaving,
    )
    return settled, next_paper_id


def write_papers(
    transaction: IngestTransaction, around: Neighbourhood, settled: Settlement, next_paper_id: int
) -> None:
    """Computes the papers touched, numbers those that really changed, and writes them."""
    present = transaction.papers([one for one in settled.touched if one < next_paper_id])
    number = transaction.next_change_number()
    new: list[Paper] = []
    different: list[Paper] = []
    for paper_id in settled.touched:
        described_by = [around.held[name].member.record for name in settled.records_of[paper_id]]
        paper = compute_paper(paper_id, described_by, change_number=number)
        before = present.get(paper_id)
        if before is not None and paper_id not in settled.revived and same_content(before, paper):
            continue
        (new if before is None else different).append(paper)
        number += 1
    transaction.insert_papers(new)
    transaction.replace_papers(different)
    numbers = range(number, number + len(settled.gone))
    transaction.bury_papers(settled.gone, dict(zip(settled.gone, numbers, strict=True)))


def write_moves(transaction: IngestTransaction, around: Neighbourhood, settled: Settlement) -> None:
    """Hangs stored records that did not arrive themselves to the papers that they are of now."""
    held = around.held
    moved = {name: paper for name, paper in settled.paper_of.items() if held[name].paper_id not in (None, paper)}
    transaction.move_records({name: paper for name, paper in sorted(moved.items()) if not held[name].arriving})


def take_in(
    transaction: IngestTransaction, around: Neighbourhood, paper_ids: Iterable[int], changed: Collection[Name] = ()
) -> dict[Name, tuple[str, ...]]:
    """Takes in the records of papers but those that arrive anew; what those were held to be the same as, by name."""
    earlier: dict[Name, tuple[str, ...]] = {}
    for record_id, one in transaction.records_of(sorted(set(paper_ids) - around.papers)):
        name = one.record.source, one.record.key
        grounds = tuple(dict.fromkeys([evidence.record for evidence in one.decision.evidence]))
        if name in changed:
            earlier[name] = grounds
        else:
            around.know(member_of(one.record), order=record_id, paper_id=one.paper_id, earlier=grounds)
    return earlier


def _to_store(name: Name, arrival: Arrival, settled: Settlement, known: KnownRecord | None) -> RecordToStore:
    return RecordToStore(
        record=arrival.member.record,
        identifiers=arrival.member.identifiers,
        title_key=arrival.member.title_key,
        near_keys=arrival.member.near_keys,
        payload=arrival.payload,
        payload_hash=arrival.hashed,
        paper_id=settled.paper_of[name],
        decision=settled.decisions[name],
        known=known,
    )


def _counted(stored: Iterable[RecordToStore]) -> IngestCounts:
    created = updated = merged = 0
    for one in stored:
        if one.known is not None:
            updated += 1
        elif one.decision is None or one.decision.kind is MergeKind.CREATE:
            created += 1
        else:
            merged += 1
    return IngestCounts(created=created, updated=updated, merged=merged)
