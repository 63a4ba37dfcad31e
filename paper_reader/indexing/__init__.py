"""Keeps the index in step with the library: papers -> vectors (kept in the store) -> one engine generation.

The store is the truth and this is derived from it, from change numbers, at least once and idempotently. Killed
anywhere, the next run goes on: vectors are durable batch by batch, a generation is swapped in whole or not at all.
"""

from paper_reader.indexing.indexer import Indexer, ReadyIndex

__all__ = ["Indexer", "ReadyIndex"]
