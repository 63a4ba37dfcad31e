"""Which of some records describe the same papers. Pure, and a matter of the set of records alone.

Records are joined by what speaks for it, the strongest first: what the reader said, identifiers, titles, near titles,
what was decided before. A step is left out where it would bring together what must stay apart: other arXiv ids, other
parts of a series, what the reader parted. The order of the steps depends on the records' content and names and not on
when they came, so whatever the order of arrival, the same records end in the same papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from paper_reader.merge.corrections import NO_CORRECTIONS, Corrections, united
from paper_reader.merge.evidence import Ground, are_disjoint, closeness
from paper_reader.merge.member import Member
from paper_reader.merge.title_words import counted_parts
from paper_reader.types import CorrectionKind, RecordName

Link = tuple[RecordName, RecordName]


@dataclass(slots=True, eq=False)
class _Cluster:
    records: list[RecordName]
    arxiv_ids: frozenset[str]
    parts: frozenset[str]
    parted: set[RecordName] = field(default_factory=set)  # by the reader, from any of the records


def partition(
    members: Mapping[RecordName, Member], links: Mapping[Link, Ground], corrections: Corrections = NO_CORRECTIONS
) -> list[list[RecordName]]:
    """The records in groups, one a paper; each group is sorted."""
    links = dict(links) | dict.fromkeys(_said(members, corrections), Ground.SAID)
    linked = _connected(links)
    pairs = [] if corrections else [group[0] for group in linked if len(group) == 1]  # nearly all there are
    larger = [group for group in linked if corrections or len(group) > 1]
    clusters = {name: _cluster_of_one(name, members[name]) for group in larger for link in group for name in link}
    for (one, other), said in corrections.items():
        if said is CorrectionKind.APART and one in clusters and other in clusters:
            clusters[one].parted.add(other)
            clusters[other].parted.add(one)
    for group in larger:
        _join(group, links, members, clusters)
    groups = [sorted(one.records) for one in {id(one): one for one in clusters.values()}.values()]
    joined = [list(link) for link in pairs if not _are_contrary(members[link[0]], members[link[1]], links[link])]
    groups += joined
    grouped = clusters.keys() | {name for group in joined for name in group}
    return groups + [[name] for name in members if name not in grouped]


def _are_contrary(one: Member, other: Member, ground: Ground) -> bool:
    """`_clash` for two records that nothing else is linked with, and of which the reader has said nothing."""
    if are_disjoint(one.arxiv_ids, other.arxiv_ids):
        return True
    if ground >= Ground.IDENTIFIER or one.title_key == other.title_key:
        return False
    return are_disjoint(counted_parts(one.record.title), counted_parts(other.record.title))


def _said(members: Mapping[RecordName, Member], corrections: Corrections) -> Iterator[Link]:
    """Links between those of the records that the reader holds together."""
    for held in united(corrections):
        present = sorted(name for name in held if name in members)
        yield from ((present[0], other) for other in present[1:])


def _cluster_of_one(name: RecordName, member: Member) -> _Cluster:
    return _Cluster([name], member.arxiv_ids, counted_parts(member.record.title))


def _connected(links: Iterable[Link]) -> list[list[Link]]:
    """The links in groups that have no record in common."""
    leader: dict[RecordName, RecordName] = {}

    def find(name: RecordName) -> RecordName:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for one, other in links:
        leader[find(one)] = find(other)
    groups: dict[RecordName, list[Link]] = {}
    for link in links:
        groups.setdefault(find(link[0]), []).append(link)
    return list(groups.values())


def _join(
    group: Sequence[Link],
    links: Mapping[Link, Ground],
    members: Mapping[RecordName, Member],
    clusters: dict[RecordName, _Cluster],
) -> None:
    """Takes the steps of one connected group of links."""
    ordered = group
    if _may_clash({id(one): one for link in group for one in (clusters[link[0]], clusters[link[1]])}.values()):
        ordered = sorted(group, key=lambda link: (-links[link], -_closeness(link, members), link))
    for link in ordered:
        one, other = clusters[link[0]], clusters[link[1]]
        if one is not other and not _clash(one, other, links[link]):
            _unite(one, other, clusters)


def _closeness(link: Link, members: Mapping[RecordName, Member]) -> float:
    return closeness(members[link[0]], members[link[1]])


def _may_clash(concerned: Iterable[_Cluster]) -> bool:
    """Whether the order matters at all: for most papers nothing in them contradicts anything."""
    ids: set[str] = set()
    parts: set[frozenset[str]] = set()
    for one in concerned:
        ids |= one.arxiv_ids
        parts.add(one.parts)
        if one.parted:
            return True
    return len(ids) > 1 or len(parts - {frozenset()}) > 1


def _clash(one: _Cluster, other: _Cluster, ground: Ground) -> bool:
    """Whether two groups of records must stay apart. The reader's word is above all, an identifier above parts."""
    if not one.parted.isdisjoint(other.records):
        return True
    if ground is Ground.SAID:
        return False
    if are_disjoint(one.arxiv_ids, other.arxiv_ids):
        return True
    return ground < Ground.IDENTIFIER and are_disjoint(one.parts, other.parts)


def _unite(one: _Cluster, other: _Cluster, clusters: dict[RecordName, _Cluster]) -> None:
    larger, smaller = (one, other) if len(one.records) >= len(other.records) else (other, one)
    larger.records += smaller.records
    larger.arxiv_ids |= smaller.arxiv_ids
    larger.parts |= smaller.parts
    larger.parted |= smaller.parted
    for name in smaller.records:
        clusters[name] = larger
