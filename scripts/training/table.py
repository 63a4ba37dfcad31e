"""The model in training: for each token the starting model's vector through a learnt map, plus a vector of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.ragged import Ragged

SIF = 1e-3  # a / (a + p): Arora, Liang, Ma 2017, as model2vec weighs


class Table(nn.Module):
    """exp(weight) * (start @ map + own), row by row.

    The map moves all tokens together, so that one which the papers hardly use still lands in the papers' space. `own`
    begins at zero, the map as the leading principal components, the weights by frequency.
    """

    def __init__(self, start: np.ndarray, counts: np.ndarray, dimension: int, *, sif: float = SIF) -> None:
        super().__init__()
        prepared = principal(start)
        share = counts / max(counts.sum(), 1)
        self.start: Tensor
        self.register_buffer("start", torch.from_numpy(prepared))
        self.first_weight: Tensor
        self.register_buffer("first_weight", torch.from_numpy(np.log(sif / (sif + share))).float())
        self.map = nn.Parameter(torch.eye(prepared.shape[1], dimension))
        self.own = nn.Parameter(torch.zeros(len(start), dimension))
        if dimension > prepared.shape[1]:
            generator = torch.Generator().manual_seed(0)
            extra = dimension - prepared.shape[1]
            with torch.no_grad():
                self.own[:, -extra:] = torch.randn((len(start), extra), generator=generator) * 0.02
        self.log_weight = nn.Parameter(self.first_weight.clone())

    def rows(self) -> Tensor:
        """The token vectors as they would be shipped, shape (tokens, dimension)."""
        table: Tensor = torch.exp(self.log_weight)[:, None] * (self.start @ self.map + self.own)
        return table

    def penalty(self) -> Tensor:
        """How far the weights are from those by frequency."""
        return ((self.log_weight - self.first_weight) ** 2).mean()


def averaged(tables: Sequence[np.ndarray], shares: Sequence[float]) -> np.ndarray:
    """The weighted mean of tables of token vectors, each first brought to a mean length of 1 over its rows."""
    scaled = [share * table / np.linalg.norm(table, axis=1).mean() for table, share in zip(tables, shares, strict=True)]
    mean: np.ndarray = np.sum(scaled, axis=0, dtype=np.float32)
    return mean


def summed(rows: Tensor, texts: Ragged) -> Tensor:
    """The sum of the token vectors of each text; a sum points where the mean does."""
    ids = torch.from_numpy(texts.values.astype(np.int64)).to(rows.device)
    return functional.embedding_bag(ids, rows, torch.from_numpy(texts.starts[:-1]).to(rows.device), mode="sum")


def principal(vectors: np.ndarray) -> np.ndarray:
    """The vectors turned to their principal axes, most telling first, each of unit length."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    return (turned / np.maximum(lengths, 1e-6)).astype(np.float32)
