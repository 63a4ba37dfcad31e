"""The contract of every encoder: text in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.document import Matrix


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their likeness in meaning.

    Vectors are float32, L2-normalised, one row a text, in the order given; an empty list gives shape (0, dimension).
    Documents and queries may be prompted differently, but land in one space. Safe to call from several threads.
    Loading is lazy: making an encoder costs nothing, the first call loads the model and raises `EncoderUnavailable`
    where it cannot.
    """

    @property
    def key(self) -> str:
        """Names model, weights and anything that changes the vectors; vectors of equal key may be compared."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def is_quick(self) -> bool:
        """Whether thousands of texts a second are encoded, so that much may be done while somebody waits."""

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Vectors of documents, shape (len(texts), dimension)."""

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of queries, shape (len(texts), dimension)."""
