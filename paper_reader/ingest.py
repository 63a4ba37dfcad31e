"""Records into the library: look up, decide, write, all of a batch in one transaction.

What comes in twice changes nothing: the same record is `unchanged`, and a paper whose content stays the same gets no
new change number, so nothing downstream works on it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from paper_reader.merge import Member, Placement, Placer, compute_paper, member_of
from paper_reader.store import IngestTransaction, KnownRecord, RecordToStore, Store
from paper_reader.store.paper_rows import same_content
from paper_reader.store.payload import encode_record, payload_hash
from paper_reader.types import IngestCounts, MergeKind, Paper, SourceRecord

Name = tuple[str, str]


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
) -> IngestCounts:
    """`ingest` for records that were prepared before."""
    latest = {(one.member.record.source, one.member.record.key): one for one in arrivals}
    with store.ingesting() as transaction:
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
    members = _members_concerned(transaction, changed, known)
    placer = Placer(
        [(paper_id, member) for name, (paper_id, member) in members.items() if name not in changed],
        next_paper_id=(next_paper_id := transaction.next_paper_id()),
    )
    placements: dict[Name, Placement] = {}
    # Those that have a paper first: what arrives with them then finds it by their new names.
    for name in [*(one for one in changed if one in known), *(one for one in changed if one not in known)]:
        own = known[name].paper_id if name in known else None
        placements[name] = placer.place(changed[name].member, own_paper=own)
    _write_papers(transaction, placer, placements, changed, members, next_paper_id)
    stored = [
        RecordToStore(
            record=arrival.member.record,
            identifiers=arrival.member.identifiers,
            title_key=arrival.member.title_key,
            payload=arrival.payload,
            payload_hash=arrival.hashed,
            paper_id=placer.survivor(placements[name].paper_id),
            decision=placements[name].decision,
            known=known.get(name),
        )
        for name, arrival in changed.items()
    ]
    transaction.insert_records([one for one in stored if one.known is None])
    transaction.replace_records([one for one in stored if one.known is not None])
    return _counted(stored)


def _members_concerned(
    transaction: IngestTransaction, changed: Mapping[Name, Arrival], known: Mapping[Name, KnownRecord]
) -> dict[Name, tuple[int, Member]]:
    """The records of all stored papers that share a name or a title with the batch, by name, with their paper."""
    names = {name for one in changed.values() for name in one.member.identifiers}
    titles = {one.member.title_key for one in changed.values() if not one.member.has_generic_title} - {0}
    concerned = transaction.papers_sharing(list(names), list(titles))
    concerned.update(known[name].paper_id for name in changed if name in known)
    found = transaction.records_of(sorted(concerned))
    return {(one.record.source, one.record.key): (one.paper_id, member_of(one.record)) for one in found}


def _write_papers(
    transaction: IngestTransaction,
    placer: Placer,
    placements: Mapping[Name, Placement],
    changed: Mapping[Name, Arrival],
    members: Mapping[Name, tuple[int, Member]],
    next_paper_id: int,
) -> None:
    """Computes the papers touched, numbers those that really changed, and writes them."""
    touched = {placer.survivor(one.paper_id) for one in placements.values()}
    touched.update(placer.survivor(one) for one in placer.fused)
    records: dict[int, list[SourceRecord]] = {paper_id: [] for paper_id in sorted(touched)}
    for name, (paper_id, member) in members.items():
        survivor = placer.survivor(paper_id)
        if survivor in records and name not in changed:
            records[survivor].append(member.record)
    for name, arrival in changed.items():
        records[placer.survivor(placements[name].paper_id)].append(arrival.member.record)
    present = transaction.papers([one for one in records if one < next_paper_id])
    number = transaction.next_change_number()
    new: list[Paper] = []
    different: list[Paper] = []
    for paper_id, described_by in records.items():
        paper = compute_paper(paper_id, described_by, change_number=number)
        before = present.get(paper_id)
        if before is not None and same_content(before, paper):
            continue
        (new if before is None else different).append(paper)
        number += 1
    transaction.insert_papers(new)
    transaction.replace_papers(different)
    _bury(transaction, placer, [one for one in placer.fused if one < next_paper_id], number)


def _bury(transaction: IngestTransaction, placer: Placer, gone: Iterable[int], number: int) -> None:
    ordered = sorted(gone)
    survivors = {one: placer.survivor(one) for one in ordered}
    transaction.bury_papers(survivors, dict(zip(ordered, range(number, number + len(ordered)), strict=True)))


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
