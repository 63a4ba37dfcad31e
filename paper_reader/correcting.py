"""Correcting a merge by hand: these records are of one paper, those are not; and taking such a word back.

What the reader says is kept between records, by their names, and weighs more than all rules: no later harvest undoes
it. Papers keep their numbers where they can, and what the reader made of a paper stays with its number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from paper_reader.errors import QueryError
from paper_reader.ingest import decide, look_around, take_in, write_moves, write_papers
from paper_reader.merge import Neighbourhood, Settlement, compute_paper
from paper_reader.merge.corrections import Corrections, forgotten, joined, parted
from paper_reader.store import IngestTransaction, Store
from paper_reader.types import CorrectedPaper, CorrectionKind, CorrectionReport, ReadingStatus, RecordName

# The further mark wins where two marked papers become one.
_FURTHEST = (
    ReadingStatus.TO_READ,
    ReadingStatus.SKIPPED,
    ReadingStatus.READING,
    ReadingStatus.KNOWN,
    ReadingStatus.READ,
)
_Change = Callable[[Corrections, dict[int, list[RecordName]]], Corrections]


def merge_papers(store: Store, paper_ids: Sequence[int], *, dry_run: bool = False) -> CorrectionReport:
    """Makes papers one, for good; the smallest number stays. Raises `QueryError` for less than two papers."""
    if len(set(paper_ids)) < 2:
        raise QueryError("these are one paper already. Name two that should be one")

    def say(corrections: Corrections, records: dict[int, list[RecordName]]) -> Corrections:
        return joined(corrections, (name for names in records.values() for name in names))

    marks = {paper_id: mark.status for paper_id in paper_ids if (mark := store.reading.mark_of(paper_id))}
    report = _correct(store, paper_ids, say, dry_run=dry_run)
    if len(marks) > 1 and not dry_run:
        furthest = max(marks, key=lambda paper_id: _FURTHEST.index(marks[paper_id]))
        store.corrections.prefer_mark(furthest)
    return report


def split_paper(
    store: Store, paper_id: int, leaving: Collection[RecordName] = (), *, dry_run: bool = False
) -> CorrectionReport:
    """Parts records from a paper, for good: those `leaving` become a paper of their own, or without any each record.

    The number stays with the records that stay, or with the oldest. Raises `QueryError` where nothing would be parted.
    """

    def say(corrections: Corrections, records: dict[int, list[RecordName]]) -> Corrections:
        everything = records[paper_id]
        staying = [name for name in everything if name not in leaving]
        if len(everything) < 2:
            raise QueryError(f"paper {paper_id} has one record only. There is nothing to part")
        if not staying:
            raise QueryError(f"paper {paper_id} has no other records. Name those that are not of this paper")
        if not leaving:
            return parted(corrections, [[name] for name in everything])
        return joined(parted(corrections, [leaving, staying]), leaving)

    return _correct(store, [paper_id], say, leaving=leaving, dry_run=dry_run)


def undo(store: Store, paper_id: int, kind: CorrectionKind, *, dry_run: bool = False) -> CorrectionReport:
    """Takes back what was said of a paper's records, so that the rules decide again. Raises `QueryError` for nothing.

    With APART also the papers are looked at that the records were parted from.
    """

    def say(corrections: Corrections, records: dict[int, list[RecordName]]) -> Corrections:
        wanted = forgotten(corrections, records[paper_id], kind)
        if len(wanted) == len(corrections):
            what = "joined to" if kind is CorrectionKind.TOGETHER else "parted from"
            raise QueryError(f"paper {paper_id} was not {what} another one by hand. There is nothing to undo")
        return wanted

    return _correct(store, [paper_id], say, dry_run=dry_run)


def _correct(
    store: Store, paper_ids: Sequence[int], say: _Change, *, leaving: Collection[RecordName] = (), dry_run: bool
) -> CorrectionReport:
    """Changes what is said, decides anew for the papers and all that goes with them, and writes what follows."""
    with store.ingesting() as transaction:
        before = transaction.corrections()
        records = {paper_id: transaction.names_of(paper_id) for paper_id in dict.fromkeys(paper_ids)}
        wanted = say(before, records)
        around = Neighbourhood(wanted)
        named = {name for names in records.values() for name in names}
        partners = {one for pair in before if not named.isdisjoint(pair) for one in pair}
        touched = {*paper_ids, *(one.paper_id for one in transaction.known_records(partners).values())}
        take_in(transaction, around, touched)
        for paper_id in sorted(touched):
            around.open_paper(paper_id)
        look_around(transaction, around)
        settled, number = decide(transaction, around, leaving=leaving)
        if not dry_run:
            transaction.replace_corrections(wanted)
            write_papers(transaction, around, settled, number)
            write_moves(transaction, around, settled)
        return _report(transaction, around, settled, paper_ids, dry_run=dry_run)


def _report(
    transaction: IngestTransaction,
    around: Neighbourhood,
    settled: Settlement,
    paper_ids: Sequence[int],
    *,
    dry_run: bool,
) -> CorrectionReport:
    """What became of the papers named, and of those that changed with them."""
    known = around.papers
    concerned = {settled.paper_of[name] for one in paper_ids for name in around.names_of(one)} | set(settled.touched)
    papers = [
        CorrectedPaper(
            paper_id,
            compute_paper(paper_id, [around.held[name].member.record for name in names]).title,
            tuple(sorted(names, key=lambda name: around.held[name].order)),
            is_new=paper_id not in known,
        )
        for paper_id, names in sorted(settled.records_of.items())
        if paper_id in concerned
    ]
    kept = transaction.made_by_reader([*paper_ids, *settled.gone])
    notes = [_where_kept(paper_id, what, settled) for paper_id, what in kept.items()]
    return CorrectionReport(papers=tuple(papers), gone=settled.gone, is_trial=dry_run, notes=tuple(notes))


def _where_kept(paper_id: int, what: str, settled: Settlement) -> str:
    """Where the marks and notes of a paper are now: with its number."""
    taken_by = settled.gone.get(paper_id)
    if taken_by is not None:
        return f"shown on no. {taken_by} now: your {what} of no. {paper_id}"
    return f"kept with no. {paper_id}: your {what}"
