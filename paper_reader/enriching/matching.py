"""Whether a service's answer is about the paper that was asked for. Pure.

A title search always answers something, and identifiers are mistyped at the services too. So an answer is believed only
if the library's own merge would put it to that paper; nothing that was not asked for comes into the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from paper_reader.identifiers import identifier_keys, title_fingerprint
from paper_reader.merge import Verdict, compare, member_of
from paper_reader.types import SourceRecord


def believed(
    answers: Iterable[SourceRecord], papers: Mapping[int, Sequence[SourceRecord]]
) -> dict[int, list[SourceRecord]]:
    """The answers that are about some papers, given with their records; each answer to one paper at most."""
    by_name: dict[str, list[int]] = {}
    by_title: dict[str, list[int]] = {}
    for paper_id, records in papers.items():
        for record in records:
            for name in identifier_keys(record.identifiers):
                by_name.setdefault(name, []).append(paper_id)
            by_title.setdefault(title_fingerprint(record.title), []).append(paper_id)
    found: dict[int, list[SourceRecord]] = {}
    for answer in answers:
        named = [one for name in identifier_keys(answer.identifiers) for one in by_name.get(name, ())]
        titled = by_title.get(title_fingerprint(answer.title), ())
        for paper_id in dict.fromkeys([*named, *titled]):
            if is_about(answer, papers[paper_id]):
                found.setdefault(paper_id, []).append(answer)
                break
    return found


def is_about(answer: SourceRecord, records: Sequence[SourceRecord]) -> bool:
    """Whether the merge would join the answer to a paper of these records."""
    others = [one for one in records if (one.source, one.key) != (answer.source, answer.key)]
    if not others:
        return bool(records)  # the paper is this very record, asked for again
    member = member_of(answer)
    verdicts = {compare(member, member_of(one)).verdict for one in others}
    return Verdict.SAME in verdicts and Verdict.DIFFERENT not in verdicts
