"""Vectors by encoder and content hash: text that did not change is never embedded twice.

Kept as float16 (half the room; its rounding, about 0.0005 of a component, is far below the distances between papers),
given as float32.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, func, insert, select, union

from paper_reader.content import embedding_text
from paper_reader.store import dialect
from paper_reader.store.paper_rows import curation_of
from paper_reader.store.tables import embeddings, encoders, kept_items, marks, papers

if TYPE_CHECKING:
    from index.document import Matrix, Vector  # numpy takes a third of the time to open a library

T = TypeVar("T")

_HASHES_A_QUERY = 900
_STORED = "<f2"
_TEXT_COLUMNS = tuple(papers.c[name] for name in ("content_hash", "title", "abstract", "body"))


class Embeddings:
    """The cache of vectors. Each write is a transaction of its own and on the disk when the call returns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, encoder_key: str, hashes: Sequence[bytes]) -> dict[bytes, Vector]:
        """The vectors that are there, as float32; hashes without one are left out."""
        import numpy as np

        found: dict[bytes, Vector] = {}
        with dialect.reading(self._engine) as connection:
            encoder = _encoder_id(connection, encoder_key)
            if encoder is None:
                return found
            wanted = select(embeddings.c.content_hash, embeddings.c.vector).where(embeddings.c.encoder_id == encoder)
            for some in _in_groups(hashes, _HASHES_A_QUERY):
                for content_hash, vector in connection.execute(wanted.where(embeddings.c.content_hash.in_(some))):
                    found[content_hash] = np.frombuffer(vector, _STORED).astype(np.float32)
        return found

    def put(self, encoder_key: str, hashes: Sequence[bytes], vectors: Matrix) -> None:
        """Keeps one vector a hash. A hash that has one already keeps it."""
        import numpy as np

        if len(hashes) != len(vectors):
            raise ValueError(f"{len(hashes)} hashes for {len(vectors)} vectors")
        with np.errstate(over="ignore"):  # told as an error below
            stored = np.ascontiguousarray(vectors, dtype=_STORED)
        if not np.isfinite(stored).all():
            raise ValueError("vectors must be finite and fit into float16")
        with dialect.writing(self._engine) as connection:
            encoder = _encoder_id(connection, encoder_key)
            if encoder is None:
                made = insert(encoders).values(key=encoder_key).returning(encoders.c.id)
                encoder = connection.execute(made).scalar_one()
            rows = [(encoder, one, row.tobytes()) for one, row in zip(hashes, stored, strict=True)]
            dialect.insert_missing(connection, embeddings, ("encoder_id", "content_hash", "vector"), rows)

    def missing_count(self, encoder_key: str) -> int:
        """How many papers have no vector of this encoder for their present text."""
        with dialect.reading(self._engine) as connection:
            lacking = _lacking(_encoder_id(connection, encoder_key))
            return connection.execute(select(func.count()).select_from(papers).where(lacking)).scalar_one()

    def missing(self, encoder_key: str, *, batch_size: int = 2048) -> Iterator[list[tuple[bytes, str]]]:
        """The texts that have no vector of this encoder, each with its hash, in batches, oldest change first.

        Papers of equal text come once a batch. Vectors may be put between batches; papers that change meanwhile come
        at the end.
        """
        last = 0
        while True:
            with dialect.reading(self._engine) as connection:
                lacking = _lacking(_encoder_id(connection, encoder_key))
                page = select(papers.c.change_number, *_TEXT_COLUMNS).where(lacking, papers.c.change_number > last)
                rows = connection.execute(page.order_by(papers.c.change_number).limit(batch_size)).all()
            if not rows:
                return
            last = rows[-1][0]
            yield list({content: _text(title, abstract, body) for _, content, title, abstract, body in rows}.items())

    def most_useful_missing(
        self, encoder_key: str, *, limit: int, batch_size: int = 2048
    ) -> Iterator[list[tuple[bytes, str]]]:
        """Of the same texts those of the `limit` papers that are looked at most, best first.

        First what the user marked or keeps on a list, then by citations, known before unknown, then the newer.
        """
        own = union(select(marks.c.paper_id), select(kept_items.c.paper_id))
        order = (
            papers.c.id.in_(own).desc(),
            func.coalesce(papers.c.citation_count, -1).desc(),
            func.coalesce(papers.c.year, 0).desc(),
            papers.c.id,
        )
        with dialect.reading(self._engine) as connection:
            lacking = _lacking(_encoder_id(connection, encoder_key))
            ids = connection.execute(select(papers.c.id).where(lacking).order_by(*order).limit(limit)).scalars().all()
        for start in range(0, len(ids), batch_size):
            texts: dict[bytes, str] = {}
            with dialect.reading(self._engine) as connection:
                for some in _in_groups(ids[start : start + batch_size], _HASHES_A_QUERY):
                    page = select(papers.c.id, *_TEXT_COLUMNS).where(papers.c.id.in_(some))
                    found = {row[0]: row[1:] for row in connection.execute(page)}
                    for content, *parts in (found[one] for one in some if one in found):
                        texts[content] = _text(*parts)
            yield list(texts.items())


def _text(title: str, abstract: str | None, body: str) -> str:
    curation = curation_of(body)
    return embedding_text(title, abstract, curation.why if curation else None)


def _encoder_id(connection: Connection, key: str) -> int | None:
    return connection.execute(select(encoders.c.id).where(encoders.c.key == key)).scalar()


def _lacking(encoder_id: int | None) -> ColumnElement[bool]:
    present = papers.c.fused_into.is_(None)
    if encoder_id is None:
        return present
    same = and_(embeddings.c.encoder_id == encoder_id, embeddings.c.content_hash == papers.c.content_hash)
    return and_(present, ~exists().where(same))


def _in_groups(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
