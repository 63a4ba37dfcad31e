"""Who coined the names that a text uses: `coined_names`, asked by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from paper_reader.store import dialect
from paper_reader.store.tables import coined_names, papers


@dataclass(frozen=True, slots=True)
class NameCoiner:
    """The paper that coined a name, the name as it prints it, and how many others use it."""

    paper_id: int
    name: str
    mentions: int


class NameCoiners:
    """Looks up names by their keys (`merge.name_key`)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_keys(self, keys: Collection[str]) -> dict[str, NameCoiner]:
        """Who coined each name; names that nobody coined are left out."""
        if not keys:
            return {}
        present = func.coalesce(papers.c.fused_into, papers.c.id)
        wanted = select(coined_names.c.key, present, coined_names.c.name, coined_names.c.mentions)
        wanted = wanted.join_from(coined_names, papers, papers.c.id == coined_names.c.paper_id)
        with dialect.reading(self._engine) as connection:
            here = wanted.where(dialect.matching(connection, coined_names.c.key, sorted(keys)))
            return {row[0]: NameCoiner(*row[1:]) for row in connection.execute(here.order_by(coined_names.c.paper_id))}
