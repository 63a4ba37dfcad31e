"""Where each harvest or import goes on. Set inside the transaction that stored what lies before the cursor."""

from __future__ import annotations

from sqlalchemy import Engine, delete, select

from paper_reader.store import dialect
from paper_reader.store.tables import cursors


class Cursors:
    """Named places, each a text that its owner understands."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> str | None:
        """The place under this name, or None."""
        with dialect.reading(self._engine) as connection:
            return connection.execute(select(cursors.c.value).where(cursors.c.name == name)).scalar()

    def delete(self, name: str) -> None:
        """Forgets a place; the next harvest of that name starts from the beginning."""
        with dialect.writing(self._engine) as connection:
            connection.execute(delete(cursors).where(cursors.c.name == name))
