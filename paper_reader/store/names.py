"""Looking papers up by the names they put forward and by who wrote them; and the rows that this takes.

The rows are derived from the papers and follow their change numbers, as the search index does and together with it:
writing them while papers come in would make every import half as long again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Connection, Engine, delete, select

from paper_reader.merge.authors import may_be_same_given, person
from paper_reader.merge.known_by import NameKind, name_key, names_of
from paper_reader.merge.mentions import mentions_in
from paper_reader.store import dialect
from paper_reader.store.coined import CoinedNames
from paper_reader.store.moments import time_text
from paper_reader.store.paper_rows import COLUMNS, from_row
from paper_reader.store.tables import cursors, paper_authors, paper_mentions, paper_names, papers
from paper_reader.types import Paper

CURSOR = "names:4"  # of the change number that the rows are at; with new rules a new number: all is made anew
_PAPERS_A_PAGE = 5000


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper that puts a name forward, and how."""

    paper_id: int
    kind: NameKind


class Names:
    """What papers are known by beside identifiers and titles."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def follow(self) -> None:
        """Brings the rows to the papers' latest change number, in one transaction a page; goes on after a kill."""
        while self._follow_page():
            pass
        for kept in (_person_row, person):  # some 40 MB after a whole library, which nobody asks for again
            kept.cache_clear()
        CoinedNames(self._engine).follow()

    def _follow_page(self) -> bool:
        """The next page; whether there was one."""
        with dialect.writing(self._engine) as connection:
            known = connection.execute(select(cursors.c.value).where(cursors.c.name == CURSOR)).scalar()
            reached = int(known or 0)
            wanted = select(*[papers.c[name] for name in COLUMNS]).where(papers.c.change_number > reached)
            rows = connection.execute(wanted.order_by(papers.c.change_number).limit(_PAPERS_A_PAGE)).all()
            if not rows:
                return False
            if known is None:
                connection.execute(delete(paper_names))
                connection.execute(delete(paper_authors))
                connection.execute(delete(paper_mentions))
            else:
                _delete(connection, [row.id for row in rows])
            _write(connection, [from_row(row) for row in rows if row.fused_into is None])
            place = {"name": CURSOR, "value": str(rows[-1].change_number), "updated_at": time_text(datetime.now(UTC))}
            dialect.upsert(connection, cursors, place)
            return True

    def named(self, name: str) -> list[NamedPaper]:
        """The papers that put this name forward, however it is spelled, by id. Any order of worth is the caller's."""
        key = name_key(name)
        wanted = select(paper_names.c.paper_id, paper_names.c.kind).where(paper_names.c.key == key)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(paper_names.c.paper_id)).all() if key else []
        return [NamedPaper(row[0], NameKind(row[1])) for row in rows]

    def written_by(self, name: str) -> list[int]:
        """The papers of whoever may be of this name, the most cited first, then the oldest.

        "Yann LeCun", "LeCun, Yann", "LeCun Yann", "Y. LeCun"; a surname alone gives everybody who has it. Nothing for a
        name that is on more than a thousand papers: it means no one in particular.
        """
        surname, given = person(name)
        if not surname:
            return []
        with dialect.reading(self._engine) as connection:
            people = [(surname, one) for one in _known_given(connection, surname) if _agrees(given, one)]
            if given and "," not in name:  # the surname may stand first
                first, rest = given[0], (*given[1:], surname)
                people += [(first, one) for one in _known_given(connection, first) if _agrees_in_whole(rest, one)]
            return _papers_by(connection, people)


_MOST_PAPERS = 1000  # of one name; reading the counts of ten thousand takes 130 ms


def _known_given(connection: Connection, surname: str) -> list[str]:
    """The other names of everybody of this surname, as the library writes them."""
    wanted = select(paper_authors.c.given).where(paper_authors.c.surname == surname).distinct()
    return list(connection.execute(wanted).scalars())


def _agrees(given: Sequence[str], known: str) -> bool:
    return not given or (bool(known) and may_be_same_given(given, tuple(known.split(" "))))


def _agrees_in_whole(given: Sequence[str], known: str) -> bool:
    """The same with one whole name in common, else "Bell inequality" would be somebody called I. Bell."""
    initials_asked = all(len(word) == 1 for word in given)
    return _agrees(given, known) and (initials_asked or not set(given).isdisjoint(known.split(" ")))


def _papers_by(connection: Connection, people: Iterable[tuple[str, str]]) -> list[int]:
    by_surname: dict[str, list[str]] = {}
    for surname, given in people:
        by_surname.setdefault(surname, []).append(given)
    found: set[int] = set()
    for surname, given_names in by_surname.items():
        agreeing = dialect.matching(connection, paper_authors.c.given, given_names)
        wanted = select(paper_authors.c.paper_id).where(paper_authors.c.surname == surname, agreeing)
        found.update(connection.execute(wanted.distinct().limit(_MOST_PAPERS + 1)).scalars())
    return _by_citations(connection, sorted(found)) if len(found) <= _MOST_PAPERS else []


def _by_citations(connection: Connection, paper_ids: Sequence[int]) -> list[int]:
    here = dialect.matching(connection, papers.c.id, paper_ids)
    rows = connection.execute(select(papers.c.id, papers.c.citation_count, papers.c.year).where(here)).all()
    ordered = sorted(rows, key=lambda row: (-1 if row[1] is None else row[1], -(row[2] or 9999), -row[0]), reverse=True)
    return [row[0] for row in ordered]


def _write(connection: Connection, new: Sequence[Paper]) -> None:
    """Puts in what new papers are known by."""
    # Sorted, since neighbours in the index then change together.
    names = sorted((key, one.id, int(kind)) for one in new for key, kind in names_of(one.title, one.abstract).items())
    dialect.insert_many(connection, paper_names, ("key", "paper_id", "kind"), names)
    authors = sorted({(*_person_row(name), one.id) for one in new for name in one.authors})
    dialect.insert_many(connection, paper_authors, ("surname", "given", "paper_id"), authors)
    mentions = [(one.id, " ".join(sorted(keys))) for one in new if (keys := mentions_in(one.title, one.abstract))]
    dialect.insert_many(connection, paper_mentions, ("paper_id", "keys"), sorted(mentions))


@lru_cache(maxsize=100_000)
def _person_row(name: str) -> tuple[str, str]:
    surname, given = person(name)
    return surname, " ".join(given)


def _delete(connection: Connection, paper_ids: Sequence[int]) -> None:
    """Forgets what these papers were known by."""
    for table in (paper_names, paper_authors, paper_mentions):
        connection.execute(delete(table).where(dialect.matching(connection, table.c.paper_id, paper_ids)))
