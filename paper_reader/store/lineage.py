"""Which line of change numbers a library is on: a random name, given anew when a backup is restored.

Change numbers of a restored library go on from the backup's, so the same number means something else on each line.
What is derived by change number keeps the name of the line beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine, select

from paper_reader.store import dialect
from paper_reader.store.moments import time_text
from paper_reader.store.tables import cursors

_NAME = "library:lineage"


class Lineage:
    """The name of a library's line; one that nothing was derived from yet has none."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def find(self) -> str | None:
        """The name, None where it has none yet."""
        with dialect.reading(self._engine) as connection:
            return _find(connection)

    def get(self) -> str:
        """The name, given now where there is none."""
        if known := self.find():
            return known
        with dialect.writing(self._engine) as connection:
            return _find(connection) or self._give(connection)

    def renew(self) -> str:
        """A new name: what was derived from this library so far is of another line from now on."""
        with dialect.writing(self._engine) as connection:
            return self._give(connection)

    def _give(self, connection: Connection) -> str:
        name = uuid4().hex
        row = {"name": _NAME, "value": name, "updated_at": time_text(self._clock())}
        dialect.upsert(connection, cursors, row)
        return name


def _find(connection: Connection) -> str | None:
    return connection.execute(select(cursors.c.value).where(cursors.c.name == _NAME)).scalar()
