"""Reading papers: by id, identifier and title, all of them, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select

from paper_reader.errors import PaperNotFound
from paper_reader.identifiers import identifier_keys, title_fingerprint
from paper_reader.store import dialect
from paper_reader.store.paper_rows import COLUMNS, from_row
from paper_reader.store.tables import papers, record_identifiers, records
from paper_reader.titles import title_key
from paper_reader.types import Identifier, Paper, PaperChange

if TYPE_CHECKING:
    from paper_reader.store.columns import CitationColumns  # numpy takes a third of the time to open a library

_ROW = [papers.c[name] for name in COLUMNS]
_IDS_A_QUERY = 5000


class Papers:
    """The papers as they are computed from their records."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, paper_id: int) -> Paper:
        """The paper; an id that was fused away gives the paper that took its records. Raises PaperNotFound."""
        with dialect.reading(self._engine) as connection:
            row = connection.execute(select(*_ROW).where(papers.c.id == paper_id)).first()
            if row is not None and row[2] is not None:
                row = connection.execute(select(*_ROW).where(papers.c.id == row[2])).first()
        if row is None:
            raise PaperNotFound(str(paper_id))
        return from_row(row)

    def get_many(self, ids: Sequence[int]) -> list[Paper]:
        """The papers in the order asked. Unknown ids and ids that were fused away are left out."""
        found: dict[int, Paper] = {}
        with dialect.reading(self._engine) as connection:
            for start in range(0, len(ids), _IDS_A_QUERY):
                wanted = dialect.matching(
                    connection, papers.c.id, [int(one) for one in ids[start : start + _IDS_A_QUERY]]
                )
                for row in connection.execute(select(*_ROW).where(wanted, papers.c.fused_into.is_(None))):
                    found[row[0]] = from_row(row)
        return [found[one] for one in ids if one in found]

    def find(self, identifier: Identifier) -> int | None:
        """The id of the paper that goes by this identifier; the oldest where several do."""
        (key,) = identifier_keys((identifier,))
        hanging = record_identifiers.join(records, records.c.id == record_identifiers.c.record_id)
        wanted = select(func.min(records.c.paper_id)).select_from(hanging)
        with dialect.reading(self._engine) as connection:
            return connection.execute(wanted.where(record_identifiers.c.identifier == key)).scalar()

    def find_title(self, title: str) -> list[int]:
        """Ids of the papers that one of their records gives this title, oldest first."""
        fingerprint = title_fingerprint(title)
        if not fingerprint:
            return []
        wanted = select(records.c.paper_id).where(records.c.title_key == title_key(fingerprint)).distinct()
        with dialect.reading(self._engine) as connection:
            return list(connection.execute(wanted.order_by(records.c.paper_id)).scalars())

    def count(self) -> int:
        """How many papers there are, without those fused away."""
        with dialect.reading(self._engine) as connection:
            return connection.execute(
                select(func.count()).select_from(papers).where(papers.c.fused_into.is_(None))
            ).scalar_one()

    def change_number(self) -> int:
        """The number of the latest change; 0 for an empty library."""
        with dialect.reading(self._engine) as connection:
            return connection.execute(select(func.max(papers.c.change_number))).scalar() or 0

    def changed_since(self, number: int, *, limit: int) -> list[PaperChange]:
        """The latest change of each paper changed after `number`, ascending; go on from the last one's number."""
        changes = (
            select(papers.c.change_number, papers.c.id, papers.c.fused_into)
            .where(papers.c.change_number > number)
            .order_by(papers.c.change_number)
            .limit(limit)
        )
        with dialect.reading(self._engine) as connection:
            return [PaperChange(row[0], row[1], row[2] is not None) for row in connection.execute(changes)]

    def iterate(self, *, batch_size: int = 2000) -> Iterator[list[Paper]]:
        """All papers by id, in batches. Each batch is read on its own, so writers go on between them."""
        last = 0
        while True:
            page = select(*_ROW).where(papers.c.id > last, papers.c.fused_into.is_(None))
            with dialect.reading(self._engine) as connection:
                rows = connection.execute(page.order_by(papers.c.id).limit(batch_size)).all()
            if not rows:
                return
            last = rows[-1][0]
            yield [from_row(row) for row in rows]

    def citation_columns(self) -> CitationColumns:
        """Year, field and citation count of every paper as arrays, read from one index."""
        from paper_reader.store.columns import citation_columns

        with dialect.reading(self._engine) as connection:
            return citation_columns(connection)
