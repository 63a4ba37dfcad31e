"""Which names the papers of the library coined and how many others use them; and the rows that this takes.

Who uses which name is noted paper by paper (`paper_mentions`, see `names.Names.follow`). Who coined a name depends on
all papers, so it is told anew for the whole library once enough has changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, select

from paper_reader.merge.coining import (
    Proposal,
    coiner,
    is_meant,
    is_printed_alike,
    later_uses,
    says_so,
    stems_in,
    telling_stems,
)
from paper_reader.merge.known_by import NameKind, name_key
from paper_reader.merge.mentions import PLAIN
from paper_reader.merge.spelled_out import is_of_others
from paper_reader.store import dialect
from paper_reader.store.moments import time_text
from paper_reader.store.tables import coined_names, cursors, paper_mentions, paper_names, papers

_CURSOR: Final = "coined:5"  # the change number at which it was told; with new rules a new number
# Changed papers from which on it is told anew, as a share of all. Telling takes 5 s in a library of 100,000: at one in
# 500 that was more than half of what a month of daily refreshes cost (scripts/measure_refresh.py).
SHARE_CHANGED: Final = 0.01
LEAST_MENTIONS: Final = 3
_PAGE: Final = 5000
SAMPLE_PAPERS: Final = 5000  # in whose abstracts everyday words are looked for
LEAST_SMALL: Final = 0.2  # uses written small, as a share of those with a capital, from which on a word is everyday
JUDGED_USERS: Final = 40  # of a name, whose texts are looked at
_SMALL: Final = re.compile(r"\b[a-z]+\b")
_WORD: Final = re.compile(r"[^\s:;,()\"“”]+")


@dataclass(frozen=True, slots=True)
class CoinedName:
    """A name that a paper coined, its key, and how many later papers of the library use it."""

    name: str
    key: str
    mentions: int


class CoinedNames:
    """Reads who coined what, and keeps it in step with the library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def coined_by(self, ids: Sequence[int]) -> dict[int, CoinedName]:
        """The name of each paper that coined one."""
        columns = (coined_names.c.paper_id, coined_names.c.name, coined_names.c.key, coined_names.c.mentions)
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, coined_names.c.paper_id, [int(one) for one in ids])
            return {row[0]: CoinedName(*row[1:]) for row in connection.execute(select(*columns).where(wanted))}

    def mentioned_in(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The keys of the names that each paper uses."""
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, paper_mentions.c.paper_id, [int(one) for one in ids])
            rows = connection.execute(select(paper_mentions.c.paper_id, paper_mentions.c["keys"]).where(wanted))
            return {paper_id: frozenset(keys.split()) for paper_id, keys in rows}

    def follow(self) -> bool:
        """Tells anew who coined what where enough papers have changed; whether it did."""
        with dialect.writing(self._engine) as connection:
            reached = connection.execute(select(cursors.c.value).where(cursors.c.name == _CURSOR)).scalar()
            changed = select(func.count()).select_from(papers).where(papers.c.change_number > int(reached or 0))
            total = connection.execute(select(func.count()).select_from(papers)).scalar_one()
            if connection.execute(changed).scalar_one() <= (SHARE_CHANGED * total if reached else 0):
                return False
            latest = connection.execute(select(func.max(papers.c.change_number))).scalar_one()
            connection.execute(delete(coined_names))
            rows = _told(connection)
            dialect.insert_many(connection, coined_names, ("paper_id", "key", "name", "mentions"), rows)
            place = {"name": _CURSOR, "value": str(latest), "updated_at": time_text(datetime.now(UTC))}
            dialect.upsert(connection, cursors, place)
            return True


def _told(connection: Connection) -> list[tuple[int, str, str, int]]:
    """One row for every paper that coined a name: (paper id, key, name as printed, mentions)."""
    dated = select(papers.c.id, papers.c.year, papers.c.published)
    dated = dated.where(papers.c.fused_into.is_(None), papers.c.year.is_not(None))
    times = {row[0]: _time(row[1], row[2]) for row in connection.execute(dated)}
    proposals: defaultdict[str, list[Proposal]] = defaultdict(list)
    for key, paper_id, kind in connection.execute(
        select(paper_names.c.key, paper_names.c.paper_id, paper_names.c.kind)
    ):
        if paper_id in times:
            proposals[key].append(Proposal(paper_id, times[paper_id], NameKind(kind)))
    sample = _sampled(connection, len(times))
    uses = _uses(connection, proposals.keys(), sample)
    best: dict[int, tuple[int, str]] = {}
    for key in sorted(proposals):
        first = coiner(key, proposals[key], [times[user] for user in uses[key] if user in times])
        if first is None:
            continue
        mentions = later_uses(first, [times[user] for user in uses[key] if user in times])
        if mentions >= LEAST_MENTIONS:
            best[first.paper_id] = max(best.get(first.paper_id, (0, "")), (mentions, key))
    meant = _meant(connection, {paper_id: key for paper_id, (_, key) in best.items()}, uses, sample)
    return [(paper_id, best[paper_id][1], name, best[paper_id][0]) for paper_id, name in sorted(meant.items())]


def _time(year: int, published: str | None) -> str:
    """The day of publication where it is of the paper's own year (else it is a reprint's), or the year."""
    return published if published and published.startswith(f"{year}-") else f"{year:04}"


def _sampled(connection: Connection, total: int) -> list[str]:
    """Titles and abstracts of papers spread over the library."""
    step = max(1, total // SAMPLE_PAPERS)
    spread = select(papers.c.title, papers.c.abstract).where(papers.c.id % step == 0, papers.c.abstract.is_not(None))
    return [f"{title}\n{abstract}" for title, abstract in connection.execute(spread)]


def _uses(connection: Connection, wanted: Iterable[str], sample: Sequence[str]) -> dict[str, list[int]]:
    """Which papers use each of the `wanted` names. Everyday words count only where they are written like a name."""
    uses: dict[str, list[int]] = {key: [] for key in wanted}
    plain: defaultdict[str, list[int]] = defaultdict(list)
    total = 0
    for paper_id, keys in connection.execute(select(paper_mentions.c.paper_id, paper_mentions.c["keys"])):
        total += 1
        for key in keys.split():
            if key in uses:
                uses[key].append(paper_id)
            elif key[0] == PLAIN and key[1:] in uses:
                plain[key[1:]].append(paper_id)
    small = Counter(word for text in sample for word in set(_SMALL.findall(text)) if word in plain)
    for key, more in plain.items():
        if small[key] * total <= LEAST_SMALL * len(more) * max(1, len(sample)):
            uses[key] += more
    return uses


def _meant(
    connection: Connection, wanted: dict[int, str], uses: Mapping[str, Sequence[int]], sample: Sequence[str]
) -> dict[int, str]:
    """The names, as their papers print them, that those papers bear out and their users mean."""
    everywhere = Counter(stem for text in sample for stem in stems_in(text))
    anywhere = {stem: count / max(1, len(sample)) for stem, count in everywhere.items()}
    users = {paper_id: _spread(uses[key], paper_id) for paper_id, key in wanted.items()}
    texts = _texts(connection, {*wanted, *(user for some in users.values() for user in some)})
    found: dict[int, str] = {}
    for paper_id, key in wanted.items():
        title, abstract = texts[paper_id]
        name = _spelled(key, title, abstract)
        if says_so(name, title, abstract):
            used_in = [" ".join(texts[user]) for user in users[paper_id] if user in texts]
            stems = [stems_in(text) for text in used_in]
            if (
                is_meant(telling_stems(name, title), stems, anywhere)
                and is_printed_alike(name, used_in)
                and not is_of_others(name, f"{title} {abstract}", used_in)
            ):
                found[paper_id] = name
    return found


def _spread(users: Sequence[int], coined_by: int) -> list[int]:
    others = [user for user in users if user != coined_by]
    return others[:: max(1, len(others) // JUDGED_USERS)]


def _texts(connection: Connection, wanted: Iterable[int]) -> dict[int, tuple[str, str]]:
    ids = sorted(wanted)
    found: dict[int, tuple[str, str]] = {}
    columns = (papers.c.id, papers.c.title, papers.c.abstract)
    for start in range(0, len(ids), _PAGE):
        here = dialect.matching(connection, papers.c.id, ids[start : start + _PAGE])
        found.update((row[0], (row[1], row[2] or "")) for row in connection.execute(select(*columns).where(here)))
    return found


def _spelled(key: str, title: str, abstract: str) -> str:
    for text in (title, abstract):
        words = _WORD.findall(text)
        for length in (1, 2, 3):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length]).strip(".!?'’`*$\\")
                if len(name) <= len(key) + 6 and name_key(name) == key:
                    return name
    return key
