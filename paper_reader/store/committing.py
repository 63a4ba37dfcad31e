"""Committing a transaction while something else is done: most of a commit is waiting for the disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Transaction


def commit_beside(changes: Transaction, meanwhile: Callable[[], object]) -> None:
    """Commits in a thread of its own while `meanwhile`, which must not use the library, runs in this one.

    Returns, or raises what either raised, once both are over. Only the commit lies in the other thread: it is one call
    into the database. A thread that runs many short statements would wait for Python's lock after each of them.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="committing") as committing:
        committed = committing.submit(changes.commit)
        try:
            meanwhile()
        finally:
            committed.result()
